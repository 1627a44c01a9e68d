"""The plugin loader, the extension scripts it loads, and the addresses of the documents they open in iframes."""

import msgspec
from flask import Blueprint, Response, current_app, request

from rsc_sandbox.plugins import approval, entrance, onboarding, pages, profile, profile_actions
from rsc_sandbox.recruiter import frame

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


@blueprint.get("/rsc/extensions/profile-widget")
@blueprint.get("/recruiter/widget/hcm")
@blueprint.get("/talent/widgets/assets/javascripts/profile-widget.js")
def profile_extension() -> Response:
    """The profile plugin's extension: as documented, as it was once, and as pages in use have it."""
    return current_app.send_static_file("profile-widget.js")


@blueprint.get("/xdoor/scripts/allowed.js")
def allowed() -> Response:
    """Whether the page that loads this may use the key; a script, so that the page need not allow connections."""
    answer = pages.permission(request.args.get("api_key", ""), request.args.get("origin", ""))
    body = f"window.IN.allowed({msgspec.json.encode(answer).decode()});\n"
    return Response(body, mimetype="text/javascript")


for _address, _endpoint, _view, _methods in (
    ("/xdoor/widgets/ready", "ready", entrance.ready, ("POST",)),
    ("/xdoor/widgets/approve/<code>", "approve", approval.approve, ("GET", "POST")),
    ("/xdoor/widgets/onboarding", "start_onboarding", onboarding.start, ("GET",)),
    ("/xdoor/widgets/onboarding", "onboarding", onboarding.onboarding, ("POST",)),
    ("/xdoor/widgets/onboarding/request", "request_bundle", onboarding.request_bundle, ("POST",)),
    ("/xdoor/widgets/profile", "start_profile", profile.start, ("GET",)),
    ("/xdoor/widgets/profile", "profile", profile.show, ("POST",)),
    ("/xdoor/widgets/profile/sign-out", "profile_sign_out", profile.sign_out, ("POST",)),
    ("/xdoor/widgets/profile/link", "profile_link", profile_actions.link, ("POST",)),
    ("/xdoor/widgets/profile/unlink", "profile_unlink", profile_actions.unlink, ("POST",)),
    ("/xdoor/widgets/profile/save", "profile_save", profile_actions.save, ("POST",)),
    ("/xdoor/widgets/profile/inmail", "profile_inmail", profile_actions.inmail, ("POST",)),
    ("/xdoor/widgets/profile/update-me", "profile_update_me", profile_actions.update_me, ("POST",)),
):
    blueprint.add_url_rule(_address, _endpoint, _view, methods=_methods)
