"""How fast the sync sends, with nothing to wait for: against a server that answers at once, beside a bare loop.

The bare loop repeats exactly the requests that the sync has made, one after the other with plain httpx. Both are
measured warm, and without what it takes to remember the requests for it.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import httpx
import msgspec

from bench import customer
from bench.customer import Size

SIZE = Size(people=4_000, applications=6_000)
GOAL_SHARE = 0.5


@dataclass(frozen=True)
class Run:
    """What it took: seconds on the wall, seconds of this process's CPU."""

    requests: int
    records: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.records / self.seconds

    def line(self, name: str) -> str:
        return (
            f"  {name:<28} {self.requests:>7,} requests {self.records:>8,} records {self.rate:>8,.0f} a second"
            f" {self.cpu / self.records * 1e6:>7,.0f} µs of CPU a record"
        )


class Spent:
    """Seconds on the wall and of this process's CPU, over all the times that it was entered."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> Self:
        self._began, self._before = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.seconds += time.perf_counter() - self._began
        self.cpu += time.process_time() - self._before


class _Sent(msgspec.Struct, gc=False):
    """A request as it went."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    content: bytes

    @classmethod
    def of(cls, request: httpx.Request) -> Self:
        return cls(request.method, str(request.url), request.headers.multi_items(), request.content)


def measure(size: Size = SIZE) -> bool:
    """Print the figures; whether every goal is met."""
    with _fixed() as address, customer.database(address):
        customer.fill(size)
        print(f"\nSending {size.people:,} people with {size.applications:,} applications, no limits")
        return all([_compared("v2"), _compared("rest")])


def _compared(generation: str) -> bool:
    requests: list[bytes] = []
    synced = _sync(generation, requests)
    bare = _bare(requests, synced.records)
    share = synced.rate / bare.rate
    print(synced.line(f"{generation}: sync"))
    print(bare.line(f"{generation}: bare loop"))
    met = share >= GOAL_SHARE
    print(f"  {'goal met   ' if met else 'GOAL MISSED'} {share:.0%} of the bare loop, goal {GOAL_SHARE:.0%}")
    return met


def _sync(generation: str, requests: list[bytes]) -> Run:
    """`requests` gets what was sent, as bytes, so that keeping it does not burden the garbage collection that is measured."""
    from rsc_client.metering import Call  # noqa: PLC0415 - Django is ready only now
    from rsc_client.transport import Channel, Hosts  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.linkedin import connection as connections  # noqa: PLC0415
    from skaffa.linkedin.models import SyncItem  # noqa: PLC0415
    from skaffa.linkedin.quota import Meter  # noqa: PLC0415
    from skaffa.linkedin.sync import push  # noqa: PLC0415

    customer.connected(generation)
    records = 0

    class Counting(Meter):
        def before(self, call: Call, /) -> None:
            nonlocal records
            records += call.records
            super().before(call)

    aside = Spent()

    class Recording(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            with aside:
                requests.append(msgspec.msgpack.encode(_Sent.of(request)))
            return super().handle_request(request)

    def factory(hosts: Hosts, _meter: Meter) -> Channel:
        return Channel(hosts, meter=Counting(clock.now), transport=Recording())

    with connections.use(factory):
        push.once(at=clock.now())  # the first round imports what it needs
        records, aside.seconds, aside.cpu = 0, 0.0, 0.0
        requests.clear()
        with Spent() as sending:
            while push.once(at=clock.now()):
                pass
    if SyncItem.objects.exists():
        raise RuntimeError(f"{SyncItem.objects.count()} marks are left, such as {SyncItem.objects.first()}")
    return Run(len(requests), records, sending.seconds - aside.seconds, sending.cpu - aside.cpu)


def _bare(requests: list[bytes], records: int) -> Run:
    kept = [msgspec.msgpack.decode(one, type=_Sent) for one in requests]
    with httpx.Client(trust_env=False) as client, Spent() as sending:
        for one in kept:
            client.request(one.method, one.url, headers=one.headers, content=one.content).raise_for_status().json()
    return Run(len(requests), records, sending.seconds, sending.cpu)


@contextmanager
def _fixed() -> Iterator[str]:
    command = [sys.executable, "-m", "bench.fixed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
