"""The command that measures takes what its help says."""

import pytest

from bench import __main__ as bench


def test_without_arguments_everything_is_measured():
    assert bench._parser().parse_args([]).measurement == bench.ALL


def test_one_measurement_can_be_chosen():
    assert bench._parser().parse_args(["latency"]).measurement == ["latency"]


def test_the_sandbox_is_filled_with_whole_samples():
    assert bench._parser().parse_args(["sandbox", "--candidates", "40000"]).candidates == 40_000
    with pytest.raises(SystemExit):
        bench._parser().parse_args(["sandbox", "--candidates", "100"])
