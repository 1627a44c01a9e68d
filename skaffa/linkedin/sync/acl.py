"""Who sees which job in Recruiter: lists of rights for jobs, and the lists each connected person is on (D16).

Ordinary jobs are on the list "recruiting", with every connected recruiter and hiring manager. A job that only its
hiring team may see is on the personal lists of that team instead. So nobody is on more than two of the ten lists
LinkedIn grants a person. Where everyone with a seat sees everything, there are no lists.

Before LinkedIn is asked for a change, its record names every list that the change may concern, and is not accepted
(`accepted_at` empty) until LinkedIn has confirmed all of it. Whatever is lost in between, the next attempt puts all
that is wanted and deletes all the rest of what may be there: nobody keeps a right of which we have not heard.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db import transaction

from rsc_client.client import Client
from rsc_client.errors import BatchResult, ItemError, LinkedInError
from rsc_client.schemas import AclAssigneeKey, Done, EntityAclKey
from skaffa.accounts.models import User
from skaffa.jobs.models import Job, TeamMember, TeamRole
from skaffa.linkedin import connection as connections
from skaffa.linkedin import rules
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import (
    Account,
    Connection,
    ExportTo,
    RemoteRecord,
    RemoteState,
    SyncKind,
    Visibility,
)
from skaffa.linkedin.sync import jobs as job_sync
from skaffa.linkedin.sync import outbox

RECRUITING = "recruiting"
KeyT = TypeVar("KeyT", EntityAclKey, AclAssigneeKey)


@dataclass(frozen=True, slots=True)
class _Change(Generic[KeyT]):
    """What separates LinkedIn from what we want for one mark; `held` are the lists that it may have.

    `is_first`: another change follows, since the person is on lists as the member they were before.
    """

    item: Mark
    wanted: frozenset[str]
    held: frozenset[str]
    person_urn: str
    puts: frozenset[KeyT]
    deletes: frozenset[KeyT]
    is_first: bool = False


def lists_of_job(*, wanted: bool, restricted: bool, team: Iterable[int]) -> frozenset[str]:
    """The lists a job belongs on; none where LinkedIn is not to have it or lists are not in use."""
    if not wanted:
        return frozenset()
    return frozenset(personal(user_id) for user_id in team) if restricted else frozenset({RECRUITING})


def lists_of_user(user_id: int, *, connected: bool, recruits: bool) -> frozenset[str]:
    """The lists a person belongs on."""
    if not connected:
        return frozenset()
    return frozenset({personal(user_id), RECRUITING} if recruits else {personal(user_id)})


def personal(user_id: int) -> str:
    return f"user-{user_id}"


def send_jobs(connection: Connection, client: Client, *, at: datetime) -> int:
    """Bring the lists of one batch of jobs up to date; how many marks were looked at."""
    items = outbox.claim(connection, SyncKind.ACL, at=at)
    found = Job.objects.in_bulk([item.entity_id for item in items])
    teams = _teams(found)
    before = _records(connection, items)
    there = _there(connection, found)
    organization = connection.organization_urn
    changes: list[_Change[EntityAclKey]] = []
    for item in items:
        job, known = found.get(item.entity_id), before.get(item.entity_id)
        wanted = _wanted(job, teams.get(item.entity_id, []), connection) if job and job.pk in there else frozenset()
        code = job.code if job else ""
        changes.append(_change(item, wanted, known, _of_job(organization, code)))
    _send(changes, client.put_entity_acls, client.delete_entity_acls, at=at)
    return len(items)


def send_people(connection: Connection, client: Client, *, at: datetime) -> int:
    """Bring the lists of one batch of people up to date; how many marks were looked at."""
    items = outbox.claim(connection, SyncKind.ASSIGNEE, at=at)
    ids = [item.entity_id for item in items]
    accounts = Account.objects.filter(connection=connection, user__in=ids, person_urn__isnull=False)
    urns = dict(accounts.values_list("user_id", "person_urn"))
    users = User.objects.in_bulk(ids)
    before = _records(connection, items)
    organization = connection.organization_urn
    changes: list[_Change[AclAssigneeKey]] = []
    for item in items:
        user, urn, known = users.get(item.entity_id), urns.get(item.entity_id) or "", before.get(item.entity_id)
        in_use = connection.visibility == Visibility.ACL
        wanted = lists_of_user(
            item.entity_id,
            connected=in_use and bool(urn) and user is not None and user.is_active,
            recruits=user is not None and not rules.RECRUITING_ROLES.isdisjoint(user.roles),
        )
        changes.append(_change(item, wanted, known, lambda one, urn: AclAssigneeKey(one, organization, urn), urn=urn))
    _send(changes, client.put_acl_assignees, client.delete_acl_assignees, at=at)
    return len(items)


def take_off_every_list(connection: Connection, client: Client) -> None:
    """Take everybody off their lists, so that nobody sees a job of ours; a LinkedInError leaves the rest as it is."""
    rows = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.ASSIGNEE).exclude(members=[])
    rows.update(accepted_at=None)
    held = {
        record: {AclAssigneeKey(one, connection.organization_urn, record.person_urn) for one in record.members}
        for record in rows.order_by("pk")
    }
    left = outbox.still_there(_in_batches(client.delete_acl_assignees, [key for keys in held.values() for key in keys]))
    for record, keys in held.items():
        record.members = sorted(key.ats_entity_acl_id for key in keys if key in left)
        record.save(update_fields=["members"])


def _wanted(job: Job, team: list[int], connection: Connection) -> frozenset[str]:
    return lists_of_job(
        wanted=connection.visibility == Visibility.ACL and job_sync.is_known(job, connection),
        restricted=job.is_confidential or connection.export_to == ExportTo.TEAM,
        team=team,
    )


def _there(connection: Connection, jobs: Iterable[int]) -> frozenset[int]:
    """Those LinkedIn has, closed ones too: the lists also decide who sees that people have applied for them (D16)."""
    rows = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id__in=list(jobs))
    return frozenset(rows.filter(accepted_at__isnull=False).values_list("entity_id", flat=True))


def _teams(jobs: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = TeamMember.objects.filter(job__in=list(jobs), role__in=[TeamRole.RECRUITER, TeamRole.HIRING_MANAGER])
    for job_id, user_id in rows.values_list("job_id", "user_id"):
        found.setdefault(job_id, []).append(user_id)
    return found


def _records(connection: Connection, items: list[Mark]) -> dict[int, RemoteRecord]:
    kind, ids = {item.kind for item in items}, [item.entity_id for item in items]
    rows = RemoteRecord.objects.filter(connection=connection, kind__in=kind, entity_id__in=ids)
    return {record.entity_id: record for record in rows}


def _of_job(organization: str, code: str) -> Callable[[str, str], EntityAclKey]:
    return lambda one, _urn: EntityAclKey(one, organization, code)


def _change(
    item: Mark,
    wanted: frozenset[str],
    known: RemoteRecord | None,
    key: Callable[[str, str], KeyT],
    *,
    urn: str = "",
) -> _Change[KeyT]:
    """What is to be done; whoever has become another member is first taken off all lists as the one before."""
    held = frozenset(known.members if known else ())
    sure = held if known is not None and known.accepted_at is not None else frozenset()
    as_whom = known.person_urn if known is not None and held else urn
    now = wanted if as_whom == urn else frozenset()
    return _Change(
        item=item,
        wanted=now,
        held=held,
        person_urn=as_whom,
        puts=frozenset(key(one, as_whom) for one in now - sure),
        deletes=frozenset(key(one, as_whom) for one in held - now),
        is_first=now != wanted,
    )


def _send(
    changes: list[_Change[KeyT]],
    put: Callable[[Sequence[KeyT]], BatchResult[KeyT, Done]],
    delete: Callable[[Sequence[KeyT]], BatchResult[KeyT, Done]],
    *,
    at: datetime,
) -> None:
    """Put first, so that nobody loses sight of a job that only changes lists."""
    _intend([change for change in changes if change.puts or change.deletes])
    try:
        failed = {
            **_in_batches(put, [key for change in changes for key in change.puts]),
            **outbox.still_there(_in_batches(delete, [key for change in changes for key in change.deletes])),
        }
    except LinkedInError as error:
        items = [change.item for change in changes]
        outbox.postponed(items, connections.noted(error), at=at, until=outbox.told_to_wait(error, at))
        raise
    for change in changes:
        errors = [failed[key] for key in change.puts | change.deletes if key in failed]
        _settle(change, errors, at=at)


def _intend(changes: Iterable[_Change[KeyT]]) -> None:
    """Note what LinkedIn may have from now on, whatever is heard of it."""
    rows = [
        RemoteRecord(
            connection_id=change.item.connection_id,
            kind=change.item.kind,
            entity_id=change.item.entity_id,
            state=RemoteState.WAITING,
            members=sorted(change.held | change.wanted),
            person_urn=change.person_urn,
        )
        for change in changes
    ]
    RemoteRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["connection", "kind", "entity_id"],
        update_fields=["members", "person_urn", "accepted_at"],
    )


def _in_batches(call: Callable[[Sequence[KeyT]], BatchResult[KeyT, Done]], keys: list[KeyT]) -> dict[KeyT, ItemError]:
    failed: dict[KeyT, ItemError] = {}
    for some in outbox.portions(keys):
        failed |= call(some).errors
    return failed


@transaction.atomic
def _settle(change: _Change[KeyT], errors: list[ItemError], *, at: datetime) -> None:
    item = change.item
    if not errors:
        RemoteRecord.objects.update_or_create(
            connection_id=item.connection_id,
            kind=item.kind,
            entity_id=item.entity_id,
            defaults={
                "state": RemoteState.LISTED if change.wanted else RemoteState.CLOSED,
                "members": sorted(change.wanted),
                "person_urn": change.person_urn,
                "accepted_at": at,
            },
        )
        if change.is_first:
            outbox.mark(SyncKind(item.kind), [item.entity_id], at=at)
        settled = outbox.accepted if change.puts or change.deletes else outbox.nothing_to_send
        settled([item], at=at)
    elif any(error.transient for error in errors):
        outbox.postponed([item], errors[0].message, at=at)
    else:
        outbox.refused(item, errors[0].message, at=at)
