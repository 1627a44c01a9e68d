"""Whom LinkedIn takes candidates to be: asked soon after it has them, and now and then while it recognises nobody.

Asking is the least urgent thing we do: it waits until no candidate is due to be sent, and leaves half of every quota to
what changes. An answer only fills a MemberMatch; who a candidate is to us stands in MemberLink and is people's to say.
A process that dies in between leaves a row that is due again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import connection as database
from psycopg.types.json import Jsonb

from rsc_client.client import Client
from rsc_client.errors import ItemError, LinkedInError
from rsc_client.generations import Feature
from rsc_client.synced import CandidateKey, StoredCandidate
from skaffa.linkedin import connection as connections
from skaffa.linkedin import quota
from skaffa.linkedin.models import Connection, MemberMatch, RemoteRecord, SyncItem, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.sync import outbox

SOON = timedelta(minutes=1)
"""LinkedIn recognises people some time after it has accepted them; how long is not documented."""
PAUSES = (timedelta(minutes=15), timedelta(hours=2), timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""After answers that name nobody; the last one for good."""
RETRY = timedelta(minutes=5)

# A person who is being erased meanwhile is waited for, and left out.
_EXPECT = """
    INSERT INTO linkedin_membermatch (connection_id, candidate_id, matched, linked, due_at, attempts, last_error)
    SELECT %(connection)s, id, '{}', '', %(due)s, 0, '' FROM candidates_candidate
    WHERE id = ANY (%(ids)s) ORDER BY id FOR KEY SHARE
    ON CONFLICT (connection_id, candidate_id) DO UPDATE SET due_at = EXCLUDED.due_at, attempts = 0, last_error = ''
"""
_CATCH_UP = """
    INSERT INTO linkedin_membermatch (connection_id, candidate_id, matched, linked, due_at, attempts, last_error)
    SELECT %(connection)s, candidate.id, '{}', '', %(due)s, 0, ''
    FROM candidates_candidate AS candidate JOIN linkedin_remoterecord AS record ON record.entity_id = candidate.id
    WHERE record.connection_id = %(connection)s AND record.kind = 'candidate' AND record.accepted_at IS NOT NULL
    ORDER BY candidate.id FOR KEY SHARE OF candidate
    ON CONFLICT (connection_id, candidate_id) DO NOTHING
"""
# What was sent anew since is due again already, and stays so.
_LEARN = """
    UPDATE linkedin_membermatch AS known
    SET matched = ARRAY (SELECT jsonb_array_elements_text(told.matched)), linked = told.linked, read_at = %(at)s,
        due_at = told.next, attempts = told.attempts, last_error = ''
    FROM unnest(%(ids)s::bigint[], %(was_due)s::timestamptz[], %(matched)s::jsonb[], %(linked)s::text[],
        %(next)s::timestamptz[], %(attempts)s::int[]) AS told (id, was_due, matched, linked, next, attempts)
    WHERE known.id = told.id AND known.due_at = told.was_due
"""


def expect(connection: Connection, candidates: Iterable[int], *, at: datetime) -> None:
    """LinkedIn has these, new or changed: ask soon whom it takes them to be."""
    ids = list(candidates)
    if ids:
        with database.cursor() as cursor:
            cursor.execute(_EXPECT, {"connection": connection.pk, "due": at + SOON, "ids": ids})


def forget(connection: Connection, candidates: Iterable[int]) -> None:
    """These leave LinkedIn."""
    MemberMatch.objects.filter(connection=connection, candidate__among=candidates).delete()


def catch_up(connection: Connection, *, at: datetime) -> None:
    """Once a night: of everybody LinkedIn has we want to know it, of nobody else."""
    with database.cursor() as cursor:
        cursor.execute(_CATCH_UP, {"connection": connection.pk, "due": at})
    there = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.CANDIDATE)
    MemberMatch.objects.filter(connection=connection).exclude(candidate__in=there.values("entity_id")).delete()


def are_due(connection: Connection, at: datetime) -> bool:
    return MemberMatch.objects.filter(connection=connection, due_at__lte=at).exists()


def read(connection: Connection, client: Client, *, at: datetime) -> int:
    """Ask about one batch of candidates, unless there is something better to do; of how many."""
    if _busy(connection, client, at=at):
        return 0
    due = MemberMatch.objects.filter(connection=connection, due_at__lte=at).order_by("due_at", "pk")
    rows = {CandidateKey(str(row.candidate_id), connection.organization_urn): row for row in due[: outbox.BATCH]}
    if not rows:
        return 0
    try:
        answer = client.candidates(rows)
    except LinkedInError as error:
        _postpone(rows.values(), connections.noted(error), until=outbox.told_to_wait(error, at) or at + RETRY)
        if isinstance(error, QuotaUsedUp):
            return 0
        raise
    connections.went_well(connection, at=at)
    _learn([(row, answer.results[key]) for key, row in rows.items() if key in answer.results], at=at)
    _settle_errors(connection, {rows[key]: error for key, error in answer.errors.items()}, at=at)
    return len(rows)


def _busy(connection: Connection, client: Client, *, at: datetime) -> bool:
    """Whether candidates wait to be sent, or reading has had its half of the quota."""
    waiting = SyncItem.objects.filter(
        connection=connection, kind=SyncKind.CANDIDATE, needs_attention=False, due_at__lte=at
    )
    resource = client.resource(Feature.CANDIDATES)
    return quota.is_half_used(connection.client_id, resource, at=at) or waiting.exists()


def _learn(told: Sequence[tuple[MemberMatch, StoredCandidate]], *, at: datetime) -> None:
    """What LinkedIn says of each, in one statement."""
    if not told:
        return
    rows = [row for row, _ in told]
    named = [bool(said.matched_members or said.manual_matched_member) for _, said in told]
    asked_for = list(zip(rows, named, strict=True))
    with database.cursor() as cursor:
        cursor.execute(
            _LEARN,
            {
                "at": at,
                "ids": [row.pk for row in rows],
                "was_due": [row.due_at for row in rows],
                "matched": [Jsonb(said.matched_members) for _, said in told],
                "linked": [said.manual_matched_member or "" for _, said in told],
                "next": [None if is_named else at + _pause(row) for row, is_named in asked_for],
                "attempts": [0 if is_named else row.attempts + 1 for row, is_named in asked_for],
            },
        )


def _settle_errors(connection: Connection, errors: Mapping[MemberMatch, ItemError], *, at: datetime) -> None:
    """What LinkedIn misses is sent again, and asked about after that; anything else waits as if nobody was named."""
    lost = [row.candidate_id for row, error in errors.items() if error.status == HTTPStatus.NOT_FOUND]
    if lost:
        records = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.CANDIDATE, entity_id__in=lost)
        records.update(hash="", accepted_at=None)
        outbox.mark(SyncKind.CANDIDATE, lost, at=at)
    for row, error in errors.items():
        until = at + (RETRY if error.transient else _pause(row))
        _postpone([row], error.message, until=until, attempts=0 if error.transient else 1)


def _postpone(rows: Iterable[MemberMatch], reason: str, *, until: datetime, attempts: int = 0) -> None:
    for row in rows:
        mine = MemberMatch.objects.filter(pk=row.pk, due_at=row.due_at)
        mine.update(due_at=until, last_error=reason, attempts=row.attempts + attempts)


def _pause(row: MemberMatch) -> timedelta:
    return PAUSES[min(row.attempts, len(PAUSES) - 1)]
