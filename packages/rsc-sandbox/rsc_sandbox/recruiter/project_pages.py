"""Projects: the list of a contract's, and one with its people."""

from http import HTTPStatus

from flask import flash, get_flashed_messages, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import collecting
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.people import face
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.recruiter.work import text
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats


@seated
def projects(_me: Me, seat: seats.Seat) -> Page:
    """All of the contract's; a new one is named below them."""
    if request.method == "GET":
        return _list(seat)
    try:
        made = collecting.begin_project(current(), seat_id=seat.id, name=text("name"))
    except WrongText:
        return _list(seat, t("Write a name of at most 100 characters.")), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotPossible:
        return _list(seat, t("There is a project of that name. Choose it from the list.")), HTTPStatus.CONFLICT
    return redirect(url_for("recruiter.project", project_id=made.id), HTTPStatus.SEE_OTHER)


@seated
def project(_me: Me, seat: seats.Seat, project_id: int) -> Page:
    """Its people; one can be taken out."""
    if project_id >= 2**63:
        return session.missing()
    try:
        kept = collecting.project(current(), seat_id=seat.id, project_id=project_id)
        if request.method == "POST":
            member_id = number(request.form.get("member", ""))
            collecting.take_out(current(), seat_id=seat.id, project_id=project_id, member_id=member_id)
            flash(t("Taken out of the project."))
            return redirect(url_for("recruiter.project", project_id=project_id), HTTPStatus.SEE_OTHER)
        people = collecting.people(current(), seat_id=seat.id, project_id=project_id)
    except NotFound:
        return session.missing()
    return render_template(
        "recruiter/project.html",
        area="projects",
        project=kept,
        people=[face(member) for member in people],
        told=get_flashed_messages(),
    )


def _list(seat: seats.Seat, error: str = "") -> str:
    found = collecting.projects_of(current(), seat_id=seat.id)
    return render_template(
        "recruiter/projects.html",
        area="projects",
        projects=found,
        contract=seat.contract_name,
        error=error,
        name=text("name"),
    )
