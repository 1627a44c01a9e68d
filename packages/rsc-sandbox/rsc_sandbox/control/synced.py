"""/_sandbox/: what was synced and what Recruiter makes of it; job resync pushes and the webhook they go to."""

from flask import Blueprint, Response

from rsc_sandbox import webhook as parent_webhook
from rsc_sandbox.control.requests import Page, Resync, SetWebhook, Sight
from rsc_sandbox.control.wire import Refused, answer, body, query
from rsc_sandbox.linkedin import indicator, resync
from rsc_sandbox.linkedin.refusals import NotFound, Refusal
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import candidates

blueprint = Blueprint("synced", __name__)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    status = 404 if isinstance(refusal, NotFound) else 409
    return answer({"error": str(refusal) or type(refusal).__doc__}, status)


@blueprint.get("/candidates")
def list_candidates() -> Response:
    """What was synced, changed last first."""
    wanted = query(Page)
    with current().transaction() as tx:
        found, total = candidates.newest(tx, count=wanted.count), candidates.count(tx)
    return answer({"total": total, "candidates": found})


@blueprint.get("/indicator")
def show_indicator() -> Response:
    """In ATS, as the seat sees it."""
    wanted = query(Sight)
    return answer({"systems": indicator.indicator(current(), seat_id=wanted.seat, member_id=wanted.member)})


@blueprint.get("/webhook")
def webhook() -> Response:
    """Where the parent application hears of jobs that LinkedIn wants again."""
    known = parent_webhook.current(current())
    return answer({"url": known.url if known else None, "blocked": known is not None and known.blocked})


@blueprint.put("/webhook")
def set_webhook() -> Response:
    """The Webhooks tab of the developer portal; whoever is there must answer the challenge."""
    url = body(SetWebhook).url
    if not parent_webhook.register(current(), url):
        raise Refused("The address did not answer the challenge.", 409)
    return answer({"url": url, "blocked": False})


@blueprint.post("/resync")
def resync_jobs() -> Response:
    """Ask the vendor for jobs again; without `jobs` for all that are open."""
    wanted = body(Resync)
    resync.push(current(), application_id=wanted.application, job_ids=wanted.jobs)
    return answer({"status": "ok"}, 201)
