"""What a customer's administrator requests in the configuration plugin and switches in Recruiter's admin settings.

The bundles and the two levels are inferred: LinkedIn's public pages name them without their exact contents.
"""

import secrets
import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox import delivery
from rsc_sandbox.linkedin.refusals import Incomplete, NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, companies, exports, integrations
from rsc_sandbox.store.integrations import WHOLE_COMPANY, Integration

Missing = Literal["NAME", "CALLBACK_URL"]
COMPANY_BUNDLE = "RECRUITER_SYSTEM_CONNECT_COMPANY"
CONTRACT_BUNDLE = "RECRUITER_SYSTEM_CONNECT_CONTRACT"
_PUSH = "INTEGRATION_STATUS_CHANGE"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One ATS on the admin page: what was requested, what is on, and what the ATS still owes before it can be."""

    application: applications.Application
    integrations: tuple[Integration, ...]
    levels: frozenset[int]
    missing: tuple[tuple[Integration, Missing], ...]

    @property
    def company_level(self) -> bool:
        return WHOLE_COMPANY in self.levels


def request_bundles(
    sandbox: Sandbox, *, application_id: int, company_id: int, contract_ids: tuple[int, ...], bundles: tuple[str, ...]
) -> list[Integration]:
    """Ask for bundles as the plugin does: the company's types on the company, CSA_API on each contract."""
    at = sandbox.now()
    with sandbox.transaction() as tx:
        _check_contracts(tx, company_id, contract_ids)
        wanted: list[tuple[str, str]] = []
        if COMPANY_BUNDLE in bundles:
            wanted += [(f"{companies.ORGANIZATION}{company_id}", kind) for kind in integrations.COMPANY_TYPES]
        if CONTRACT_BUNDLE in bundles:
            wanted += [
                (f"{companies.CONTRACT}{number}", kind)
                for number in contract_ids
                for kind in integrations.CONTRACT_TYPES
            ]
        return [
            integrations.request(
                tx, application_id=application_id, company_id=company_id, context=context, integration_type=kind, at=at
            )
            for context, kind in wanted
        ]


def listed(sandbox: Sandbox, *, company_id: int) -> list[Listed]:
    """Every ATS that was requested for the company."""
    with sandbox.transaction() as tx:
        numbers = dict.fromkeys(row.application_id for row in integrations.of_company(tx, company_id))
        return [_listed(tx, application_id=number, company_id=company_id) for number in numbers]


def set_level(
    sandbox: Sandbox, *, application_id: int, company_id: int, contract_id: int = WHOLE_COMPANY, on: bool
) -> Listed:
    """Turn the company level, or that of one contract, on or off and push what changed.

    Incomplete: something that would be enabled lacks its name or its CALLBACK_URL.
    """
    with sandbox.transaction() as tx:
        before = _listed(tx, application_id=application_id, company_id=company_id)
        if contract_id != WHOLE_COMPANY:
            _check_contracts(tx, company_id, (contract_id,))
        levels = before.levels | {contract_id} if on else before.levels - {contract_id}
        affected = [row for row in before.integrations if _is_on(row, levels) != (row.status == "ENABLED")]
        if on:
            _refuse_unfinished(before, affected)
        integrations.set_level(tx, application_id=application_id, company_id=company_id, contract_id=contract_id, on=on)
        for integration in affected:
            _change(sandbox, tx, integration, on=_is_on(integration, levels))
        return _listed(tx, application_id=application_id, company_id=company_id)


def reaches(tx: sqlite3.Connection, *, application_id: int, company_id: int, contract_id: int) -> bool:
    """Whether the company's integrations work for the seats of that contract."""
    on = integrations.levels(tx, application_id=application_id, company_id=company_id)
    return WHOLE_COMPANY in on or contract_id in on


def missing(tx: sqlite3.Connection, integration: Integration) -> tuple[Missing, ...]:
    """What the ATS has to supply before this integration may be enabled."""
    found: list[Missing] = [] if integration.name else ["NAME"]
    if integration.type == "ONE_CLICK_EXPORT" and not integrations.configuration(tx, integration.id, "CALLBACK_URL"):
        found.append("CALLBACK_URL")
    return tuple(found)


def _listed(tx: sqlite3.Connection, *, application_id: int, company_id: int) -> Listed:
    application = applications.get(tx, application_id)
    rows = tuple(integrations.of_application(tx, application_id, company_id))
    if application is None or not rows:
        raise NotFound
    return Listed(
        application=application,
        integrations=rows,
        levels=integrations.levels(tx, application_id=application_id, company_id=company_id),
        missing=tuple((row, what) for row in rows for what in missing(tx, row)),
    )


def _check_contracts(tx: sqlite3.Connection, company_id: int, contract_ids: tuple[int, ...]) -> None:
    if not set(contract_ids) <= {contract.id for contract in companies.contracts_of(tx, company_id)}:
        raise NotFound


def _is_on(integration: Integration, levels: frozenset[int]) -> bool:
    if integration.context.startswith(companies.CONTRACT):
        return int(integration.context.removeprefix(companies.CONTRACT)) in levels
    return bool(levels)


def _refuse_unfinished(before: Listed, affected: list[Integration]) -> None:
    unfinished = tuple(f"{integration.type}: {what}" for integration, what in before.missing if integration in affected)
    if unfinished:
        raise Incomplete(unfinished)


def _change(sandbox: Sandbox, tx: sqlite3.Connection, integration: Integration, *, on: bool) -> None:
    at = sandbox.now()
    integrations.set_status(tx, integration.id, "ENABLED" if on else "DISABLED", at=at)
    change = exports.StatusChange(
        request_id=secrets.token_hex(16),
        integration_id=integration.id,
        created_at=at,
        expires_at=at + sandbox.switches.export_id_ttl_hours * 3_600_000,
    )
    exports.add_status_change(tx, change)
    delivery.enqueue(
        sandbox,
        tx,
        delivery.Push(
            application_id=integration.application_id,
            company_id=integration.company_id,
            event_id=change.request_id,
            type=_PUSH,
            expires_at=change.expires_at,
        ),
    )
