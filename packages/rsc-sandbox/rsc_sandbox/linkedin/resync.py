"""LinkedIn asks a vendor to send jobs again: the push goes to the webhook of the parent application."""

import secrets

from rsc_sandbox import delivery, webhook
from rsc_sandbox.linkedin.refusals import NotFound, WebhookBlocked
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications

_TYPE = "RESYNC_JOBS"


def push(sandbox: Sandbox, *, application_id: int, job_ids: tuple[str, ...] = ()) -> None:
    """Ask for these jobs of a child, or for all its open ones.

    NotFound: no such child, or no webhook. WebhookBlocked: it failed too often. Signed with the parent's secret,
    because the webhook is the parent's [INF].
    """
    known = webhook.current(sandbox)
    with sandbox.transaction() as tx:
        child = applications.get(tx, application_id)
        if child is None or child.parent_id is None or known is None:
            raise NotFound
        if known.blocked:
            raise WebhookBlocked
        wanted: dict[str, object] = {
            "type": _TYPE,
            "developerApplicationUrn": child.urn,
            "syncAllOpenJobs": not job_ids,
            "externalJobPostingIds": job_ids,
        }
        body = delivery.written(wanted)
        outgoing = delivery.Outgoing(
            application_id=child.parent_id, event_id=secrets.token_hex(16), type=_TYPE, url=known.url, body=body
        )
        delivery.send_later(sandbox, tx, outgoing)
