"""A customer with many people, for measurements of the sync inside this process: a throwaway PostgreSQL, filled by SQL."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import psutil

from skaffa.cli import embedded

if TYPE_CHECKING:  # Django is not ready yet
    from skaffa.jobs.models import Job
    from skaffa.linkedin.models import Connection

JOBS = 200
ORGANIZATION = "urn:li:organization:7001"
_SIZED = {"shared_buffers": f"{psutil.virtual_memory().total // 8 // 2**20}MB"}
"""As docs/operations/running.md advises, but for half of it, since others work on a machine of developers. Untouched, it takes nothing."""
LINKEDIN = "http://127.0.0.1:8010"
"""Where a sandbox inside this process pretends to be."""

_FILL = """
INSERT INTO candidates_candidate (id, first_name, last_name, headline, location, skills, years_of_experience, is_internal,
    profile_source, referred_by, created_at, modified_at)
SELECT n, (ARRAY['Anna', 'Bo', 'Carl', 'Disa', 'Elin', 'Finn', 'Gro', 'Hedda', 'Ivar', 'Jon'])[1 + n %% 10],
    (ARRAY['Berg', 'Dahl', 'Ek', 'Fors', 'Gran', 'Holm', 'Lind', 'Moen'])[1 + n / 10 %% 8] || ' No' || n,
    CASE WHEN n %% 3 = 0 THEN 'Engineer' ELSE (ARRAY['Welder', 'Nurse', 'Planner', 'Baker', 'Pilot'])[1 + n %% 5] END
        || ' with ' || n %% 41 || ' years at sea',
    (ARRAY['Gothenburg', 'Oslo', 'Turku', 'Aarhus', 'Bergen', 'Tartu'])[1 + n / 7 %% 6],
    ARRAY['Craft' || n %% 97, 'Tool' || n %% 31, 'Tongue' || n %% 7], '', n %% 50 = 0, 'other', '',
    %(since)s::timestamptz + n * interval '1 minute', %(since)s::timestamptz + n * interval '1 minute'
FROM generate_series(%(first)s + 1, %(first)s + %(people)s) n;
INSERT INTO candidates_emailaddress (candidate_id, address, normalized, is_primary)
SELECT n, 'person' || n || '@example.net', 'person' || n || '@example.net', true FROM generate_series(%(first)s + 1, %(first)s + %(people)s) n;
INSERT INTO candidates_phonenumber (candidate_id, number)
SELECT n, '+46 70 ' || n FROM generate_series(%(first)s + 1, %(first)s + %(people)s) n WHERE n %% 2 = 0;
INSERT INTO candidates_employment (candidate_id, company, title, period, is_current, position)
SELECT n, 'Works ' || n %% 997, 'Title ' || n %% 89, '', true, 0 FROM generate_series(%(first)s + 1, %(first)s + %(people)s) n WHERE n %% 3 > 0;
INSERT INTO applications_application (id, job_id, candidate_id, stage_id, status, close_reason, rejection_reason,
    rejection_comment, offer, decline_reason, source, referred_by, stage_since, passed_prospect_at, created_at, modified_at)
SELECT n, job.id, person, stage.id, 'active', '', '', '', '', '', 'referral', '', made, made, made, made
FROM generate_series(%(first)s + 1, %(first)s + %(applications)s) n
CROSS JOIN LATERAL (
    SELECT %(first)s + (n - %(first)s - 1) %% %(people)s + 1 AS person, (n - %(first)s - 1) / %(people)s AS turn
) who
CROSS JOIN LATERAL (SELECT %(since)s::timestamptz + n * interval '1 minute' AS made) times
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM jobs_job) job
    ON job.place = (who.person * 7 + who.turn * 31) %% %(jobs)s
JOIN jobs_stage stage ON stage.job_id = job.id AND stage.kind = 'application';
INSERT INTO applications_stagemove (application_id, from_stage_id, to_stage_id, at)
SELECT one.id, NULL, stage.id, one.created_at + place * interval '1 hour'
FROM (SELECT * FROM applications_application WHERE id > %(first)s) one
CROSS JOIN LATERAL (
    SELECT id, row_number() OVER (ORDER BY position) - 1 AS place FROM jobs_stage WHERE job_id = one.job_id
) stage
WHERE place >= 1 AND place <= 1 + one.id %% 3;
INSERT INTO notes_note (candidate_id, application_id, author_id, text, visibility, created_at, modified_at)
SELECT one.candidate_id, one.id, %(author)s, 'A note about application ' || one.id, 'shared', one.created_at, one.created_at
FROM applications_application one WHERE one.id > %(first)s AND one.id %% 5 = 0
UNION ALL
SELECT id, NULL, %(author)s, 'A note about person ' || id, 'shared', created_at, created_at
FROM candidates_candidate WHERE id > %(first)s AND id %% 10 = 0;
INSERT INTO interviews_feedback (application_id, author_id, recommendation, interview_type, strengths, weaknesses,
    comment, status, submitted_at, created_at, modified_at)
SELECT id, %(author)s, 'yes', 'phone', 'Strong in ' || id %% 13, '', 'Spoke about ' || id %% 17, 'submitted',
    created_at, created_at, created_at
FROM applications_application WHERE id > %(first)s AND id %% 6 = 0;
"""

_MORE_JOBS = """
CREATE TEMPORARY TABLE more_jobs ON COMMIT DROP AS
SELECT n, nextval(pg_get_serial_sequence('jobs_job', 'id')) AS id FROM generate_series(1, %(more)s) n;
INSERT INTO jobs_job SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', more.id, 'code', one.code || '-' || more.n, 'title', one.title || ' ' || more.n,
    'created_at', one.created_at + more.n * interval '1 second'))).*
FROM jobs_job one CROSS JOIN more_jobs more WHERE one.id = %(like)s;
INSERT INTO jobs_stage SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('jobs_stage', 'id')), 'job_id', more.id))).*
FROM jobs_stage one CROSS JOIN more_jobs more WHERE one.job_id = %(like)s;
INSERT INTO jobs_stageactivity SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('jobs_stageactivity', 'id')), 'stage_id', other.id))).*
FROM jobs_stageactivity one JOIN jobs_stage stage ON stage.id = one.stage_id AND stage.job_id = %(like)s
CROSS JOIN more_jobs more JOIN jobs_stage other ON other.job_id = more.id AND other.position = stage.position;
INSERT INTO jobs_teammember SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('jobs_teammember', 'id')), 'job_id', more.id))).*
FROM jobs_teammember one CROSS JOIN more_jobs more WHERE one.job_id = %(like)s;
"""


class Cursor(Protocol):
    """Django's or psycopg's."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...


class Size(NamedTuple):
    """How many people, and how many applications they have between them."""

    people: int
    applications: int


@contextmanager
def database(linkedin: str, kept: Path | None = None) -> Iterator[None]:
    """Django upon a PostgreSQL of its own, empty or as it was `kept`, and LinkedIn at this address; once in a process."""
    folder = kept / "files" if kept else Path(tempfile.mkdtemp(prefix="skaffa-bench-"))
    with (
        embedded.start(kept, **embedded.THROWAWAY, **_SIZED)
        if kept
        else embedded.start_throwaway(root=None, **_SIZED) as server
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "skaffa.config.settings",
            "DATABASE_URL": server.url("skaffa"),
            "SKAFFA_DATA": str(folder),
            "SKAFFA_KIND": "sandbox",
            "SKAFFA_HTTPS": "false",
            "SKAFFA_LINKEDIN_WAIT": "0",
            "SKAFFA_SERVER_URL": "http://127.0.0.1:8000",
            "SKAFFA_LINKEDIN_PARENT_CLIENT_ID": "demo-parent",
            "SKAFFA_LINKEDIN_PARENT_CLIENT_SECRET": "demo-parent-secret",
            **{f"SKAFFA_LINKEDIN_{name}_URL": linkedin for name in ("API", "WWW", "OAUTH", "PLATFORM")},
        }
        import django  # noqa: PLC0415 - its settings are read from the environment above
        from django.core import management  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        django.setup()
        management.call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)


def fill(size: Size) -> None:
    """Active jobs, and people who have all applied: two stages on the average, some notes, some feedback."""
    from django.db import connection as postgresql  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts.models import SecurityRole  # noqa: PLC0415
    from tests import personas  # noqa: PLC0415

    recruiter = personas.user("Rhea", SecurityRole.RECRUITER)
    more_jobs(personas.active_job(recruiter, "Job"), JOBS - 1)
    with postgresql.cursor() as cursor:
        write_people(cursor, size, jobs=JOBS, author=recruiter.pk, since=personas.START)


def more_jobs(like: "Job", more: int) -> None:
    """So many more jobs like this one: its process and its team, another number and title."""
    from django.db import connection as postgresql  # noqa: PLC0415 - Django is ready only now
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic(), postgresql.cursor() as cursor:
        run(cursor, _MORE_JOBS, {"like": like.pk, "more": more})
        cursor.execute("DROP TABLE IF EXISTS more_jobs")


def write_people(cursor: Cursor, size: Size, *, jobs: int, author: int, since: datetime, first: int = 0) -> None:
    """People with numbers from `first` + 1, who have all applied to some of so many jobs."""
    given = {"people": size.people, "applications": size.applications, "jobs": jobs, "author": author}
    run(cursor, _FILL, given | {"since": since, "first": first})
    cursor.execute("ANALYZE")


def run(cursor: Cursor, statements: str, given: dict[str, Any]) -> None:
    """One after the other; what refers to what is known to be right, and not looked up for each row."""
    cursor.execute("SET session_replication_role = replica")
    for statement in filter(str.strip, statements.split(";\n")):
        cursor.execute(statement, given)
    cursor.execute("SET session_replication_role = DEFAULT")


def processors() -> float:
    """Seconds that processors have worked for this process and its backend of PostgreSQL, as Linux counts them."""
    from django.db import connection as postgresql  # noqa: PLC0415 - Django is ready only now

    postgresql.ensure_connection()
    told = Path(f"/proc/{postgresql.connection.info.backend_pid}/schedstat")
    backend = int(told.read_text().split()[0]) / 1e9 if told.exists() else 0
    return time.process_time() + backend


def connection(generation: str) -> "Connection":
    """Enabled at a LinkedIn without limits."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    from rsc_client.generations import Feature  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.linkedin import quota, rules  # noqa: PLC0415
    from skaffa.linkedin.models import Connection, Integration, Visibility  # noqa: PLC0415

    quota.LIMITS.update({name: quota.Limit(requests_a_day=10**9) for name in quota.LIMITS})
    Connection.objects.all().delete()
    now = clock.now()
    made = Connection.objects.create(
        kind="own",
        world=settings.SKAFFA.kind,
        client_id=f"bench-{generation}",
        client_secret="bench",
        organization_urn=ORGANIZATION,
        visibility=Visibility.EVERYONE,
        viewers_open=True,
        generations=dict.fromkeys(Feature, generation),
        created_at=now,
        modified_at=now,
    )
    for kind in (rules.EXPORT, rules.INDICATOR):
        Integration.objects.create(connection=made, type=kind, context=ORGANIZATION, status="ENABLED", seen_at=now)
    return made


def connected(generation: str) -> None:
    """At a LinkedIn that has all jobs and nobody yet; everybody waits to be sent."""
    from skaffa.core import clock  # noqa: PLC0415 - Django is ready only now
    from skaffa.jobs.models import Job  # noqa: PLC0415
    from skaffa.linkedin.models import RemoteRecord, RemoteState, SyncItem, SyncKind  # noqa: PLC0415
    from skaffa.linkedin.sync import push  # noqa: PLC0415

    made, now = connection(generation), clock.now()
    there = RemoteRecord(connection=made, kind=SyncKind.JOB, state=RemoteState.LISTED, is_listed=True)
    for pk in Job.objects.values_list("pk", flat=True):
        there.pk, there.entity_id, there.accepted_at = None, pk, now
        there.save(force_insert=True)
    push.mark_everything(made, at=now)
    SyncItem.objects.filter(kind__in=(SyncKind.JOB, SyncKind.ACL, SyncKind.ASSIGNEE)).delete()
