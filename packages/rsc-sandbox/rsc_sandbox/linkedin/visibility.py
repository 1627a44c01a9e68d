"""Which of the customer's jobs a recruiter may choose when exporting a profile."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import enablement, intake, parties
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import acls, companies, integrations, jobs, observations, seats
from rsc_sandbox.store.integrations import Integration
from rsc_sandbox.store.observations import Event

JOB = "JOB_POSTING"
EVERYBODY = "ALL_PRODUCT_USERS"


class Destination(msgspec.Struct, frozen=True):
    """An ATS a seat can export to; recruiters choose by the integration's name."""

    application_id: int
    name: str
    context: str


def destinations(sandbox: Sandbox, *, seat_id: int) -> list[Destination]:
    """The systems whose One-Click Export is enabled for the seat's contract."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        return [
            Destination(row.application_id, row.name or "", row.context)
            for row in integrations.of_company(tx, seat.company_id)
            if row.type == "ONE_CLICK_EXPORT" and _usable(tx, row, seat)
        ]


def jobs_for_seat(sandbox: Sandbox, *, seat_id: int, application_id: int, search: str = "") -> list[jobs.Job]:
    """Open jobs of that system the seat may see, whose title or Job ID contains every word of `search`."""
    words = search.casefold().split()
    intake.run_due(sandbox)
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        context = f"{companies.ORGANIZATION}{seat.company_id}"
        integration = integrations.by_key(
            tx, application_id=application_id, context=context, integration_type="ONE_CLICK_EXPORT"
        )
        if integration is None or not _usable(tx, integration, seat):
            return []
        found = jobs.listed(tx, application_id=application_id, context=context, at=sandbox.now())
        if not _open_to_all(tx, integration):
            allowed = acls.entities_for(
                tx,
                application_id=application_id,
                context=context,
                entity_type=JOB,
                member_id=seat.member_id,
                everyone=sandbox.switches.everyone_acl_id,
            )
            found = [job for job in found if job.external_id in allowed]
            seen = Event(what=f"recruiter.jobs.{seat_id}.{'shown' if found else 'hidden'}")
            observations.note(tx, seen, application_id=application_id, at=sandbox.now())
    return [job for job in found if all(word in _text(job) for word in words)]


def _usable(tx: sqlite3.Connection, integration: Integration, seat: seats.Seat) -> bool:
    return integration.status == "ENABLED" and enablement.reaches(
        tx,
        application_id=integration.application_id,
        company_id=integration.company_id,
        contract_id=seat.contract_id,
    )


def _open_to_all(tx: sqlite3.Connection, integration: Integration) -> bool:
    viewers = integrations.configuration(tx, integration.id, "JOB_POSTING_VIEWERS")
    return viewers is not None and viewers.value == EVERYBODY


def _text(job: jobs.Job) -> str:
    return f"{job.title}\n{job.external_id}\n{job.job_code}".casefold()
