"""The addresses of the pretend Recruiter."""

from flask import Blueprint

from rsc_sandbox.recruiter import admin, contact, people_search, sign_in, start
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
    ("/talent/admin/ats", "admin_ats", admin.admin_ats, ("GET",)),
    ("/talent/admin/ats/access", "switch_access", admin.switch_access, ("POST",)),
):
    blueprint.add_url_rule(_address, _endpoint, _view, methods=_methods)
