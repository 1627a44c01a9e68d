"""The `skaffa` command: finds the module of a subcommand and lets it run."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from skaffa.cli import environment
from skaffa.cli.environment import WrongSettings
from skaffa.cli.programs import CannotStart

COMMANDS = {
    "demo": "run everything on this machine, with demo people and a pretend LinkedIn",
    "serve": "answer browsers and LinkedIn's pushes",
    "worker": "do the background work: exports, syncing, e-mail",
    "catch-mail": "be a mail server that keeps every e-mail in a folder and delivers none",
    "migrate": "bring the database up to date",
    "create-administrator": "make the first account of a new environment",
    "import-jobs": "take jobs from a CSV file",
    "rebuild-search": "make anew what the search finds of everybody",
    "doctor": "check this installation and say what to do about each fault",
}


def main(argv: list[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaffa.config.settings")
    try:
        environment.read(options.env)
        module = importlib.import_module(f"skaffa.cli.{options.command.replace('-', '_')}")
        return int(module.run(options.arguments))
    except WrongSettings as refusal:
        print(f"skaffa {options.command}: these settings are wrong (docs/operations/settings.md):", file=sys.stderr)
        print("\n".join(f"  {line}" for line in str(refusal).splitlines()), file=sys.stderr)
        return 2
    except CannotStart as refusal:
        print(f"skaffa {options.command}: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    parser = argparse.ArgumentParser(
        prog="skaffa",
        description="Skaffa, an applicant tracking system whose heart is LinkedIn Recruiter.",
        epilog="commands:\n"
        + "\n".join(f"  {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items())
        + "\n\nskaffa COMMAND --help explains one command. Settings come from the environment: docs/operations/settings.md",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--env", metavar="FILE", type=Path, help="read settings from KEY=value lines; the environment wins"
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the commands below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="what that command takes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
