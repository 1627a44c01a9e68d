"""What people can have done about retrieval: fetch now, and how often and how far back it goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin.events import RefreshAsked, RetrievalChosen
from skaffa.linkedin.history import lanes, queries, rules
from skaffa.linkedin.models import Connection, InMail, Lane, LaneKind

RESTS = timedelta(minutes=1)
"""What was looked at so shortly ago is not asked for again."""


class NothingToFetch(refusals.Conflict):
    """Nothing of this person can be fetched for the reader, who was told why."""

    sentence = _("There is nothing to fetch. The page says what is missing.")


@transaction.atomic
def refresh(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """Fetch now what is new about a person: the reader's seats, and those that have written with the member."""
    permissions.require(by, Action.LINKEDIN_TAB)
    candidates.candidate(by, candidate.pk)
    who = queries.viewer(by)
    if who.missing is not None or who.connection is None:
        raise NothingToFetch(who.missing.label if who.missing else NothingToFetch.sentence)
    urn = queries.member(candidate, who.connection)
    dealing = InMail.objects.filter(connection=who.connection, member_urn=urn).exclude(member_urn="").values("seat")
    wanted = Q(kind=LaneKind.NOTES) | Q(seat__in=who.seats) | Q(seat__in=dealing)
    rows = Lane.objects.filter(wanted, connection=who.connection, contract__in=who.contracts)
    _look(rows.values_list("pk", flat=True), who.connection, by=by, at=at)


@transaction.atomic
def refresh_all(*, by: Actor, at: datetime) -> None:
    """Fetch now whatever is new, seats first."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    lanes.open_contracts(connection, lanes.contracts(connection), at=at)
    _look(Lane.objects.filter(connection=connection).values_list("pk", flat=True), connection, by=by, at=at)


@transaction.atomic
def choose(*, minutes: int, days: int, notes_shared: bool, by: Actor, at: datetime) -> Connection:
    """How often we look, how far back the past is fetched, and whether colleagues see each other's notes."""
    permissions.require(by, Action.ADMIN_CENTER)
    wrong: dict[str, refusals.Message] = {}
    if not rules.LEAST_MINUTES <= minutes <= rules.MOST_MINUTES:
        wrong["minutes"] = _between(rules.LEAST_MINUTES, rules.MOST_MINUTES)
    if not 0 <= days <= rules.MOST_DAYS:
        wrong["days"] = _between(0, rules.MOST_DAYS)
    if wrong:
        raise refusals.Invalid(fields=wrong)
    connection = connections.require()
    before = (connection.retrieval_minutes, connection.retrieval_days, connection.notes_shared)
    if before == (minutes, days, notes_shared):
        return connection
    connection.retrieval_minutes, connection.retrieval_days, connection.notes_shared = minutes, days, notes_shared
    connection.save(update_fields=["retrieval_minutes", "retrieval_days", "notes_shared"])
    lanes.fetch_past(connection, at=at)
    if minutes < before[0]:
        soon = at + timedelta(minutes=minutes)
        Lane.objects.filter(connection=connection, look_at__gt=soon, attempts=0).update(look_at=soon)
    events.publish(
        RetrievalChosen(
            connection_id=connection.pk,
            minutes=minutes,
            days=days,
            notes_shared=notes_shared,
            at=at,
            by_id=by.user_id,
        )
    )
    return connection


def _look(ids: Iterable[int], connection: Connection, *, by: Actor, at: datetime) -> None:
    rested = Lane.objects.filter(pk__in=ids).filter(Q(caught_up_to__lte=at - RESTS) | Q(kind=LaneKind.SEATS))
    lanes.look_now(rested.values_list("pk", flat=True), at=at)
    events.publish(RefreshAsked(connection_id=connection.pk, at=at, by_id=by.user_id))


def _between(least: int, most: int) -> refusals.Message:
    return _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
