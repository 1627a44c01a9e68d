"""`skaffa doctor`: looks at everything this installation needs and says what to do about each fault."""

import argparse
import importlib

import django

from skaffa.cli import environment


def run(argv: list[str]) -> int:
    _parser().parse_args(argv)
    with environment.with_database() as found:
        django.setup()
        checks = importlib.import_module("skaffa.cli.checks")  # its models exist only now
        findings = checks.examine(found)
        usable = all(finding.ok for finding in findings if finding.name in {"database", "migrations"})
        facts = importlib.import_module("skaffa.cli.linkedin_facts").lines() if usable else []
    for name, ok, detail, remedy in findings:
        print(f"{'ok   ' if ok else 'FAULT'}  {name:<14} {detail}")
        if not ok:
            print(f"       {'':<14} -> {remedy}")
    for line in facts:
        print(line)
    return int(not all(finding.ok for finding in findings))


def _parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="skaffa doctor", description=__doc__)
