"""The bundles of integrations the configuration plugin offers, and how far each has come."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.linkedin.enablement import COMPANY_BUNDLE, CONTRACT_BUNDLE
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import companies, integrations
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.companies import Contract


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle on the page; `action` is what its button says, empty where there is nothing to press."""

    key: str
    label: str
    text: str
    state: str
    tone: str
    next_step: str
    action: str


class _Progress(msgspec.Struct, frozen=True, kw_only=True):
    state: str
    tone: str
    next_step: str
    action: str


def offered(types: str) -> tuple[str, ...]:
    """Of the bundles the embedding page supports (a comma list), those this sandbox knows."""
    asked = {one.strip() for one in types.split(",")}
    return tuple(key for key in (COMPANY_BUNDLE, CONTRACT_BUNDLE) if key in asked)


def shown(application: Application, contracts: tuple[Contract, ...], keys: tuple[str, ...]) -> list[Bundle]:
    """The bundles with their state for the chosen contracts."""
    with current().transaction() as tx:
        return [_bundle(tx, application, contracts, key) for key in keys]


def _bundle(tx: sqlite3.Connection, application: Application, contracts: tuple[Contract, ...], key: str) -> Bundle:
    if key == COMPANY_BUNDLE:
        label = t("Company: export, indicator and profile")
        text = t("One-click export, who is already in the ATS, and the LinkedIn profile inside the ATS.")
        wanted = [(f"{companies.ORGANIZATION}{contracts[0].company_id}", kind) for kind in integrations.COMPANY_TYPES]
    else:
        label = t("Contract: data from Recruiter")
        text = t("Messages, notes and contact details from Recruiter, for the chosen contracts.")
        wanted = [(contract.urn, kind) for contract in contracts for kind in integrations.CONTRACT_TYPES]
    rows = [
        integrations.by_key(tx, application_id=application.id, context=context, integration_type=kind)
        for context, kind in wanted
    ]
    known = [row for row in rows if row]
    unfinished = any(enablement.missing(tx, row) for row in known)
    progress = _progress(
        application, {row.status for row in known}, complete=len(known) == len(rows), unfinished=unfinished
    )
    return Bundle(
        key=key,
        label=label,
        text=text,
        state=progress.state,
        tone=progress.tone,
        next_step=progress.next_step,
        action=progress.action,
    )


def _progress(
    application: Application, statuses: set[integrations.Status], *, complete: bool, unfinished: bool
) -> _Progress:
    if not complete:
        return _Progress(state=t("Not requested"), tone="plain", next_step="", action=t("Request"))
    if statuses == {"ENABLED"}:
        return _Progress(state=t("Enabled"), tone="good", next_step="", action="")
    if unfinished:
        waiting = t(
            "{application} has not finished its part. Wait a few seconds, then refresh.", application=application.name
        )
        return _Progress(state=t("Notify partner"), tone="wait", next_step=waiting, action=t("Notify partner"))
    switch = t("Now turn it on in Recruiter: More > Admin Settings > ATS.")
    if "DISABLED" in statuses:
        return _Progress(state=t("Turned off"), tone="bad", next_step=switch, action="")
    return _Progress(state=t("Partner ready"), tone="good", next_step=switch, action="")
