"""Webhooks in the Admin center: added with a secret shown once, changed, tried, stopped; every message with its fate."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.hooks import actions
from skaffa.hooks.models import Delivery, Webhook
from skaffa.notify import actions as notify
from tests import personas
from tests.personas import Watch

URL = "https://hooks.example.org/skaffa"


@pytest.fixture
def webhook(ada: User, clock: Watch) -> Webhook:
    return actions.add(URL, topics=["jobs", "candidates"], by=Actor.of(ada), at=clock.at)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_webhook_is_added_and_its_secret_shown_once(ada: User):
    admin = signed_in(ada)
    assert "No webhooks yet" in admin.get("/admin-center/webhooks").content.decode()

    said = admin.post("/admin-center/webhooks", {"url": URL, "topics": ["pools", "jobs"]})

    secret = re.findall(r"whsec_[^\"]+", said.content.decode())[0]
    made = Webhook.objects.get()
    assert (made.secret, made.topics, made.owner) == (secret, ["jobs", "pools"], ada)
    assert said["Cache-Control"].startswith("max-age=0")
    for page in ("/admin-center/webhooks", f"/admin-center/webhooks/{made.pk}"):
        shown = admin.get(page).content.decode()
        assert URL in shown
        assert "whsec_" not in shown


@pytest.mark.parametrize("form", [{"url": "http://10.0.0.1/", "topics": ["jobs"]}, {"url": URL}, {"topics": ["jobs"]}])
def test_what_cannot_be_told_is_refused_beside_its_field(ada: User, form: dict[str, object]):
    answer = signed_in(ada).post("/admin-center/webhooks", form)
    assert answer.status_code == 422
    assert "field-errors" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_it_is_changed_tried_and_sent_again(ada: User, webhook: Webhook, clock: Watch):
    admin, place = signed_in(ada), f"/admin-center/webhooks/{webhook.pk}"
    admin.post(place, {"url": URL + "/v2", "topics": ["moves"]})
    changed = Webhook.objects.get()
    assert (changed.url, changed.topics) == (URL + "/v2", ["moves"])
    assert admin.post(place, {"url": "nonsense", "topics": ["moves"]}).status_code == 422

    admin.post(f"{place}/test")
    row = Delivery.objects.get()
    Delivery.objects.update(delivered_at=clock.at, attempts=1, last_status=200, last_answer="<b>thanks</b>")
    shown = admin.get(place).content.decode()
    assert "webhook.test" in shown
    assert "Arrived" in shown
    assert "&lt;b&gt;thanks" in shown
    admin.post(f"{place}/deliveries/{row.pk}/again")
    assert Delivery.objects.get().delivered_at is None
    assert admin.post(f"{place}/deliveries/{row.pk + 1}/again").status_code == 404


def test_a_new_secret_is_shown_once(ada: User, webhook: Webhook):
    admin, place = signed_in(ada), f"/admin-center/webhooks/{webhook.pk}"
    shown = admin.post(f"{place}/secret").content.decode()
    fresh = Webhook.objects.get()
    assert fresh.secret != webhook.secret
    assert fresh.secret in shown.replace("&#x27;", "'")
    later = admin.get(place).content.decode()
    assert "whsec_" not in later
    assert "former secret" in later


def test_it_is_switched_off_and_on_and_deleted(ada: User, webhook: Webhook):
    admin, place = signed_in(ada), f"/admin-center/webhooks/{webhook.pk}"
    admin.post(f"{place}/switch")
    assert not Webhook.objects.get().is_enabled
    shown = admin.get(place).content.decode()
    assert "Switched off" in shown
    assert f"{place}/test" not in shown
    admin.post(f"{place}/switch")
    assert Webhook.objects.get().is_enabled
    admin.post(f"{place}/delete")
    assert not Webhook.objects.exists()
    assert admin.get(place).status_code == 404


def test_another_administrator_sees_it_and_can_only_stop_it(webhook: Webhook):
    bo = personas.user("Bo", SecurityRole.ADMINISTRATOR)
    other, place = signed_in(bo), f"/admin-center/webhooks/{webhook.pk}"
    shown = other.get(place).content.decode()
    assert "only Ada Persona can change it" in shown
    assert "New secret" not in shown
    assert other.post(place, {"url": URL + "/mine", "topics": ["notes"]}).status_code == 403
    assert other.post(f"{place}/secret").status_code == 403
    other.post(f"{place}/switch")
    assert Webhook.objects.get().url == URL
    assert not Webhook.objects.get().is_enabled


def test_the_owner_reads_under_the_bell_that_it_was_switched_off(ada: User, webhook: Webhook, clock: Watch):
    notify.notice([ada.pk], kind="WebhookDisabled", data={"host": webhook.host}, at=clock.at)
    assert "The webhook to hooks.example.org was switched off" in signed_in(ada).get("/").content.decode()


def test_pages_cost_the_same_whatever_there_is(
    ada: User, webhook: Webhook, clock: Watch, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(3):
        actions.add(f"{URL}/{number}", topics=["jobs"], by=Actor.of(ada), at=clock.at)
    for _message in range(60):
        actions.test(webhook, by=Actor.of(ada), at=clock.tick())
    admin, place = signed_in(ada), f"/admin-center/webhooks/{webhook.pk}"
    for page in ("/admin-center/webhooks", place):
        with django_assert_max_num_queries(15):
            shown = admin.get(page).content.decode()
    assert shown.count("webhook.test</strong>") == 50
    more = re.findall(r"cursor=([^\"&]+)", shown)[0]
    assert admin.get(f"{place}?cursor={more}").content.decode().count("webhook.test</strong>") == 10
