"""`skaffa worker`: does the background work until it is told to stop."""

import argparse
import sys

import django
from django.core import management

from skaffa.cli import environment

_LOOK = 0.5
"""Seconds between looks for jobs whose time has come; of what is to be done at once PostgreSQL tells by itself."""
_TURN = 0.0005
"""Seconds a thread computes before another may: the loop that fetches work needs short turns between the jobs' threads."""


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    sys.setswitchinterval(_TURN)
    with environment.with_database():
        django.setup()
        management.call_command(
            "procrastinate",
            "worker",
            f"--concurrency={options.concurrency}",
            f"--fetch-job-polling-interval={_LOOK}",
            f"--shutdown-graceful-timeout={options.grace}",
            "--delete-jobs=successful",  # what must be remembered stands in rows of ours
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa worker", description=__doc__)
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at once (4); each uses a database connection")
    parser.add_argument("--grace", type=int, default=10, help="seconds running jobs may take after a stop signal (10)")
    return parser
