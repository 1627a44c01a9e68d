"""A recruiter presses Export to ATS: everything LinkedIn checks, and the push that follows."""

import sqlite3
import uuid

from rsc_sandbox import delivery
from rsc_sandbox.linkedin import visibility
from rsc_sandbox.linkedin.refusals import JobNotAvailable, MemberNotExportable, NotEnabled, NotFound, QuotaUsedUp
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import companies, exports, members, seats
from rsc_sandbox.store.exports import Export

_PUSH = "EXPORT_CANDIDATE_PROFILE"


def export(
    sandbox: Sandbox,
    *,
    seat_id: int,
    member_id: int,
    application_id: int,
    job_external_id: str | None,
    emails: tuple[str, ...] = (),
    notes: str | None = None,
) -> Export:
    """Record the export and its push, both or neither.

    Refusals: NotEnabled, JobNotAvailable, MemberNotExportable, QuotaUsedUp, NotFound.
    """
    at = sandbox.now()
    with sandbox.transaction() as tx:
        seat = seats.get(tx, seat_id)
        member = members.get(tx, member_id)
        if seat is None or member is None or member.closed_at is not None:
            raise NotFound
        _check(sandbox, tx, seat, member)
        _check_job(sandbox, seat_id, application_id, job_external_id)
        made = Export(
            request_id=str(uuid.uuid4()),
            application_id=application_id,
            context=f"{companies.ORGANIZATION}{seat.company_id}",
            seat_id=seat_id,
            member_id=member_id,
            job_external_id=job_external_id,
            emails=emails,
            notes=notes or None,
            created_at=at,
            expires_at=at + sandbox.switches.export_id_ttl_hours * 3_600_000,
        )
        exports.add(tx, made)
        delivery.enqueue(sandbox, tx, _push(made, seat))
    return made


def left_this_month(sandbox: Sandbox, *, seat_id: int) -> int:
    """How many exports the seat still has."""
    with sandbox.transaction() as tx:
        used = exports.used_this_month(tx, seat_id, at=sandbox.now())
    return max(0, sandbox.switches.exports_per_seat_month - used)


def _check(sandbox: Sandbox, tx: sqlite3.Connection, seat: seats.Seat, member: members.Member) -> None:
    if member.export_blocked:
        raise MemberNotExportable
    if exports.used_this_month(tx, seat.id, at=sandbox.now()) >= sandbox.switches.exports_per_seat_month:
        raise QuotaUsedUp


def _check_job(sandbox: Sandbox, seat_id: int, application_id: int, job_external_id: str | None) -> None:
    systems = visibility.destinations(sandbox, seat_id=seat_id)
    if application_id not in {system.application_id for system in systems}:
        raise NotEnabled
    if job_external_id is not None:
        seen = visibility.jobs_for_seat(sandbox, seat_id=seat_id, application_id=application_id)
        if job_external_id not in {job.external_id for job in seen}:
            raise JobNotAvailable


def _push(made: Export, seat: seats.Seat) -> delivery.Push:
    return delivery.Push(
        application_id=made.application_id,
        company_id=seat.company_id,
        event_id=made.request_id,
        type=_PUSH,
        expires_at=made.expires_at,
    )
