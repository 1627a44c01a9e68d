"""Which applicant tracking systems a seat may look into through the In-ATS indicator, and how far."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.linkedin.visibility import EVERYBODY, JOB
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import acls, integrations, seats

_TYPE = "IN_ATS_INDICATOR"


class System(msgspec.Struct, frozen=True, kw_only=True):
    """`jobs`: the only ones whose applications the seat may see; None: all."""

    application_id: int
    context: str
    name: str
    jobs: frozenset[str] | None


def systems(sandbox: Sandbox, tx: sqlite3.Connection, seat_id: int) -> list[System]:
    """NotFound: no such active seat."""
    seat = seats.get(tx, seat_id)
    if seat is None or seat.state != "ACTIVE":
        raise NotFound
    found = [row for row in integrations.of_company(tx, seat.company_id) if row.type == _TYPE]
    return [
        System(
            application_id=row.application_id,
            context=row.context,
            name=row.name or "",
            jobs=_visible_jobs(sandbox, tx, row, seat),
        )
        for row in found
        if row.status == "ENABLED"
        and enablement.reaches(
            tx, application_id=row.application_id, company_id=seat.company_id, contract_id=seat.contract_id
        )
    ]


def _visible_jobs(
    sandbox: Sandbox, tx: sqlite3.Connection, integration: integrations.Integration, seat: seats.Seat
) -> frozenset[str] | None:
    viewers = integrations.configuration(tx, integration.id, "APPLICATION_VIEWERS")
    if viewers is not None and viewers.value == EVERYBODY:
        return None
    return acls.entities_for(
        tx,
        application_id=integration.application_id,
        context=integration.context,
        entity_type=JOB,
        member_id=seat.member_id,
        everyone=sandbox.switches.everyone_acl_id,
    )
