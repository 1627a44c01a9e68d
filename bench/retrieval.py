"""A month of 50 recruiters' InMails and notes, fetched while LinkedIn fails and workers die: everything, each once.

And what one look at everything costs for 10, 100 and 1,000 seats. Time is simulated; nothing waits.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from bench import customer
from bench.figures import HEADING, Figures
from bench.figures import verdict as verdict_on
from bench.recruiters import CONTRACT, Killed, LinkedIn, Size

if TYPE_CHECKING:  # Django is not ready yet
    from skaffa.linkedin.models import Connection

START = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(minutes=5)
LIMIT = 100_000
GOAL_TAB = 0.05
OUTAGE = (12, 14)
"""Days between which no worker runs."""


class Watch:
    """The simulated clock."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Verdict:
    """What was to be found, what is here, and what it took."""

    inmails: int
    notes: int
    missing: int
    wrong: int
    most_a_day: int
    limit: int
    calls: dict[str, int]
    faults: dict[str, int]
    seconds: float

    @property
    def is_right(self) -> bool:
        return self.missing == self.wrong == 0 and self.most_a_day <= self.limit

    def told(self) -> str:
        calls = ", ".join(f"{name} {many:,}" for name, many in sorted(self.calls.items()))
        faults = ", ".join(f"{name} {many:,}" for name, many in sorted(self.faults.items()))
        return (
            f"  {self.inmails:,} InMails and {self.notes:,} notes; missing {self.missing:,}, wrong or doubled {self.wrong:,}\n"
            f"  calls: {calls}\n  faults: {faults}\n"
            f"  most calls on a day: {self.most_a_day:,} of {self.limit:,}; {self.seconds:,.0f} s on this machine\n"
            f"  {'goal met   ' if self.is_right else 'GOAL MISSED'} everything once, quota kept"
        )


def measure(size: Size | None = None, *, every: timedelta = timedelta(hours=3)) -> bool:
    """Print the figures; whether every goal is met."""
    with customer.database("http://127.0.0.1:9"):
        connection = customer.connection("v2")
        print("\nA simulated month of recruiters, with faults", flush=True)
        verdict = play(connection, size or Size(), seed=1, every=every)
        print(verdict.told(), flush=True)
        print("\nOne look at everything", flush=True)
        for seats in (10, 100, 1_000):
            print(cost(connection, seats), flush=True)
        is_quick = opening(connection)
    return verdict.is_right and is_quick


def opening(connection: "Connection") -> bool:  # noqa: PLR0915 - one picture, prepared and measured
    """Open the LinkedIn tab of somebody with 500 InMails, as the recruiter who wrote half of them."""
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts import actions as accounts  # noqa: PLC0415
    from skaffa.accounts.actor import SYSTEM  # noqa: PLC0415
    from skaffa.accounts.models import SecurityRole  # noqa: PLC0415
    from skaffa.candidates import actions as candidates  # noqa: PLC0415
    from skaffa.candidates.models import Source  # noqa: PLC0415
    from skaffa.candidates.rules import Person  # noqa: PLC0415
    from skaffa.linkedin.models import Account, InMail, MemberLink, Seat  # noqa: PLC0415

    given = {"first_name": "Rhea", "last_name": "Bench", "roles": [SecurityRole.RECRUITER], "password": "not a secret"}
    user = accounts.create_user("rhea@example.com", **given, language="en", time_zone="UTC", by=SYSTEM, at=START)  # type: ignore[arg-type]
    person = candidates.add(Person("Mina", "Okoro"), source=Source.LINKEDIN, by=SYSTEM, at=START)
    stamps = {"connection": connection, "created_at": START, "modified_at": START}
    Account.objects.create(user=user, person_urn="urn:li:person:s1", **stamps)
    MemberLink.objects.create(candidate=person, member_urn="urn:li:person:mina", **stamps)
    InMail.objects.all().delete()
    mine, theirs = Seat.objects.order_by("remote_id")[:2]
    InMail.objects.bulk_create(
        InMail(
            connection=connection,
            event_id=f"O{number}",
            thread_urn="urn:li:messagingThread:o",
            seat=mine if number % 2 else theirs,
            contract=CONTRACT,
            member_urn="urn:li:person:mina",
            from_member=number % 3 == 0,
            sent_at=START + timedelta(minutes=number),
            text="Would you look at our docks?",
        )
        for number in range(500)
    )
    browser = Client(headers={"host": "skaffa.localhost:8000"})
    browser.force_login(user)
    taken, busy = [], []
    for _look in range(60):
        began, worked = time.perf_counter(), time.process_time()
        answer = browser.get(f"/candidates/{person.pk}/linkedin")
        taken.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
        if answer.status_code != HTTPStatus.OK or b"look at our docks" not in answer.content:
            raise RuntimeError(f"the tab does not open: {answer.status_code}")
    print(f"\nThe LinkedIn tab of somebody with 500 InMails\n{HEADING}")
    found = Figures.of(taken[10:])
    print(found.line("open the tab"))
    print(Figures.of(busy[10:]).line("of it processor time of this process"))
    print(Figures.of(list(_read(user, person))).line("of it InMails, notes and consents"))
    return verdict_on("open the tab, p50", found.p50, GOAL_TAB)


def play(connection: "Connection", size: Size, *, seed: int, every: timedelta, limit: int = LIMIT) -> Verdict:
    """The month from its beginning to a day after its end."""
    watch = Watch(START + timedelta(days=size.past))
    linkedin = LinkedIn(size, START, watch, seed=seed, limit=limit)
    _open(connection, days=size.past, minutes=round(every / timedelta(minutes=1)), at=watch.at)
    began, end = time.perf_counter(), START + timedelta(days=size.days)
    with _spoken_to(linkedin, watch):
        while watch.at < end:
            _work(linkedin, watch)
            watch.at += STEP
            if watch.at == START + timedelta(days=OUTAGE[0]):
                watch.at = START + timedelta(days=OUTAGE[1])
        linkedin.is_calm = True
        for _step in range(timedelta(days=1) // STEP):
            _work(linkedin, watch)
            watch.at += STEP
    return _judged(linkedin, size, time.perf_counter() - began)


def cost(connection: "Connection", seats: int) -> str:
    """Calls and seconds of one look when every seat has written three InMails since the last one."""
    from skaffa.linkedin.history import retrieval  # noqa: PLC0415 - Django is ready only now
    from skaffa.linkedin.models import InMail, Lane, LinkedInNote, Seat  # noqa: PLC0415

    for model in (InMail, LinkedInNote, Lane, Seat):
        model.objects.all().delete()
    size = Size(seats=seats, inmails=seats * 3, notes=seats, days=1, past=0)
    watch = Watch(START)
    linkedin = LinkedIn(size, START, watch, seed=1, limit=LIMIT)
    linkedin.is_calm = True
    _open(connection, days=0, minutes=30, at=watch.at)
    with _spoken_to(linkedin, watch):
        while retrieval.work(now=watch):
            pass
        watch.at += timedelta(hours=11)
        before, began = linkedin.seen.calls.total(), time.perf_counter()
        while retrieval.work(now=watch):
            pass
        seconds, calls = time.perf_counter() - began, linkedin.seen.calls.total() - before
    a_day = calls * 48
    return (
        f"  {seats:>5,} seats: {calls:>6,} calls, {seconds:>6.1f} s ({seconds / calls * 1_000:.1f} ms a call);"
        f" every 30 minutes {a_day:>7,} calls a day, {a_day / LIMIT:.0%} of LinkedIn's {LIMIT:,}"
    )


def _read(user: Any, person: Any) -> Iterator[float]:
    """Seconds that reading the histories takes."""
    from skaffa.accounts.actor import Actor  # noqa: PLC0415
    from skaffa.linkedin.history import queries  # noqa: PLC0415

    for _look in range(50):
        began = time.perf_counter()
        queries.of(Actor.of(user), person)
        yield time.perf_counter() - began


def _work(linkedin: LinkedIn, watch: Callable[[], datetime]) -> None:
    """The worker comes; when it is killed another takes its place at once."""
    from django.db import connection as database  # noqa: PLC0415

    from skaffa.linkedin.history import retrieval  # noqa: PLC0415

    chance = linkedin._random  # noqa: SLF001 - one source of chance, so that a seed is a story

    def killed_while_writing(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not linkedin.is_calm and sql.lstrip().startswith("INSERT") and chance.random() < 0.0005:
            linkedin.seen.faults["killed while writing"] += 1
            raise Killed
        return execute(sql, *rest)

    again = True
    while again:
        try:
            with database.execute_wrapper(killed_while_writing):
                again = retrieval.work(now=watch) > 0
        except Killed:
            again = True


def _open(connection: "Connection", *, days: int, minutes: int, at: datetime) -> None:
    from skaffa.linkedin.models import Connection, Integration, Quota  # noqa: PLC0415

    Quota.objects.all().delete()
    Connection.objects.filter(pk=connection.pk).update(retrieval_days=days, retrieval_minutes=minutes)
    Integration.objects.get_or_create(
        connection=connection,
        type="CSA_API",
        context=CONTRACT,
        defaults={"status": "ENABLED", "contract": CONTRACT, "seen_at": at},
    )


@contextmanager
def _spoken_to(linkedin: LinkedIn, watch: Watch) -> Iterator[None]:
    """Everything the product says goes to this LinkedIn, and its clock is the simulated one."""
    from rsc_client.transport import Channel, Hosts  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.linkedin import connection as connections  # noqa: PLC0415
    from skaffa.linkedin.models import AccessToken  # noqa: PLC0415
    from skaffa.linkedin.quota import Meter  # noqa: PLC0415

    def channel(hosts: Hosts, meter: Meter) -> Channel:
        return Channel(hosts, meter=meter, transport=httpx.MockTransport(linkedin))

    AccessToken.objects.all().delete()
    with clock.use(watch), connections.use(channel):
        yield


def _judged(linkedin: LinkedIn, size: Size, seconds: float) -> Verdict:
    from skaffa.linkedin.models import InMail, LinkedInNote  # noqa: PLC0415

    end = round((START + timedelta(days=size.days)).timestamp() * 1_000)
    inmails = {name: f"InMail {name}" for events in linkedin.inmails.values() for _at, _visible, name in events}
    latest = {note.id: note.at(end) for note in linkedin.notes}
    notes = {number: version[1] for number, version in latest.items() if version and version[1]}
    kept = list(InMail.objects.values_list("event_id", "text"))
    noted = list(LinkedInNote.objects.values_list("remote_id", "text"))
    found: list[tuple[dict[Any, Any], list[tuple[Any, str]]]] = [(inmails, kept), (notes, noted)]
    return Verdict(
        inmails=len(inmails),
        notes=len(notes),
        missing=sum(len(wanted.keys() - dict(rows).keys()) for wanted, rows in found),
        wrong=sum(
            len(rows) - sum(wanted.get(key) == text for key, text in dict(rows).items()) for wanted, rows in found
        ),
        most_a_day=max(linkedin.seen.by_day.values(), default=0),
        limit=linkedin.limit,
        calls=dict(linkedin.seen.calls),
        faults=dict(linkedin.seen.faults),
        seconds=seconds,
    )
