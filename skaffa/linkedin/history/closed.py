"""Members who have closed their accounts: asked for daily, told to the administrators, who keep or remove (wire §6.1, §8)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rsc_client import retrieved
from rsc_client.client import Client
from rsc_client.errors import LinkedInError, NotFound
from rsc_client.schemas import moment
from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import forgetting
from skaffa.linkedin.events import AccountsClosed, ClosedAccountsSettled
from skaffa.linkedin.history import retrieval
from skaffa.linkedin.history.pages import COUNT, Reading
from skaffa.linkedin.models import (
    ClosedAccount,
    Connection,
    Decision,
    ExportedProfile,
    Integration,
    IntegrationStatus,
    MemberLink,
    RemoteRecord,
    SyncKind,
)
from skaffa.linkedin.profile import text
from skaffa.linkedin.rules import EXPORT
from skaffa.linkedin.sync import ledger, outbox

EVERY = timedelta(days=1)
AT_LEAST = timedelta(days=30)
"""As LinkedIn demands (wire §6.1)."""

RETRY = timedelta(hours=1)
MOST = 200
"""Removed by one press; the rest stands on the page still."""


class NothingToSettle(refusals.Conflict):
    """Somebody has decided about these people meanwhile."""

    sentence = _("Somebody has decided about these people meanwhile.")


def ask(*, at: datetime) -> int:
    """Once a day; of how many more LinkedIn tells."""
    connection = retrieval.ready()
    if connection is None or (connection.closed_due_at and connection.closed_due_at > at) or not _may_ask(connection):
        return 0
    later = Connection.objects.filter(pk=connection.pk).filter(Q(closed_due_at=None) | Q(closed_due_at__lte=at))
    if not later.update(closed_due_at=at + RETRY):
        return 0  # another process is asking
    try:
        told = _read(connections.client(connection), connection)
    except LinkedInError as error:
        wait = outbox.told_to_wait(error, at) or at + RETRY
        Connection.objects.filter(pk=connection.pk).update(
            closed_error=connections.noted(error), closed_due_at=at + EVERY if isinstance(error, NotFound) else wait
        )
        return 0
    return _learn(connection, told, at=at)


def waiting(actor: Actor) -> QuerySet[ClosedAccount]:
    """Those somebody has to decide about, the latest told first."""
    permissions.require(actor, Action.ADMIN_CENTER)
    rows = ClosedAccount.objects.filter(connection=connections.live(), decision=Decision.WAITING)
    return rows.select_related("candidate").order_by("-seen_at", "-pk")


def decided(actor: Actor, *, most: int) -> QuerySet[ClosedAccount]:
    """The record: who decided what, when; of people who were removed nothing else is left."""
    permissions.require(actor, Action.ADMIN_CENTER)
    rows = ClosedAccount.objects.filter(connection=connections.live()).exclude(decision=Decision.WAITING)
    return rows.select_related("candidate", "decided_by").order_by("-decided_at", "-pk")[:most]


def settle(ids: Iterable[int] | None, decision: Decision, *, by: Actor, at: datetime) -> list[refusals.Message]:
    """Keep or remove these people, or (None) all who wait; why some could not be removed.

    Each is removed in a transaction of their own, so that one who is kept on purpose stops no other.
    """
    permissions.require(by, Action.CANDIDATE_ERASE)
    rows = waiting(by) if ids is None else waiting(by).filter(pk__in=list(ids))
    found, refused = list(rows[:MOST]), []
    if not found:
        raise NothingToSettle
    for account in found:
        try:
            _settle(account, decision, by=by, at=at)
        except refusals.Refusal as refusal:
            refused.append(refusal.message)
    done = len(found) - len(refused)
    if done:
        with transaction.atomic():
            events.publish(
                ClosedAccountsSettled(
                    connection_id=found[0].connection_id, decision=decision, people=done, at=at, by_id=by.user_id
                )
            )
    return refused


@transaction.atomic
def _settle(account: ClosedAccount, decision: Decision, *, by: Actor, at: datetime) -> None:
    locked = ClosedAccount.objects.select_for_update(of=("self",)).filter(pk=account.pk).first()
    if locked is None or locked.decision != Decision.WAITING:
        raise NothingToSettle
    if decision == Decision.REMOVED:
        _remove(locked, by=by, at=at)
        locked.member_urn = locked.profile_url = ""
        locked.candidate = None
    locked.decision, locked.decided_at, locked.decided_by = decision, at, by.user
    locked.save()


def _remove(account: ClosedAccount, *, by: Actor, at: datetime) -> None:
    """The person and all that is kept about the member; the ledger says when they were out of LinkedIn."""
    candidate = account.candidate
    if candidate is not None:
        there = RemoteRecord.objects.filter(
            connection=account.connection_id, kind=SyncKind.CANDIDATE, entity_id=candidate.pk
        )
        was_there, number = there.exists(), str(candidate.pk)
        candidates.erase(candidate, by=by, at=at)
        if not was_there:  # else the outbox asks LinkedIn to delete them, and the ledger waits for its answer
            ledger.asked(account.connection_id, SyncKind.CANDIDATE, [number], at=at)
            ledger.confirmed(account.connection_id, SyncKind.CANDIDATE, [number], at=at)
    forgetting.forget(account.connection_id, [account.member_urn], at=at)


def _may_ask(connection: Connection) -> bool:
    on = Integration.objects.filter(connection=connection, type=EXPORT, status=IntegrationStatus.ENABLED)
    return bool(connection.organization_urn) and on.exists()


def _read(client: Client, connection: Connection) -> list[retrieved.ClosedMember]:
    return Reading().everything(
        lambda start: client.closed_members(connection.organization_urn, start=start, count=COUNT),
        of=lambda member: member.member,
    )


@transaction.atomic
def _learn(connection: Connection, told: list[retrieved.ClosedMember], *, at: datetime) -> int:
    """Of whom LinkedIn tells anew; whom we have nothing of any more is not worth a decision."""
    hashes = {forgetting.member_hash(connection.pk, one.member): one for one in told}
    known = set(ClosedAccount.objects.filter(connection=connection).values_list("member_hash", flat=True))
    people = _candidates(connection, [one.member for one in told])
    rows = [
        ClosedAccount(
            connection=connection,
            member_hash=hashed,
            member_urn=one.member,
            profile_url=text(one.profile_url, most=500),
            closed_at=moment(one.closed_at) if one.closed_at is not None else None,
            seen_at=at,
            candidate=people[one.member],
        )
        for hashed, one in hashes.items()
        if hashed not in known and one.member in people
    ]
    ClosedAccount.objects.bulk_create(rows, ignore_conflicts=True)
    Connection.objects.filter(pk=connection.pk).update(closed_asked_at=at, closed_due_at=at + EVERY, closed_error="")
    if rows:
        events.publish(AccountsClosed(connection_id=connection.pk, people=len(rows), at=at))
    return len(rows)


def _candidates(connection: Connection, urns: list[str]) -> dict[str, Candidate]:
    """Who of them is with us, by link, else by what was exported."""
    exports = ExportedProfile.objects.filter(connection=connection, member_urn__in=urns, candidate__isnull=False)
    found = {row.member_urn: row.candidate for row in exports.select_related("candidate").order_by("pk")}
    links = MemberLink.objects.filter(connection=connection, member_urn__in=urns).select_related("candidate")
    linked = {row.member_urn: row.candidate for row in links}
    return {urn: person for urn, person in (found | linked).items() if person is not None}
