"""Background work of retention: take stock and erase what is due once a night, go on with what was left."""

from datetime import datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.retention import actions, queries

_OVERDUE = timedelta(hours=26)
"""A night without a worker: then stock is taken in the daytime."""


@app.periodic(cron="43 2 * * *")
@app.task(name="retention.nightly")
def nightly(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Take stock, then erase who is due, where that was chosen."""
    at = clock.now()
    if queries.chosen(queries.policy()).months:
        _take_stock(at)
        actions.erase_tonight(at=at)


@app.periodic(cron="* * * * *")
@app.task(name="retention.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Erasures that were begun and left, and the stock of a night that nobody worked."""
    at = clock.now()
    _take_stock_if_wanted(at)
    for run_id in queries.left(at=at):
        go_on.defer(run_id=run_id)


@app.task(name="retention.take_stock")
def take_stock(**_: Any) -> None:
    """The rules have changed."""
    _take_stock_if_wanted(clock.now())


@app.task(name="retention.go_on")
def go_on(run_id: int, **_: Any) -> None:
    """Erase one person after the other until nobody of this run waits."""
    while actions.erase_next(run_id, at=clock.now()):
        pass


def _take_stock_if_wanted(at: datetime) -> None:
    if queries.wants_stock(queries.policy(), overdue=at - _OVERDUE):
        _take_stock(at)


def _take_stock(at: datetime) -> None:
    """Portion after portion; killed on the way, it begins anew, and finds little to write."""
    last = actions.take_stock()
    while last is not None:
        last = actions.take_stock(after=last)
    actions.stock_taken(at=at)
