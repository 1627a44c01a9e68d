"""What a person sees of the dealings with a member in LinkedIn: own InMails with text, colleagues' who and when (S15-S22).

Two licences decide, not our roles: recruiter data belongs to a contract, so who has a recruiter's seat on it sees its
history, and who has none sees that there may be one. The text of a colleague's InMail never leaves the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import paging
from skaffa.core.paging import Page
from skaffa.linkedin import connection as connections
from skaffa.linkedin import matching
from skaffa.linkedin.history import lanes, rules
from skaffa.linkedin.models import (
    Account,
    Connection,
    InMail,
    Lane,
    LaneKind,
    LinkedInNote,
    MemberLink,
    MemberMatch,
    MemberUnlink,
    Seat,
    SeatState,
    SharedProfile,
)

PAGE = 20


class Missing(TextChoices):
    """Why there is no history to see, or not all of it; the page says who has to do what."""

    NOT_CONNECTED = "not_connected", _("LinkedIn is not connected.")
    COMPANY_LEVEL = "company_level", _("Recruiter data is not open to this environment.")
    NO_ACCOUNT = "no_account", _("Your own LinkedIn account is not connected.")
    NO_SEAT = "no_seat", _("You have no seat in LinkedIn Recruiter.")
    HIRING_MANAGER_SEAT = "hiring_manager_seat", _("Your seat in LinkedIn Recruiter is a hiring manager’s.")
    NO_MEMBER = "no_member", _("We do not know which LinkedIn member this person is.")


@dataclass(frozen=True, slots=True)
class Viewer:
    """What of LinkedIn's history somebody may see: whose seats are theirs, and on which contracts."""

    missing: Missing | None
    connection: Connection | None = None
    seats: tuple[int, ...] = ()
    contracts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """For the LinkedIn tab. `missing`: neither InMails nor notes are shown; consents are everybody's who sees the tab."""

    missing: Missing | None
    inmails: "Page[InMail]"
    notes: "Page[LinkedInNote]"
    consents: Sequence[SharedProfile]
    caught_up_to: datetime | None
    behind: str  # why retrieval has not come further, in LinkedIn's words or ours
    notes_shared: bool = True


def viewer(actor: Actor) -> Viewer:
    """The set-up first, then the reader's own account, then their seat."""
    connection = connections.live()
    if connection is None:
        return Viewer(Missing.NOT_CONNECTED)
    opened = lanes.contracts(connection)
    if not opened:
        return Viewer(Missing.COMPANY_LEVEL, connection)
    own = Account.objects.filter(connection=connection, user=actor.user, person_urn__isnull=False)
    rows = Seat.objects.filter(connection=connection, contract__in=opened, member_urn__in=own.values("person_urn"))
    held = list(rows.filter(state=SeatState.ACTIVE))
    if not held and (actor.user is None or not own.exists()):
        return Viewer(Missing.NO_ACCOUNT, connection)
    full = [seat for seat in held if rules.is_recruiter_seat(seat.roles)]
    if not full:
        return Viewer(Missing.HIRING_MANAGER_SEAT if held else Missing.NO_SEAT, connection)
    return Viewer(None, connection, tuple(seat.pk for seat in full), tuple({seat.contract for seat in full}))


def of(actor: Actor, candidate: Candidate, *, inmails: str = "", notes: str = "", size: int = PAGE) -> History:
    """The history with the member this candidate is, from these cursors on."""
    permissions.require(actor, Action.LINKEDIN_TAB)
    if not candidates.visible_to(actor).filter(pk=candidate.pk).exists():
        raise candidates.CandidateNotFound
    who = viewer(actor)
    urn = member(candidate, who.connection) if who.connection else ""
    missing = who.missing or (None if urn else Missing.NO_MEMBER)
    mails, remarks = inmails_seen(who, urn), notes_seen(who, urn)
    is_shown = missing is None
    reach = _reach(who) if is_shown else (None, "")
    return History(
        missing=missing,
        inmails=paging.page(mails, by="-sent_at", cursor=inmails, size=size) if is_shown else Page((), ""),
        notes=paging.page(remarks, by="-created_at", cursor=notes, size=size) if is_shown else Page((), ""),
        consents=tuple(_consents(candidate, who.connection)) if who.connection else (),
        caught_up_to=reach[0],
        behind=reach[1],
        notes_shared=who.connection.notes_shared if who.connection else True,
    )


def inmails_seen(who: Viewer, urn: str) -> QuerySet[InMail]:
    """Of the reader's contracts: all of their own, and of colleagues' who and when (S16). `is_own` says which."""
    rows = InMail.objects.filter(connection=who.connection, member_urn=urn, contract__in=who.contracts)
    own = Q(seat__in=who.seats)
    return (
        rows.exclude(member_urn="")
        .defer("subject", "text")
        .select_related("seat")
        .annotate(
            is_own=ExpressionWrapper(own, output_field=BooleanField()),
            own_subject=Case(When(own, then=F("subject")), default=Value(""), output_field=TextField()),
            own_text=Case(When(own, then=F("text")), default=Value(""), output_field=TextField()),
        )
    )


def notes_seen(who: Viewer, urn: str) -> QuerySet[LinkedInNote]:
    """The reader's own, and what colleagues on the contract have published (S15).

    LinkedIn does not say of a note whether it is public. That it delivers public ones only is [INF]; where the
    administrator does not rely on that, each is its author's alone.
    """
    rows = LinkedInNote.objects.filter(connection=who.connection, member_urn=urn)
    own = Q(seat__in=who.seats)
    shared = Q(contract__in=who.contracts) if who.connection and who.connection.notes_shared else Q(pk__in=())
    return rows.filter(own | shared).exclude(member_urn="").select_related("seat")


def member(candidate: Candidate, connection: Connection) -> str:
    """The member this candidate is to us: as people said, or as LinkedIn says without a doubt; empty: not known."""
    mine = {"connection": connection, "candidate": OuterRef("pk")}
    match = MemberMatch.objects.filter(**mine)
    said = Candidate.objects.filter(pk=candidate.pk).values_list(
        Subquery(MemberLink.objects.filter(**mine).values("member_urn")[:1]),
        Subquery(match.values("linked")[:1]),
        Subquery(match.values("matched")[:1]),
        ArraySubquery(MemberUnlink.objects.filter(**mine).values("member_urn")),
    )
    link, linked, matched, undone = said.first() or (None, None, None, ())
    taken = matching.taken_for(
        link=link or "",
        linked=linked if linked and linked not in undone else "",
        matched=[urn for urn in matched or () if urn not in undone],
    )
    return taken.members[0] if len(taken.members) == 1 else ""


def _consents(candidate: Candidate, connection: Connection) -> QuerySet[SharedProfile]:
    rows = SharedProfile.objects.filter(connection=connection, candidate=candidate)
    return rows.select_related("seat").order_by("-shared_at", "-pk")[:PAGE]


def _reach(who: Viewer) -> tuple[datetime | None, str]:
    """Up to when all of the reader's contracts is here, and what holds it up."""
    if who.connection is None:
        return None, ""
    rows = Lane.objects.filter(connection=OuterRef("pk"), contract__in=who.contracts)
    looked_at = rows.filter(look_at__isnull=False).exclude(kind=LaneKind.SEATS).order_by("caught_up_to")
    failed = rows.filter(attempts__gt=0).order_by("-attempts", "pk")
    found = Connection.objects.filter(pk=who.connection.pk).values_list(
        Subquery(looked_at.values("caught_up_to")[:1]), Subquery(failed.values("last_error")[:1])
    )
    caught_up_to, error = found.first() or (None, None)
    return caught_up_to, connections.told(error or "")
