"""A LinkedIn of a few lines for the client's tests: answers what it is told to, and remembers what it was asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from rsc_client.metering import Call, Outcome
from rsc_client.schemas import Credentials
from rsc_client.transport import Channel, Hosts

CHILD = Credentials("86sandbox042", "s3cr=t/042")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class LinkedIn(httpx.BaseTransport):
    """Gives its answers to API calls in order, the last one for ever; every token it issues has the next number."""

    def __init__(self, *answers: Answer, token_life: int = 1800) -> None:
        self.answers = list(answers)
        self.calls: list[httpx.Request] = []
        self.tokens = 0
        self.token_life = token_life

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.url.path == "/oauth/v2/accessToken":
            self.tokens += 1
            return httpx.Response(200, json={"access_token": f"T{self.tokens}", "expires_in": self.token_life})
        self.calls.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    @property
    def bearers(self) -> list[str]:
        return [call.headers["authorization"] for call in self.calls]


class Notebook:
    """A meter that writes down everything."""

    def __init__(self) -> None:
        self.began: list[Call] = []
        self.ended: list[tuple[Call, Outcome]] = []

    def before(self, call: Call) -> None:
        self.began.append(call)

    def after(self, call: Call, outcome: Outcome) -> None:
        self.ended.append((call, outcome))


def channel_to(linkedin: httpx.BaseTransport, *, meter: Notebook | None = None) -> Channel:
    ticks = iter(range(10_000))
    return Channel(Hosts(), transport=linkedin, meter=meter, timer=lambda: float(next(ticks)))
