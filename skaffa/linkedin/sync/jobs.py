"""Sends jobs to LinkedIn in batches and follows LinkedIn's tasks until each is done or refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from rsc_client.client import Client
from rsc_client.errors import ItemError, LinkedInError
from rsc_client.schemas import JobOperation, JobPosting, JobTask, JobTaskStatus
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import events
from skaffa.jobs.models import Job, TeamMember, TeamRole
from skaffa.linkedin import connection as connections
from skaffa.linkedin.events import JobRefusedByLinkedIn
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import (
    Availability,
    Connection,
    RemoteRecord,
    RemoteState,
    SyncKind,
)
from skaffa.linkedin.sync import applications, outbox, payloads
from skaffa.linkedin.sync.payloads import JobFacts, Owner, RemoteFacts

RESOURCE = "v2/simpleJobPostings"
_DONE = frozenset({JobTaskStatus.SUCCEEDED, JobTaskStatus.PROCESSED})
_MOST_LOOKS = 60
_WITHOUT_REASON = gettext_noop("LinkedIn gave no reason.")
_GONE = re.compile(r"does not exist|not found|unknown job|is closed", re.IGNORECASE)
"""How LinkedIn might say that it has no such job to change, renew or close ([INF])."""
_LOOK_AGAIN = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 60, 300, 1800))


@dataclass(frozen=True, slots=True)
class _Plan:
    item: Mark
    posting: JobPosting
    fingerprint: str

    @property
    def operation(self) -> JobOperation:
        return self.posting.job_posting_operation_type

    @property
    def ends_as(self) -> JobOperation:
        """What our record remembers: a job that is sent closed is a closed one."""
        return JobOperation.CLOSE if self.posting.state == payloads.CLOSED else self.operation


def is_wanted(job: Job, connection: Connection) -> bool:
    """Whether the job ought to be in Recruiter's export list now.

    A confidential job goes there only where lists of rights keep it from others; one without prospects takes no
    exports and is not offered (X29).
    """
    return job.takes_prospects and not (job.is_confidential and connection.everyone_sees)


def is_known(job: Job, connection: Connection) -> bool:
    """Whether LinkedIn ought to have the job, open or closed: every job that people could apply for.

    Where everyone with a seat sees everything, a confidential one stays here.
    """
    return job.activated_at is not None and not (job.is_confidential and connection.everyone_sees)


def send(connection: Connection, client: Client, *, at: datetime) -> int:
    """Send one batch of due jobs; how many marks were looked at. A LinkedInError leaves the rest postponed."""
    items = outbox.claim(connection, SyncKind.JOB, at=at, without_task=True)
    waiting = {item.pk: item for item in items}
    plans = []
    for item, plan in _planned(connection, items, at):
        if plan is None:
            _nothing_to_send(waiting.pop(item.pk), at=at)
        else:
            plans.append(plan)
    try:
        for _operation, group in groupby(
            sorted(plans, key=lambda plan: plan.operation), key=lambda plan: plan.operation
        ):
            batch = list(group)
            answer = client.send_jobs([plan.posting for plan in batch])
            connections.went_well(connection, at=at)
            for plan in batch:
                code = plan.posting.external_job_posting_id
                _settle(waiting.pop(plan.item.pk), plan, answer.results.get(code) or answer.errors[code], at=at)
    except LinkedInError as error:
        outbox.postponed(waiting.values(), connections.noted(error), at=at, until=outbox.told_to_wait(error, at))
        raise
    return len(items)


def follow(connection: Connection, client: Client, *, at: datetime) -> int:
    """Ask how far LinkedIn is with what was sent; how many tasks were looked at."""
    due = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, task_due_at__lte=at)
    records = {record.task_urn: record for record in due.order_by("task_due_at", "pk")[: outbox.BATCH]}
    if not records:
        return 0
    answer = client.job_tasks(records)
    connections.went_well(connection, at=at)
    for urn, record in records.items():
        task = answer.results.get(urn)
        if task is not None:
            _learn(record, task, at=at)
        elif answer.errors[urn].transient:
            _look_later(record, at=at)
        else:
            _start_over(record, at=at)
    return len(records)


def facts(jobs: Iterable[Job], connection: Connection) -> dict[int, JobFacts]:
    """What LinkedIn may see of these jobs, by id; the owner is the first recruiter of the team, else who hires."""
    known = {job.pk: job for job in jobs}
    owners: dict[int, Owner] = {}
    rows = TeamMember.objects.filter(job__in=known, role__in=[TeamRole.RECRUITER, TeamRole.HIRING_MANAGER])
    for row in rows.select_related("user").order_by("-role", "pk"):  # recruiter sorts after hiring_manager
        user = row.user
        if user.is_active:
            owners.setdefault(row.job_id, Owner(first_name=user.first_name, last_name=user.last_name, email=user.email))
    lists = Lists()
    return {pk: _facts(job, connection, owners.get(pk), lists) for pk, job in known.items()}


def _facts(job: Job, connection: Connection, owner: Owner | None, lists: Lists) -> JobFacts:
    return JobFacts(
        code=job.code,
        title=job.title,
        description=job.description,
        city=job.city,
        region=job.region,
        country=job.country,
        employment_type=lists.counted_as(ChoiceList.EMPLOYMENT_TYPE, job.employment_type),
        seniority=lists.counted_as(ChoiceList.SENIORITY, job.seniority),
        functions=tuple(job.functions),
        skills=tuple(job.skills),
        is_public=connection.availability == Availability.PUBLIC and job.is_listed and not job.is_confidential,
        listed_since=job.activated_at or job.created_at,
        owner=owner,
    )


def _planned(connection: Connection, items: list[Mark], at: datetime) -> Iterable[tuple[Mark, _Plan | None]]:
    ids = [item.entity_id for item in items]
    jobs = Job.objects.in_bulk(ids)
    told = facts(jobs.values(), connection)
    records = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id__in=ids)
    remote = {record.entity_id: record for record in records}
    for item in items:
        job = jobs.get(item.entity_id)  # only a draft can be deleted, and LinkedIn never saw it
        yield item, _plan(item, job, told[job.pk], remote.get(job.pk), connection, at) if job else None


def _plan(
    item: Mark, job: Job, told: JobFacts, record: RemoteRecord | None, connection: Connection, at: datetime
) -> _Plan | None:
    base_url, organization = settings.SKAFFA.base_url, connection.organization_urn
    mark = payloads.fingerprint(told, organization=organization, base_url=base_url)
    known = RemoteFacts()
    if record is not None:
        accepted = "" if record.state == RemoteState.REFUSED else record.hash  # only a new yes ends a refusal
        known = RemoteFacts(
            is_there=record.accepted_at is not None,
            is_listed=record.is_listed,
            hash=accepted,
            expires_at=record.expires_at,
        )
    wanted = is_wanted(job, connection)
    kind = payloads.operation(wanted=wanted, known=is_known(job, connection), remote=known, fingerprint=mark, at=at)
    if kind is None:
        return None
    closed = kind is JobOperation.CREATE and not wanted
    posting = payloads.posting(told, kind=kind, organization=organization, base_url=base_url, at=at, closed=closed)
    return _Plan(item, posting, mark)


@transaction.atomic
def _nothing_to_send(item: Mark, *, at: datetime) -> None:
    """LinkedIn has what it needs; that it once refused a job which is not wanted any more troubles nobody."""
    RemoteRecord.objects.filter(
        connection=item.connection_id, kind=item.kind, entity_id=item.entity_id, state=RemoteState.REFUSED
    ).update(state=RemoteState.CLOSED, reason="")
    outbox.nothing_to_send([item], at=at)


@transaction.atomic
def _settle(item: Mark, plan: _Plan, answer: str | ItemError, *, at: datetime) -> None:
    """A task's URN, or why LinkedIn did not take the job."""
    record = _record(item)
    record.operation, record.sent_hash = plan.ends_as, plan.fingerprint
    if isinstance(answer, str):
        record.state = RemoteState.WAITING
        record.task_urn, record.task_due_at, record.task_attempts = answer, at, 0
        record.save()
        outbox.accepted([item], at=at)
    elif answer.transient:
        outbox.postponed([item], answer.message, at=at)
    else:
        outbox.refused(item, answer.message, at=at)
        _refuse(record, answer.message, at=at)


def _learn(record: RemoteRecord, task: JobTask, *, at: datetime) -> None:
    if task.status in _DONE:
        _take_over(record, task, at=at)
    elif task.status == JobTaskStatus.FAILED and _is_gone(record, task):
        _begin_again(record, at=at)
    elif task.status == JobTaskStatus.FAILED:
        _refuse(record, task.error_message or "", at=at)
    elif record.task_attempts < _MOST_LOOKS:
        _look_later(record, at=at)
    else:
        _start_over(record, at=at)


@transaction.atomic
def _take_over(record: RemoteRecord, task: JobTask, *, at: datetime) -> None:
    closed = record.operation == JobOperation.CLOSE
    record.is_listed = not closed
    record.state = RemoteState.CLOSED if closed else RemoteState.LISTED
    record.expires_at = payloads.expiry(record.operation, record.expires_at, at=at)
    record.hash, record.reason, record.accepted_at = record.sent_hash, "", at
    record.posting_urn = task.job_posting or record.posting_urn
    _end_task(record)
    outbox.mark(SyncKind.ACL, [record.entity_id], at=at)
    applications.wake(record.connection_id, Q(job=record.entity_id), at=at)


@transaction.atomic
def _refuse(record: RemoteRecord, reason: str, *, at: datetime) -> None:
    """Keep LinkedIn's own words; the team hears of a new reason once, but not about a job that is closed anyway."""
    said = reason or _WITHOUT_REASON
    if record.operation == JobOperation.CLOSE and not record.is_listed:
        record.state, record.reason, record.hash = RemoteState.CLOSED, said, record.sent_hash
        _end_task(record)
        return
    news = record.reason != said
    record.state, record.reason = RemoteState.REFUSED, said
    _end_task(record)
    if news:
        events.publish(JobRefusedByLinkedIn(job_id=record.entity_id, reason=said, at=at))


def _is_gone(record: RemoteRecord, task: JobTask) -> bool:
    return record.operation != JobOperation.CREATE and _GONE.search(task.error_message or "") is not None


@transaction.atomic
def _begin_again(record: RemoteRecord, *, at: datetime) -> None:
    """LinkedIn has the job no longer: it is created anew where it is still wanted."""
    record.state, record.is_listed, record.hash, record.reason = RemoteState.CLOSED, False, "", ""
    record.accepted_at = None
    _end_task(record)
    outbox.mark(SyncKind.JOB, [record.entity_id], at=at)


def _look_later(record: RemoteRecord, *, at: datetime) -> None:
    pause = _LOOK_AGAIN[min(record.task_attempts, len(_LOOK_AGAIN) - 1)]
    RemoteRecord.objects.filter(pk=record.pk).update(task_due_at=at + pause, task_attempts=F("task_attempts") + 1)


@transaction.atomic
def _start_over(record: RemoteRecord, *, at: datetime) -> None:
    """LinkedIn lost the task, or never ends it: send the job's present state again."""
    record.state = RemoteState.LISTED if record.is_listed else RemoteState.REFUSED
    record.hash = ""
    _end_task(record)
    outbox.mark(SyncKind.JOB, [record.entity_id], at=at)


def _end_task(record: RemoteRecord) -> None:
    record.task_urn, record.task_due_at, record.task_attempts, record.sent_hash = "", None, 0, ""
    record.save()


def _record(item: Mark) -> RemoteRecord:
    record, _created = RemoteRecord.objects.get_or_create(
        connection_id=item.connection_id,
        kind=item.kind,
        entity_id=item.entity_id,
        defaults={"state": RemoteState.WAITING},
    )
    return record
