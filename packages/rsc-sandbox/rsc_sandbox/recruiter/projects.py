"""Projects of the contract: begin one, look into one, put people in and take them out."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import collecting, indicator
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.recruiter import people, profile_page, session, writing
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.profile_page import Entered
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats


@seated
def listed(_me: Me, seat: seats.Seat) -> Page:
    return _list_page(seat)


@seated
def begin(_me: Me, seat: seats.Seat) -> Page:
    name = writing.line("name")
    try:
        made = collecting.begin_project(current(), seat_id=seat.id, name=name)
    except (WrongText, NotPossible):
        return _list_page(seat, name=name, error=_name_error(name)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("recruiter.project", project_id=made.id), HTTPStatus.SEE_OTHER)


@seated
def project(_me: Me, seat: seats.Seat, project_id: int) -> Page:
    sandbox = current()
    try:
        found = collecting.project(sandbox, seat_id=seat.id, project_id=project_id)
    except NotFound:
        return session.missing()
    saved = collecting.people(sandbox, seat_id=seat.id, project_id=found.id)
    marked = indicator.in_ats(sandbox, seat_id=seat.id, member_ids=[member.id for member in saved])
    faces = [people.face(member) for member in saved]
    return render_template(
        "recruiter/project.html",
        area="projects",
        project=found,
        people=faces,
        in_ats=marked,
        contract=seat.contract_name,
    )


@seated
def save(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    """Save a person to a project, or to one that is begun for them."""
    member = profile_page.member_or_404(member_id)
    name, wanted = writing.line("name"), number(request.form.get("project", ""))
    try:
        if wanted:
            kept = collecting.save(current(), seat_id=seat.id, project_id=wanted, member_id=member.id)
        else:
            kept = collecting.save_to_new(current(), seat_id=seat.id, name=name, member_id=member.id)
    except NotFound:
        return session.missing()
    except (WrongText, NotPossible):
        entered = Entered(project_name=name, project_error=_name_error(name))
        return profile_page.show(seat, member, entered=entered), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(t("Saved to {project}.", project=kept.name))
    return redirect(url_for("recruiter.profile", member_id=member.id), HTTPStatus.SEE_OTHER)


@seated
def take_out(_me: Me, seat: seats.Seat, project_id: int) -> Page:
    try:
        left = collecting.take_out(
            current(),
            seat_id=seat.id,
            project_id=project_id,
            member_id=number(request.form.get("member", "")),
        )
    except NotFound:
        return session.missing()
    flash(t("Taken out of {project}.", project=left.name))
    after = request.form.get("next") or url_for("recruiter.project", project_id=left.id)
    return redirect(session.safe_next(after), HTTPStatus.SEE_OTHER)


def _list_page(seat: seats.Seat, *, name: str = "", error: str = "") -> str:
    return render_template(
        "recruiter/projects.html",
        area="projects",
        projects=collecting.projects_of(current(), seat_id=seat.id),
        contract=seat.contract_name,
        name=name,
        error=error,
    )


def _name_error(name: str) -> str:
    wrong = writing.error(name, collecting.LONGEST_NAME, t("Give the project a name."))
    return wrong or t("There is a project of that name already.")
