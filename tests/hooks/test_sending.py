"""From the row to the receiver: signed, once where it can be, again where it must be, and never anywhere private."""

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from standardwebhooks.webhooks import Webhook as Verifier

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import outward
from skaffa.hooks import actions, call, queries, rules, sending, tasks
from skaffa.hooks.models import Delivery, Disabled, Topic, Webhook
from skaffa.notify.models import Notice
from tests import personas
from tests.hooks.conftest import Receiver
from tests.personas import Watch

ROOT = Path(__file__).parents[2]


def send(webhook: Webhook, clock: Watch) -> int:
    return sending.send_due(webhook.pk, clock)


def test_a_message_arrives_signed_small_and_in_order(webhook: Webhook, receiver: Receiver, clock: Watch):
    people = [personas.candidate(name) for name in ("Greta", "Nils", "Olle")]

    assert send(webhook, clock) == 3

    said = receiver.said()
    assert said[0] == {
        "id": Delivery.objects.order_by("pk")[0].name,
        "type": "candidate.added",
        "timestamp": "2026-03-02T09:00:00Z",
        "url": f"http://skaffa.localhost:8000/api/v1/candidates/{people[0].pk}",
        "data": {"candidate_id": people[0].pk, "source": "recruiter"},
    }
    assert [one["data"]["candidate_id"] for one in said] == [person.pk for person in people]
    names = [one["id"] for one in said]
    assert names == sorted(names)
    for headers, body in receiver.got:
        assert Verifier(webhook.secret).verify(body, headers) == json.loads(body)
        assert headers["webhook-id"] == json.loads(body)["id"]
    assert send(webhook, clock) == 0
    assert not queries.due(clock.at)


def test_what_fails_is_sent_again_with_growing_pauses_under_the_same_id(
    webhook: Webhook, receiver: Receiver, clock: Watch
):
    receiver.answers = [500, 302, 200]
    receiver.headers = {"Location": "http://127.0.0.1:1/elsewhere"}
    personas.candidate("Greta")

    for _attempt in range(3):
        send(webhook, clock)
        assert send(webhook, clock) == 0
        clock.tick(minutes=7)

    row = Delivery.objects.get()
    assert (row.attempts, row.last_status, row.last_answer, row.delivered_at is not None) == (3, 200, "thanks", True)
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len({body for _headers, body in receiver.got}) == 1


def test_one_that_is_refused_holds_nobody_up(webhook: Webhook, receiver: Receiver, clock: Watch):
    receiver.answers = [500, 200]
    personas.candidate("Greta")
    personas.candidate("Nils")
    assert send(webhook, clock) == 1
    assert Delivery.objects.filter(delivered_at=None, attempts=1).count() == 1


def test_where_nobody_answers_the_rest_waits_untried(bo: User, clock: Watch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        webhook = actions.add(url, topics=["candidates"], by=Actor.of(bo), at=clock.at)
        for name in ("Greta", "Nils", "Olle"):
            personas.candidate(name)
        assert send(webhook, clock) == 0

    rows = list(Delivery.objects.order_by("pk"))
    assert [row.attempts for row in rows] == [1, 0, 0]
    assert "ConnectError" in rows[0].last_answer
    assert all(row.lease_until is None and row.due_at > clock.at for row in rows)


def test_after_three_days_of_nothing_the_webhook_is_off_and_its_owner_told(
    bo: User, webhook: Webhook, receiver: Receiver, clock: Watch
):
    receiver.answers = [503]
    personas.candidate("Greta")
    began = clock.at
    while Webhook.objects.get().is_enabled:
        send(webhook, clock)
        clock.tick(hours=1)
        assert clock.at < began + timedelta(days=4)

    row = Delivery.objects.get()
    assert row.given_up_at is not None
    assert timedelta(days=2) < row.given_up_at - began <= timedelta(days=3)
    assert 8 <= row.attempts <= 12
    assert Webhook.objects.get().disabled == Disabled.FAILING
    notice = Notice.objects.get(user=bo, kind="WebhookDisabled")
    assert notice.data == {"host": "127.0.0.1"}
    personas.candidate("Nils")
    assert Delivery.objects.count() == 1


def test_a_message_that_is_never_taken_stops_no_webhook_that_takes_others(
    webhook: Webhook, receiver: Receiver, clock: Watch
):
    receiver.answers = [500]
    personas.candidate("Greta")
    began = clock.at
    while clock.at < began + timedelta(days=4):
        send(webhook, clock)
        clock.tick(hours=1)
        receiver.answers = [500]
        if clock.at == began + timedelta(hours=50):
            personas.candidate("Nils")
            receiver.answers = [200] if Delivery.objects.filter(due_at__lte=clock.at).count() == 1 else [500, 200]

    assert Webhook.objects.get().is_enabled
    given_up = Delivery.objects.get(given_up_at__isnull=False)
    assert given_up.delivered_at is None


def test_an_address_that_is_gone_is_called_no_more(webhook: Webhook, receiver: Receiver, clock: Watch):
    receiver.answers = [410]
    personas.candidate("Greta")
    personas.candidate("Nils")
    send(webhook, clock)
    assert Webhook.objects.get().disabled == Disabled.GONE


def test_a_new_secret_signs_beside_the_former_for_a_day(bo: User, webhook: Webhook, receiver: Receiver, clock: Watch):
    former = webhook.secret
    fresh = actions.rotate(webhook, by=Actor.of(bo), at=clock.tick()).secret
    personas.candidate("Greta")
    send(webhook, clock)
    clock.tick(days=1)
    personas.candidate("Nils")
    send(webhook, clock)

    (both, first), (one, second) = receiver.got
    assert Verifier(former).verify(first, both)
    assert Verifier(fresh).verify(first, both)
    assert Verifier(fresh).verify(second, one)
    with pytest.raises(Exception, match="No matching"):
        Verifier(former).verify(second, one)


def test_no_secret_is_in_the_database_as_it_is(webhook: Webhook):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM hooks_webhook")
        kept = cursor.fetchone()[0]
    assert webhook.secret.startswith("whsec_")
    assert webhook.secret.removeprefix("whsec_") not in kept


def test_a_test_message_and_an_old_one_are_sent_when_asked(
    bo: User, webhook: Webhook, receiver: Receiver, clock: Watch
):
    row = actions.test(webhook, by=Actor.of(bo), at=clock.tick())
    tasks.deliver(webhook_id=webhook.pk)
    assert receiver.said()[0] | {"id": ""} == {
        "id": "",
        "type": "webhook.test",
        "timestamp": "2026-03-02T09:00:01Z",
        "url": "",
        "data": {},
    }
    actions.redeliver(Delivery.objects.get(pk=row.pk), by=Actor.of(bo), at=clock.tick())
    tasks.sweep()
    tasks.deliver(webhook_id=webhook.pk)
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]

    actions.switch_off(webhook, by=Actor.of(bo), at=clock.tick())
    for again in (
        lambda: actions.test(webhook, by=Actor.of(bo), at=clock.at),
        lambda: actions.redeliver(Delivery.objects.get(pk=row.pk), by=Actor.of(bo), at=clock.at),
    ):
        with pytest.raises(Exception, match="switched off"):
            again()


def test_a_name_that_leads_to_a_private_address_is_not_called(
    bo: User, webhook: Webhook, receiver: Receiver, clock: Watch, settings: Any
):
    """`localhost` stands for any name whose owner points it at our own network after it was added."""
    Webhook.objects.update(url=receiver.url.replace("127.0.0.1", "localhost"))
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"webhooks_private": False})
    personas.candidate("Greta")
    assert send(webhook, clock) == 0
    assert receiver.got == []
    assert "not public" in Delivery.objects.get().last_answer


def test_the_call_goes_to_the_address_that_was_looked_at(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    """A second look-up would be answered otherwise by whoever means harm: there is none."""
    asked = []
    real = socket.getaddrinfo

    def once(host: Any, *rest: Any, **more: Any) -> Any:
        if host == "hooks.example":
            asked.append(host)
            return real("127.0.0.1", *rest, **more)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    url = receiver.url.replace("127.0.0.1", "hooks.example")
    assert call.post(url, body=b"{}", headers={}, private_allowed=True).is_good
    assert asked == ["hooks.example"]
    assert receiver.got[0][0]["host"].startswith("hooks.example:")


@pytest.mark.parametrize("url", ["http://no-such-name.invalid/", "http://127.0.0.1:1/"])
def test_what_cannot_be_reached_is_told_in_words(url: str):
    with pytest.raises(outward.Unreached, match=r"not known|ConnectError"):
        call.post(url, body=b"{}", headers={}, private_allowed=True)


def test_an_answer_that_never_comes_ends_in_time(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "DEADLINE", timedelta(seconds=0.2))
    receiver.gate.clear()
    with pytest.raises(outward.Unreached, match=r"No answer|Timeout"):
        call.post(receiver.url, body=b"{}", headers={}, private_allowed=True)


KILLED = """
import django; django.setup()
from skaffa.hooks import sending
from tests.personas import Watch
sending.send_due({webhook}, Watch())
"""


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_of_a_call_loses_nothing(webhook: Webhook, receiver: Receiver, clock: Watch):
    """The receiver has it, we died before we knew: it comes again after the lease, under its own id."""
    personas.candidate("Greta")
    receiver.gate.clear()
    known = connection.settings_dict
    where = f"postgresql://{known['USER']}:{known['PASSWORD']}@/{known['NAME']}?" + urlencode(
        {"host": known["HOST"], "port": known["PORT"]}
    )
    more = {
        "DATABASE_URL": where,
        "DJANGO_SETTINGS_MODULE": "skaffa.config.settings",
        "SKAFFA_WEBHOOKS_PRIVATE": "true",
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED.format(webhook=webhook.pk)], env={**os.environ, **more}, cwd=ROOT
    )
    try:
        assert receiver.arrived.wait(60)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    receiver.gate.set()

    assert send(webhook, clock) == 0  # somebody may still be at it
    assert Delivery.objects.get().delivered_at is None
    clock.at += rules.LEASE
    assert queries.due(clock.at) == [webhook.pk]
    assert send(webhook, clock) == 1
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len(receiver.got) == 2
    assert Topic.CANDIDATES in webhook.topics


def test_the_ten_lines_of_the_documentation_verify_what_is_sent(webhook: Webhook, receiver: Receiver, clock: Watch):
    page = (ROOT / "docs/api/README.md").read_text()
    lines: dict[str, Any] = {}
    exec(page.split("```python")[1].split("```")[0], lines)
    personas.candidate("Greta")
    send(webhook, clock)
    headers, body = receiver.got[0]
    assert lines["is_genuine"](webhook.secret, headers, body)
    assert not lines["is_genuine"](webhook.secret, headers, body + b" ")
    assert not lines["is_genuine"](webhook.secret, {**headers, "webhook-timestamp": "1"}, body)
