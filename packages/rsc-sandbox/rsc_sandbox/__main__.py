"""The `rsc-sandbox` command: its subcommands, of which `serve` is meant when none is named."""

import argparse
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Protocol

from rsc_sandbox.certification import command as certify
from rsc_sandbox.commands import openapi, scenario, serve


class Command(Protocol):
    """A module that is a subcommand."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


_COMMANDS: dict[str, tuple[Command, str]] = {
    "serve": (serve, "serve a sandbox until it is told to stop; what is meant when no command is named"),
    "certify": (certify, "judge LinkedIn's certification rules by what the sandbox has seen of a system"),
    "scenario": (scenario, "list the named scenarios, or load one into a sandbox that is running"),
    "openapi": (openapi, "print the description of the control API (OpenAPI 3.1)"),
}
_OWN_OPTIONS = frozenset({"-h", "--help", "--version"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 2: something in the arguments is wrong, and stderr says what."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in _OWN_OPTIONS):
        given.insert(0, "serve")
    options = _parser().parse_args(given)
    return _COMMANDS[options.command][0].run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rsc-sandbox",
        description="A local stand-in for LinkedIn Recruiter System Connect. Not LinkedIn.",
        epilog="rsc-sandbox COMMAND --help tells more, with examples.",
    )
    parser.add_argument("--version", action="version", version=f"rsc-sandbox {metadata.version('rsc-sandbox')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (command, summary) in _COMMANDS.items():
        raw = argparse.RawDescriptionHelpFormatter
        sub = commands.add_parser(
            name, help=summary, description=summary[:1].upper() + summary[1:] + ".", formatter_class=raw
        )
        command.add_arguments(sub)
    return parser


if __name__ == "__main__":
    sys.exit(main())
