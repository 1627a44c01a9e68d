"""A thousand members of a real file, exported by four seats to the thirteen complete jobs of another real file."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.stack import Stack, control, until
from tests.story import CONTRACTS, Recruiter, Story

JOBS, PEOPLE = "jobs-nyc.csv", "people-historical.csv"
COMPLETE_JOBS = 13
MEMBERS = 1_000
SEATS = (("ada", CONTRACTS[0]), ("rhea", CONTRACTS[0]), ("hal", CONTRACTS[0]), ("sam", CONTRACTS[1]))
PATIENCE = 600.0


@dataclass(frozen=True)
class Result:
    """What was exported, what arrived, and what the reconciling command said about it."""

    jobs: int
    exported: int
    pressed_seconds: float
    settled_seconds: float
    on_tabs: int
    doubled: int
    reconciled: str

    @property
    def is_right(self) -> bool:
        return self.jobs == COMPLETE_JOBS and self.exported == self.on_tabs == MEMBERS and not self.doubled

    def report(self) -> str:
        rate = self.exported / self.settled_seconds
        return (
            f"\n{self.exported:,} members exported by {len(SEATS)} seats to {self.jobs} jobs"
            f"\n  all pressed after {self.pressed_seconds:.1f} s, all on their tabs after {self.settled_seconds:.1f} s"
            f" ({rate:.0f} a second)"
            f"\n  {self.on_tabs:,} people on the Prospect tabs, {self.doubled} of them twice"
            f"\n\n{self.reconciled.rstrip()}"
        )


def export(stack: Stack, data: Path) -> Result:
    """Set the demo up with the files, press Export a thousand times, wait, count and reconcile."""
    story = Story(stack).set_up()
    stack.manage("import-jobs", str(data / JOBS), "--country", "US", "--as", "rhea@demo.example", "--activate")
    jobs = _imported(stack)
    story.listed(*jobs.values())
    before = stack.count("SELECT count(*) FROM applications_application")
    began = time.perf_counter()
    with ExitStack() as doors:
        seats = [doors.enter_context(story.recruiter(*seat)) for seat in SEATS]
        members = list(islice(seats[0].members(), MEMBERS))
        system = seats[0].system(members[0])
        began = time.perf_counter()
        _press_all(seats, members, list(jobs.values()), system)
    pressed = time.perf_counter() - began
    until(
        lambda: stack.count("SELECT count(*) FROM applications_application") - before >= len(members),
        patience=PATIENCE,
        every=0.2,
        saying="every exported member to become a prospect",
    )
    settled = time.perf_counter() - began
    on_tabs = _on_tabs(story, list(jobs))
    accepted = int(str(control(stack, "GET", "exports")["count"]))
    return Result(
        jobs=len(jobs),
        exported=accepted,
        pressed_seconds=pressed,
        settled_seconds=settled,
        on_tabs=on_tabs.total(),
        doubled=sum(count - 1 for count in on_tabs.values()),
        reconciled=stack.django("linkedin_counts", f"--accepted={accepted}"),
    )


def _imported(stack: Stack) -> dict[int, str]:
    """Jobs the import has activated: their numbers and Job IDs."""
    with stack.database() as connection:
        rows = connection.execute(
            "SELECT id, code FROM jobs_job WHERE status = 'active' AND code NOT LIKE 'DEMO-%' ORDER BY id"
        ).fetchall()
    return {int(str(number)): str(code) for number, code in rows}


def _press_all(seats: list[Recruiter], members: list[int], codes: list[str], system: str) -> None:
    """Each seat exports its share, all seats at the same time."""

    def work(place: int) -> None:
        for turn, member in enumerate(members[place :: len(seats)]):
            seats[place].export(member, codes[(turn + place) % len(codes)], system=system)

    with ThreadPoolExecutor(len(seats)) as pool:
        list(pool.map(work, range(len(seats))))


def _on_tabs(story: Story, jobs: list[int]) -> Counter[str]:
    """Candidates on the Prospect tabs of all jobs, by the address of their page."""
    with story.person("rhea") as rhea:
        return Counter(person for job in jobs for person in rhea.candidates(job))
