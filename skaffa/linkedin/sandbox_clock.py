"""A sandbox environment may live in the sandbox's time, so that a month passes in a minute (architecture D13)."""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from rsc_client.errors import LinkedInError
from rsc_client.metering import Call
from rsc_client.transport import Channel, Hosts, Request
from skaffa.core import clock

PATH = "/_sandbox/clock"
STALE_AFTER = 1.0
TIMEOUT = 1.0


def install_if_wanted() -> None:
    """Called once per process at start; settings refuse the wish anywhere but in a sandbox environment."""
    environment = settings.SKAFFA
    if environment.follow_sandbox_clock and environment.kind == "sandbox":
        clock.install(SandboxClock(environment.linkedin_api_url).now)


class SandboxClock:
    """The sandbox's time: asked at most once a second, in between and without an answer by its last distance."""

    def __init__(
        self, origin: str, *, channel: Channel | None = None, timer: Callable[[], float] = time.monotonic
    ) -> None:
        if urlsplit(origin).hostname in {None, "api.linkedin.com"}:
            raise ValueError("only a sandbox has a clock that can be followed")
        self._origin = origin
        self._channel = channel or Channel(Hosts.single(origin), timeout=TIMEOUT)
        self._timer = timer
        self._asking = threading.Lock()
        self._asked_at: float | None = None
        self._ahead = timedelta()

    def now(self) -> datetime:
        if self._is_stale() and self._asking.acquire(blocking=False):  # others go on with what is known
            try:
                self._ask()
            finally:
                self._asking.release()
        return clock.system() + self._ahead

    def _is_stale(self) -> bool:
        return self._asked_at is None or self._timer() - self._asked_at >= STALE_AFTER

    def _ask(self) -> None:
        request = Request(verb="GET", url=f"{self._origin}{PATH}")
        call = Call(client_id="", resource="_sandbox/clock", method="GET", records=0)
        try:
            told = json.loads(self._channel.send(request, call))
            there = datetime.fromtimestamp(told["now"] / 1000, UTC)
        except (LinkedInError, ValueError, KeyError, TypeError, OverflowError):
            pass
        else:
            self._ahead = there - clock.system()
        self._asked_at = self._timer()
