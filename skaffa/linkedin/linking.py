"""Saying which member a candidate is, and that they are not: kept here, told to LinkedIn as soon as the gate allows."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import locking
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import forgetting, members
from skaffa.linkedin.events import MemberLinked, MemberUnlinked
from skaffa.linkedin.models import Connection, LinkOrigin, Member, MemberLink, MemberUnlink


class UnknownMember(refusals.Invalid):
    """Only members we have met can be linked here; others are found in LinkedIn's own box."""

    sentence = _("This profile is not known here. Look for the person in LinkedIn’s box and link them there.")


class LinkedElsewhere(refusals.Conflict):
    """One member is one candidate (S34)."""

    sentence = _("Another candidate is linked to this profile. One of the two may be a duplicate.")

    def __init__(self, other: Candidate) -> None:
        super().__init__(
            _("%(name)s is linked to this profile already. Open that record: one of the two may be a duplicate.")
            % {"name": other}
        )
        self.other = other


class RemovedByPerson(refusals.Conflict):
    """The person has removed the link themselves."""

    sentence = _("The person has removed this link themselves. Only they can restore it, with the link you send them.")


class NothingToUnlink(refusals.Conflict):
    """The candidate is not taken for this member any more."""

    sentence = _("This profile is not linked any more. Reload the page.")


@transaction.atomic
def link(
    candidate: Candidate, urn: str, *, by: Actor, at: datetime, origin: LinkOrigin = LinkOrigin.HAND
) -> MemberLink:
    """The candidate is this member; what was said before is replaced, and an earlier unlink is over."""
    permissions.require(by, Action.LINKEDIN_LINK)
    connection = _locked(candidate, urn, by)
    undone = MemberUnlink.objects.filter(connection=connection, candidate=candidate, member_urn=urn)
    if undone.filter(by_person=True).exists():
        raise RemovedByPerson
    around = members.around(candidate, connection)
    if origin is LinkOrigin.HAND and urn not in around.members:
        raise UnknownMember
    return write(candidate, urn, connection, origin=origin, by=by, at=at)


@transaction.atomic
def unlink(candidate: Candidate, urn: str, *, by: Actor, at: datetime) -> None:
    """The candidate is not this member: they are not shown as them again before somebody links them again."""
    permissions.require(by, Action.LINKEDIN_LINK)
    connection = _locked(candidate, urn, by)
    around = members.around(candidate, connection)
    if urn not in {around.subject.said, *around.taken.members, *(met.urn for met in around.met)} - {""}:
        raise NothingToUnlink
    erase(candidate, urn, connection, by_person=False, by=by, at=at)


def write(
    candidate: Candidate, urn: str, connection: Connection, *, origin: LinkOrigin, by: Actor, at: datetime
) -> MemberLink:
    """Without asking for a right; inside a transaction that has locked both."""
    other = MemberLink.objects.filter(connection=connection, member_urn=urn).exclude(candidate=candidate)
    if (held := other.select_related("candidate").first()) is not None:
        raise LinkedElsewhere(held.candidate)
    member = Member.objects.filter(connection=connection, urn=urn).first()
    said = {
        "member_urn": urn,
        "profile_url": member.profile_url if member else "",
        "origin": origin,
        "linked_by": by.user,
        "modified_at": at,
    }
    made, _created = MemberLink.objects.update_or_create(
        connection=connection, candidate=candidate, defaults=said, create_defaults=said | {"created_at": at}
    )
    MemberUnlink.objects.filter(connection=connection, candidate=candidate, member_urn=urn).delete()
    forgetting.taken_in(connection, urn, at=at)
    events.publish(
        MemberLinked(
            candidate_id=candidate.pk,
            member=member.name if member else "",
            origin=origin.value,
            at=at,
            by_id=by.user_id,
        )
    )
    return made


def erase(candidate: Candidate, urn: str, connection: Connection, *, by_person: bool, by: Actor, at: datetime) -> None:
    """As `write`."""
    MemberLink.objects.filter(connection=connection, candidate=candidate, member_urn=urn).delete()
    MemberUnlink.objects.update_or_create(
        connection=connection,
        candidate=candidate,
        member_urn=urn,
        defaults={"at": at, "by": by.user, "by_person": by_person},
    )
    member = Member.objects.filter(connection=connection, urn=urn).first()
    events.publish(
        MemberUnlinked(
            candidate_id=candidate.pk,
            member=member.name if member else "",
            by_person=by_person,
            at=at,
            by_id=by.user_id,
        )
    )


def lock(candidate: Candidate, *urns: str) -> None:
    """Whoever links one of the members, or this candidate, waits; erasing the person does too."""
    locking.lock_people([], also=urns)
    if not Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).exists():
        raise candidates.CandidateNotFound


def _locked(candidate: Candidate, urn: str, by: Actor) -> Connection:
    candidates.candidate(by, candidate.pk)
    connection = connections.require()
    lock(candidate, urn)
    return connection
