"""The one clock of the product: edges ask it, the domain receives `at`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system() -> datetime:
    return datetime.now(UTC)


_clock: Clock = system


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _clock()


def install(clock: Clock) -> None:
    """Replace the clock for this process (an environment that follows the sandbox's clock does this at start)."""
    global _clock  # noqa: PLW0603 - a process has one clock, and this is its only switch
    _clock = clock


@contextmanager
def use(clock: Clock) -> Iterator[None]:
    """Replace the clock for a while, in tests."""
    before = _clock
    install(clock)
    try:
        yield
    finally:
        install(before)
