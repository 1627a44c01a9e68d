"""Random changes by many while everything is killed and LinkedIn fails: LinkedIn has exactly what it should.

The same as `python -m bench chaos`, with few changes; and that what judges it sees a record which is not as it should be.
"""

from collections.abc import Iterator

import pytest

from bench import chaos, chaos_report
from bench.chaos import Verdict
from tests import stack as stacks

pytestmark = pytest.mark.processes

CHANGES, SEED = 300, 1


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verdict]:
    with stacks.running(tmp_path_factory.mktemp("chaos") / "demo") as stack:
        yield chaos.play(stack, changes=CHANGES, seed=SEED, every=15, late=False)


def test_linkedin_has_what_it_should_whatever_was_killed_and_lost(verdict: Verdict):
    assert verdict.is_right, chaos_report.told(verdict)
    assert verdict.tally.made.total() >= CHANGES
    assert verdict.disturbances, "nothing was killed"  # how much, in so few changes, depends on the machine's pace
    assert min(verdict.records[kind] for kind in ("candidate", "application", "stage", "job")) > 0
    assert verdict.records["right"] or verdict.records["viewers"]  # lists, or everyone: as was chosen last
