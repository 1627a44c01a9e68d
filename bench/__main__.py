"""`make bench`: measures what we promise about speed, in a demo of its own; exits 1 when a goal is missed."""

import argparse
import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import (
    analytics,
    api,
    chaos,
    chaos_report,
    duplicates,
    first_load,
    generated,
    imports,
    latency,
    matching,
    outbox,
    pages,
    retrieval,
    sandbox,
    stages,
    thousand,
    throughput,
)
from tests.stack import running

ALL = "all"
ALONE: dict[str, Callable[[], bool]] = {
    "outbox": outbox.measure,
    "throughput": throughput.measure,
    "first-load": first_load.measure,
    "retrieval": retrieval.measure,
    "imports": imports.measure,
    "analytics": analytics.measure,
}
"""Those that make a database of their own inside this process, so that each needs one."""

MEASUREMENTS = ("latency", "thousand", "generated", "api", "sandbox", "stages", "outbox", "throughput", "analytics")
LONG = ("chaos", "first-load", "retrieval", "pages", "imports", "matching", "analytics", "duplicates")
"""Only when they are named."""

DISTURBED_EVERY = 150  # changes
REAL_DATA = "SKAFFA_REAL_DATA"


def main() -> int:
    options = _parser().parse_args()
    wanted = MEASUREMENTS if options.measurement == ALL else options.measurement
    if options.write_start:
        duplicates.write_start()
        return 0
    if len(wanted) == 1 and wanted[0] in ALONE:
        return 0 if ALONE[wanted[0]]() else 1
    measured: dict[str, Callable[[], bool]] = {
        "latency": _latency,
        "thousand": lambda: _thousand(insist="thousand" in options.measurement),
        "generated": generated.measure,
        "api": _api,
        "sandbox": lambda: sandbox.measure(options.candidates),
        "stages": _stages,
        "chaos": lambda: _chaos(options.changes, options.seed, options.generation),
        "pages": lambda: pages.measure(options.people or pages.SIZES, options.keep),
        "matching": matching.measure,
        "duplicates": lambda: duplicates.measure(options.people or duplicates.SIZES),
        **{name: functools.partial(_in_a_process, name) for name in ALONE},
    }
    met = [measure() for name, measure in measured.items() if name in wanted]
    return 0 if all(met) else 1


def _in_a_process(measurement: str) -> bool:
    return subprocess.run([sys.executable, "-m", "bench", measurement], check=False).returncode == 0


def _api() -> bool:
    print("\nStarting a demo ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        return api.measure(stack)


def _stages() -> bool:
    print("\nStarting a demo ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        return stages.measure(stack)


def _chaos(changes: int, seed: int, generation: str) -> bool:
    print(f"Starting a demo; seed {seed} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "demo") as stack:
        verdict = chaos.play(stack, changes=changes, seed=seed, every=DISTURBED_EVERY, generation=generation)
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
        "measurement",
        nargs="*",
        default=ALL,
        choices=[ALL, *MEASUREMENTS, *LONG],
        help=f"which (all but the long ones, {', '.join(LONG)})",
    )
    parser.add_argument(
        "--candidates",
        type=_whole_samples,
        default=sandbox.CANDIDATES,
        metavar="NUMBER",
        help="how many the measurement `sandbox` fills in, a multiple of 20,000 (%(default)s)",
    )
    parser.add_argument(
        "--people",
        type=int,
        nargs="+",
        metavar="NUMBER",
        help="how many people there are in the measurements `pages` and `duplicates`, one after the other",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="where `pages` leaves what it has filled in, and finds it the next time (nowhere)",
    )
    parser.add_argument(
        "--changes",
        type=int,
        default=chaos.CHANGES,
        metavar="NUMBER",
        help="how many the measurement `chaos` makes (%(default)s)",
    )
    parser.add_argument(
        "--generation",
        choices=("v2", "rest"),
        default="v2",
        help="which of LinkedIn's generations carries everything in it (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="NUMBER", help="of what is random in it (%(default)s)")
    parser.add_argument(
        "--write-start", action="store_true", help="write what the comparing of people begins with, and measure nothing"
    )
    return parser


def _whole_samples(text: str) -> int:
    if not text.isdigit() or int(text) < sandbox.SAMPLE or int(text) % sandbox.SAMPLE:
        raise argparse.ArgumentTypeError(f"must be a multiple of {sandbox.SAMPLE:,}, written without commas")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
