"""Signing in and out, forgotten passwords, and what strangers can find out."""

import re
from typing import Any

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.mail.models import Email
from tests.personas import PASSWORD, Watch


def _sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.parametrize("email", ["rhea@example.com", "RHEA@Example.com"])
def test_a_user_signs_in_with_address_and_password(client: Client, rhea: User, email: str):
    answer = _sign_in(client, email)

    assert answer["Location"] == "/"
    assert client.get("/about").status_code == 200


def test_after_signing_in_one_is_where_one_wanted_to_go(client: Client, rhea: User):
    door = client.get("/about")["Location"]
    page = client.get(door).content.decode()

    assert 'name="next" value="/about"' in page
    answer = client.post("/accounts/login/", {"login": rhea.email, "password": PASSWORD, "next": "/about"})
    assert answer["Location"] == "/about"


def test_signing_in_never_leads_to_another_host(client: Client, rhea: User):
    given = {"login": rhea.email, "password": PASSWORD, "next": "https://evil.example/"}

    assert client.post("/accounts/login/", given)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, rhea: User):
    wrong = _sign_in(client, rhea.email, "not this one at all").content.decode()
    unknown = _sign_in(client, "nobody@example.com", "not this one at all").content.decode()

    sentence = "The e-mail address and the password do not belong together."
    assert sentence in wrong
    assert sentence in unknown


def test_too_many_tries_are_stopped_with_a_clear_message(client: Client, rhea: User):
    for _ in range(5):
        _sign_in(client, rhea.email, "not this one at all")

    answer = _sign_in(client, rhea.email)

    assert "Too many failed tries. Wait five minutes" in answer.content.decode()
    assert client.get("/about").status_code == 302


def test_a_network_that_hammers_the_door_is_asked_to_wait(client: Client, db: None):
    statuses = {_sign_in(client, f"nobody{number}@example.com").status_code for number in range(31)}
    last = _sign_in(client, "nobody@example.com")

    assert 429 in statuses
    assert last.status_code == 429
    assert "Wait five minutes" in last.content.decode()


def test_behind_a_proxy_each_network_waits_for_itself(client: Client, rhea: User, settings: Any):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.66"
    for number in range(32):
        hammered = _sign_in(client, f"nobody{number}@example.com")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.66, 198.51.100.7"  # the first is the browser's own claim

    assert hammered.status_code == 429
    assert _sign_in(client, rhea.email)["Location"] == "/"


def test_a_deactivated_user_cannot_sign_in(client: Client, rhea: User):
    User.objects.filter(pk=rhea.pk).update(is_active=False)

    _sign_in(client, rhea.email)

    assert client.get("/about").status_code == 302


@pytest.mark.parametrize("value", ["\x00", "x" * 5_000, "<script>", "🦊"])
def test_any_input_at_the_door_is_answered(client: Client, db: None, value: str):
    answer = client.post("/accounts/login/", {"login": value, "password": value})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_signing_out_takes_a_post(client: Client, rhea: User):
    client.force_login(rhea)

    asked = client.get("/accounts/logout/")
    still = client.get("/about").status_code
    client.post("/accounts/logout/")

    assert asked.status_code == 200
    assert still == 200
    assert client.get("/about").status_code == 302


def test_nobody_signs_up_by_themselves(client: Client, db: None):
    page = client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})

    assert "Accounts come by invitation" in page
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_through_a_link(client: Client, rhea: User, clock: Watch):
    client.post("/accounts/password/reset/", {"email": rhea.email})
    mail = Email.objects.get()
    link = re.search(r"https?://[^/]+(/\S+)", mail.text)
    assert link

    form = client.get(link[1], follow=True)
    target = form.redirect_chain[-1][0]
    client.post(target, {"password1": "seven grey seagulls", "password2": "seven grey seagulls"})

    assert mail.to == rhea.email
    assert _sign_in(client, rhea.email, "seven grey seagulls")["Location"] == "/"


def test_a_reset_link_works_once(client: Client, rhea: User, clock: Watch):
    client.post("/accounts/password/reset/", {"email": rhea.email})
    link = re.search(r"https?://[^/]+(/\S+)", Email.objects.get().text)
    assert link
    target = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(target, {"password1": "seven grey seagulls", "password2": "seven grey seagulls"})

    again = Client().get(link[1], follow=True).content.decode()

    assert "This link has been used already" in again


def test_a_stranger_learns_nothing_from_the_reset_and_causes_no_mail(client: Client, rhea: User, clock: Watch):
    known = client.post("/accounts/password/reset/", {"email": rhea.email}, follow=True).content.decode()
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"}, follow=True).content.decode()

    assert "Look in your inbox" in known
    assert "Look in your inbox" in unknown
    assert [mail.to for mail in Email.objects.all()] == [rhea.email]
