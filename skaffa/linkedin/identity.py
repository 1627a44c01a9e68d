"""Which profile a candidate's LinkedIn tab shows, why, which others are possible, and what people said about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.candidates.models import Candidate
from skaffa.core.refusals import Message
from skaffa.linkedin import connection as connections
from skaffa.linkedin import matching, members
from skaffa.linkedin.matching import Agreement, Basis, Guess, Rule
from skaffa.linkedin.members import Around
from skaffa.linkedin.models import (
    ClaimOutcome,
    LinkClaim,
    LinkOrigin,
    Member,
    MemberUnlink,
    RemoteRecord,
    SyncItem,
    SyncKind,
)

_SHOWN = 20
"""Possible profiles on the page; the likeliest stand first."""
_REMEMBERED = timedelta(days=1)
"""How long the page says what became of what the plugin told."""
_MARKS = {Agreement.EQUAL: "check", Agreement.DIFFERENT: "x", Agreement.MISSING: "minus"}
_ABOUT_EMAIL: dict[Agreement, Message] = {
    Agreement.EQUAL: gettext_lazy("E-mail address equal"),
    Agreement.DIFFERENT: gettext_lazy("E-mail address differs"),
    Agreement.MISSING: gettext_lazy("No e-mail address to compare"),
}
_ABOUT_MEMBER: dict[Agreement, Message] = {
    Agreement.EQUAL: gettext_lazy("Member id equal"),
    Agreement.DIFFERENT: gettext_lazy("Member id differs"),
    Agreement.MISSING: gettext_lazy("No member id to compare"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a profile, or does not; `mark` is the icon's name."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A member as far as we have met them; `place` is their profile, or where in Recruiter to look for them."""

    urn: str
    name: str
    headline: str
    location: str
    place: str
    met_in: str
    met_at: datetime | None
    reasons: tuple[Reason, ...] = ()
    elsewhere: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """A profile that was unlinked, and by whom."""

    profile: Profile
    by: User | None
    by_person: bool
    at: datetime
    still_there: bool  # LinkedIn takes the candidate for this member all the same


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything the panel *How this profile was found* says."""

    rule: Rule
    grounds: str
    shown: Profile | None
    said: bool
    since: datetime | None
    possible: tuple[Profile, ...]
    undone: tuple[Undone, ...]
    claim: LinkClaim | None
    claimed: Candidate | None  # whom the member that the plugin told of is linked to
    is_pending: bool  # the panel is about to change by itself
    may_link: bool

    @property
    def removed_by_person(self) -> bool:
        return self.shown is None and any(one.by_person for one in self.undone)


def of(actor: Actor, candidate: Candidate, *, at: datetime) -> Identity | None:
    """None while LinkedIn is not connected. For those with the LinkedIn tab (A162)."""
    permissions.require(actor, Action.LINKEDIN_TAB)
    connection = connections.live()
    if connection is None:
        return None
    around = members.around(candidate, connection)
    found = matching.find(around.subject, around.met)
    claims = LinkClaim.objects.filter(connection=connection, candidate=candidate).order_by("-told_at", "-pk")
    claim = claims.filter(told_at__gte=at - _REMEMBERED).first()
    overtaken = bool(claim and around.link and claim.settled_at and around.link.modified_at > claim.settled_at)
    if claim is not None and (overtaken or claim.outcome in {ClaimOutcome.CONFIRMED, ClaimOutcome.VOID}):
        claim = None
    other = around.elsewhere.get(claim.member_urn) if claim else None
    mine = {"connection": connection, "kind": SyncKind.CANDIDATE, "entity_id": candidate.pk}
    waits = Exists(SyncItem.objects.filter(**mine, needs_attention=False))
    there = RemoteRecord.objects.filter(**mine, accepted_at__isnull=False).values_list(waits, flat=True).first()
    is_there, sending = there is not None, bool(there)
    return Identity(
        rule=found.rule,
        grounds=_grounds(around, found, is_there=is_there),
        shown=_profile(found.shown.urn, candidate, around, found.shown) if found.shown else None,
        said=found.rule is Rule.SAID,
        since=around.link.modified_at if around.link else around.match.read_at,
        possible=tuple(_profile(guess.urn, candidate, around, guess) for guess in found.possible[:_SHOWN]),
        undone=tuple(_undone(around.unlinks, candidate, around)),
        claim=claim,
        claimed=other.candidate if other and claim and claim.outcome == ClaimOutcome.ELSEWHERE else None,
        is_pending=sending or bool(claim and not claim.outcome),
        may_link=permissions.allowed(actor, Action.LINKEDIN_LINK),
    )


def _grounds(around: Around, found: matching.Finding, *, is_there: bool) -> str:
    """In a sentence: who said so, or on whose word."""
    link = around.link
    if found.shown is not None and link is not None and link.member_urn == found.shown.urn:
        return str(LinkOrigin(link.origin).label)
    if found.shown is not None and around.taken.members == (found.shown.urn,):
        return str(around.taken.basis.label)
    if found.rule is Rule.NONE and is_there:
        if around.match.read_at is None:
            return _("LinkedIn is asked a little after it has the person.")
        return str(Basis.NOBODY.label)
    if around.taken.basis is Basis.SEVERAL and found.shown is None:
        return str(Basis.SEVERAL.label)
    return ""


def _profile(urn: str, candidate: Candidate, around: Around, guess: Guess | None = None) -> Profile:
    member = around.members.get(urn) or Member(urn=urn)
    other = around.elsewhere.get(urn)
    return Profile(
        urn=urn,
        name=member.name,
        headline=member.headline,
        location=member.location,
        place=_place(member, around, candidate),
        met_in=member.get_met_in_display() if member.met_in else "",
        met_at=member.met_at,
        reasons=tuple(_reasons(guess)) if guess else (),
        elsewhere=other.candidate if other else None,
    )


def _place(member: Member, around: Around, candidate: Candidate) -> str:
    """The profile where we know it; else a search for the person's name, since LinkedIn tells no more."""
    url = member.profile_url
    if not url and around.link is not None and around.link.member_urn == member.urn:
        url = around.link.profile_url
    if url.startswith(("https://", "http://")):
        return url
    return search_url(member.name or str(candidate))


def search_url(name: str) -> str:
    """Where Recruiter looks for somebody of that name."""
    return f"{settings.SKAFFA.linkedin_www_url}/talent/search?{urlencode({'keywords': name})}"


def _reasons(guess: Guess) -> Iterator[Reason]:
    yield Reason(_MARKS[guess.member], str(_ABOUT_MEMBER[guess.member]))
    yield Reason(_MARKS[guess.email], str(_ABOUT_EMAIL[guess.email]))
    yield Reason("check", _("Name equal")) if guess.same_name else Reason("minus", _("Name not equal"))
    if guess.proposed:
        yield Reason("check", _("LinkedIn proposes this profile"))


def _undone(rows: Iterable[MemberUnlink], candidate: Candidate, around: Around) -> Iterator[Undone]:
    there = {around.match.linked, *around.match.matched}
    for row in sorted(rows, key=lambda row: row.at, reverse=True):
        yield Undone(
            profile=_profile(row.member_urn, candidate, around),
            by=row.by,
            by_person=row.by_person,
            at=row.at,
            still_there=row.member_urn in there,
        )
