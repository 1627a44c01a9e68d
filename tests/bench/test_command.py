"""The command that measures takes what its help says."""

from bench import __main__ as bench


def test_without_arguments_everything_is_measured():
    assert bench._parser().parse_args([]).measurement == bench.ALL


def test_one_measurement_can_be_chosen():
    assert bench._parser().parse_args(["latency"]).measurement == ["latency"]
