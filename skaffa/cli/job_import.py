"""The part of `skaffa import-jobs` that knows the product: takes the rows in and tells what became of them."""

import sys
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from skaffa.accounts import queries as users
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.core import clock
from skaffa.core.refusals import Refusal
from skaffa.imports import sheets
from skaffa.jobs import files, intake, rules
from skaffa.jobs.intake import Outcome, Result

_MOST_LINES_A_REASON = 5


def take_in(name: str, content: bytes, *, country: str, email: str, activate: bool, dry_run: bool) -> int:
    """Take in the rows of a CSV or Excel file and print what became of them; the exit status."""
    code = country.strip().upper()
    if code not in rules.COUNTRIES:
        return _refused(f"--country {country}: give the two letters of a country, such as SE or US.")
    user = users.by_email(email) if email else None
    if email and (user is None or not user.is_active):
        return _refused(f"--as {email}: no active user signs in with this address.")
    actor = Actor.of(user) if user else SYSTEM
    try:
        outcomes = _all(name, content, code, actor, activate=activate, dry_run=dry_run)
    except Refusal as refusal:
        return _refused(str(refusal.fields.get("file", refusal.message)))
    _report(outcomes, dry_run=dry_run)
    return int(not outcomes or all(outcome.result is Result.LEFT_OUT for outcome in outcomes))


def _all(name: str, content: bytes, country: str, actor: Actor, *, activate: bool, dry_run: bool) -> list[Outcome]:
    table, lines = sheets.opened(name, content), sheets.lines(name, content)
    rows = list(files.rows(table.header, lines, country=country))
    outcomes: list[Outcome] = []
    if dry_run:
        with transaction.atomic():
            outcomes = _taken(rows, actor, activate=activate)
            transaction.set_rollback(True)
        return outcomes
    return _taken(rows, actor, activate=activate)


def _taken(rows: list[files.Row], actor: Actor, *, activate: bool) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for batch in intake.take_all(rows, by=actor, at=clock.now(), activate=activate):
        outcomes += batch
        if sys.stderr.isatty():
            print(f"\r{len(outcomes):,} of {len(rows):,} rows", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return outcomes


def _report(outcomes: Iterable[Outcome], *, dry_run: bool) -> None:
    lines: dict[str, list[int]] = {}
    counts: Counter[Result] = Counter()
    for outcome in outcomes:
        counts[outcome.result] += 1
        for reason in outcome.reasons:
            lines.setdefault(reason, []).append(outcome.line)
    for reason, where in sorted(lines.items(), key=lambda item: -len(item[1])):
        shown = ", ".join(map(str, where[:_MOST_LINES_A_REASON]))
        more = f" and {len(where) - _MOST_LINES_A_REASON:,} more" if len(where) > _MOST_LINES_A_REASON else ""
        print(f"{reason} Line{'s' if len(where) > 1 else ''} {shown}{more}.")
    told = ", ".join(f"{counts[result]:,} {_WORDS[result]}" for result in Result if counts[result])
    print(f"{'Would be: ' if dry_run else ''}{told or 'no rows'}. {sum(counts.values()):,} rows in all.")


def _refused(why: str) -> int:
    print(f"skaffa import-jobs: {why}", file=sys.stderr)
    return 2


_WORDS = {
    Result.ACTIVATED: "activated",
    Result.JOB: "complete, ready to be activated",
    Result.DRAFT: "incomplete, kept as drafts",
    Result.UPDATED: "drafts changed",
    Result.ALREADY_HERE: "here already",
    Result.LEFT_OUT: "left out",
}
