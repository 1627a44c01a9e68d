"""The configuration plugin: sign in as an admin, choose contracts, request bundles of integrations."""

from flask import render_template, request, url_for

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.plugins import admins, bundles, entrance, pages
from rsc_sandbox.plugins.admins import Administrator
from rsc_sandbox.plugins.entrance import Entry, Told, inside
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store.companies import Contract

_LONGEST = 500


def start() -> Page:
    """The iframe's first document. Where the browser sends our cookie, the person need not sign in again."""
    entry = entrance.begin("ONBOARDING", {"types": request.args.get("types", "")[:_LONGEST]})
    if entry is None:
        return entrance.not_allowed()
    me = session.me()
    if me is not None and admins.administered(me.account_id):
        entry = entrance.sign(entry, account_id=me.account_id, seat_id=None, until=entry.ticket.expires_at)
    pages.note(entry.application.id, f"onboarding.{'signed-in' if entry.account_id else 'signed-out'}")
    return _continue(entry)


@inside("ONBOARDING")
def onboarding(entry: Entry) -> Page:
    """The steps after sign-in: contracts, where there is a choice, then the bundles."""
    return _continue(entry)


@inside("ONBOARDING")
def request_bundle(entry: Entry) -> Page:
    """Request, or notify the partner once more: store what was asked for and tell the page's callback."""
    administrator = _administrator(entry)
    if administrator is None:
        return _sign_in(entry), 403
    contracts = administrator.chosen(request.form.getlist("contract"))
    wanted = tuple(request.form.getlist("bundle"))
    if not contracts or not wanted or not set(wanted) <= set(_offered(entry)):
        title, text = t("Nothing was requested"), t("Reload the page and choose again.")
        return entrance.message(title, text, entry.ticket.origin), 422
    made = enablement.request_bundles(
        current(),
        application_id=entry.application.id,
        company_id=contracts[0].company_id,
        contract_ids=tuple(contract.id for contract in contracts),
        bundles=wanted,
    )
    told = [{"integrationType": one.type, "integrationContext": one.context} for one in made]
    return _bundles(entry, administrator, contracts, told=Told("integrated", told))


def _administrator(entry: Entry) -> Administrator | None:
    return admins.administered(entry.account_id) if entry.account_id else None


def _offered(entry: Entry) -> tuple[str, ...]:
    return bundles.offered(entry.ticket.asked["types"])


def _continue(entry: Entry) -> Page:
    administrator = _administrator(entry)
    if administrator is None:
        return _sign_in(entry)
    chosen = administrator.chosen(request.form.getlist("contract"))
    if len(administrator.contracts) == 1:
        chosen = administrator.contracts
    if not chosen:
        asked = "contract" in request.form or "choosing" in request.form
        return render_template(
            "plugins/onboarding_contracts.html",
            **entry.shared(),
            person=administrator.name,
            company=administrator.company,
            contracts=administrator.contracts,
            error=t("Choose one contract or several of the same company.") if asked else "",
        )
    return _bundles(entry, administrator, chosen)


def _bundles(
    entry: Entry, administrator: Administrator, contracts: tuple[Contract, ...], *, told: Told | None = None
) -> str:
    return render_template(
        "plugins/onboarding_bundles.html",
        **entry.shared(),
        person=administrator.name,
        company=administrator.company,
        contracts=contracts,
        bundles=bundles.shown(entry.application, contracts, _offered(entry)),
        told=told,
    )


def _sign_in(entry: Entry) -> str:
    name = entry.application.name
    return render_template(
        "plugins/sign_in.html",
        **entry.shared(),
        code=entry.ticket.code,
        title=t("Connect Recruiter"),
        text=t("Sign in with a Recruiter admin seat to choose what {application} may use.", application=name),
        onward=url_for("plugins.onboarding"),
    )
