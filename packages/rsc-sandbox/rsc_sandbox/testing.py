"""A sandbox inside a test: in process, or over HTTP on a free port, with everything at hand that a test wants to turn."""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.certification.report import Report
from rsc_sandbox.clock import Clock
from rsc_sandbox.config import Config, Switches
from rsc_sandbox.linkedin import export, visibility
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.scenarios import loading
from rsc_sandbox.scenarios.loading import Made
from rsc_sandbox.seeds import resetting
from rsc_sandbox.store import calls, deliveries, exports, faults
from rsc_sandbox.store.calls import Call
from rsc_sandbox.store.deliveries import Delivery
from rsc_sandbox.store.exports import Export
from rsc_sandbox.store.faults import Fault

_POLL_SECONDS = 0.02
_MOST = 1_000


class _Quiet(WSGIRequestHandler):
    """Writes no line for every request."""

    def log_request(self, *_arguments: object) -> None:
        """The sandbox keeps a log of its own."""


class Server:
    """Serves one sandbox after the other on one port, so that a test does not wait for a server."""

    def __init__(self) -> None:
        self._app: Flask | None = None
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._app is None:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        return self._app(environ, start_response)

    def serve(self, app: Flask | None) -> str:
        """Serve this from now on; the address. None: nothing."""
        self._app = app
        if self._server is None:
            self._server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=_Quiet)
            self._thread = threading.Thread(
                target=self._server.serve_forever, args=(_POLL_SECONDS,), name="rsc-sandbox", daemon=True
            )
            self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def forget(self, app: Flask) -> None:
        if self._app is app:
            self._app = None

    def close(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


class TestedSandbox:
    """What the fixture `rsc_sandbox` gives. `app` is a WSGI application, `http` speaks to it without a socket."""

    __test__ = False  # the name begins like a test's

    def __init__(self, server: Server) -> None:
        self._server = server
        self.app = create_app(Config())
        self.inside: Sandbox = sandbox_of(self.app)
        self.transport = httpx.WSGITransport(self.app)
        self.http = httpx.Client(transport=self.transport, base_url="http://rsc-sandbox.test")
        self.clock = TestedClock(self.inside.clock)
        self.faults = TestedFaults(self.inside, self.http)

    @property
    def url(self) -> str:
        """Its address on 127.0.0.1; the server starts when this is first read."""
        return self._server.serve(self.app)

    @property
    def parent(self) -> tuple[str, str]:
        """Client id and secret of the vendor's parent application."""
        return self.inside.config.parent_client_id, self.inside.config.parent_client_secret

    @property
    def exports(self) -> list[Export]:
        """Every export that was accepted, newest first."""
        with self.inside.transaction() as tx:
            return exports.newest(tx, count=_MOST)

    @property
    def calls(self) -> list[Call]:
        """What was called, newest first; secrets and tokens are left out."""
        with self.inside.transaction() as tx:
            return calls.newest(tx, count=_MOST)

    @property
    def deliveries(self) -> list[Delivery]:
        """Pushes and what became of them, newest first."""
        with self.inside.transaction() as tx:
            return deliveries.newest(tx, count=_MOST)

    def seed(self, scenario: str, *, callback_url: str = "") -> Made:
        """Load a named scenario; what it made, with the credentials of its customers."""
        return loading.load(self.app, self.inside, scenario, callback_url=callback_url)

    def reset(self) -> None:
        resetting.reset(self.inside)

    def switch(self, **changes: object) -> Switches:
        """Change switches: `switch(exports_per_seat_month=5)`."""
        return self.inside.switch(changes)

    def recruiter(self, seat: int) -> "Recruiter":
        """Whoever holds that seat: 88003 is Rhea, 88005 Sam, 88001 Ada, 88004 Hal."""
        return Recruiter(self.inside, seat)

    def deliver(self, to: httpx.BaseTransport | None = None) -> int:
        """Send the pushes that are due, each once; how many. `to` carries them instead of the network."""
        before = self.inside.transport
        self.inside.transport = to or before
        try:
            return delivery.deliver_due(self.inside)
        finally:
            self.inside.transport = before

    def certify(self, application: str = "") -> Report:
        """How LinkedIn's rules stand for the application (client id or foreign id); the only one needs no name."""
        answer = self.http.get("/_sandbox/certification.json", params={"application": application})
        if not answer.is_success:
            raise ValueError(answer.json()["error"])
        return msgspec.json.decode(answer.content, type=Report)

    def snapshot(self, name: str) -> None:
        """Keep everything as it is now."""
        self.inside.snapshots.take(name)

    def restore(self, name: str) -> None:
        """Go back to that snapshot."""
        self.inside.snapshots.restore(name)

    def close(self) -> None:
        self._server.forget(self.app)
        self.http.close()
        self.inside.database.close()


class TestedClock:
    """The sandbox's clock; everything LinkedIn does with time goes by it."""

    __test__ = False

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now() / 1_000, UTC)

    def advance(self, **units: float) -> None:
        """Let time pass: `advance(hours=12)`, with the words of datetime.timedelta."""
        self._clock.advance(int(timedelta(**units) / timedelta(milliseconds=1)))

    def stop_at(self, moment: datetime) -> None:
        """Jump to a moment (with its offset) and stand still there."""
        if moment.tzinfo is None:
            raise ValueError("Say the moment with its offset, such as datetime(2026, 2, 1, tzinfo=UTC).")
        self._clock.set(int(moment.timestamp() * 1_000), frozen=True)

    def follow_real(self) -> None:
        self._clock.follow_real()


class TestedFaults:
    """What is to go wrong next; the kinds stand in README.md."""

    __test__ = False

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self._sandbox = sandbox
        self._http = http

    def add(self, kind: str, **limits: object) -> None:
        """`add("status", value=429, times=3, retry_after=30, method="PUT", path="/v2/atsApplications")`."""
        answer = self._http.post("/_sandbox/faults", json={"kind": kind, **limits})
        if not answer.is_success:
            raise ValueError(answer.json()["error"])

    def waiting(self) -> list[Fault]:
        with self._sandbox.transaction() as tx:
            return faults.waiting(tx)

    def clear(self) -> None:
        self._http.delete("/_sandbox/faults")


class Recruiter:
    """A person in the pretend Recruiter."""

    def __init__(self, sandbox: Sandbox, seat: int) -> None:
        self._sandbox = sandbox
        self._seat = seat

    def export(
        self,
        member: int,
        job: str | None = None,
        *,
        application: int | None = None,
        emails: tuple[str, ...] = (),
        notes: str | None = None,
    ) -> str:
        """Press Export to ATS; the id that the push carries. Without `application` to the first ATS there is."""
        if application is None:
            systems = visibility.destinations(self._sandbox, seat_id=self._seat)
            application = systems[0].application_id if systems else 0
        made = export.export(
            self._sandbox,
            seat_id=self._seat,
            member_id=member,
            application_id=application,
            job_external_id=job,
            emails=emails,
            notes=notes,
        )
        return made.request_id
