"""/_sandbox/scenarios: named states of LinkedIn to load, and the credentials and ids that they made."""

from flask import Blueprint, Response, current_app

from rsc_sandbox.control.requests import LoadScenario
from rsc_sandbox.control.wire import answer, body
from rsc_sandbox.linkedin.refusals import NotFound, Refusal
from rsc_sandbox.sandbox import current
from rsc_sandbox.scenarios import loading, plan

blueprint = Blueprint("scenarios", __name__)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    status = 404 if isinstance(refusal, NotFound) else 409
    return answer({"error": str(refusal) or type(refusal).__doc__}, status)


@blueprint.get("/scenarios")
def list_scenarios() -> Response:
    """The scenarios that can be loaded."""
    return answer({"scenarios": [{"name": name, "about": found.about} for name, found in plan.catalogue().items()]})


@blueprint.post("/scenarios/<name>")
def load_scenario(name: str) -> Response:
    """Reset the sandbox and put it into this state; the answer holds the credentials that were made."""
    wanted = body(LoadScenario)
    made = loading.load(current_app, current(), name, callback_url=wanted.callback_url)
    return answer(made, 201)
