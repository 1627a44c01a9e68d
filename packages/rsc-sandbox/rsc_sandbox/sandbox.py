"""One running sandbox: its configuration, database and clock, and how a view finds them."""

import secrets
import threading
import time
from collections.abc import Callable

import httpx
from flask import current_app

from rsc_sandbox.clock import Clock
from rsc_sandbox.config import Config, Switches, switched
from rsc_sandbox.store import members, settings
from rsc_sandbox.store.db import Database
from rsc_sandbox.store.snapshots import Snapshots

EXTENSION = "rsc_sandbox"
_SWITCHES = "switches"
_COOKIE_KEY = "cookie_key"


class Sandbox:
    """Everything is in here: nothing about a sandbox is global, so many can live in one process."""

    def __init__(
        self,
        config: Config,
        *,
        real_clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.config = config
        self.database = Database(config.data)
        self.transaction = self.database.transaction
        self.snapshots = Snapshots(self.database, config.data)
        self.clock = Clock(self.database, real_clock)
        self.sleep = sleep  # how an answer that is to come too late waits
        self.transport = transport  # how pushes leave; None: over the network
        self.pushes_waiting = threading.Event()  # wakes the courier before its pause is over

    @property
    def switches(self) -> Switches:
        """The switches given at start with those changed since."""
        with self.transaction() as tx:
            changes = settings.read(tx, _SWITCHES, dict[str, object]) or {}
        return switched(self.config.switches, changes)

    def switch(self, changes: dict[str, object]) -> Switches:
        """Change some switches; msgspec.ValidationError names the one that is wrong."""
        with self.transaction() as tx:
            before = settings.read(tx, _SWITCHES, dict[str, object]) or {}
            after = switched(self.config.switches, {**before, **changes})
            settings.write(tx, _SWITCHES, {**before, **changes})
        return after

    def now(self) -> int:
        return self.clock.now()

    def cookie_key(self) -> str:
        """Signs the cookies of the pages for people; the same after a restart."""
        with self.transaction() as tx:
            key = settings.read(tx, _COOKIE_KEY, str)
            if key is None:
                key = secrets.token_urlsafe(32)
                settings.write(tx, _COOKIE_KEY, key)
        return key

    def person_urn(self, *, application_id: int, member_id: int) -> str:
        """How that application is told who a member is."""
        with self.transaction() as tx:
            return members.person_urn(tx, application_id=self._names_of(application_id), member_id=member_id)

    def member_by_person(self, *, application_id: int, urn: str) -> members.Member | None:
        """Whom that application means by a person URN."""
        with self.transaction() as tx:
            return members.by_person_urn(tx, application_id=self._names_of(application_id), urn=urn)

    def profile_url(self, member: members.Member) -> str:
        return f"{self.config.www_base.rstrip('/')}/in/{member.slug}"

    def _names_of(self, application_id: int) -> int:
        return members.SHARED if self.switches.person_ids == "global" else application_id


def current() -> Sandbox:
    """The sandbox that answers this request."""
    sandbox: Sandbox = current_app.extensions[EXTENSION]
    return sandbox
