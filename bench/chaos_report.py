"""Prints what came of the chaos."""

from collections.abc import Mapping, Sequence

from bench.chaos import SHOWN, Verdict


def told(verdict: Verdict) -> str:
    tally = verdict.tally
    rate = tally.made.total() / verdict.seconds
    lines = [
        f"\n{tally.made.total():,} changes in {verdict.seconds:.0f} s ({rate:.0f} a second)",
        f"  {tally.refused.total():,} were refused, {tally.cut_off.total():,} cut off",
        *_counted(tally.made),
        f"\nDisturbances: {verdict.disturbances.total()}",
        *_counted(verdict.disturbances),
        f"\nFaults that struck: {verdict.struck.total()}",
        *_counted(verdict.struck),
        f"\nCalls to LinkedIn: {verdict.statuses.total():,}; settled {verdict.settled_seconds:.0f} s after the last",
        *_counted(verdict.resources),
        *_counted({f"answered {status}": many for status, many in sorted(verdict.statuses.items())}),
        f"\nRecords LinkedIn should have: {verdict.records.total():,}",
        *_counted(verdict.records),
        "",
        *_found("troubles of the measurement itself", verdict.troubles),
        *_found("marks that are stuck", verdict.stuck),
        *_found("differences between LinkedIn and what it should have", verdict.differences),
        *_found("calls that told of a prospect or of what is private", verdict.leaks),
        *_found("calls over a quota", verdict.over_quota),
        *_found("deletions that LinkedIn has not confirmed", verdict.unconfirmed),
        *_found("calls of one further cycle", verdict.further),
        f"\n  {'goal met' if verdict.is_right else 'GOAL MISSED'}",
    ]
    return "\n".join(lines)


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"  {many:>8,}  {name}" for name, many in counts.items()]


def _found(what: str, found: Sequence[str]) -> list[str]:
    more = [f"      ... and {len(found) - SHOWN:,} more"] if len(found) > SHOWN else []
    return [f"  {len(found)} {what}", *(f"      {line}" for line in found[:SHOWN]), *more]
