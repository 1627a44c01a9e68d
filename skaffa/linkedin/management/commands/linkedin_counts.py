"""Reconciles what LinkedIn announced with what stands on Prospect tabs; fails when something waits, is lost or doubled."""

import argparse
import dataclasses
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from skaffa.linkedin import health


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--accepted", type=int, metavar="NUMBER", help="exports LinkedIn has accepted, where you know it from there"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        told: int | None = options["accepted"]
        counts = health.counts(told=told)
        if told is not None:
            self._line("accepted there", told)
        for name, value in dataclasses.asdict(counts).items():
            if name != "faults":
                self._line(name.replace("_", " "), value)
        if not counts.balanced:
            raise CommandError("; ".join(counts.faults))

    def _line(self, name: str, value: int) -> None:
        self.stdout.write(f"{name:<18} {value:>8}")
