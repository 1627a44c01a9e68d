"""LinkedIn asks a vendor to send jobs again: the push goes to the webhook of the parent application."""

import secrets

from rsc_sandbox import delivery
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, settings

_KEY = "webhook"
_TYPE = "RESYNC_JOBS"


def webhook(sandbox: Sandbox) -> str | None:
    """Where the parent is told; None: nowhere yet."""
    with sandbox.transaction() as tx:
        return settings.read(tx, _KEY, str) or None


def set_webhook(sandbox: Sandbox, url: str | None) -> bool:
    """Whether the address was taken: whoever answers there must know the parent's secret."""
    with sandbox.transaction() as tx:
        parent = next(application for application in applications.every(tx) if application.parent_id is None)
    if url is not None and not delivery.challenge(sandbox, parent, url):
        return False
    with sandbox.transaction() as tx:
        settings.write(tx, _KEY, url or "")
    return True


def push(sandbox: Sandbox, *, application_id: int, job_ids: tuple[str, ...] = ()) -> None:
    """Ask for these jobs of a child, or for all its open ones. NotFound: no such child, or no webhook.

    Signed with the parent's secret, because the webhook is the parent's [INF].
    """
    with sandbox.transaction() as tx:
        child = applications.get(tx, application_id)
        url = settings.read(tx, _KEY, str)
        if child is None or child.parent_id is None or not url:
            raise NotFound
        wanted: dict[str, object] = {
            "type": _TYPE,
            "developerApplicationUrn": child.urn,
            "syncAllOpenJobs": not job_ids,
            "externalJobPostingIds": job_ids,
        }
        body = delivery.written(wanted)
        outgoing = delivery.Outgoing(
            application_id=child.parent_id, event_id=secrets.token_hex(16), type=_TYPE, url=url, body=body
        )
        delivery.send_later(sandbox, tx, outgoing)
