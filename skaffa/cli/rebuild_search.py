"""`skaffa rebuild-search`: makes anew what the search finds of everybody, while people go on working."""

import argparse
import importlib
import sys
import time

import django

from skaffa.cli import environment

_EPILOG = """\
The search keeps itself true: this is for after a restore, or when somebody is not found who should be. It can be
stopped at any time; --after goes on where it stopped.
"""


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    with environment.with_database():
        django.setup()
        actions = importlib.import_module("skaffa.search.actions")  # its models exist only now
        started = time.monotonic()
        many = actions.rebuild(after=options.after, told=_told)
    if sys.stdout.isatty():
        print()
    print(f"{many:,} people in {time.monotonic() - started:.0f} s")
    return 0


def _told(reached: int, last: int) -> None:
    """One line that renews itself on a screen; elsewhere one line every 50,000 people."""
    if sys.stdout.isatty():
        print(f"\rup to person {reached:,} of {last:,} ({reached / last:.0%})", end="", flush=True)
    elif reached // 50_000 != (reached - 500) // 50_000:
        print(f"up to person {reached:,} of {last:,} ({reached / last:.0%})", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="skaffa rebuild-search",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--after", type=int, default=0, metavar="NUMBER", help="the number of the last person done")
    return parser
