"""How long the main pages take, and search, as an employer grows from ten thousand people to a million.

Each size has a PostgreSQL of its own, filled by SQL; jobs grow with people, five hundred people to a job, and the
recruiter works on at most 25 of them. Pages are asked for as a browser does, within this process: Django with all its
middleware, no network. One client, warm: WARM_UP requests of each page come before those that are measured. What other work on the machine takes is in the figures, but not in those of
the processors: how long they worked for the page, here and in PostgreSQL.
"""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import customer
from bench.figures import Figures

if TYPE_CHECKING:  # Django is not ready yet
    from django.test import Client

SIZES = (10_000, 100_000, 1_000_000)
WARM_UP, TIMES = 20, 60
GOAL_PAGE, GOAL_SEARCH, GOAL_RATIO, MOST_QUERIES = 0.050, 0.100, 1.5, 15
NOTICEABLE = 0.010
"""Seconds: below this a ratio says more about the measuring than about the page."""
_A_JOB, _OWN_JOBS, _POOLS = 500, 25, 50
_MORE = """
UPDATE applications_application one SET stage_id = stage.id FROM jobs_stage stage
WHERE stage.job_id = one.job_id AND stage.kind = 'prospect' AND one.id %% 5 = 0;
INSERT INTO pools_pool (name, source, owner_id, created_at, modified_at)
SELECT 'Pool ' || n, 'internal', CASE WHEN n %% 5 = 0 THEN %(rhea)s ELSE %(rut)s END, %(since)s, %(since)s
FROM generate_series(1, %(pools)s) n;
INSERT INTO pools_membership (pool_id, candidate_id, added_at, added_by_id)
SELECT pool.id, n, %(since)s::timestamptz + n * interval '1 second', %(rut)s
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM pools_pool) pool
JOIN generate_series(1, least(%(people)s, 100000)) n ON n %% %(pools)s = pool.place;
INSERT INTO documents_document (candidate_id, application_id, kind, file_name, file_type, size, sha256, created_at, modified_at)
SELECT one.candidate_id, CASE WHEN one.id %% 8 = 0 THEN one.id END, 'resume', 'resume.txt', 'txt', 900, md5(one.id::text) || md5(one.id::text),
    one.created_at, one.created_at
FROM applications_application one WHERE one.id <= %(people)s AND one.id %% 4 = 0;
INSERT INTO documents_reading (document_id, state, attempts, trouble, text, html, pages)
SELECT document.id, 'done', 1, '', said.words, '', 0
FROM documents_document document CROSS JOIN LATERAL (
    SELECT 'Mended lanterns. ' || string_agg(
        CASE WHEN place %% 3 = 0 THEN 'led' WHEN place %% 5 = 0 THEN 'term' || (document.id * place) %% 211
        ELSE 'word' || (document.id * 7919 + place * 104729) %% 40009 END, ' ') AS words
    FROM generate_series(1, 120) place
) said;
INSERT INTO interviews_interview (application_id, title, starts_at, ends_at, time_zone, place, meeting_link, details, shows_interviewers,
    status, cancel_word, uid, sequence, candidate_email, candidate_language, candidate_time_zone, unsuitable_word, created_at, modified_at)
SELECT id, 'First talk', at, at + interval '1 hour', 'UTC', 'Harbour', '', '', true, 'planned', '', gen_random_uuid(), 0, '', '', '', '',
    created_at, created_at
FROM applications_application CROSS JOIN LATERAL (SELECT %(now)s::timestamptz + (id / 100 * 7919 %% 400 - 350) * interval '1 hour' AS at) day
WHERE id %% 100 = 0;
INSERT INTO interviews_panelist (interview_id, interviewer_id, answer, word)
SELECT interview.id, CASE WHEN EXISTS (SELECT FROM jobs_teammember WHERE job_id = one.job_id AND user_id = %(rhea)s) THEN %(rhea)s
    ELSE %(rut)s END, 'none', ''
FROM interviews_interview interview JOIN applications_application one ON one.id = interview.application_id;
INSERT INTO duplicates_pair (one_id, other_id, probability, exact, contributions, state, found_at)
SELECT n, n + 1, 0.5 + n / 100 * 7919 %% 4999 / 10000.0, CASE WHEN n %% 300 = 0 THEN 'phone' ELSE '' END,
    '[["name", 9.5], ["employer", 4.1], ["place", 1.2], ["email", -2.4]]', CASE WHEN n %% 1000 = 0 THEN 'different' ELSE 'waiting' END, %(now)s
FROM generate_series(100, %(people)s - 1, 100) n;
INSERT INTO linkedin_remoterecord (connection_id, kind, entity_id, parent_id, parent_kind, state, is_listed, hash, sent_hash, operation, task_urn,
    task_attempts, posting_urn, reason, members, parts, person_urn, accepted_at)
SELECT (SELECT id FROM linkedin_connection), kind, entity, parent, '', CASE kind WHEN 'job' THEN 'listed' ELSE 'held' END, kind = 'job', md5(entity::text), md5(entity::text), '', '', 0, '', '', '[]', '{}',
    '', %(now)s::timestamptz - interval '1 hour'
FROM (
    SELECT 'candidate' AS kind, id AS entity, NULL AS parent FROM candidates_candidate
    UNION ALL SELECT 'application', id, candidate_id FROM applications_application
    UNION ALL SELECT 'job', id, NULL FROM jobs_job
) one;
INSERT INTO linkedin_syncitem (connection_id, kind, entity_id, bulk, generation, marked_at, due_at, attempts, last_error, needs_attention)
SELECT (SELECT id FROM linkedin_connection), 'candidate', id, false, 1, %(now)s, %(now)s, 0, '', id %% 1000 = 0
FROM candidates_candidate WHERE id %% 100 = 0;
"""
_WITHOUT_INDEXES = """
DROP INDEX search_entry_words;
DROP INDEX search_entry_labels;
ALTER TABLE search_entry DROP CONSTRAINT search_entry_once;
"""
_WITH_INDEXES = """
SET maintenance_work_mem = '1GB';
CREATE INDEX search_entry_words ON search_entry USING gin ((head || body)) WITH (fastupdate = off);
CREATE INDEX search_entry_labels ON search_entry USING gin (labels) WITH (fastupdate = off);
ALTER TABLE search_entry ADD CONSTRAINT search_entry_once UNIQUE NULLS NOT DISTINCT (candidate_id, application_id);
"""
"""They are made when all the entries are there, which takes a fraction of the time."""
_ENTRIES_AT_ONCE = 20_000
_WHOLE = "whole"
"""The file that says of a kept folder that everything is in it."""

PEERS = """  beside them, what others need on the same kind of machine, one client, warm (p50)
    OpenCATS        150,000 people   candidate 6 ms, list 739 ms, search 1,258 ms, dashboard 426 ms
    Reqcore (API)   100,000 people   candidate 13 ms, list 143 ms, search 173 ms, dashboard 135 ms
    Horilla          10,000 people   candidate 276 ms and 174 queries, list 1,011 ms and 754, dashboard 5,203 ms and 1,254"""


@dataclass(frozen=True)
class Row:
    """One page of one user at one size: how long it took, and how long processors worked on it."""

    user: str
    page: str
    queries: int
    figures: Figures
    work: Figures

    @property
    def goal(self) -> float:
        return GOAL_SEARCH if self.page.startswith("search") else GOAL_PAGE


def measure(sizes: Sequence[int] = SIZES, keep: Path | None = None) -> bool:
    """Print the figures of every size; whether every goal is met. What was filled in stays in the folder `keep`."""
    found: dict[int, list[Row]] = {}
    for people in sizes:
        spawn = multiprocessing.get_context("spawn")  # one database in a process
        with ProcessPoolExecutor(1, mp_context=spawn) as fresh:  # says so when that is killed, where a Pool would wait
            found[people] = fresh.submit(measured, people, keep).result()
        print(_told(people, found[people]), flush=True)
    print(f"\n{PEERS}\n")
    faults = _faults(found)
    print("\n".join(f"  GOAL MISSED {fault}" for fault in faults) or "  all goals met")
    return not faults


def measured(people: int, keep: Path | None = None) -> list[Row]:
    """The pages of an employer with so many people."""
    kept = keep / str(people) if keep else None
    with customer.database(customer.LINKEDIN, kept):
        from skaffa.config import wsgi  # noqa: F401, PLC0415 - what the server sets before it answers

        if kept is None or not (kept / _WHOLE).exists():
            _fill_and_index(people)
        if kept:
            (kept / _WHOLE).touch()
        return [
            _row(user, client, name, addresses)
            for user, client in _clients().items()
            for name, addresses in _pages(people, user).items()
        ]


def _fill_and_index(people: int) -> None:
    started = time.perf_counter()
    print(f"\nFilling in {people:,} people ...", flush=True)
    _fill(people)
    filled = time.perf_counter() - started
    _index(people)
    print(f"  filled in {filled:.0f} s, search made in {time.perf_counter() - started - filled:.0f} s", flush=True)


def _fill(people: int) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts.models import SecurityRole  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from tests import personas  # noqa: PLC0415

    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    personas.user("Ada", SecurityRole.ADMINISTRATOR)
    jobs = max(_OWN_JOBS + 5, people // _A_JOB)
    customer.more_jobs(personas.active_job(rhea, "Own"), _OWN_JOBS - 1)
    customer.more_jobs(personas.active_job(rut, "Job"), jobs - _OWN_JOBS - 1)
    size, now = customer.Size(people, people * 3 // 2), clock.now()
    since = now - timedelta(minutes=size.applications)  # the latest has come a moment ago
    given = {"people": people, "pools": _POOLS, "rhea": rhea.pk, "rut": rut.pk, "since": since, "now": now}
    with connection.cursor() as cursor:
        customer.write_people(cursor, size, jobs=jobs, author=rut.pk, since=since)
        customer.connection("rest")
        customer.run(cursor, _MORE, given)


def _clients() -> "dict[str, Client]":
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts.models import User  # noqa: PLC0415

    clients = {}
    for role, name in (("recruiter", "Rhea"), ("administrator", "Ada")):
        clients[role] = Client(HTTP_HOST="127.0.0.1")
        clients[role].force_login(User.objects.get(first_name=name))
    return clients


def _index(people: int) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from skaffa.search import entries  # noqa: PLC0415

    with connection.cursor() as cursor:
        customer.run(cursor, _WITHOUT_INDEXES, {})
        for first in range(1, people + 1, _ENTRIES_AT_ONCE):
            some = list(range(first, min(first + _ENTRIES_AT_ONCE, people + 1)))
            most = {"most_skills": entries.MOST_SKILLS, "most_characters": entries.MOST_CHARACTERS}
            cursor.execute(entries.WRITE, {"people": some, **most})
        customer.run(cursor, _WITH_INDEXES, {})
        cursor.execute("TRUNCATE search_mark")
        cursor.execute("VACUUM ANALYZE")


def _pages(people: int, user: str) -> dict[str, Callable[[random.Random], str]]:
    """Addresses by the name of the page; chance decides whose."""
    from skaffa.accounts.models import User  # noqa: PLC0415 - Django is ready only now
    from skaffa.applications.models import Application  # noqa: PLC0415
    from skaffa.duplicates.models import Pair  # noqa: PLC0415
    from skaffa.interviews.models import Interview  # noqa: PLC0415
    from skaffa.jobs.models import TeamMember  # noqa: PLC0415
    from skaffa.pools.models import Pool  # noqa: PLC0415
    from skaffa.processes.models import StageKind  # noqa: PLC0415

    rhea = User.objects.get(first_name="Rhea")
    own = list(TeamMember.objects.filter(user=rhea).values_list("job_id", flat=True))
    prospects = Application.objects.filter(job__in=own, stage__kind=StageKind.PROSPECT).order_by("job")
    with_prospects = list(prospects.values_list("job", flat=True).distinct())
    pools = list(Pool.objects.filter(owner=rhea).values_list("pk", flat=True))
    interviews = list(Interview.objects.filter(panelists__interviewer=rhea).values_list("application_id", flat=True))
    pairs = list(Pair.objects.values_list("pk", flat=True)[:1_000])
    rare, medium, common = _rare(people), _medium, _common
    health = "/admin-center/linkedin/health"
    administered = {  # the parts that a page fetches, as the pages of their own that they are without script
        "integration health": lambda _chance: health,
        "health: in Recruiter": lambda _chance: f"{health}/recruiter",
        "health: conversation": lambda _chance: f"{health}/conversation",
        "health: deletions": lambda _chance: f"{health}/deletions",
        "LinkedIn's settings": lambda _chance: "/admin-center/linkedin",
    }
    return {
        "dashboard": lambda _chance: "/",
        "jobs": lambda _chance: "/jobs/",
        "job": lambda chance: f"/jobs/{chance.choice(own)}/",
        "prospects of a job": lambda chance: f"/jobs/{chance.choice(with_prospects)}/prospects",
        "applicants of a job": lambda chance: f"/jobs/{chance.choice(own)}/applicants",
        "pipeline as a board": lambda chance: f"/jobs/{chance.choice(own)}/pipeline?view=board",
        "pipeline as a list": lambda chance: f"/jobs/{chance.choice(own)}/pipeline?view=list",
        "candidates": lambda _chance: "/candidates/",
        "candidate": lambda chance: f"/candidates/{chance.randint(1, people)}/",
        "documents of somebody": lambda chance: f"/candidates/{chance.randint(1, people)}/documents",
        "notes of somebody": lambda chance: f"/candidates/{chance.randint(1, people)}/notes",
        "interviews of somebody": lambda chance: f"/applications/{chance.choice(interviews)}/interviews",
        "activity of somebody": lambda chance: f"/candidates/{chance.randint(1, people)}/activity",
        "LinkedIn of somebody": lambda chance: f"/candidates/{chance.randint(1, people)}/linkedin",
        "LinkedIn: how found": lambda chance: f"/candidates/{chance.randint(1, people)}/linkedin/finding",
        "LinkedIn: what it sees": lambda chance: f"/candidates/{chance.randint(1, people)}/linkedin/sight",
        "LinkedIn: InMails, notes": lambda chance: f"/candidates/{chance.randint(1, people)}/linkedin/history",
        "my interviews": lambda _chance: "/interviews/",
        "talent pools": lambda _chance: "/talent-pools/",
        "talent pool": lambda chance: f"/talent-pools/{chance.choice(pools)}/",
        "analytics": lambda _chance: "/analytics/",
        "duplicates": lambda _chance: "/duplicates/",
        "two records": lambda chance: f"/duplicates/{chance.choice(pairs)}/",
        **(administered if user == "administrator" else {}),
        "search, rare": rare,
        "search, medium": medium,
        "search, common": common,
        "search, mixed 50:30:20": lambda chance: chance.choices((rare, medium, common), (50, 30, 20))[0](chance),
    }


def _rare(people: int) -> Callable[[random.Random], str]:
    """One person, by what is theirs alone."""

    def address(chance: random.Random) -> str:
        number = chance.randint(1, people)
        return f"/search?q={chance.choice((f'person{number}@example.net', f'No{number}'))}"

    return address


def _medium(chance: random.Random) -> str:
    """One in a hundred."""
    return f"/search?q=Craft{chance.randint(0, 96)}"


def _common(chance: random.Random) -> str:
    """Every third, and every twentieth."""
    return f"/search?q={chance.choice(('engineer', 'Anna', 'Berg', 'Gothenburg'))}"


def _row(user: str, client: "Client", page: str, address: Callable[[random.Random], str]) -> Row:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    chance = random.Random(1)
    taken = list(_asked(client, (address(chance) for _ in range(WARM_UP + TIMES))))[WARM_UP:]
    with CaptureQueriesContext(connection) as asked:
        list(_asked(client, [address(chance)]))
    seconds, work = zip(*taken, strict=True)
    return Row(user, page, len(asked), Figures.of(list(seconds)), Figures.of(list(work)))


def _asked(client: "Client", addresses: Any) -> Iterator[tuple[float, float]]:
    for address in addresses:
        started, worked = time.perf_counter(), customer.processors()
        answer = client.get(address)
        yield time.perf_counter() - started, customer.processors() - worked
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} from {address}")


def _told(people: int, rows: Sequence[Row]) -> str:
    lines = [f"\n{people:,} people{'':<28} {'queries':>8} {'p50':>9} {'p95':>9}   of it processors"]
    for row in rows:
        name = f"{row.page}, {row.user}"
        figures = (row.figures.p50, row.figures.p95, row.work.p50, row.work.p95)
        p50, p95, less, most = (f"{seconds * 1_000:.1f} ms" for seconds in figures)
        lines.append(f"  {name:<42} {row.queries:>4} {p50:>10} {p95:>10} {less:>10} {most:>10}")
    return "\n".join(lines)


def _faults(found: dict[int, list[Row]]) -> list[str]:
    smallest, largest = min(found), max(found)
    before = {(row.user, row.page): row for row in found[smallest]}
    faults = []
    for row in found[largest]:
        name, p95 = f"{row.page}, {row.user}, {largest:,} people", row.figures.p95
        first = before[row.user, row.page]
        ratio = row.work.p50 / max(first.work.p50, NOTICEABLE)  # of the processors: whatever else the machine does
        if p95 > row.goal:
            faults.append(f"{name}: p95 {p95 * 1_000:.0f} ms, goal {row.goal * 1_000:.0f} ms")
        if ratio > GOAL_RATIO and not row.page.startswith("search"):
            faults.append(f"{name}: {ratio:.2f} times as long as with {smallest:,}, goal {GOAL_RATIO}")
        if row.queries > MOST_QUERIES or row.queries > first.queries:
            faults.append(f"{name}: {row.queries} queries, {first.queries} with {smallest:,}; at most {MOST_QUERIES}")
    return faults
