"""Five thousand made-up requests to the API of a running demo: no crash, every answer as documented, every operation used."""

import json
import time

import httpx

from tests.api.generated import Caller
from tests.stack import Stack

MANY = 5_000
OFTEN = 20
_KEY = """
from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.core import clock
from skaffa.keys import actions
from skaffa.keys.models import Scope
who = accounts.create_user("bench@example.com", first_name="Bench", last_name="Mark",
    roles=["administrator", "recruiter"], password="a lamp for every ship", language="en", time_zone="UTC",
    by=SYSTEM, at=clock.now())
print("key", actions.make("Bench", scopes=Scope.values, by=Actor.of(who), at=clock.now()).secret)
"""


def measure(stack: Stack) -> bool:
    """Print what came back; whether all of it was as documented, and every operation answered well often enough."""
    said = stack.django("shell", "-c", _KEY)
    secret = next(line.split()[1] for line in said.splitlines() if line.startswith("key "))
    document = json.loads(httpx.get(f"{stack.skaffa_server}/api/v1/openapi.json", timeout=30).content)
    caller = Caller(document, secret, base_url=stack.skaffa_server)

    started = time.perf_counter()
    tally = caller.play(MANY, often=OFTEN)
    seconds = time.perf_counter() - started

    print(f"\n{tally.asked:,} generated requests to {len(caller.operations)} operations of the API in {seconds:.0f} s")
    for status, times in sorted(tally.statuses.items()):
        print(f"  {status}  {times:>6,}")
    for name in caller.operations:
        print(f"  {name:<28} {tally.good[name]:>5,} good")
    seldom = {name: tally.good[name] for name in caller.operations if tally.good[name] < OFTEN}
    print(f"  answers that the document does not allow: {len(tally.faults)}")
    print(f"  operations with fewer than {OFTEN} good answers: {seldom or 'none'}")
    for fault in tally.faults[:10]:
        print(f"    {fault[:600]}")
    return not (tally.faults or seldom)
