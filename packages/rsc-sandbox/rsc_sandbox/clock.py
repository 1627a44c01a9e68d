"""The one clock of a sandbox: follows the real one, runs ahead of it, or stands still."""

from collections.abc import Callable
from typing import Literal

import msgspec

from rsc_sandbox.store import settings
from rsc_sandbox.store.db import Database

_KEY = "clock"


class ClockState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`frozen_at_ms` rules while `mode` is frozen, `offset_ms` otherwise."""

    mode: Literal["real", "shifted", "frozen"] = "real"
    offset_ms: int = 0
    frozen_at_ms: int = 0


class Clock:
    """Milliseconds since 1970 UTC. The state is kept in the database, so a restart does not travel in time."""

    def __init__(self, database: Database, real: Callable[[], float]) -> None:
        self._database = database
        self._real = real

    def now(self) -> int:
        state = self.state()
        return state.frozen_at_ms if state.mode == "frozen" else self._real_ms() + state.offset_ms

    def state(self) -> ClockState:
        with self._database.transaction() as tx:
            return settings.read(tx, _KEY, ClockState) or ClockState()

    def set(self, at_ms: int, *, frozen: bool) -> None:
        """Jump to a moment; `frozen` says whether time then stands still."""
        if frozen:
            self._write(ClockState("frozen", 0, at_ms))
        else:
            self._write(ClockState("shifted", at_ms - self._real_ms(), 0))

    def advance(self, milliseconds: int) -> None:
        state = self.state()
        if state.mode == "frozen":
            self._write(ClockState("frozen", 0, state.frozen_at_ms + milliseconds))
        else:
            self._write(ClockState("shifted", state.offset_ms + milliseconds, 0))

    def follow_real(self) -> None:
        self._write(ClockState())

    def _real_ms(self) -> int:
        return int(self._real() * 1_000)

    def _write(self, state: ClockState) -> None:
        with self._database.transaction() as tx:
            settings.write(tx, _KEY, state)
