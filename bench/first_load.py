"""A first load against LinkedIn's real limits, on a clock that is turned: how long it takes beside the least possible.

The product and the sandbox meet in one process. Calls take no time on that clock; only waiting for LinkedIn's next
window does. So what is measured is how well the sync uses what LinkedIn grants.
"""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from bench import customer
from bench.customer import Size

if TYPE_CHECKING:  # Django is not ready yet
    from tests.linkedin.world import World
    from tests.personas import Watch

SIZE = Size(people=100_000, applications=150_000)
GOAL = 1.1
BATCH, REQUESTS_A_DAY, RECORDS_A_MINUTE = 100, 100_000, 10_000
_SWEEP = timedelta(seconds=15)
_COUNTS = {
    "candidates": "SELECT count(*), count(*) FROM candidates_candidate",
    "applications": "SELECT count(*), count(*) FROM applications_application",
    "stages": "SELECT count(DISTINCT application_id), count(*) FROM applications_stagemove",
    "candidate notes": "SELECT count(DISTINCT candidate_id), count(*) FROM notes_note WHERE application_id IS NULL",
    "application notes": "SELECT count(DISTINCT application_id), count(*) FROM notes_note WHERE application_id > 0",
    "interview feedback": "SELECT count(DISTINCT application_id), count(*) FROM interviews_feedback",
}
"""Owners and records, counted here by themselves."""

_WHOLE = frozenset({"candidates", "applications"})


@dataclass(frozen=True)
class Least:
    """The shortest any sender could take for one resource, and by which of LinkedIn's limits."""

    wait: timedelta
    limit: str


def measure(size: Size = SIZE) -> bool:
    """Print the figures; whether every goal is met."""
    with customer.database(customer.LINKEDIN):
        from skaffa.core import clock  # noqa: PLC0415 - Django is ready only now
        from skaffa.linkedin import connection as connections  # noqa: PLC0415
        from skaffa.linkedin.models import Connection  # noqa: PLC0415
        from tests.linkedin.world import World  # noqa: PLC0415
        from tests.personas import Watch  # noqa: PLC0415

        customer.fill(size)
        met = True
        for generation in ("v2", "rest"):
            watch = Watch()
            with clock.use(watch):
                world = World(watch)
                with connections.use(world.channel):
                    met &= _loaded(world, watch, generation, size)
                    Connection.objects.all().delete()
        return met


def _loaded(world: "World", watch: "Watch", generation: str, size: Size) -> bool:
    from skaffa.linkedin.sync import load  # noqa: PLC0415

    print(f"\nFirst load, {generation}: {size.people:,} people with {size.applications:,} applications", flush=True)
    least = {name: _least(name, generation, counted, watch.at) for name, counted in _counted().items()}
    binding = max(least, key=lambda name: least[name].wait)
    began, real = watch.at, time.perf_counter()
    calls = _load(world, watch, generation)
    took, seconds = watch.at - began, time.perf_counter() - real
    load.look(at=watch.tick(minutes=1))
    for name, one in least.items():
        print(f"  {name:<20} at least {one.wait!s:>16}  {one.limit}")
    print(
        f"  took {took} on LinkedIn's clock, at least {least[binding].wait}: {least[binding].limit} of {binding} binds"
    )
    print(f"  {sum(calls.values()):,} calls in {seconds:,.0f} s here; answers {dict(sorted(calls.items()))}")
    ratio = took / least[binding].wait if least[binding].wait else 1.0
    met = ratio <= GOAL and not calls[429]
    print(
        f"  {'goal met   ' if met else 'GOAL MISSED'} {ratio:.3f} times the least, goal {GOAL}; {calls[429]} times 429"
    )
    return met & _agrees()


def _load(world: "World", watch: "Watch", generation: str) -> Counter[int]:
    """Connect, enable, and send until nothing is left; answers by status."""
    from rsc_client.generations import Feature  # noqa: PLC0415
    from skaffa.accounts.models import SecurityRole  # noqa: PLC0415
    from skaffa.linkedin import quota  # noqa: PLC0415
    from skaffa.linkedin.models import SyncItem  # noqa: PLC0415
    from skaffa.linkedin.sync import load, push  # noqa: PLC0415
    from tests import personas  # noqa: PLC0415

    calls: Counter[int] = Counter()
    speak = world._to_linkedin  # noqa: SLF001 - the wire between both

    def counted(request: httpx.Request) -> httpx.Response:
        answer = speak(request)
        calls[answer.status_code] += 1
        return answer

    setattr(world, "_to_linkedin", counted)  # noqa: B010 - a method for this run
    world.generations = dict.fromkeys(Feature, generation)
    connection = world.connect(personas.user(f"Ada-{generation}", SecurityRole.ADMINISTRATOR))
    while SyncItem.objects.filter(needs_attention=False).exists():
        while push.once(at=watch.at):
            pass
        load.look(at=watch.at)
        watch.at = _next(watch.at, quota.used_up(connection.client_id, at=watch.at))
    return calls


def _next(at: datetime, used_up: Mapping[str, datetime]) -> datetime:
    """When something can happen next: a sweep, unless everything that is left waits for a window."""
    from skaffa.linkedin.models import RemoteRecord, SyncItem  # noqa: PLC0415

    due = SyncItem.objects.filter(needs_attention=False).order_by("due_at").values_list("due_at", flat=True).first()
    task = RemoteRecord.objects.filter(task_due_at__isnull=False).order_by("task_due_at").first()
    waits = [moment for moment in (due, task.task_due_at if task else None) if moment and moment > at]
    ends = [*waits, *used_up.values()]
    return min(ends) if ends else at + _SWEEP


def _counted() -> dict[str, tuple[int, int]]:
    from django.db import connection  # noqa: PLC0415

    found = {}
    with connection.cursor() as cursor:
        for name, statement in _COUNTS.items():
            cursor.execute(statement)
            found[name] = cursor.fetchone()
    return found


def _least(name: str, generation: str, counted: tuple[int, int], at: datetime) -> Least:
    """From the limits alone: 100,000 requests a UTC day, 10,000 records a minute, batches of 100.

    In v2 the parts of each owner cost a request of their own.
    """
    owners, records = counted
    requests = owners if generation == "v2" and name not in _WHOLE else -(-records // BATCH)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = at.replace(second=0, microsecond=0)
    days, minutes = -(-requests // REQUESTS_A_DAY) - 1, -(-records // RECORDS_A_MINUTE) - 1
    by_day = midnight + timedelta(days=days) if days > 0 else at
    last_day = requests - days * REQUESTS_A_DAY if days > 0 else requests
    per_request = records / requests if requests else 0
    rest = max(0, -(-int(last_day * per_request) // RECORDS_A_MINUTE) - 1)
    by_both = (
        (by_day if days > 0 else minute) + timedelta(minutes=rest) if days > 0 else minute + timedelta(minutes=minutes)
    )
    limit = f"{REQUESTS_A_DAY:,} requests a day" if days > 0 else f"{RECORDS_A_MINUTE:,} records a minute"
    return Least(max(by_both - at, timedelta()), limit)


def _agrees() -> bool:
    from skaffa.linkedin.models import Load  # noqa: PLC0415

    outcome = Load.objects.latest("begun_at").outcome
    agrees = bool(outcome) and all(may == does for may, does in outcome.values())
    print(f"  {'goal met   ' if agrees else 'GOAL MISSED'} the totals agree: {outcome}")
    return agrees
