"""InMails of one seat, kept by member (wire §6.3). The nesting of their fields is [INF]: what is missing is left out."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from rsc_client import retrieved
from rsc_client.client import Client
from rsc_client.schemas import moment
from rsc_client.slices import Window
from skaffa.candidates import rules as candidates
from skaffa.candidates.rules import Person
from skaffa.linkedin import forgetting, members
from skaffa.linkedin.history.pages import COUNT, Reading
from skaffa.linkedin.models import Connection, InMail, Lane, Member, MetIn, Seat
from skaffa.linkedin.profile import text

_PERSON = "urn:li:person:"
_LONGEST, _BODY = 255, 20_000


def read(client: Client, lane: Lane, window: Window, reading: Reading) -> list[retrieved.ConversationEvent]:
    seat = _seat_of(lane)
    return reading.everything(
        lambda start: client.conversation_events(seat.urn, window, start=start, count=COUNT), of=lambda event: event.id
    )


def keep(connection: Connection, lane: Lane, told: Sequence[retrieved.ConversationEvent], *, at: datetime) -> None:
    """Each once, however often it is told."""
    seat = _seat_of(lane)
    usable = [event for event in told if len(event.id) <= _LONGEST and len(event.thread_urn) <= _LONGEST]
    rows = _with_members(connection, [_inmail(connection, seat, event) for event in usable])
    forgetting.lock(connection.pk, (row.member_urn for row in rows))
    kept = forgetting.remembered(connection, rows, of=lambda row: row.member_urn, when=lambda row: min(row.sent_at, at))
    InMail.objects.bulk_create(kept, ignore_conflicts=True)
    _complete(connection, kept)
    _meet(connection, usable, {row.member_urn for row in kept}, at=at)


def _seat_of(lane: Lane) -> Seat:
    if lane.seat is None:
        raise ValueError(lane)
    return lane.seat


def _inmail(connection: Connection, seat: Seat, event: retrieved.ConversationEvent) -> InMail:
    author_is_person = event.author.startswith(_PERSON) and event.author != seat.member_urn
    other = event.recipient.member if event.recipient else None
    member = event.author if author_is_person else other if other != seat.member_urn else None
    mail = event.mail or retrieved.Mail()
    return InMail(
        connection=connection,
        event_id=event.id,
        thread_urn=event.thread_urn,
        seat=seat,
        contract=seat.contract,
        member_urn=(member or "")[:_LONGEST],
        from_member=author_is_person,
        sent_at=moment(event.created_at),
        subject=text(mail.subject),
        text=text(mail.body.text if mail.body else None, most=_BODY),
    )


def _with_members(connection: Connection, rows: list[InMail]) -> list[InMail]:
    """A thread is about one member: where an event does not say whom, another of its thread may."""
    threads = {row.thread_urn: row.member_urn for row in rows if row.member_urn}
    lost = {row.thread_urn for row in rows} - threads.keys()
    if lost:
        known = _told(connection).filter(thread_urn__in=lost)
        threads |= dict(known.values_list("thread_urn", "member_urn"))
    for row in rows:
        row.member_urn = row.member_urn or threads.get(row.thread_urn, "")
    return rows


def _complete(connection: Connection, rows: list[InMail]) -> None:
    """What came before, and did not say whom it is about."""
    unsaid = InMail.objects.filter(
        connection=connection, member_urn="", thread_urn__in={row.thread_urn for row in rows}
    )
    for row in unsaid:
        member = next((one.member_urn for one in rows if one.thread_urn == row.thread_urn), "")
        InMail.objects.filter(pk=row.pk).update(member_urn=member)


def _meet(
    connection: Connection, events: Sequence[retrieved.ConversationEvent], kept: set[str], *, at: datetime
) -> None:
    """Whom a candidate may turn out to be: those who are named, and not known by that name yet."""
    told = {event.recipient.member: event.recipient for event in events if event.recipient and event.recipient.member}
    named = {urn: _name(party) for urn, party in told.items() if urn in kept and _name(party)}
    known = dict(Member.objects.filter(connection=connection, urn__in=named).values_list("urn", "name"))
    for urn, name in named.items():
        if known.get(urn) != name:
            party = told[urn]
            person = Person(text(party.first_name), text(party.last_name))
            members.meet(connection, urn, candidates.fitted(person), where=MetIn.INMAIL, at=at)


def _name(party: retrieved.Party) -> str:
    return f"{text(party.first_name)} {text(party.last_name)}".strip()


def _told(connection: Connection) -> QuerySet[InMail]:
    return InMail.objects.filter(connection=connection).exclude(member_urn="")
