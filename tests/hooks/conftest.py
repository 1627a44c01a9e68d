"""A program that listens, and an administrator whose webhook tells it things."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.hooks import actions
from skaffa.hooks.models import Topic, Webhook
from tests import personas
from tests.personas import Watch


@dataclass
class Receiver:
    """What came in, and what it is answered: the last of `answers` for ever; `gate` holds answers back."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)

    def said(self) -> list[Any]:
        return [json.loads(body) for _headers, body in self.got]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        mine = self.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mine.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        mine.arrived.set()
        mine.gate.wait(20)
        status = mine.answers.pop(0) if len(mine.answers) > 1 else mine.answers[0]
        self.send_response(status)
        for name, value in mine.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    mine = Receiver()
    mine.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": mine}))
    mine.url = f"http://127.0.0.1:{server.server_address[1]}/skaffa"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield mine
    mine.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _private(settings: Any) -> None:
    """Receivers of tests are on this machine."""
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"webhooks_private": True})


@pytest.fixture
def bo(db: None) -> User:
    """Administers and recruits."""
    return personas.user("Bo", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)


@pytest.fixture
def webhook(bo: User, clock: Watch, receiver: Receiver) -> Webhook:
    """Told of everything bo may see."""
    return actions.add(receiver.url, topics=Topic.values, by=Actor.of(bo), at=clock.at)
