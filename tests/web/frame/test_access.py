"""Who gets past the door: every address asks for a sign-in, but for a short list."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from skaffa.accounts.models import User

OPEN = {
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "api_document",
    "colours",
    "demo_email",
    "demo_mail",
    "invitation",
    "language",
    "linkedin:webhook",
    "own_linkedin_link",
    "public_apply",
    "public_availability",
    "public_interview_calendar",
    "public_interview_cannot_come",
    "public_interviews",
    "public_job",
    "public_jobs",
    "public_sitemap",
    "public_status",
    "public_withdraw",
}
_EXAMPLES = {"int": "1", "str": "x", "uuid": "6f1c2d4e-8f55-4b8e-9d8e-0a4c2f3b1a77", "slug": "x", "path": "x"}


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "", namespace: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= _addresses(pattern.url_patterns, route, inner)
        else:
            plain = re.sub(r"<(?:(\w+):)?\w+>", lambda match: _EXAMPLES[match[1] or "str"], route)
            plain = re.sub(r"\(\?P<\w+>[^)]*\)", "x", plain).replace("^", "").replace("$", "")
            found[f"{namespace}{pattern.name}"] = f"/{plain}"
    return found


ADDRESSES = {
    name: address
    for name, address in _addresses(get_resolver().url_patterns).items()
    if not name.startswith("api:")  # those for programs are called in tests/api
}


def test_every_address_has_a_name():
    assert "None" not in ADDRESSES


def test_the_open_addresses_exist():
    assert ADDRESSES.keys() >= OPEN - {"linkedin:webhook", "public_job"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - OPEN))
def test_nobody_gets_in_without_signing_in(client: Client, name: str):
    answer = client.get(ADDRESSES[name])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - OPEN))
def test_nobody_posts_without_signing_in(client: Client, name: str):
    answer = client.post(ADDRESSES[name])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db
def test_a_fragment_asked_for_after_the_session_ended_leads_to_the_page(client: Client):
    answer = client.get("/notices", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/notices?a=b"})

    assert answer["HX-Redirect"] == "/notices?a=b"


def test_a_deactivated_user_is_nobody(client: Client, rhea: User):
    client.force_login(rhea)
    User.objects.filter(pk=rhea.pk).update(is_active=False)

    answer = client.get("/")

    assert answer.status_code == 302


def test_pages_are_not_kept_by_caches_and_obey_a_strict_policy(client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.get("/")

    assert answer["Cache-Control"] == "private, no-store"
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
