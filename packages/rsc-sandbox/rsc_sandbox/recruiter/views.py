"""The addresses of the pretend Recruiter."""

from flask import Blueprint

from rsc_sandbox.recruiter import (
    admin,
    contact,
    decisions,
    messages,
    notes,
    people_search,
    projects,
    seat_list,
    sign_in,
    start,
)
from rsc_sandbox.recruiter.frame import furnish
from rsc_sandbox.recruiter.session import require_csrf

blueprint = Blueprint("recruiter", "rsc_sandbox", url_prefix="")
furnish(blueprint)
blueprint.before_request(require_csrf)

for _address, _endpoint, _view, _methods in (
    ("/", "home", start.start, ("GET",)),
    ("/talent/sign-in", "sign_in", sign_in.sign_in, ("GET", "POST")),
    ("/talent/sign-out", "sign_out", sign_in.sign_out, ("POST",)),
    ("/talent/contract", "choose_contract", sign_in.choose_contract, ("GET", "POST")),
    ("/talent/search", "search", people_search.search, ("GET",)),
    ("/talent/profile/<int:member_id>", "profile", contact.profile, ("GET",)),
    ("/talent/profile/<int:member_id>/jobs", "job_choices", contact.job_choices, ("GET",)),
    ("/talent/profile/<int:member_id>/export", "export", contact.export, ("POST",)),
    ("/talent/profile/<int:member_id>/exports/<request_id>", "push_state", contact.push_state, ("GET",)),
    ("/talent/profile/<int:member_id>/inmail", "compose", messages.compose, ("GET", "POST")),
    ("/talent/profile/<int:member_id>/notes", "write_note", notes.write, ("POST",)),
    ("/talent/profile/<int:member_id>/notes/<int:note_id>", "change_note", notes.change, ("POST",)),
    ("/talent/profile/<int:member_id>/notes/<int:note_id>/delete", "delete_note", notes.delete, ("POST",)),
    ("/talent/profile/<int:member_id>/projects", "save_to_project", projects.save, ("POST",)),
    ("/talent/profile/<int:member_id>/reject", "turn_down", decisions.turn_down, ("POST",)),
    ("/talent/profile/<int:member_id>/update-me", "update_me", decisions.update_me, ("POST",)),
    ("/talent/messages", "messages", messages.inbox, ("GET",)),
    ("/talent/messages/<int:thread_id>", "thread", messages.thread, ("GET",)),
    ("/talent/messages/<int:thread_id>/follow-up", "follow_up", messages.follow_up, ("POST",)),
    ("/talent/projects", "projects", projects.listed, ("GET",)),
    ("/talent/projects/begin", "begin_project", projects.begin, ("POST",)),
    ("/talent/projects/<int:project_id>", "project", projects.project, ("GET",)),
    ("/talent/projects/<int:project_id>/take-out", "take_out", projects.take_out, ("POST",)),
    ("/talent/admin/seats", "admin_seats", seat_list.admin_seats, ("GET",)),
    ("/talent/admin/seats/<int:seat_id>", "set_seat_state", seat_list.set_state, ("POST",)),
    ("/talent/admin/ats", "admin_ats", admin.admin_ats, ("GET",)),
    ("/talent/admin/ats/access", "switch_access", admin.switch_access, ("POST",)),
):
    blueprint.add_url_rule(_address, _endpoint, _view, methods=_methods)
