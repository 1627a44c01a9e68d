"""Whom somebody may be among 10,000, 100,000 and a million people: how fast one person is found, and all who are twice.

The people are made up, see `made_up.py`; of one in twenty it is known that they are there twice, in another shape. A
person beside all of them is one request as a door makes it: PostgreSQL, comparing and all. A look at everybody is done
by two workers, as the product does it. Everything on one machine.
"""

import json
import random
import resource
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from bench import customer, made_up
from bench.figures import HEADING, Figures, verdict
from skaffa.candidates.rules import Person, normalize_email, normalize_link

SIZES = (10_000, 100_000, 1_000_000)
GOAL_ONE = 0.020
GOAL_SCAN = 20 * 60  # of a million
GOAL_MEMORY = 1_024  # MB of one process
LOOKS = 400
_UNUSED = "http://127.0.0.1:9"
_TABLES = {
    "candidates_candidate": "id, first_name, last_name, headline, location, skills, years_of_experience, is_internal, "
    "referred_by, created_at, modified_at",
    "candidates_emailaddress": "candidate_id, address, normalized, is_primary",
    "candidates_phonenumber": "candidate_id, number",
    "candidates_link": "candidate_id, kind, url, normalized",
    "candidates_employment": "candidate_id, company, title, period, is_current, position",
}
_EMPTY = (
    f"TRUNCATE {', '.join(_TABLES)}, duplicates_record, duplicates_key, duplicates_mark, duplicates_learned,"
    " duplicates_pair, duplicates_scan CASCADE"
)
_MARK = """INSERT INTO duplicates_mark (candidate_id, at, is_new)
SELECT id, modified_at, false FROM candidates_candidate ORDER BY id"""


def measure(sizes: Sequence[int] = SIZES) -> bool:
    """Print the figures; whether every goal is met."""
    with customer.database(_UNUSED):
        met = [_measured(size) for size in sizes]
    return all(met)


def write_start(size: int = 20_000) -> None:
    """Learn from people made up, and write what every environment begins with: it counts as half as many."""
    import skaffa.duplicates  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415

    with customer.database(_UNUSED):
        from skaffa.duplicates import actions, learning, lessons  # noqa: PLC0415 - Django is ready only now

        fill(size)
        while actions.freshen(at=clock.now()):
            pass
        learned = learning.learn(at=clock.now())
        assert learned is not None
        lesson: lessons.Lesson = learned.content
        for field in lesson["fields"].values():
            field["number"] //= 2
            field["seen"] = {word: many // 2 for word, many in field["seen"].items() if many > 3}
            for shares in (field["same"], field["different"]):
                shares |= {level: float(f"{share:.4g}") for level, share in shares.items()}
        lesson["doubles"] = 0.05
        file = Path(skaffa.duplicates.__file__).parent / "start.json"
        file.write_text(json.dumps(lesson, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _measured(size: int) -> bool:
    from skaffa.core import clock  # noqa: PLC0415 - Django is ready only now
    from skaffa.duplicates import actions, learning  # noqa: PLC0415

    print(f"\n{size:,} people, one in twenty of them twice", flush=True)
    twice = fill(size)
    began = time.perf_counter()
    while actions.freshen(at=clock.now()):
        pass
    _vacuumed()
    print(f"  records and keys of everybody        {time.perf_counter() - began:>8.1f} s", flush=True)
    began = time.perf_counter()
    learning.learn(at=clock.now())
    print(f"  weights learned                      {time.perf_counter() - began:>8.1f} s", flush=True)
    return all([_one_beside_all(size, twice), _everybody(size, twice)])


class Look(NamedTuple):
    """What one worker did."""

    compared: int
    megabytes: float


def _everybody(size: int, twice: dict[int, int]) -> bool:
    """A look at everybody, and how right it is."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.duplicates.models import Pair, Scan  # noqa: PLC0415
    from skaffa.duplicates.scanning import actions  # noqa: PLC0415

    Scan.objects.create(began_at=clock.now(), last=size)
    connections.close_all()
    began = time.perf_counter()
    with get_context("spawn").Pool(actions.HANDS) as workers:
        looks = workers.map(_look_on, range(actions.HANDS), chunksize=1)
    seconds = time.perf_counter() - began
    compared, memory = sum(look.compared for look in looks), max(look.megabytes for look in looks)
    told = set(Pair.objects.values_list("one_id", "other_id"))
    known = {(min(both), max(both)) for both in twice.items()}
    print(f"  a look at everybody by {len(looks)} workers     {seconds:>8.1f} s, {size / seconds:,.0f} people a second")
    print(f"  pairs compared {compared:,}, told {len(told):,}, of them known doubles {len(told & known):,}")
    print(f"  precision {len(told & known) / len(told):.3f}, recall {len(told & known) / len(known):.3f}")
    print(f"  memory of a worker at most {memory:,.0f} MB; on disk {_on_disk()}")
    fast, small = seconds < GOAL_SCAN, memory < GOAL_MEMORY
    print(f"  {'goal met   ' if fast else 'GOAL MISSED'} a look at everybody: {seconds:,.0f} s, goal {GOAL_SCAN:,} s")
    print(
        f"  {'goal met   ' if small else 'GOAL MISSED'} memory: {memory:,.0f} MB, goal {GOAL_MEMORY:,} MB", flush=True
    )
    return fast and small


def _look_on(_worker: int) -> Look:
    """Batch after batch, in a process of its own, until there is none left."""
    import django  # noqa: PLC0415 - its settings are read from the environment of whoever started this

    django.setup()
    from skaffa.core import clock  # noqa: PLC0415 - Django is ready only now
    from skaffa.duplicates import queries  # noqa: PLC0415
    from skaffa.duplicates.scanning import actions  # noqa: PLC0415

    compared, likeness = 0, queries.likeness

    def counted(*given: Any) -> queries.Likeness | None:
        nonlocal compared
        compared += 1
        return likeness(*given)

    with patch.object(queries, "likeness", counted):
        while actions.take_next(at=clock.now()):
            pass
    return Look(compared, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)


def _on_disk() -> str:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_size_pretty(pg_total_relation_size('duplicates_record')),"
            " pg_size_pretty(pg_total_relation_size('duplicates_key'))"
        )
        return "records {}, keys {}".format(*cursor.fetchone())


def _one_beside_all(size: int, twice: dict[int, int]) -> bool:
    """One after the other, people who come by another door: half of them are known, half are new."""
    from skaffa.duplicates import queries  # noqa: PLC0415

    taken, right, wrong = [], 0, 0
    comers = _comers(size, twice)
    queries.find(comers[0][1])
    for number, person in comers:
        started = time.perf_counter()
        found = queries.find(person)
        taken.append(time.perf_counter() - started)
        right += number in {one.candidate_id for one in found}
        wrong += number is None and bool(found)
    figures, known = Figures.of(taken), sum(number is not None for number, _person in comers)
    print(
        f"{HEADING}\n{figures.line('one person beside all of them')}, p99 {statistics.quantiles(taken, n=100)[98] * 1_000:.0f} ms"
    )
    print(
        f"  of {known} who are there {right} are found; for {wrong} of {len(comers) - known} who are new, somebody is"
    )
    return verdict("one person, p95", figures.p95, GOAL_ONE)


def _comers(size: int, twice: dict[int, int]) -> list[tuple[int | None, Person]]:
    """Some who are there, in another shape, by the number they have; and some from elsewhere."""
    chance, every = random.Random(5), max(1, size * 2 // LOOKS)
    comers: list[tuple[int | None, Person]] = [
        (number, made_up.again(one.person, chance))
        for number, one in enumerate(made_up.people(size), 1)
        if number % every == 0 and number not in twice
    ]
    for place, one in enumerate(made_up.people(LOOKS - len(comers), share=0, seed=99)):
        links = tuple(f"https://www.linkedin.com/in/new{place}" for _ in one.person.links)
        emails = tuple(f"new{place}@example.net" for _ in one.person.emails)
        comers.append((None, replace(one.person, emails=emails, links=links)))
    chance.shuffle(comers)
    return comers


def fill(size: int) -> dict[int, int]:
    """The people as rows, all of them marked; and who is whose double, by the numbers of both."""
    from django.db import connection  # noqa: PLC0415

    from skaffa.core import clock  # noqa: PLC0415

    twice: dict[int, int] = {}
    at, number = clock.now(), 0
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
        everybody = made_up.people(size)
        while part := list(islice(everybody, 10_000)):
            _copy(cursor, list(enumerate((one.person for one in part), number + 1)), at)
            twice |= {place: one.of + 1 for place, one in enumerate(part, number + 1) if one.of is not None}
            number += len(part)
        cursor.execute(_MARK)
        cursor.execute("ANALYZE")
    return twice


def _copy(cursor: Any, people: Sequence[tuple[int, Person]], at: Any) -> None:
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        "candidates_candidate": (
            (pk, one.first_name, one.last_name, one.headline, one.location, [], "", False, "", at, at)
            for pk, one in people
        ),
        "candidates_emailaddress": (
            (pk, mail, normalize_email(mail), True) for pk, one in people for mail in one.emails
        ),
        "candidates_phonenumber": ((pk, phone) for pk, one in people for phone in one.phones),
        "candidates_link": ((pk, "linkedin", link, normalize_link(link)) for pk, one in people for link in one.links),
        "candidates_employment": (
            (pk, held.company, held.title, held.period, held.is_current, place)
            for pk, one in people
            for place, held in enumerate(one.employments)
        ),
    }
    for table, lines in rows.items():
        with cursor.copy(f"COPY {table} ({_TABLES[table]}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)


def _vacuumed() -> None:
    """As PostgreSQL does by itself after a while."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE duplicates_key, duplicates_record")
