"""/_sandbox/certification: the checklist for people, and the same as JSON and JUnit XML."""

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for

from rsc_sandbox.certification import report, subjects
from rsc_sandbox.certification.report import Report
from rsc_sandbox.certification.subjects import NoSubject
from rsc_sandbox.control.views import not_from_here, only_from_here, refused
from rsc_sandbox.control.wire import Refused, answer, body
from rsc_sandbox.recruiter import frame
from rsc_sandbox.recruiter.session import Page, require_csrf
from rsc_sandbox.sandbox import current

pages = Blueprint("certification", "rsc_sandbox", url_prefix="/_sandbox")
machine = Blueprint("certification_data", "rsc_sandbox", url_prefix="/_sandbox")
frame.furnish(pages)
pages.before_request(not_from_here)
pages.before_request(require_csrf)
machine.before_request(only_from_here)
machine.register_error_handler(Refused, refused)


class Afresh(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Client id or unique foreign id; empty: the only one."""

    application: str = ""


@pages.get("/certification")
def checklist() -> Page:
    """`open` shows every rule unfolded, as one would print it."""
    known = subjects.every(current())
    if not known:
        return render_template("certification/nobody.html")
    wanted = request.args.get("application", "")
    application = next((one for one in known if one.client_id == wanted), known[0])
    return render_template(
        "certification/checklist.html",
        applications=known,
        report=subjects.reported(current(), application),
        unfolded="open" in request.args,
    )


@pages.post("/certification")
def begin() -> Page:
    """The button that forgets what was seen."""
    wanted = request.form.get("application", "")
    application = next((one for one in subjects.every(current()) if one.client_id == wanted), None)
    if application is not None:
        subjects.begin_afresh(current(), application)
    return redirect(url_for("certification.checklist", application=wanted), 303)


@machine.get("/certification.json")
def as_json() -> Response:
    return answer(_report(request.args.get("application", "")))


@machine.get("/certification.xml")
def as_junit() -> Response:
    return Response(report.as_junit(_report(request.args.get("application", ""))), mimetype="application/xml")


@machine.post("/certification/afresh")
def begin_afresh() -> Response:
    """What was seen until now no longer counts."""
    wanted = _report(body(Afresh).application).application.client_id
    subjects.begin_afresh(current(), subjects.chosen(current(), wanted))
    return answer(_report(wanted))


def _report(wanted: str) -> Report:
    try:
        return subjects.reported(current(), subjects.chosen(current(), wanted))
    except NoSubject as error:
        raise Refused(str(error)) from None
