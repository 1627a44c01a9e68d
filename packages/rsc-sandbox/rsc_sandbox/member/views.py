"""The addresses of a pretend member: OAuth consent, the public profile, and the member's own view of LinkedIn."""

from flask import Blueprint

from rsc_sandbox.member import account, choosing, consent, inbox
from rsc_sandbox.recruiter.frame import furnish
from rsc_sandbox.recruiter.session import require_csrf

blueprint = Blueprint("member", "rsc_sandbox")
furnish(blueprint)
blueprint.before_request(require_csrf)

for _address, _endpoint, _view, _methods in (
    ("/oauth/v2/authorization", "authorize", consent.authorize, ("GET", "POST")),
    ("/in/<slug>", "public_profile", consent.public_profile, ("GET",)),
    ("/member", "choose", choosing.choose, ("GET",)),
    ("/member/become", "become", choosing.become, ("POST",)),
    ("/member/inbox", "inbox", inbox.inbox, ("GET",)),
    ("/member/messages/<int:thread_id>", "thread", inbox.thread, ("GET",)),
    ("/member/messages/<int:thread_id>/reply", "reply", inbox.reply, ("POST",)),
    ("/member/messages/<int:thread_id>/decline", "decline", inbox.decline, ("POST",)),
    ("/member/messages/<int:thread_id>/contact", "answer_consent", inbox.answer_consent, ("POST",)),
    ("/member/account", "account", account.account, ("GET",)),
    ("/member/account/close", "close", account.close, ("POST",)),
):
    blueprint.add_url_rule(_address, _endpoint, _view, methods=_methods)
