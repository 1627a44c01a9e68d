"""What LinkedIn's plugin told a browser, verified by reading the match back: a row first, then the read, then the act.

The browser is not believed, and neither is a plugin that somebody imitates; LinkedIn's own record of the candidate is.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rsc_client.errors import LinkedInError
from rsc_client.synced import CandidateKey, StoredCandidate
from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core import events, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import linking, members
from skaffa.linkedin.events import LinkClaimed
from skaffa.linkedin.models import (
    ClaimKind,
    ClaimOutcome,
    LinkClaim,
    LinkOrigin,
    Member,
    MemberMatch,
    MetIn,
)
from skaffa.linkedin.sync import outbox

LEASE = timedelta(minutes=1)
"""How long somebody who asks may take before somebody else does."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 1_800))
"""LinkedIn may know of it a little later; after the last of these it is not believed."""
_MEMBER = re.compile(r"urn:li:person:[A-Za-z0-9_-]{1,100}", re.ASCII)
_NOT_YET = gettext_noop("LinkedIn does not say so yet.")


class Unreadable(refusals.Invalid):
    """The plugin told something we cannot read."""

    sentence = _("What LinkedIn’s box told cannot be read. Reload the page and try again.")


@transaction.atomic
def tell(candidate: Candidate, *, kind: str, urn: str, by: Actor, at: datetime) -> LinkClaim:
    """Remember what the plugin told; whatever it told before of this candidate is overtaken."""
    permissions.require(by, Action.LINKEDIN_LINK)
    found = candidates.candidate(by, candidate.pk)
    if by.user is None or kind not in ClaimKind or not _MEMBER.fullmatch(urn):
        raise Unreadable
    pending = LinkClaim.objects.filter(candidate=found, due_at__isnull=False)
    pending.update(due_at=None, outcome=ClaimOutcome.VOID, settled_at=at)
    claim = LinkClaim.objects.create(
        connection=connections.require(),
        candidate=found,
        kind=ClaimKind(kind),
        member_urn=urn,
        told_by=by.user,
        told_at=at,
        due_at=at,
    )
    events.publish(LinkClaimed(claim_id=claim.pk, at=at, by_id=by.user_id))
    return claim


def due(*, at: datetime) -> Sequence[int]:
    return list(LinkClaim.objects.filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True)[:100])


def verify(claim_id: int, *, at: datetime) -> None:
    """Ask LinkedIn whom it takes the candidate for; then do the same here, ask again later, or let it be."""
    mine = LinkClaim.objects.filter(pk=claim_id, due_at__lte=at)
    if not mine.update(due_at=at + LEASE):
        return
    claim = LinkClaim.objects.select_related("connection", "candidate", "told_by").get(pk=claim_id)
    connection = claim.connection
    key = CandidateKey(str(claim.candidate_id), connection.organization_urn)
    try:
        if not connection.is_live:
            raise connections.NotConnected
        answer = connections.client(connection).candidates([key])
    except LinkedInError as error:
        _again(claim, connections.noted(error), at=at, until=outbox.told_to_wait(error, at))
        return
    except refusals.Refusal:
        _settle(claim, ClaimOutcome.VOID, at=at)
        return
    said = answer.results.get(key)
    if said is not None and _confirms(claim, said):
        _believe(claim, said, at=at)
    else:
        _again(claim, answer.errors[key].message if key in answer.errors else _NOT_YET, at=at)


def _confirms(claim: LinkClaim, said: StoredCandidate) -> bool:
    """That LinkedIn drops a match it had found by itself when somebody unlinks it is [INF]."""
    if claim.kind == ClaimKind.LINKED:
        return said.manual_matched_member == claim.member_urn
    return claim.member_urn not in {said.manual_matched_member, *said.matched_members}


@transaction.atomic
def _believe(claim: LinkClaim, said: StoredCandidate, *, at: datetime) -> None:
    locked = LinkClaim.objects.select_for_update().filter(pk=claim.pk, due_at__isnull=False).first()
    if locked is None:
        return  # overtaken by what the plugin told since
    MemberMatch.objects.filter(connection=claim.connection_id, candidate=claim.candidate_id).update(
        matched=said.matched_members, linked=said.manual_matched_member or "", read_at=at
    )
    _settle(locked, _outcome(claim, at=at), at=at)


def _outcome(claim: LinkClaim, *, at: datetime) -> ClaimOutcome:
    """What became of it here; the right is asked for again, as of now."""
    by, urn = Actor.of(claim.told_by), claim.member_urn
    try:
        with transaction.atomic():
            if claim.kind == ClaimKind.UNLINKED:
                linking.unlink(claim.candidate, urn, by=by, at=at)
            else:
                if not Member.objects.filter(connection=claim.connection, urn=urn).exists():
                    members.meet(claim.connection, urn, Person(first_name=""), where=MetIn.PLUGIN, at=at)
                linking.link(claim.candidate, urn, by=by, at=at, origin=LinkOrigin.PLUGIN)
    except linking.LinkedElsewhere:
        return ClaimOutcome.ELSEWHERE
    except linking.RemovedByPerson:
        return ClaimOutcome.REMOVED
    except refusals.Refusal:
        return ClaimOutcome.VOID
    return ClaimOutcome.CONFIRMED


def _again(claim: LinkClaim, reason: str, *, at: datetime, until: datetime | None = None) -> None:
    if claim.attempts >= len(PAUSES):
        _settle(claim, ClaimOutcome.DENIED, at=at, error=reason)
        return
    mine = LinkClaim.objects.filter(pk=claim.pk, due_at__isnull=False)
    mine.update(due_at=until or at + PAUSES[claim.attempts], attempts=claim.attempts + 1, last_error=reason)


def _settle(claim: LinkClaim, outcome: ClaimOutcome, *, at: datetime, error: str = "") -> None:
    mine = LinkClaim.objects.filter(pk=claim.pk, due_at__isnull=False)
    mine.update(due_at=None, outcome=outcome, settled_at=at, last_error=error)
