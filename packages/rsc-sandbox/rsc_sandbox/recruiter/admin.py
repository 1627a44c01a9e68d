"""More > Admin Settings > ATS: what systems asked for, what they still owe, and the two access levels."""

import sqlite3

import msgspec
from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.linkedin.enablement import Listed
from rsc_sandbox.linkedin.refusals import Incomplete, NotFound
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.session import Me, Page, administering
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import companies, integrations, seats
from rsc_sandbox.store.companies import Contract
from rsc_sandbox.store.integrations import WHOLE_COMPANY, Integration


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """One access level; `contract` WHOLE_COMPANY is the company's."""

    contract: int
    label: str
    text: str
    on: bool
    disabled: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One integration in the table."""

    label: str
    context_name: str
    name: str
    callback: str
    state: str
    tone: str


class System(msgspec.Struct, frozen=True, kw_only=True):
    """One applicant tracking system."""

    id: int
    name: str
    state: str
    tone: str
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]
    integrations: tuple[Row, ...]


@administering
def admin_ats(_me: Me, seat: seats.Seat) -> Page:
    return _page(seat)


@administering
def switch_access(_me: Me, seat: seats.Seat) -> Page:
    on = request.form.get("on") == "1"
    contract_id = number(request.form.get("contract", ""))
    try:
        listed = enablement.set_level(
            current(),
            application_id=number(request.form.get("application", "")),
            company_id=seat.company_id,
            contract_id=contract_id,
            on=on,
        )
    except NotFound:
        return session.missing()
    except Incomplete:
        return _page(seat), 409
    name = display_name(listed)
    flash(t("{name}: access turned on.", name=name) if on else t("{name}: access turned off.", name=name))
    return redirect(url_for("recruiter.admin_ats"), 303)


def display_name(listed: Listed) -> str:
    """What the system calls itself to recruiters; before that, the name of its application."""
    given = (row.name for row in listed.integrations if row.type == "ONE_CLICK_EXPORT" and row.name)
    return next(given, listed.application.name)


def _page(seat: seats.Seat) -> str:
    sandbox = current()
    listed = enablement.listed(sandbox, company_id=seat.company_id)
    with sandbox.transaction() as tx:
        company = companies.get(tx, seat.company_id)
        contracts = companies.contracts_of(tx, seat.company_id)
        systems = [_system(tx, one, contracts, company.name if company else "") for one in listed]
    return render_template(
        "recruiter/admin_ats.html",
        systems=systems,
        company=company.name if company else "",
    )


def _system(tx: sqlite3.Connection, listed: Listed, contracts: list[Contract], company: str) -> System:
    names = {contract.urn: contract.name for contract in contracts}
    if listed.levels:
        state, tone = t("Enabled"), "good"
    elif listed.missing:
        state, tone = t("Not ready"), "wait"
    else:
        state, tone = t("Ready"), "plain"
    return System(
        id=listed.application.id,
        name=display_name(listed),
        state=state,
        tone=tone,
        missing=_missing(listed, names, company),
        switches=(_company_switch(listed, company), *(_contract_switch(listed, one) for one in contracts)),
        integrations=tuple(_row(tx, row, names, company) for row in listed.integrations),
    )


def _company_switch(listed: Listed, company: str) -> Switch:
    unfinished = any(row.context.startswith(companies.ORGANIZATION) for row, _ in listed.missing)
    return Switch(
        contract=WHOLE_COMPANY,
        label=t("Company level access"),
        text=t("For every contract of {company}: export, In-ATS indicator and profile in the ATS.", company=company),
        on=listed.company_level,
        disabled=unfinished and not listed.company_level,
    )


def _contract_switch(listed: Listed, contract: Contract) -> Switch:
    on = contract.id in listed.levels
    relevant = (
        {contract.urn} if listed.company_level else {contract.urn, f"{companies.ORGANIZATION}{contract.company_id}"}
    )
    return Switch(
        contract=contract.id,
        label=t("Contract level access: {contract}", contract=contract.name),
        text=t(
            "For every seat on this contract; also gives the ATS messages, notes and contact details from Recruiter."
        ),
        on=on,
        disabled=not on and any(row.context in relevant for row, _ in listed.missing),
    )


def _missing(listed: Listed, names: dict[str, str], company: str) -> tuple[str, ...]:
    """What the system owes, and who can see to it."""
    nameless = [
        f"{type_label(row.type)} ({names.get(row.context, company)})" for row, what in listed.missing if what == "NAME"
    ]
    sentences = []
    if nameless:
        sentences.append(t("No name yet for: {integrations}.", integrations=", ".join(nameless)))
    if any(what == "CALLBACK_URL" for _, what in listed.missing):
        sentences.append(t("No callback address (CALLBACK_URL) yet: exports could not be delivered."))
    if sentences:
        sentences.append(
            t("An administrator of {name} finishes this there. Then reload this page.", name=display_name(listed))
        )
    return tuple(sentences)


def _row(tx: sqlite3.Connection, row: Integration, names: dict[str, str], company: str) -> Row:
    callback = integrations.configuration(tx, row.id, "CALLBACK_URL")
    state, tone = status_label(row.status)
    return Row(
        label=type_label(row.type),
        context_name=names.get(row.context, company),
        name=row.name or "",
        callback=callback.value if callback else "",
        state=state,
        tone=tone,
    )


def type_label(kind: str) -> str:
    labels = {
        "ONE_CLICK_EXPORT": t("Export to ATS"),
        "IN_ATS_INDICATOR": t("In-ATS indicator"),
        "PROFILE_PLUGIN": t("Profile in the ATS"),
        "CSA_API": t("Recruiter data for the ATS"),
    }
    return labels.get(kind, kind)


def status_label(status: integrations.Status) -> tuple[str, str]:
    """Its word and its tone."""
    return {
        "REQUESTED": (t("Requested"), "wait"),
        "ENABLED": (t("Enabled"), "good"),
        "DISABLED": (t("Off"), "plain"),
    }[status]
