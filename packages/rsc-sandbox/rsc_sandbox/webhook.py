"""The parent application's webhook: who answers there must know the parent's secret, and is asked again and again."""

import functools
import hashlib
import hmac
import ssl
import uuid

import httpx
import msgspec

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, settings
from rsc_sandbox.store.applications import Application

_KEY = "parent_webhook"
_ANSWER_SECONDS = 3
_EVERY = 2 * 3_600_000
_MOST_FAILURES = 3


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Asked last at `asked_at`; `failures` in a row since it answered last. Without a URL there is none."""

    url: str
    asked_at: int
    failures: int = 0

    @property
    def blocked(self) -> bool:
        return self.failures >= _MOST_FAILURES


def current(sandbox: Sandbox) -> Webhook | None:
    """None: nobody is told."""
    with sandbox.transaction() as tx:
        known = settings.read(tx, _KEY, Webhook)
    return known if known and known.url else None


def register(sandbox: Sandbox, url: str | None) -> bool:
    """Whether the address was taken, and is no longer blocked; None takes the webhook away."""
    if url is not None and not challenge(sandbox, _parent(sandbox), url):
        return False
    with sandbox.transaction() as tx:
        settings.write(tx, _KEY, Webhook(url=url or "", asked_at=sandbox.now()))
    return True


def is_due(sandbox: Sandbox) -> bool:
    """Two hours after it was asked last, until it is blocked [D:webhook-validation]."""
    known = current(sandbox)
    return known is not None and not known.blocked and sandbox.now() >= known.asked_at + _EVERY


def ask_again(sandbox: Sandbox) -> None:
    """Ask once, if it is due; the third failure in a row blocks it [D:webhook-validation]."""
    with sandbox.transaction() as tx:
        known = current(sandbox)
        if known is None or not is_due(sandbox):
            return
        asked = msgspec.structs.replace(known, asked_at=sandbox.now())
        settings.write(tx, _KEY, asked)  # before the call, so that nobody else asks meanwhile
    failures = 0 if challenge(sandbox, _parent(sandbox), known.url) else known.failures + 1
    with sandbox.transaction() as tx:
        if settings.read(tx, _KEY, Webhook) == asked:
            settings.write(tx, _KEY, msgspec.structs.replace(asked, failures=failures))


def challenge(sandbox: Sandbox, application: Application, url: str) -> bool:
    """Whether whoever answers at `url` knows the application's secret [D:webhook-validation]."""
    code = str(uuid.uuid4())
    try:
        with httpx.Client(transport=sandbox.transport, timeout=_ANSWER_SECONDS, verify=trusted()) as client:
            answer = client.get(url, params={"challengeCode": code, "applicationId": str(application.id)})
        told = msgspec.json.decode(answer.content, type=dict[str, str])
    except (httpx.HTTPError, msgspec.MsgspecError):
        return False
    expected = hmac.new(application.client_secret.encode(), code.encode(), hashlib.sha256).hexdigest()
    return (
        answer.status_code == httpx.codes.OK
        and answer.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
        and told.get("challengeCode") == code
        and hmac.compare_digest(told.get("challengeResponse", "").encode(), expected.encode())
    )


@functools.cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: reading them takes longer than a push does."""
    return httpx.create_ssl_context()


def _parent(sandbox: Sandbox) -> Application:
    with sandbox.transaction() as tx:
        return next(application for application in applications.every(tx) if application.parent_id is None)
