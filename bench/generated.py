"""Ten thousand made-up requests against the sandbox: none crashes it, and every operation does its work often."""

import time

from tests.sandbox.generated import ANSWERED, Wire

MANY = 10_000
OFTEN = 20


def measure() -> bool:
    """Print what came back; whether all of it was as documented."""
    started = time.perf_counter()
    tally = Wire(seed=1).play(MANY)
    seconds = time.perf_counter() - started
    print(f"\n{MANY:,} generated requests to {len(ANSWERED)} operations in {seconds:.0f} s")
    for status, times in sorted(tally.statuses.items()):
        print(f"  {status}  {times:>6,}")
    seldom = {name: tally.good[name] for name in ANSWERED if tally.good[name] < OFTEN}
    print(f"  crashes and undocumented refusals: {len(tally.faults)}")
    print(f"  operations with fewer than {OFTEN} good answers: {seldom or 'none'}")
    for fault in tally.faults[:10]:
        print(f"    {fault[:400]}")
    return not (tally.faults or seldom)
