"""Disturbs everything while people work: kills programs, restarts the database, lets LinkedIn fail in every way it can."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

import httpx
import psycopg

from bench.crowd import Tally
from tests.stack import Stack, control, until

SLOW, LATE = 3, 12  # seconds; Skaffa waits 10 for an answer
LEASES = 130  # seconds: whatever a killed program has leased is free again
_MOST = 6
_A_CALL = 20.0  # seconds in which there usually is one


class Disturber(threading.Thread):
    """One disturbance after the other, `every` so many changes, until it is stopped; `done` counts them.

    After a kill the sandbox's clock, which the demo lives by, goes on by what leases take: nobody waits two minutes.
    Calls that LinkedIn is still at are over before that, as they would be, and LinkedIn has heard of us again before the
    next disturbance: what is always down is never tried. `jumps` says when the clock went on, and by how much (ms).
    """

    def __init__(self, stack: Stack, tally: Tally, seed: str, *, every: int, late: bool = True) -> None:
        super().__init__(daemon=True)
        self.done: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.failed: list[str] = []
        self.jumps: list[tuple[int, int]] = []
        self._stack = stack
        self._tally = tally
        self._chance = random.Random(seed)
        self._every = every
        self._kinds = {kind: weight for kind, weight in _KINDS.items() if late or str(LATE) not in kind}
        self._late_until = 0.0
        self._ending = threading.Event()

    def run(self) -> None:
        # Each kind once in any order, and then as it comes.
        waiting = self._chance.sample(list(self._kinds), len(self._kinds))
        while self._goes_on():
            what = waiting.pop() if waiting else self._chance.choices(*zip(*self._kinds.items(), strict=True))[0]
            try:
                _ACTS[what](self) if what in _ACTS else self._fault(what)
            except (AssertionError, httpx.HTTPError, LookupError) as error:
                self.failed.append(f"{what}: {error!r}")
            else:
                self.done[what] += 1

    def _goes_on(self) -> bool:
        """Wait until people have done something again; False when it is over."""
        wanted = self._tally.made.total() + self._every * self._chance.uniform(0.5, 1.5)
        while self._tally.made.total() < wanted:
            if self._ending.wait(0.1):
                return False
        return True

    def stop(self) -> Counter[str]:
        """Everything runs and works again; how often each fault has struck."""
        self._ending.set()
        self.join()
        waiting = control(self._stack, "GET", "faults")["faults"]
        assert isinstance(waiting, list)
        control(self._stack, "DELETE", "faults")
        until(self._answers, every=0.2, saying="Skaffa to answer again")
        left = Counter(dict.fromkeys(self.asked, 0))
        for fault in waiting:
            left[_name(fault["kind"], fault["value"])] += fault["remaining"]
        return self.asked - left

    def kill_worker(self) -> None:
        self._stack.kill("worker")
        self._let_leases_end()

    def kill_worker_in_a_call(self) -> None:
        """LinkedIn has carried it out, or is about to, and nobody is there to hear of it."""
        self._wait_for_a_call()
        self.kill_worker()

    def kill_database_in_a_call(self) -> None:
        """The worker hears the answer and cannot write it down."""
        self._wait_for_a_call()
        self.kill_database()

    def kill_web(self) -> None:
        self._stack.kill("web")
        self._let_leases_end()

    def kill_database(self) -> None:
        self._stack.kill("database")
        self._let_leases_end()

    def restart_database(self) -> None:
        self._stack.supervise("stop", "database")
        self._stack.supervise("start", "database")
        self._let_leases_end()

    def _let_leases_end(self) -> None:
        until(self._answers, every=0.2, saying="Skaffa to answer again")
        time.sleep(max(SLOW, self._late_until - time.monotonic()))
        now = control(self._stack, "POST", "clock/advance", {"seconds": LEASES})["now"]
        assert isinstance(now, int)
        self.jumps.append((now, LEASES * 1_000))
        before = self._newest_call()
        deadline = time.monotonic() + _A_CALL
        while time.monotonic() < deadline and self._newest_call() == before:
            time.sleep(0.1)

    def _newest_call(self) -> object:
        return control(self._stack, "GET", "calls?path=/v2/&count=1")["calls"]

    def _wait_for_a_call(self) -> None:
        """Until the worker waits for an answer; or not, where there was nothing to send for a while."""
        kind = self._chance.choice(["slow", "late_answer"])
        control(self._stack, "POST", "faults", {"kind": kind, "value": SLOW, "path": "/v2/at"})
        self._wait_until_struck(kind, SLOW)

    def _wait_until_struck(self, kind: str, value: int) -> None:
        deadline = time.monotonic() + _A_CALL
        while time.monotonic() < deadline and self._is_set(kind, value):
            time.sleep(0.05)

    def _is_set(self, kind: str, value: int) -> bool:
        found = control(self._stack, "GET", "faults")["faults"]
        assert isinstance(found, list)
        return any((fault["kind"], fault["value"]) == (kind, value) for fault in found)

    def _fault(self, what: str) -> None:
        kind, _, value = what.partition(" ")
        times = self._chance.randrange(1, _MOST)
        if value == str(LATE):
            times = 1  # so that we know when it is over
        fault: dict[str, object] = {"kind": kind, "times": times}
        if kind != "duplicate":
            fault["path"] = "/v2/"
        if value:
            fault["value"] = int(value)
        if value in {"429", "503"}:
            fault["retry_after"] = self._chance.randrange(1, 6)
        control(self._stack, "POST", "faults", fault)
        self.asked[what] += times
        if value == str(LATE):
            self._wait_until_struck(kind, LATE)
            self._late_until = time.monotonic() + LATE

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError, psycopg.Error):
            page = httpx.get(f"{self._stack.skaffa_server}/accounts/login/", timeout=5)
            return page.status_code == 200 and self._stack.count("SELECT 1") == 1
        return False


_ACTS: Mapping[str, Callable[[Disturber], None]] = {
    "worker killed": Disturber.kill_worker,
    "worker killed in a call": Disturber.kill_worker_in_a_call,
    "web killed": Disturber.kill_web,
    "PostgreSQL killed in a call": Disturber.kill_database_in_a_call,
    "PostgreSQL killed": Disturber.kill_database,
    "PostgreSQL restarted": Disturber.restart_database,
}
_KINDS: Mapping[str, float] = {
    "worker killed": 3,
    "worker killed in a call": 4,
    "web killed": 2,
    "PostgreSQL killed": 1,
    "PostgreSQL killed in a call": 1,
    "PostgreSQL restarted": 1,
    "status 429": 4,
    "status 500": 3,
    "status 502": 2,
    "status 503": 3,
    f"slow {SLOW}": 2,
    f"slow {LATE}": 2,
    f"late_answer {LATE}": 2,
    "truncated": 4,
    "lost_answer": 6,
    "revoked_token": 1,
    "duplicate 3": 1,
}
"""Faults are named as the sandbox's control API names them, with their value."""


def _name(kind: str, value: int) -> str:
    """As it was asked for."""
    return next((known for known in _KINDS if known in {kind, f"{kind} {value}"}), kind)
