"""Background work about duplicates: records made anew, everybody looked at."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.duplicates import actions, learning, queries
from skaffa.duplicates.pairs import actions as pairs
from skaffa.duplicates.scanning import actions as looking
from skaffa.duplicates.scanning import queries as scanning


@app.periodic(cron="* * * * * */10")  # the sixth field counts seconds
@app.task(name="duplicates.freshen")
def freshen(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Batch after batch until nobody waits; woken by the first change, and by the clock for what was left."""
    has_changed = False
    while actions.freshen(at=clock.now()):
        has_changed = True
    if has_changed and queries.many() < learning.FEWEST:  # it takes a moment, and soon half of them are new
        _learn()


@app.periodic(cron="52 * * * *")
@app.task(name="duplicates.learn")
def learn(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Once a day; sooner where there are twice as many people as the last time."""
    _learn()


@app.periodic(cron="* * * * *")
@app.task(name="duplicates.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """A look at everybody that was left; whoever is at it is not disturbed."""
    if scanning.running():
        look_at_everybody()


def _learn() -> None:
    if learning.learn_if_worth_it(at=clock.now()):
        pairs.judge_anew()


@app.task(name="duplicates.scan")
def scan(**_: Any) -> None:
    """Batch after batch until everybody has been looked at, or somebody pauses it."""
    while looking.take_next(at=clock.now()):
        pass


def look_at_everybody() -> None:
    """As many at once as may be; who is too many leaves again."""
    for _hand in range(looking.HANDS):
        scan.defer()
