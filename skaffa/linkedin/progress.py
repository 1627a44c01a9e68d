"""How far a load is, for administrators: what is sent, what waits, when it ends and what holds it up; pause and resume."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Load, SyncKind
from skaffa.linkedin.sync import load as loads
from skaffa.linkedin.sync.estimate import Binding


@dataclass(frozen=True, slots=True)
class Line:
    """One kind: how many things LinkedIn may have, how many of them still wait, and the records at the end."""

    kind: SyncKind
    things: int
    waiting: int
    may_have: int
    has: int | None  # None: not counted yet

    @property
    def done(self) -> int:
        return max(0, self.things - self.waiting)

    @property
    def agrees(self) -> bool:
        return self.has == self.may_have


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the panel; `ends` is None once it has ended or while it is paused."""

    load: Load
    lines: Sequence[Line]
    ends: Binding | None

    @property
    def total(self) -> int:
        return sum(line.things for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: a hundred means done."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def agrees(self) -> bool:
        return all(line.agrees for line in self.lines)


def of(actor: Actor, *, at: datetime) -> Progress | None:
    """The load under way, else the latest; None where there was none. For administrators."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    load = loads.current(connection) if connection else None
    if connection is None or load is None:
        return None
    moving = load.finished_at is None and load.paused_at is None
    return Progress(load, _lines(load), loads.ends(load, connection, at=at) if moving else None)


@transaction.atomic
def pause(*, by: Actor, at: datetime) -> None:
    """Nothing of the load is sent until somebody resumes it; live changes go on."""
    permissions.require(by, Action.ADMIN_CENTER)
    loads.pause(connections.require(), at=at)


@transaction.atomic
def resume(*, by: Actor, at: datetime) -> None:
    permissions.require(by, Action.ADMIN_CENTER)
    loads.resume(connections.require(), at=at)


def _lines(load: Load) -> tuple[Line, ...]:
    lines = []
    for kind in loads.KINDS:
        things, records = load.totals.get(kind, [0, 0])
        may_have, has = load.outcome.get(kind, [records, None])
        waiting = 0 if load.finished_at else min(things, load.remaining.get(kind, 0))
        lines.append(Line(kind, things, waiting, may_have or 0, has))
    return tuple(lines)
