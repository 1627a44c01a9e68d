"""`rsc-sandbox openapi`: prints the description of the control API."""

import argparse
import sys

import msgspec

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.control import openapi


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "example:\n  rsc-sandbox openapi > rsc-sandbox.json\n"


def run(_options: argparse.Namespace) -> int:
    app = create_app()
    try:
        text = msgspec.json.encode(openapi.description(app)).decode()
    finally:
        sandbox_of(app).database.close()
    sys.stdout.write(msgspec.json.format(text, indent=2) + "\n")
    return 0
