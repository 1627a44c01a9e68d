"""How much of one kind a turn takes on: about as much as a slice of time is enough for.

Much at once costs few statements a record; too much would keep live changes of the other kinds waiting, and what a slow
LinkedIn leaves over has been read for nothing. So each turn takes on what the one before it has shown to be possible.
"""

import time

from skaffa.linkedin.models import SyncKind

SECONDS = 1.0
"""After which a turn begins no further call: live changes of the other kinds shall not wait long."""
FIRST, MOST = 100, 1_000
"""Marks in the first turn of a process, and at most."""

_possible: dict[SyncKind, int] = {}


class Slice:
    """One turn of one kind. `least`: marks that are taken on however slow LinkedIn is."""

    def __init__(self, kind: SyncKind, *, least: int) -> None:
        self._kind = kind
        self._least = least
        self._ends = float("inf")
        self.most = max(least, _possible.get(kind, FIRST))

    def begin(self) -> None:
        """From here on we wait for LinkedIn."""
        self._ends = time.monotonic() + SECONDS

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._ends

    def end(self, *, done: int, left: int) -> None:
        """So many marks were settled, so many were not reached."""
        if left:
            _possible[self._kind] = max(self._least, done)
        elif done >= self.most:
            _possible[self._kind] = min(MOST, 2 * self.most)
