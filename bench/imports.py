"""How fast candidates come in from a file, and what that takes in memory: read, checked, taken in, by this process alone."""

import resource
import time
from dataclasses import dataclass

from bench import customer

SIZES = (10_000, 100_000)
GOAL_RATE = 400  # rows a second: 10,000 rows in less than 25 seconds
GOAL_GROWTH = 64  # MiB that ten times as many rows may take beyond their file
_UNUSED = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Run:
    """What one file took: seconds for each part, MiB at the highest."""

    rows: int
    size: int
    read: float
    taken: float
    worked: float  # of it processors, here and in PostgreSQL
    memory: int

    @property
    def rate(self) -> float:
        return self.rows / (self.read + self.taken)

    def line(self) -> str:
        return (
            f"  {self.rows:>8,} rows {self.size / 2**20:>5.1f} MiB: read and checked in {self.read:>6.1f} s, taken in in"
            f" {self.taken:>6.1f} s, {self.rate:>6,.0f} rows a second; processors worked {self.worked:>6.1f} s, {self.memory:>4} MiB at most"
        )


def measure() -> bool:
    """Print the figures; whether every goal is met."""
    with customer.database(_UNUSED):
        from skaffa.accounts.models import SecurityRole  # noqa: PLC0415 - Django is ready only now
        from tests import personas  # noqa: PLC0415

        recruiter = personas.user("Rhea", SecurityRole.RECRUITER)
        print("\nImporting candidates from CSV, one in ten of them known already by e-mail address")
        runs = []
        for size in SIZES:
            runs.append(_imported(size, recruiter))
            print(runs[-1].line(), flush=True)
        small, large = runs[0], runs[-1]
        growth = large.memory - small.memory - round((large.size - small.size) / 2**20)
        met = large.rate >= GOAL_RATE
        kept = growth <= GOAL_GROWTH
        print(f"  {'goal met   ' if met else 'GOAL MISSED'} {large.rate:,.0f} rows a second, goal {GOAL_RATE}")
        print(f"  {'goal met   ' if kept else 'GOAL MISSED'} {growth} MiB more than the file grew, goal {GOAL_GROWTH}")
    return met and kept


def _imported(rows: int, recruiter: object) -> Run:
    from skaffa.accounts.actor import Actor  # noqa: PLC0415
    from skaffa.accounts.models import User  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.imports import actions  # noqa: PLC0415
    from skaffa.imports.models import Import, Kind, RowState  # noqa: PLC0415
    from skaffa.imports.reading import actions as reading  # noqa: PLC0415
    from skaffa.imports.taking import actions as taking  # noqa: PLC0415

    assert isinstance(recruiter, User)
    by, content = Actor.of(recruiter), _file(rows)
    began, worked = time.perf_counter(), customer.processors()
    run = actions.upload(Kind.CANDIDATES, "people.csv", content, by=by, at=clock.now())
    actions.choose(run, run.columns, by=by, at=clock.now())
    reading.read_all(run.pk)
    read = time.perf_counter() - began
    began = time.perf_counter()
    actions.begin(run, by=by, at=clock.now())
    while taking.take_next(run.pk, at=clock.now()):
        pass
    taken = time.perf_counter() - began
    done = Import.objects.get(pk=run.pk)
    settled = done.many(RowState.ADDED, RowState.COMPLETED, RowState.PRESENT)
    if settled != rows:
        raise RuntimeError(f"{settled} of {rows} rows came in: {done.counts}")
    worked = customer.processors() - worked
    return Run(rows, len(content), read, taken, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _file(rows: int) -> bytes:
    """People with an address, a number, a town, an employer and skills; the first tenth of them as in every file."""
    lines = ["E-post;Förnamn;Efternamn;Telefon;Ort;Arbetsgivare;Titel;Kompetenser"]
    for number in range(rows):
        person = number if number < rows // 10 else rows * 10 + number
        lines.append(
            f"person{person}@example.net;Förnamn{person % 997};Efternamn{person};+46 70 {person:07};Ort{person % 289};"
            f"Bolaget {person % 4_001};Konsult;Python, SQL, {'åäö'[person % 3]}-kunskap"
        )
    return "\n".join(lines).encode()
