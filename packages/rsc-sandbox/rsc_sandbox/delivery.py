"""Push notifications: written as rows, signed, sent, repeated with back-off on the sandbox's clock."""

import hashlib
import hmac
import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec

from rsc_sandbox import webhook
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, companies, deliveries, exports, faults, integrations
from rsc_sandbox.store.deliveries import Delivery, NewDelivery

SIGNATURE = "X-LI-Signature"
_AT_ONCE = 8


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """What happened; the receiver fetches the rest by `event_id` before `expires_at`."""

    application_id: int
    company_id: int
    event_id: str
    type: str
    expires_at: int


def sign(body: bytes, client_secret: str) -> str:
    """Lower-case hex HMAC-SHA256 over the prefixed body, as LinkedIn's webhook pages describe."""
    return hmac.new(client_secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What goes where, signed with the secret of that application."""

    application_id: int
    event_id: str
    type: str
    url: str
    body: str


def enqueue(sandbox: Sandbox, tx: sqlite3.Connection, push: Push) -> None:
    """Write the push for the application's CALLBACK_URL; without one LinkedIn has nobody to tell."""
    url = _callback_url(tx, push)
    if url is None:
        return
    body = written({"id": push.event_id, "type": push.type, "expiresAt": push.expires_at})
    if faults.strike(tx, "expired_id"):
        exports.expire(tx, push.event_id, at=sandbox.now())
    outgoing = Outgoing(application_id=push.application_id, event_id=push.event_id, type=push.type, url=url, body=body)
    send_later(sandbox, tx, outgoing)


def written(content: dict[str, object]) -> str:
    """LinkedIn sends what is not ASCII escaped, so that a signature over the bytes fits in every encoding."""
    return json.dumps(content, separators=(",", ":"))


def send_later(sandbox: Sandbox, tx: sqlite3.Connection, outgoing: Outgoing) -> None:
    """Write the push down, with the faults that somebody asked for."""
    at = sandbox.now()
    delay = faults.strike(tx, "delay")
    reorder = faults.strike(tx, "reorder")
    held = reorder is not None and reorder.remaining > 1
    new = NewDelivery(
        application_id=outgoing.application_id,
        event_id=outgoing.event_id,
        type=outgoing.type,
        url=outgoing.url,
        body=outgoing.body[: len(outgoing.body) // 2] if faults.strike(tx, "corrupt") else outgoing.body,
        due_at=deliveries.HELD if held else at + (delay.value * 1_000 if delay else 0),
        rank=reorder.remaining if reorder else 0,
        bad_signature=faults.strike(tx, "bad_signature") is not None,
        status="DROPPED" if faults.strike(tx, "drop") else "PENDING",
    )
    duplicate = faults.strike(tx, "duplicate")
    for _ in range(1 + (duplicate.value if duplicate else 0)):
        deliveries.add(tx, new, at=at)
    if reorder and not held:
        deliveries.release(tx, at=at)


def deliver_due(sandbox: Sandbox) -> int:
    """Send what is due now, each once, and ask the webhook whether it is still there; the number of pushes tried."""
    webhook.ask_again(sandbox)
    waiting = _due(sandbox)
    for delivery in waiting:
        _deliver(sandbox, delivery)
    return len(waiting)


class Courier(threading.Thread):
    """Delivers in the background of a served sandbox until it is told to stop: several pushes at once, as LinkedIn does.

    Pushes with a rank were held to come in a certain order, and keep it.
    """

    def __init__(self, sandbox: Sandbox, *, pause_seconds: float = 0.05) -> None:
        super().__init__(name="rsc-sandbox-courier", daemon=True)
        self._sandbox = sandbox
        self._pause = pause_seconds
        self._stopping = threading.Event()
        self._under_way: set[int] = set()

    def run(self) -> None:
        news = self._sandbox.pushes_waiting
        with ThreadPoolExecutor(_AT_ONCE, "rsc-sandbox-courier") as pool:
            while not self._stopping.is_set():
                news.clear()
                if webhook.is_due(self._sandbox):
                    pool.submit(webhook.ask_again, self._sandbox)
                fresh = [delivery for delivery in _due(self._sandbox) if delivery.id not in self._under_way]
                self._under_way.update(delivery.id for delivery in fresh)
                for delivery in fresh:
                    if not delivery.rank:
                        pool.submit(self._carry, [delivery])
                ordered = [delivery for delivery in fresh if delivery.rank]
                if ordered:
                    pool.submit(self._carry, ordered)
                news.wait(self._pause)

    def stop(self) -> None:
        """Return when what is being sent has been sent."""
        self._stopping.set()
        self._sandbox.pushes_waiting.set()
        self.join()

    def _carry(self, waiting: list[Delivery]) -> None:
        for delivery in waiting:
            try:
                _deliver(self._sandbox, delivery)
            finally:
                self._under_way.discard(delivery.id)


def _due(sandbox: Sandbox) -> list[Delivery]:
    with sandbox.transaction() as tx:
        return deliveries.due(tx, at=sandbox.now())


def _callback_url(tx: sqlite3.Connection, push: Push) -> str | None:
    integration = integrations.by_key(
        tx,
        application_id=push.application_id,
        context=f"{companies.ORGANIZATION}{push.company_id}",
        integration_type="ONE_CLICK_EXPORT",
    )
    if integration is None:
        return None
    configured = integrations.configuration(tx, integration.id, "CALLBACK_URL")
    return configured.value if configured else None


def _deliver(sandbox: Sandbox, delivery: Delivery) -> None:
    with sandbox.transaction() as tx:
        application = applications.get(tx, delivery.application_id)
    if application is None:  # a reset came between
        return
    status, error = _send(sandbox, delivery, application.client_secret)
    switches = sandbox.switches
    attempts = delivery.attempts + 1
    at = sandbox.now()
    delivered = status is not None and 200 <= status < 300  # noqa: PLR2004 -- any 2xx
    again = not delivered and attempts <= switches.push_retries
    pause = switches.push_backoff_seconds[min(attempts, len(switches.push_backoff_seconds)) - 1]
    with sandbox.transaction() as tx:
        deliveries.settle(
            tx,
            delivery.id,
            status="DELIVERED" if delivered else "PENDING" if again else "FAILED",
            attempts=attempts,
            due_at=at + pause * 1_000 if again else delivery.due_at,
            last_status=status,
            last_error=error,
            at=at,
        )


def _send(sandbox: Sandbox, delivery: Delivery, secret: str) -> tuple[int | None, str | None]:
    signature = sign(delivery.body.encode("ascii"), secret if not delivery.bad_signature else secret + "-wrong")
    headers = {"Content-Type": "application/json", SIGNATURE: signature}
    try:
        with httpx.Client(
            transport=sandbox.transport, timeout=sandbox.switches.push_timeout_seconds, verify=webhook.trusted()
        ) as client:
            answer = client.post(delivery.url, content=_encoded(sandbox, delivery.body), headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return None, f"{type(error).__name__}: {error}"
    return answer.status_code, None if answer.is_success else answer.text[:500]


def _encoded(sandbox: Sandbox, body: str) -> bytes:
    """The bytes of a push. LinkedIn's pages speak of signing the escaped form, not of what is sent [INF]."""
    if sandbox.switches.push_encoding == "escaped":
        return body.encode("ascii")
    try:
        return json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()
    except ValueError:  # spoilt on purpose
        return body.encode("ascii")
