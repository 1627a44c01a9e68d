"""Consent and public profiles."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import tokens
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.conftest import PAGE, add_application

CONSENT = "/oauth/v2/authorization"


@pytest.fixture
def application(sandbox: Sandbox) -> int:
    return add_application(sandbox, "Fir ATS", "fir")


def address(**changes: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": "fir-client",
        "redirect_uri": f"{PAGE}/fir/callback",
        "state": "s&/ä",
        "scope": "r_liteprofile",
        **changes,
    }
    return f"{CONSENT}?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items() if value)


def answer(browser: Browser) -> dict[str, str]:
    assert browser.address.startswith(f"{PAGE}/fir/callback?")
    return {name: values[0] for name, values in parse_qs(urlsplit(browser.address).query).items()}


def test_consent_names_the_application_and_what_it_asks_for(rhea: Browser, application: int) -> None:
    rhea.open(address())

    assert "Fir ATS - Birch & Rowan would like to:" in rhea.text
    assert "know who you are and read your name" in rhea.text
    assert "signed in as Rhea Demo" in rhea.text
    assert "form-action 'self' https://ats.example;" in rhea.headers["Content-Security-Policy"]


def test_allowing_sends_the_member_back_with_a_code_for_them(rhea: Browser, sandbox: Sandbox, application: int) -> None:
    rhea.open(address())

    rhea.submit(CONSENT, decision="allow")

    given = answer(rhea)
    assert given["state"] == "s&/ä"
    with sandbox.transaction() as tx:
        code = tokens.code(tx, given["code"])
    assert code is not None
    assert (code.application_id, code.member_id) == (application, 900_002)


def test_cancelling_sends_the_member_back_without_a_code(rhea: Browser, application: int) -> None:
    rhea.open(address())

    rhea.submit(CONSENT, decision="cancel")

    assert answer(rhea)["error"] == "user_cancelled_authorize"
    assert answer(rhea)["state"] == "s&/ä"
    assert "code" not in answer(rhea)


def test_a_stranger_signs_in_first_and_needs_no_contract(stan: Browser, application: int) -> None:
    stan.open(address())
    assert stan.address.startswith("/talent/sign-in")

    stan.submit("/talent/sign-in", email="ada@demo.example", password="demo")

    assert "signed in as Ada Demo" in stan.text
    stan.submit(CONSENT, decision="allow")
    assert answer(stan)["state"] == "s&/ä"


def test_another_account_can_be_used(rhea: Browser, application: int) -> None:
    rhea.open(address())
    rhea.submit("/talent/sign-out", form=1)

    rhea.submit("/talent/sign-in", email="hal@demo.example", password="demo")

    assert "signed in as Hal Demo" in rhea.text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "unknown"}, "No application with this client_id"),
        ({"client_id": ""}, "No application with this client_id"),
        ({"redirect_uri": "https://evil.example/callback"}, "is not registered for this application"),
        ({"redirect_uri": f"{PAGE}/fir/callback/"}, "is not registered for this application"),
        ({"redirect_uri": ""}, "is not registered for this application"),
    ],
)
def test_an_unsound_request_leads_nowhere(
    rhea: Browser, application: int, changes: dict[str, str], reason: str
) -> None:
    rhea.open(address(**changes))

    assert rhea.status == 400
    assert rhea.address.startswith(CONSENT)
    assert reason in rhea.text


def test_an_unsound_request_leads_nowhere_by_a_form_either(rhea: Browser, application: int) -> None:
    rhea.open(address())

    rhea.submit(CONSENT, decision="allow", redirect_uri="https://evil.example/")

    assert rhea.status == 400
    assert "You have not been sent anywhere." in rhea.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"response_type": "token"}, "unsupported_response_type"), ({"scope": "w_everything"}, "invalid_scope")],
)
def test_a_wrong_request_of_a_known_application_is_answered_there(
    rhea: Browser, application: int, changes: dict[str, str], error: str
) -> None:
    rhea.open(address(**changes))

    assert answer(rhea)["error"] == error


def test_a_forged_consent_is_refused(rhea: Browser, application: int) -> None:
    forged = rhea.client.post(address(), data={"decision": "allow"})

    assert forged.status_code == 400
    assert "Location" not in forged.headers


def test_a_profile_link_leads_a_seat_holder_to_the_profile(rhea: Browser) -> None:
    rhea.open("/in/mina-quill")

    assert rhea.address == "/talent/profile/800001"


def test_a_profile_link_shows_a_stranger_little(stan: Browser) -> None:
    stan.open("/in/mina-quill")

    assert "Mina Quill" in stan.text
    assert "Zymurgy" not in stan.text
    stan.open("/in/nobody")
    assert stan.status == 404
