"""A thousand members of the real file, exported by four seats to the thirteen complete real jobs: none lost, none twice."""

import os
from pathlib import Path

import pytest

from bench import thousand
from tests.stack import running

REAL_DATA = "SKAFFA_REAL_DATA"


@pytest.mark.processes
@pytest.mark.timeout(900)  # a machine that is busy with other tests is no fault: how fast it is says `bench thousand`
@pytest.mark.skipif(not os.environ.get(REAL_DATA), reason=f"{REAL_DATA} names no folder with the real files")
def test_a_thousand_exports_are_a_thousand_prospects(tmp_path: Path):
    data = Path(os.environ[REAL_DATA])

    with running(tmp_path / "demo", data / thousand.PEOPLE) as stack:
        result = thousand.export(stack, data)

    assert result.jobs == 13
    assert result.exported == 1_000
    assert (result.on_tabs, result.doubled) == (1_000, 0)
    assert "accepted there         1000" in result.reconciled
    assert "prospects              1000" in result.reconciled
