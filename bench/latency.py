"""How long it takes from Export in Recruiter to the Prospect tab, through real processes.

The clock starts twice: when the recruiter presses (the request leaves), and when the sandbox has accepted (its answer
is here). It stops when a GET of the Prospect tab, as the open page makes it, has brought the person's name.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench.figures import HEADING, Figures, verdict
from tests.stack import Stack, control
from tests.story import CONTRACTS, Job, Person, Recruiter, Story, Tab

EXPORTS = 200
AT_ONCE = 20
WARM_UP = 12
GOAL_ONE_AT_A_TIME = 0.3
GOAL_AT_ONCE = 1.0
GOAL_OPEN_TAB = 5.0
SEATS = (("ada", CONTRACTS[0]), ("rhea", CONTRACTS[0]), ("hal", CONTRACTS[0]), ("sam", CONTRACTS[1]))
_FIRST_MEMBER = 800_000
_PATIENCE = 60.0
_DESCRIPTION = "A job that exists to measure how long an exported person takes to reach its Prospect tab. " * 3


@dataclass(frozen=True)
class Timing:
    """Seconds from the press, and from the moment the press was answered."""

    pressed: float
    accepted: float


class Watcher(threading.Thread):
    """Keeps one Prospect tab open, asks for news again and again, and notes when each name was first there."""

    def __init__(self, tab: Tab, pause: float) -> None:
        super().__init__(daemon=True)
        self._tab = tab
        self._pause = pause
        self._stopping = False
        self._seen: dict[str, float] = {}
        self._news = threading.Condition()

    def run(self) -> None:
        while not self._stopping:
            names = self._tab.news()
            now = time.perf_counter()
            if names:
                with self._news:
                    for name in names:
                        self._seen.setdefault(name, now)
                    self._news.notify_all()
            time.sleep(self._pause)

    def wait_for(self, name: str) -> float:
        """When the name was first there."""
        with self._news:
            if not self._news.wait_for(lambda: name in self._seen, _PATIENCE):
                raise TimeoutError(f"{name} is not on the Prospect tab after {_PATIENCE:.0f} s")
            return self._seen[name]

    def stop(self) -> None:
        self._stopping = True
        self.join()


@contextmanager
def watching(person: Person, job: Job, pause: float) -> Iterator[Watcher]:
    watcher = Watcher(person.tab(job.id), pause)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


def measure(stack: Stack) -> bool:
    """Print the figures; whether every goal is met."""
    story = Story(stack).set_up()
    people = _people(stack, WARM_UP + 2 * EXPORTS)
    with ExitStack() as doors:
        rhea = doors.enter_context(story.person("rhea"))
        warm, single, crowd = (rhea.open_job(f"Measured job {number}", _DESCRIPTION) for number in (1, 2, 3))
        story.listed(warm.code, single.code, crowd.code)
        seats = [doors.enter_context(story.recruiter(*SEATS[place % len(SEATS)])) for place in range(AT_ONCE)]
        system = seats[0].system(_FIRST_MEMBER)
        _one_at_a_time(rhea, warm, seats, system, people[:WARM_UP])
        alone = _one_at_a_time(rhea, single, seats, system, people[WARM_UP : WARM_UP + EXPORTS])
        together = _at_once(rhea, crowd, seats, system, people[WARM_UP + EXPORTS :])
        interval = rhea.tab(single.id).interval
    return _report(alone, together, interval)


def _people(stack: Stack, count: int) -> list[tuple[int, str]]:
    """Members made for this, each with a name of their own."""
    made = [
        {
            "id": _FIRST_MEMBER + number,
            "slug": f"measured-{_FIRST_MEMBER + number}",
            "first_name": "Measured",
            "last_name": f"No{number}",
        }
        for number in range(count)
    ]
    control(stack, "POST", "seed", {"members": made})
    return [(_FIRST_MEMBER + number, f"Measured No{number}") for number in range(count)]


def _one_at_a_time(
    person: Person, job: Job, seats: list[Recruiter], system: str, people: list[tuple[int, str]]
) -> list[Timing]:
    with watching(person, job, pause=0.02) as watcher:
        return [
            _export(seats[place % len(seats)], watcher, job, system, someone) for place, someone in enumerate(people)
        ]


def _at_once(
    person: Person, job: Job, seats: list[Recruiter], system: str, people: list[tuple[int, str]]
) -> list[Timing]:
    """Each of the recruiters presses again when the person before is on the tab: so many are always under way."""

    def work(place: int) -> list[Timing]:
        return [_export(seats[place], watcher, job, system, someone) for someone in people[place :: len(seats)]]

    with watching(person, job, pause=0.1) as watcher, ThreadPoolExecutor(len(seats)) as pool:
        return [timing for found in pool.map(work, range(len(seats))) for timing in found]


def _export(seat: Recruiter, watcher: Watcher, job: Job, system: str, someone: tuple[int, str]) -> Timing:
    member, name = someone
    pressed = time.perf_counter()
    seat.export(member, job.code, system=system)
    accepted = time.perf_counter()
    shown = watcher.wait_for(name)
    return Timing(shown - pressed, max(0.0, shown - accepted))


def _report(alone: list[Timing], together: list[Timing], interval: float) -> bool:
    print(f"\nExport -> Prospect tab, {EXPORTS} exports each way\n{HEADING}")
    accepted = Figures.of([one.accepted for one in alone])
    crowded = Figures.of([one.accepted for one in together])
    print(accepted.line("one at a time, from accepted"))
    print(Figures.of([one.pressed for one in alone]).line("one at a time, from pressed"))
    print(crowded.line(f"from {AT_ONCE} at once, from accepted"))
    print(Figures.of([one.pressed for one in together]).line(f"from {AT_ONCE} at once, from pressed"))
    print(f"  an open tab asks every {interval:.0f} s\n")
    return all(
        [
            verdict("one at a time, p95", accepted.p95, GOAL_ONE_AT_A_TIME),
            verdict(f"from {AT_ONCE} at once, p95", crowded.p95, GOAL_AT_ONCE),
            verdict("in an open tab, interval + max", interval + accepted.most, GOAL_OPEN_TAB),
        ]
    )
