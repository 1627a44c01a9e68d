"""Whom the profile plugin serves: an enabled integration, an account with an active seat it reaches."""

from typing import Literal

import msgspec

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import companies, integrations, seats
from rsc_sandbox.store.seats import Seat

_TYPE = "PROFILE_PLUGIN"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """`integration` is that of the page's context; `seat` is None for an account without a licence it reaches."""

    integration: Literal["ENABLED", "OFF", "UNKNOWN"]
    company: str = ""
    seat: Seat | None = None


def access(
    sandbox: Sandbox, *, application_id: int, context: str, contract: str, account_id: int, preferred: int | None
) -> Access:
    """`contract` is a URN or empty; of several seats it decides, then the `preferred` one, then the better licence."""
    with sandbox.transaction() as tx:
        row = integrations.by_key(tx, application_id=application_id, context=context, integration_type=_TYPE)
        contracts = companies.contracts_of(tx, row.company_id) if row else []
        if row is None or (contract and contract not in {one.urn for one in contracts}):
            return Access(integration="UNKNOWN")
        company = companies.get(tx, row.company_id)
        held = [
            seat
            for seat in seats.of_account(tx, account_id)
            if seat.company_id == row.company_id and contract in {"", f"{companies.CONTRACT}{seat.contract_id}"}
        ]
        reached = [
            seat
            for seat in held
            if enablement.reaches(
                tx, application_id=application_id, company_id=row.company_id, contract_id=seat.contract_id
            )
        ]
    on = row.status == "ENABLED" and (reached or not held)
    return Access(
        integration="ENABLED" if on else "OFF",
        company=company.name if company else "",
        seat=min(reached, key=lambda seat: _rank(seat, preferred), default=None) if on else None,
    )


def _rank(seat: Seat, preferred: int | None) -> tuple[bool, bool, int]:
    return (seat.id != preferred, seat.role == "HIRING_MANAGER", seat.id)
