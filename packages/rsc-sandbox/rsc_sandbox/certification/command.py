"""`rsc-sandbox certify`: the report of a running sandbox, or of a data file, for terminals and build servers."""

import argparse
import sys
from pathlib import Path

import httpx
import msgspec

from rsc_sandbox.certification import report, subjects
from rsc_sandbox.certification.report import Report
from rsc_sandbox.certification.subjects import NoSubject
from rsc_sandbox.certification.verdict import State
from rsc_sandbox.config import Config
from rsc_sandbox.sandbox import Sandbox

_BROKEN, _WRONG = 1, 2
_SECONDS = 60


class Unreadable(Exception):
    """There is nothing to report on; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--url", default="http://127.0.0.1:8010", help="address of a running sandbox (http://127.0.0.1:8010)")
    add("--data", type=Path, help="read this data file of a sandbox instead")
    add("--application", default="", help="client id or unique foreign id; the only one, if there is just one")
    add("--format", choices=("text", "json", "junit"), default="text")
    add("--output", type=Path, help="write here instead of to the terminal")
    add("--require", default="", metavar="RULES", help="rules that must be met, with commas; RSC-3xx is a whole module")


def run(options: argparse.Namespace) -> int:
    """0: no rule is broken and what is required is met. 1: otherwise. 2: there is no report."""
    try:
        found = _of_file(options.data, options.application) if options.data else _of_server(options)
        missing = _missing(found, options.require)
    except (Unreadable, NoSubject) as error:
        sys.stderr.write(f"rsc-sandbox certify: {error}\n")
        return _WRONG
    written = _written(found, options.format)
    if options.output:
        options.output.write_text(written, encoding="utf-8")
    else:
        sys.stdout.write(written)
    if missing:
        sys.stderr.write(f"rsc-sandbox certify: required and not met: {', '.join(missing)}\n")
    return _BROKEN if missing or found.not_met else 0


def _of_server(options: argparse.Namespace) -> Report:
    address = f"{options.url.rstrip('/')}/_sandbox/certification.json"
    try:
        answer = httpx.get(address, params={"application": options.application}, timeout=_SECONDS, trust_env=False)
        if answer.is_success:
            return msgspec.json.decode(answer.content, type=Report)
        raise Unreadable(msgspec.json.decode(answer.content, type=dict[str, str])["error"])
    except (httpx.HTTPError, httpx.InvalidURL, msgspec.MsgspecError, KeyError) as error:
        raise Unreadable(f"No sandbox answers at {options.url}: {error}") from None


def _of_file(data: Path, application: str) -> Report:
    if not data.is_file():
        raise Unreadable(f"There is no file {data}")
    sandbox = Sandbox(Config(data=str(data)))
    try:
        return subjects.reported(sandbox, subjects.chosen(sandbox, application))
    finally:
        sandbox.database.close()


def _missing(found: Report, required: str) -> list[str]:
    """Of the rules that must be met, those that are not. Unreadable: there is no such rule."""
    missing: list[str] = []
    for wanted in filter(None, (one.strip() for one in required.split(","))):
        start = wanted.removesuffix("xx")
        rules = [rule for rule in found.rules if rule.id == wanted or (start != wanted and rule.id.startswith(start))]
        if not rules:
            raise Unreadable(f"There is no rule {wanted}")
        missing += [rule.id for rule in rules if rule.state is not State.MET]
    return missing


def _written(found: Report, wanted: str) -> str:
    if wanted == "json":
        return msgspec.json.format(msgspec.json.encode(found)).decode() + "\n"
    return report.as_junit(found) if wanted == "junit" else report.as_text(found)
