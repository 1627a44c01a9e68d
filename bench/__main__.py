"""`make bench`: measures what we promise about speed, in a demo of its own; exits 1 when a goal is missed."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import first_load, generated, latency, outbox, sandbox, stages, thousand, throughput
from tests.stack import running

ALL = "all"
ALONE: dict[str, Callable[[], bool]] = {
    "outbox": outbox.measure,
    "throughput": throughput.measure,
    "first-load": first_load.measure,
}
"""Those that make a database of their own inside this process, so that each needs one."""

MEASUREMENTS = ("latency", "thousand", "generated", "sandbox", "stages", *ALONE)
REAL_DATA = "SKAFFA_REAL_DATA"


def main() -> int:
    options = _parser().parse_args()
    wanted = MEASUREMENTS if options.measurement == ALL else options.measurement
    met = True
    if "latency" in wanted:
        met &= _latency()
    if "thousand" in wanted:
        met &= _thousand(insist="thousand" in options.measurement)
    if "generated" in wanted:
        met &= generated.measure()
    if "sandbox" in wanted:
        met &= sandbox.measure(options.candidates)
    if "stages" in wanted:
        met &= _stages()
    alone = [name for name in ALONE if name in wanted]
    if len(wanted) == 1 and alone:
        met &= ALONE[alone[0]]()
    else:
        for name in alone:
            met &= _in_a_process(name)
    return 0 if met else 1


def _in_a_process(measurement: str) -> bool:
    return subprocess.run([sys.executable, "-m", "bench", measurement], check=False).returncode == 0


def _stages() -> bool:
    print("\nStarting a demo ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        return stages.measure(stack)


def _latency() -> bool:
    print("Starting a demo ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        return latency.measure(stack)


def _thousand(*, insist: bool) -> bool:
    folder = os.environ.get(REAL_DATA)
    if not folder:
        print(
            f"\nA thousand real people: left out; {REAL_DATA} names the folder with jobs-nyc.csv, people-historical.csv"
        )
        return not insist
    print("\nStarting a demo with real people ...", flush=True)
    data = Path(folder)
    with tempfile.TemporaryDirectory() as place, running(Path(place) / "demo", data / thousand.PEOPLE) as stack:
        result = thousand.export(stack, data)
    print(result.report())
    return result.is_right


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measurement", nargs="*", default=ALL, choices=[ALL, *MEASUREMENTS], help="which (all)")
    parser.add_argument(
        "--candidates",
        type=_whole_samples,
        default=sandbox.CANDIDATES,
        metavar="NUMBER",
        help="how many the measurement `sandbox` fills in, a multiple of 20,000 (%(default)s)",
    )
    return parser


def _whole_samples(text: str) -> int:
    if not text.isdigit() or int(text) < sandbox.SAMPLE or int(text) % sandbox.SAMPLE:
        raise argparse.ArgumentTypeError(f"must be a multiple of {sandbox.SAMPLE:,}, written without commas")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
