"""`make bench`: measures what we promise about speed, in a demo of its own; exits 1 when a goal is missed."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench import chaos, chaos_report, generated, latency, sandbox, thousand
from tests.stack import running

ALL = "all"
MEASUREMENTS = ("latency", "thousand", "generated", "sandbox")
DISTURBED_EVERY = 150  # changes
LONG = ("chaos",)
"""Only when they are named."""
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
    if "chaos" in wanted:
        met &= _chaos(options.changes, options.seed)
    return 0 if met else 1


def _chaos(changes: int, seed: int) -> bool:
    print(f"Starting a demo; seed {seed} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        verdict = chaos.play(stack, changes=changes, seed=seed, every=DISTURBED_EVERY)
    print(chaos_report.told(verdict))
    return verdict.is_right


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
    parser.add_argument(
        "measurement", nargs="*", default=ALL, choices=[ALL, *MEASUREMENTS, *LONG], help="which (all but chaos)"
    )
    parser.add_argument(
        "--candidates",
        type=_whole_samples,
        default=sandbox.CANDIDATES,
        metavar="NUMBER",
        help="how many the measurement `sandbox` fills in, a multiple of 20,000 (%(default)s)",
    )
    parser.add_argument(
        "--changes",
        type=int,
        default=chaos.CHANGES,
        metavar="NUMBER",
        help="how many the measurement `chaos` makes (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="NUMBER", help="of what is random in it (%(default)s)")
    return parser


def _whole_samples(text: str) -> int:
    if not text.isdigit() or int(text) < sandbox.SAMPLE or int(text) % sandbox.SAMPLE:
        raise argparse.ArgumentTypeError(f"must be a multiple of {sandbox.SAMPLE:,}, written without commas")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
