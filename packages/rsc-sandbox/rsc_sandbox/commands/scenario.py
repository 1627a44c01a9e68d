"""`rsc-sandbox scenario`: lists the named scenarios, or loads one into a sandbox that is running."""

import argparse
import os
import sys

import httpx
import msgspec

from rsc_sandbox.scenarios import plan

_SECONDS = 60


class _Refusal(msgspec.Struct):
    error: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "The sandbox is reset first. What was made, credentials too, is printed as JSON.\n\n"
        "examples:\n"
        "  rsc-sandbox scenario\n"
        "  rsc-sandbox scenario enabled-customer --callback-url http://127.0.0.1:3000/linkedin/push\n"
        "  rsc-sandbox scenario quota-nearly-spent --at https://sandbox.internal\n"
    )
    default = os.environ.get("RSC_SANDBOX_AT", "http://127.0.0.1:8010")
    parser.add_argument("name", nargs="?", help="which to load; left out: list them all")
    parser.add_argument("--at", default=default, metavar="URL", help=f"address of the sandbox ({default})")
    parser.add_argument("--callback-url", default="", metavar="URL", help="where the customer's pushes go")


def run(options: argparse.Namespace) -> int:
    """Exit code 1: the sandbox refused or could not be reached."""
    if options.name is None:
        width = max(len(name) for name in plan.catalogue())
        for name, found in plan.catalogue().items():
            sys.stdout.write(f"{name:{width}}  {found.about}\n")
        return 0
    address = f"{options.at.rstrip('/')}/_sandbox/scenarios/{options.name}"
    try:
        answer = httpx.post(address, json={"callback_url": options.callback_url}, timeout=_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        sys.stderr.write(f"rsc-sandbox: no sandbox answers at {options.at} ({error}); start one or say --at\n")
        return 1
    if not answer.is_success:
        sys.stderr.write(f"rsc-sandbox: {_reason(answer)}\n")
        return 1
    sys.stdout.write(msgspec.json.format(answer.text, indent=2) + "\n")
    return 0


def _reason(answer: httpx.Response) -> str:
    try:
        told = msgspec.json.decode(answer.content, type=_Refusal).error
    except msgspec.MsgspecError:
        told = ""
    return told or f"the sandbox answered {answer.status_code}"
