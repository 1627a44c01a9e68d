"""One clock, which tests and sandboxes turn."""

from datetime import UTC, timedelta

from skaffa.core import clock as product_clock
from tests.personas import START, Watch


def test_the_clock_tells_what_it_is_set_to(clock: Watch):
    clock.tick(hours=3)

    assert product_clock.now() == START + timedelta(hours=3)


def test_afterwards_the_old_clock_is_back():
    before = product_clock.now()
    with product_clock.use(lambda: START):
        pass

    assert product_clock.now() >= before
    assert product_clock.now().tzinfo is UTC
