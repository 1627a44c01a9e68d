"""A worker is killed with the mail server in the middle of it: before the text leaves nothing is lost, after it nothing is sent twice."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from skaffa.core import clock
from skaffa.mail import actions, delivery, rules
from skaffa.mail.models import Email, Status
from tests.mail.server import MailServer

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
SEND = "from skaffa.core import clock; from skaffa.mail import delivery; delivery.send_due(clock.now)"


@contextmanager
def worker(server: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that sends what is due."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    variables = {"DATABASE_URL": database, "SKAFFA_EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SEND]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def later() -> Email:
    """What became of it once the lease of the one who was killed has ended."""
    after = clock.now() + rules.LEASE + timedelta(minutes=1)
    delivery.send_due(lambda: after)
    return Email.objects.get()


@pytest.fixture
def _written() -> None:
    actions.write("nora@harbour.se", subject="Hello", body="Text", at=clock.now())


@pytest.fixture
def stopped(server: MailServer) -> Iterator[tuple[threading.Event, threading.Event]]:
    """(the server has been asked and says nothing, it may answer); it never waits for ever."""
    asked, go = threading.Event(), threading.Event()
    yield asked, go
    go.set()


@pytest.mark.usefixtures("_written")
def test_killed_before_the_text_leaves_it_is_sent_once(server: MailServer, stopped):
    asked, go = stopped

    def say_nothing(_address: str) -> None:
        asked.set()
        go.wait(60)

    server.before_reader = say_nothing
    with worker(server):
        assert asked.wait(60)
    go.set()
    server.before_reader = lambda _address: None

    found = later()

    assert (found.status, len(server.accepted)) == (Status.SENT, 1)
    assert found.attempts == 2


@pytest.mark.usefixtures("_written")
def test_killed_before_the_answer_is_written_down_it_is_not_sent_twice(server: MailServer, stopped):
    asked, go = stopped

    def accept_slowly() -> str:
        asked.set()
        go.wait(60)
        return "250 OK"

    server.answer = accept_slowly
    with worker(server):
        assert asked.wait(60)
    go.set()
    server.wait_for(1)

    found = later()
    later()

    assert (found.status, len(server.accepted)) == (Status.UNCERTAIN, 1)
