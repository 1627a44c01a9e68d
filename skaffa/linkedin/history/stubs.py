"""Profiles that members shared in an answer to an InMail: each becomes a candidate, or enriches one (S62-S71)."""

from collections.abc import Sequence
from datetime import datetime

from rsc_client import retrieved
from rsc_client.client import Client
from rsc_client.schemas import moment
from rsc_client.slices import Window
from skaffa.candidates import locking
from skaffa.candidates import rules as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core import events
from skaffa.linkedin import admission, forgetting, members
from skaffa.linkedin.events import ProfileShared
from skaffa.linkedin.history import seats
from skaffa.linkedin.history.pages import COUNT, Reading
from skaffa.linkedin.models import Connection, Lane, MemberLink, MetIn, Seat, SharedProfile
from skaffa.linkedin.profile import text

_NAME, _PHONE = 200, 40


def read(client: Client, lane: Lane, window: Window, reading: Reading) -> list[retrieved.MailStub]:
    seat = _seat_of(lane)
    return reading.everything(
        lambda start: client.mail_stubs(lane.contract, window, owners=[seat.urn], start=start, count=COUNT),
        of=lambda stub: (stub.member, stub.owner),
    )


def keep(connection: Connection, lane: Lane, told: Sequence[retrieved.MailStub], *, at: datetime) -> None:
    """Without consent LinkedIn tells nothing, so each of these is one (S67)."""
    usable = forgetting.remembered(
        connection, told, of=lambda stub: stub.member, when=lambda stub: moment(stub.created) if stub.created else at
    )
    shared = [_shared(connection, _seat_of(lane), stub, at) for stub in usable]
    known = _as_known(connection, shared)
    changed = [profile for profile in shared if (profile.member_urn, profile.seat_id, *_said(profile)) not in known]
    locking.lock_people(map(_person, changed), also=[profile.member_urn for profile in changed])
    for profile in changed:
        _take_in(connection, profile, at=at)


def _take_in(connection: Connection, profile: SharedProfile, *, at: datetime) -> None:
    candidate, reason = admission.found_or_added(connection, profile.member_urn, _person(profile), at=at)
    admission.link_stub(connection, profile.member_urn, candidate, at=at)
    forgetting.lock(connection.pk, [profile.member_urn])
    profile.candidate, profile.matched_by = candidate, reason
    given = ("contract", "shared_at", "first_name", "last_name", "email", "phone", "candidate", "matched_by")
    SharedProfile.objects.update_or_create(
        connection=connection,
        member_urn=profile.member_urn,
        seat=profile.seat,
        defaults={name: getattr(profile, name) for name in given},
    )
    members.meet(connection, profile.member_urn, _person(profile), where=MetIn.STUB, at=at)
    _tell(candidate, profile, at=at)


def _tell(candidate: Candidate, profile: SharedProfile, *, at: datetime) -> None:
    events.publish(
        ProfileShared(
            candidate_id=candidate.pk, towards=str(profile.seat), shared_at=profile.shared_at.isoformat(), at=at
        )
    )


def _as_known(connection: Connection, shared: list[SharedProfile]) -> set[tuple[object, ...]]:
    """What is here already, and whose candidate still is; a person who was deleted and taken out comes back."""
    rows = SharedProfile.objects.filter(connection=connection, member_urn__in=[one.member_urn for one in shared])
    linked = MemberLink.objects.filter(connection=connection, member_urn__in=[one.member_urn for one in shared])
    there = set(linked.values_list("member_urn", flat=True))
    return {(one.member_urn, one.seat_id, *_said(one)) for one in rows if one.candidate_id or one.member_urn in there}


def _said(profile: SharedProfile) -> tuple[str, ...]:
    return profile.first_name, profile.last_name, profile.email, profile.phone


def _person(profile: SharedProfile) -> Person:
    """First name, last name, and of the contact details what was shared (S65)."""
    emails = (profile.email,) if profile.email else ()
    phones = (profile.phone,) if profile.phone else ()
    return candidates.fitted(Person(profile.first_name, profile.last_name, emails=emails, phones=phones))


def _shared(connection: Connection, seat: Seat, stub: retrieved.MailStub, at: datetime) -> SharedProfile:
    owners = seats.by_urn(connection, seat.contract, [stub.owner] if stub.owner else [], at=at)
    return SharedProfile(
        connection=connection,
        member_urn=stub.member,
        seat=owners.get(stub.owner or "", seat),
        contract=seat.contract,
        shared_at=moment(stub.created) if stub.created is not None else at,
        first_name=text(stub.first_name)[:_NAME],
        last_name=text(stub.last_name)[:_NAME],
        email=_email(stub),
        phone=text(stub.phone_number)[:_PHONE],
    )


def _email(stub: retrieved.MailStub) -> str:
    address = text(stub.email_address)
    return address if candidates.is_email(address) else ""


def _seat_of(lane: Lane) -> Seat:
    if lane.seat is None:
        raise ValueError(lane)
    return lane.seat
