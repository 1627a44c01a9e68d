"""What a measurement says: percentiles of seconds, against a goal."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Percentiles in seconds of one series."""

    count: int
    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Figures":
        hundredths = statistics.quantiles(seconds, n=100, method="inclusive")
        return cls(len(seconds), statistics.median(seconds), hundredths[94], max(seconds))

    def line(self, name: str) -> str:
        return f"  {name:<38} {_milliseconds(self.p50)} {_milliseconds(self.p95)} {_milliseconds(self.most)}"


HEADING = f"  {'':<38} {'p50':>10} {'p95':>10} {'max':>10}"


def verdict(name: str, seconds: float, goal: float) -> bool:
    """Print whether a goal is met, and return it."""
    met = seconds < goal
    print(f"  {'goal met   ' if met else 'GOAL MISSED'} {name}: {seconds * 1_000:.0f} ms, goal {goal * 1_000:.0f} ms")
    return met


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1_000:>7.0f} ms"
