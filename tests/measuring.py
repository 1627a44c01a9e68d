"""A pytest plugin that measures coverage where there is something to learn: in each test, and in a fixture once a module.

Measuring makes everything twice as slow, Django as well as what is ours, and most of what tests find prepared is the same
people and jobs, thousands of times. Tests that are marked no_cover are not measured at all. What is measured less often
can only lower the figure that pyproject.toml asks for.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coverage import Coverage

_measure = pytest.StashKey[Coverage | None]()
_prepared = pytest.StashKey[set[tuple[Path, str]]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """What pytest-cov began, with the imports of collecting, ends here and goes on now and then.

    In xdist's workers it has begun twice: below the measure that is kept lies one from before it knew that it is in a
    worker, which would go on whenever the upper one stops, for no_cover too.
    """
    session.config.stash[_measure], session.config.stash[_prepared] = Coverage.current(), set()
    while running := Coverage.current():
        running.stop()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    asked = {(item.path, name) for name in getattr(item, "fixturenames", ())}
    prepared = item.config.stash[_prepared]
    with _measured(item, wanted=not asked <= prepared):
        yield
    prepared |= asked


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _measured(item, wanted=True):
        return (yield)


@contextmanager
def _measured(item: pytest.Item, *, wanted: bool) -> Iterator[None]:
    """Where it is wanted; and never after, even if pytest-cov has gone on measuring behind a test of no_cover."""
    measure = item.config.stash[_measure]
    if measure and wanted and not item.get_closest_marker("no_cover"):
        measure.start()
    try:
        yield
    finally:
        if measure:
            measure.stop()
