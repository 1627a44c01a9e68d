"""Who gets into the pretend Recruiter, and how."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from rsc_sandbox.sandbox import Sandbox
from tests.sandbox.recruiter.browser import Browser

SignIn = Callable[[str], Browser]


def test_a_stranger_is_asked_to_sign_in_and_then_gets_where_he_was_going(stan: Browser) -> None:
    stan.open("/talent/search?keywords=zymurgy")
    assert stan.address.startswith("/talent/sign-in?next=")

    stan.submit("/talent/sign-in", email="Rhea@Demo.example ", password="demo")

    assert stan.address == "/talent/search?keywords=zymurgy"
    assert "Mina Quill" in stan.text


def test_the_demo_accounts_are_listed_and_one_click_signs_in(stan: Browser) -> None:
    stan.open("/talent/sign-in")
    emails = [one for one in stan.values("email") if one]
    assert emails == ["ada@demo.example", "rhea@demo.example", "hal@demo.example", "sam@demo.example"]

    stan.submit("/talent/sign-in", form=emails.index("hal@demo.example") + 1, email="hal@demo.example")

    assert "Hal Demo" in stan.text
    assert "Hiring manager seat · Birch & Rowan Nordics" in stan.text


@pytest.mark.parametrize(
    ("email", "password"), [("rhea@demo.example", "wrong"), ("nobody@demo.example", "demo"), ("", "")]
)
def test_a_wrong_password_says_so_and_keeps_the_address(stan: Browser, email: str, password: str) -> None:
    stan.open("/talent/sign-in")

    stan.submit("/talent/sign-in", email=email, password=password)

    assert stan.status == 422
    assert "E-mail and password do not belong together." in stan.text
    assert stan.values("email")[0] == email


def test_somebody_with_seats_on_two_contracts_chooses_one_and_can_switch(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert "Choose a contract" in ada.text
    seats = ada.values("seat")
    assert len(seats) == 2

    ada.submit("/talent/contract", seat=seats[1])
    assert "Admin seat · Birch & Rowan US" in ada.text

    ada.submit("/talent/contract")
    assert "Admin seat · Birch & Rowan Nordics" in ada.text


def test_nobody_can_choose_a_contract_without_a_seat_there(rhea: Browser, sign_in: SignIn) -> None:
    sam = sign_in("sam")
    sam.open("/talent/contract")
    foreign = sam.values("seat")[0]
    rhea.open("/talent/contract")

    rhea.submit("/talent/contract", seat=foreign)

    assert rhea.status == 404


@pytest.mark.parametrize(("language", "said"), [("en", "It is not LinkedIn"), ("sv", "Det är inte LinkedIn")])
def test_the_first_page_says_what_this_is_and_leads_to_its_parts(rhea: Browser, language: str, said: str) -> None:
    rhea.open(f"/?lang={language}")

    assert said in rhea.text
    assert "demo-parent-secret" in rhea.text
    assert 'href="/_sandbox/openapi.json"' in rhea.page

    rhea.open("/talent/search")
    assert rhea.status == 200


def test_the_first_page_leads_nowhere_that_is_not_there(rhea: Browser, app: Flask) -> None:
    rhea.open("/")
    addresses = re.findall(r'<h2>\s*<a href="([^"]+)"', rhea.page)

    there = {rule.rule for rule in app.url_map.iter_rules()}

    assert len(addresses) > 1
    assert set(addresses) <= there


def test_somebody_whose_seat_was_taken_away_is_told(sign_in: SignIn, sandbox: Sandbox) -> None:
    with sandbox.transaction() as tx:
        tx.execute("UPDATE seats SET state = 'INACTIVE'")

    hal = sign_in("hal")

    assert hal.status == 403
    assert "Your account has no active Recruiter seat." in hal.text


def test_after_signing_out_the_pages_are_closed_again(rhea: Browser) -> None:
    rhea.submit("/talent/sign-out")

    rhea.open("/talent/profile/800001")

    assert rhea.address.startswith("/talent/sign-in")


def test_a_form_from_another_site_is_refused(rhea: Browser) -> None:
    rhea.client.post("/talent/sign-out", data={"csrf": "guessed"})
    refused = rhea.client.post("/talent/sign-out")

    assert refused.status_code == 400
    assert "too old" in refused.get_data(as_text=True)
    assert rhea.open("/talent/search")
    assert rhea.address == "/talent/search"


def test_the_refusal_speaks_the_language_that_was_chosen(rhea: Browser) -> None:
    rhea.open("/talent/search?lang=sv")

    refused = rhea.client.post("/talent/sign-out", data={"csrf": "guessed"})

    assert "Formuläret är för gammalt" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/talent/sign-in", "/talent/profile/800001/export", "/oauth/v2/authorization", "/xdoor/widgets/onboarding"]
)
def test_more_than_a_form_can_hold_is_refused_in_words(rhea: Browser, path: str) -> None:
    answer = rhea.client.post(path, data={"notes": "x" * 17_000_000, "csrf": "any"})

    assert answer.status_code == 413
    assert "That is too much text" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", "x"],
)
def test_signing_in_never_leads_to_another_site(stan: Browser, address: str) -> None:
    stan.open("/talent/sign-in")

    stan.submit("/talent/sign-in", email="rhea@demo.example", password="demo", next=address)

    assert stan.address == "/talent/search"


def test_a_reset_signs_everybody_out(rhea: Browser, sandbox: Sandbox) -> None:
    sandbox.database.empty()

    rhea.open("/talent/search")

    assert rhea.address.startswith("/talent/sign-in")


def test_the_cookie_is_named_after_the_sandbox(app: Flask) -> None:
    answer = app.test_client().get("/talent/sign-in")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("rsc_sandbox_test=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "address", ["/talent/sign-in", "/talent/search", "/talent/profile/800001", "/talent/nothing/here"]
)
def test_every_page_says_that_it_is_not_linkedin_and_runs_only_our_own_scripts(rhea: Browser, address: str) -> None:
    page = rhea.open(address)

    if rhea.status == 200:
        assert "Sandbox: not LinkedIn." in page
        policy = rhea.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "style=" not in page


def test_the_language_is_chosen_once_and_remembered(rhea: Browser) -> None:
    rhea.open("/talent/search?lang=sv")
    assert '<html lang="sv">' in rhea.page

    rhea.open("/talent/profile/800001")
    assert "Exportera till ATS" in rhea.text
    assert "Sandlåda: inte LinkedIn." in rhea.text

    rhea.open("/talent/profile/800001?lang=en")
    assert "Export to ATS" in rhea.text


def test_without_a_choice_the_browser_decides_the_language(stan: Browser) -> None:
    stan.open("/talent/sign-in", **{"Accept-Language": "sv-SE,sv;q=0.9,en;q=0.5"})
    assert "Logga in" in stan.text

    stan.open("/talent/sign-in", **{"Accept-Language": "fi"})
    assert "Sign in" in stan.text
