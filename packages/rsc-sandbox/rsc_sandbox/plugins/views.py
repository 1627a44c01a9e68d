"""The plugin loader, the extension scripts it loads, and the documents they open in iframes."""

import msgspec
from flask import Blueprint, Response, current_app, jsonify, render_template, request

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.plugins import admins, bundles, pages
from rsc_sandbox.plugins.admins import Administrator
from rsc_sandbox.recruiter import frame, session
from rsc_sandbox.recruiter.session import Me, Page, signed_in
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import tickets
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.companies import Contract
from rsc_sandbox.store.tickets import Ticket

blueprint = Blueprint("plugins", "rsc_sandbox")
frame.furnish(blueprint)


@blueprint.get("/xdoor/scripts/in.js")
def loader() -> Response:
    return current_app.send_static_file("in.js")


@blueprint.get("/rsc/extensions/onboarding-widget")
@blueprint.get("/recruiter/widget/ATSIntegration")
def onboarding_extension() -> Response:
    """The configuration plugin's extension, at its present and at its old address."""
    return current_app.send_static_file("onboarding-widget.js")


@blueprint.get("/xdoor/scripts/allowed.js")
def allowed() -> Response:
    """Whether the page that loads this may use the key; a script, so that the page need not allow connections."""
    answer = pages.permission(request.args.get("api_key", ""), request.args.get("origin", ""))
    body = f"window.IN.allowed({msgspec.json.encode(answer).decode()});\n"
    return Response(body, mimetype="text/javascript")


@blueprint.get("/xdoor/widgets/onboarding")
def start() -> Page:
    """The iframe's first document. Where the browser sends our cookie, the person need not sign in again."""
    application = pages.embedded(request.args.get("api_key", ""), request.args.get("origin", ""))
    if application is None:
        return _message(t("Not allowed here"), t("This page is not registered for the application it names.")), 403
    me = session.me()
    with current().transaction() as tx:
        code, secret = tickets.issue(
            tx,
            application_id=application.id,
            origin=request.args["origin"],
            types=request.args.get("types", "")[:500],
            account_id=me.account_id if me and admins.administered(me.account_id) else None,
            at=current().now(),
        )
        ticket = tickets.by_code(tx, code, at=current().now())
    frame.allow_framing_by(request.args["origin"])
    pages.note(application.id, "onboarding.signed-in" if ticket and ticket.account_id else "onboarding.signed-out")
    if ticket and ticket.account_id:
        return _continue(ticket, secret, application)
    return render_template(
        "plugins/onboarding_sign_in.html",
        application=application.name,
        ticket=secret,
        code=code,
        parent_origin=request.args["origin"],
    )


@blueprint.post("/xdoor/widgets/ready")
def ready() -> Response:
    """Whether somebody has signed in for the iframe by now."""
    ticket = _ticket()
    return jsonify(ready=ticket is not None and ticket.account_id is not None)


@blueprint.post("/xdoor/widgets/onboarding")
def onboarding() -> Page:
    """The steps after sign-in: contracts, where there is a choice, then the bundles."""
    ticket = _ticket()
    application = pages.application_of(ticket) if ticket else None
    if ticket is None or application is None:
        return _expired(), 403
    frame.allow_framing_by(ticket.origin)
    return _continue(ticket, request.form["ticket"], application)


@blueprint.post("/xdoor/widgets/onboarding/request")
def request_bundle() -> Page:
    """Request, or notify the partner once more: store what was asked for and tell the page's callback."""
    ticket = _ticket()
    application = pages.application_of(ticket) if ticket else None
    administrator = admins.administered(ticket.account_id) if ticket and ticket.account_id else None
    if ticket is None or application is None or administrator is None:
        return _expired(), 403
    frame.allow_framing_by(ticket.origin)
    contracts = administrator.chosen(request.form.getlist("contract"))
    wanted = tuple(request.form.getlist("bundle"))
    if not contracts or not wanted or not set(wanted) <= set(bundles.offered(ticket.types)):
        return _message(t("Nothing was requested"), t("Reload the page and choose again."), ticket.origin), 422
    made = enablement.request_bundles(
        current(),
        application_id=application.id,
        company_id=contracts[0].company_id,
        contract_ids=tuple(contract.id for contract in contracts),
        bundles=wanted,
    )
    told = [{"integrationType": one.type, "integrationContext": one.context} for one in made]
    return _bundles(ticket, application, administrator, contracts, integrated=told)


@blueprint.route("/xdoor/widgets/approve/<code>", methods=["GET", "POST"])
def approve(code: str) -> Page:
    """The window in which our cookie counts: the signed-in admin lets the iframe act for them."""
    refused = session.require_csrf()
    return refused if refused is not None else _approve(code)


@signed_in
def _approve(me: Me, code: str) -> Page:
    with current().transaction() as tx:
        ticket = tickets.by_code(tx, code, at=current().now())
    application = pages.application_of(ticket) if ticket else None
    if ticket is None or application is None:
        return _window(t("This took too long"), t("Close this window and reload the page you came from.")), 403
    if admins.administered(me.account_id) is None:
        title = t("Only for Recruiter admins")
        text = t("{name} has no admin seat. Sign out and use an admin's account, or ask an admin.", name=me.face.name)
        return _window(title, text), 403
    if request.method == "GET":
        return render_template("plugins/approve.html", application=application.name, origin=ticket.origin, code=code)
    with current().transaction() as tx:
        tickets.sign(tx, code, account_id=me.account_id)
    return _window(t("Done"), t("Close this window: the page you came from goes on by itself."))


def _ticket() -> Ticket | None:
    with current().transaction() as tx:
        return tickets.by_secret(tx, request.form.get("ticket", ""), at=current().now())


def _continue(ticket: Ticket, secret: str, application: Application) -> Page:
    administrator = admins.administered(ticket.account_id) if ticket.account_id else None
    if administrator is None:
        return render_template(
            "plugins/onboarding_sign_in.html",
            application=application.name,
            ticket=secret,
            code=ticket.code,
            parent_origin=ticket.origin,
        )
    chosen = administrator.chosen(request.form.getlist("contract"))
    if len(administrator.contracts) == 1:
        chosen = administrator.contracts
    if not chosen:
        asked = "contract" in request.form or "choosing" in request.form
        return render_template(
            "plugins/onboarding_contracts.html",
            application=application.name,
            person=administrator.name,
            company=administrator.company,
            contracts=administrator.contracts,
            ticket=secret,
            parent_origin=ticket.origin,
            error=t("Choose one contract or several of the same company.") if asked else "",
        )
    return _bundles(ticket, application, administrator, chosen, secret=secret)


def _bundles(
    ticket: Ticket,
    application: Application,
    administrator: Administrator,
    contracts: tuple[Contract, ...],
    *,
    secret: str = "",
    integrated: list[dict[str, str]] | None = None,
) -> str:
    told = {} if integrated is None else {"integrated": integrated}
    return render_template(
        "plugins/onboarding_bundles.html",
        application=application.name,
        person=administrator.name,
        company=administrator.company,
        contracts=contracts,
        bundles=bundles.shown(application, contracts, bundles.offered(ticket.types)),
        ticket=secret or request.form["ticket"],
        parent_origin=ticket.origin,
        **told,
    )


def _expired() -> str:
    return _message(t("This took too long"), t("Reload the page to begin again."))


def _message(title: str, text: str, parent_origin: str = "") -> str:
    """Inside the iframe."""
    return render_template("plugins/message.html", title=title, text=text, parent_origin=parent_origin)


def _window(title: str, text: str) -> str:
    """In the window beside it."""
    return render_template("recruiter/message.html", title=title, text=text)
