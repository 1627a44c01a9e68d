"""The addresses of the pretend Recruiter."""

from flask import Blueprint

from rsc_sandbox.recruiter import admin, admin_seats, contact, mail, people_search, project_pages, sign_in, work
from rsc_sandbox.recruiter.frame import furnish
from rsc_sandbox.recruiter.session import require_csrf

blueprint = Blueprint("recruiter", "rsc_sandbox", url_prefix="")
furnish(blueprint)
blueprint.before_request(require_csrf)

for _address, _endpoint, _view, _methods in (
    ("/", "home", sign_in.home, ("GET",)),
    ("/talent/sign-in", "sign_in", sign_in.sign_in, ("GET", "POST")),
    ("/talent/sign-out", "sign_out", sign_in.sign_out, ("POST",)),
    ("/talent/contract", "choose_contract", sign_in.choose_contract, ("GET", "POST")),
    ("/talent/search", "search", people_search.search, ("GET",)),
    ("/talent/profile/<int:member_id>", "profile", contact.profile, ("GET",)),
    ("/talent/profile/<int:member_id>/jobs", "job_choices", contact.job_choices, ("GET",)),
    ("/talent/profile/<int:member_id>/export", "export", contact.export, ("POST",)),
    ("/talent/profile/<int:member_id>/exports/<request_id>", "push_state", contact.push_state, ("GET",)),
    ("/talent/profile/<int:member_id>/messages", "write_message", work.write_message, ("POST",)),
    ("/talent/profile/<int:member_id>/notes", "add_note", work.add_note, ("POST",)),
    ("/talent/profile/<int:member_id>/notes/<int:note_id>", "change_note", work.change_note, ("POST",)),
    ("/talent/profile/<int:member_id>/projects", "save", work.save, ("POST",)),
    ("/talent/profile/<int:member_id>/update-me", "update_me", work.update_me, ("POST",)),
    ("/talent/profile/<int:member_id>/rejections", "turn_down", work.turn_down, ("POST",)),
    ("/talent/messages", "messages", mail.messages, ("GET",)),
    ("/talent/messages/<int:thread_id>", "thread", mail.thread, ("GET", "POST")),
    ("/talent/projects", "projects", project_pages.projects, ("GET", "POST")),
    ("/talent/projects/<int:project_id>", "project", project_pages.project, ("GET", "POST")),
    ("/talent/admin/seats", "admin_seats", admin_seats.admin_seats, ("GET",)),
    ("/talent/admin/seats/<int:seat_id>", "change_seat", admin_seats.change_seat, ("POST",)),
    ("/talent/admin/ats", "admin_ats", admin.admin_ats, ("GET",)),
    ("/talent/admin/ats/access", "switch_access", admin.switch_access, ("POST",)),
):
    blueprint.add_url_rule(_address, _endpoint, _view, methods=_methods)
