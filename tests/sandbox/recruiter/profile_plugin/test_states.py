"""Who sees what in the profile plugin: every state from a stranger to a licensed recruiter, and staying signed in."""

from collections.abc import Callable

import pytest
from flask import Flask
from msgspec import structs

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, seats, tickets
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.profile_plugin.iframe import MINA_QUILL, PAGE, PLUGIN, Opened, enter, secret_of, told
from tests.sandbox.vendor import MINA, RHEA_SEAT, Vendor

SignIn = Callable[[str], Browser]


def bring(iframe: Browser, secret: str, *, application: int) -> None:
    """Let the browser bring a secret that it should not have for that application."""
    iframe.client.set_cookie(f"rsc_sandbox_plugin_test_{application}", secret, path="/xdoor/widgets/")


@pytest.mark.parametrize(
    "address",
    ["/rsc/extensions/profile-widget", "/recruiter/widget/hcm", "/talent/widgets/assets/javascripts/profile-widget.js"],
)
def test_the_extension_is_a_script_at_each_of_its_addresses(stan: Browser, address: str) -> None:
    stan.open(address)

    assert stan.headers["Content-Type"].startswith("text/javascript")
    assert 'window.IN.extension("HcmWidget"' in stan.page


def test_only_a_registered_page_may_embed_it(opened: Opened) -> None:
    assert opened(origin="https://elsewhere.example").status == 403

    iframe = opened()

    assert iframe.status == 200
    assert iframe.headers["Content-Security-Policy"].endswith(f"frame-ancestors {PAGE}")
    assert "Sign in to see the profile" in iframe.text


def test_a_recruiter_signs_in_beside_it_and_sees_the_matched_profile(opened: Opened, rhea: Browser, mina: str) -> None:
    iframe = enter(opened(mina), rhea)

    assert "the page you came from goes on by itself" in rhea.text
    assert "Mina Okoro Marine maintenance planner at Fir Shipping" in iframe.text
    assert "Matched automatically" in iframe.text
    assert "Ferry engineer" in iframe.text
    assert told(iframe) == {}


def test_the_next_page_of_the_ats_need_not_ask_again(plugin: Opened, opened: Opened, mina: str, nobody: str) -> None:
    cookie = plugin(mina).headers["Set-Cookie"]

    assert "Who is Nobody Known?" in opened(nobody).text
    for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/xdoor/widgets/"):
        assert word in cookie


def test_a_kept_sign_in_ends_after_twelve_hours(plugin: Opened, opened: Opened, sandbox: Sandbox, mina: str) -> None:
    iframe = plugin(mina)
    sandbox.clock.advance(tickets.WORKING_DAY)

    iframe.submit(PLUGIN)
    assert iframe.status == 403
    assert "This took too long" in iframe.text
    assert iframe.headers["Content-Security-Policy"].endswith(f"frame-ancestors {PAGE}")

    assert "Sign in to see the profile" in opened(mina).text


def test_a_kept_sign_in_is_good_for_the_same_application_and_page_only(
    plugin: Opened, opened: Opened, app: Flask, connected: Vendor, sandbox: Sandbox, mina: str
) -> None:
    secret = secret_of(plugin(mina))
    other, elsewhere = Vendor(app).join("tenant-043"), "https://elsewhere.example"
    with sandbox.transaction() as tx:
        ours = applications.get(tx, connected.application_id)
        assert ours
        applications.change(tx, structs.replace(ours, js_domains=(PAGE, elsewhere)))

    for application, asked in (
        (other.application_id, {"api_key": other.client_id}),
        (connected.application_id, {"origin": elsewhere}),
    ):
        fresh = Browser(app)
        bring(fresh, secret, application=application)
        assert "Sign in to see the profile" in opened(mina, fresh, **asked).text


@pytest.mark.parametrize("where", ["recruiter", "widget"])
def test_signing_out_shows_the_prompt_again(
    plugin: Opened, opened: Opened, rhea: Browser, mina: str, where: str
) -> None:
    iframe = plugin(mina)

    if where == "widget":
        iframe.submit(f"{PLUGIN}/sign-out")
    else:
        rhea.open("/talent/search")
        rhea.submit("/talent/sign-out")
        iframe.submit(PLUGIN, view="activities")

    assert "Sign in to see the profile" in iframe.text
    assert "Sign in to see the profile" in opened(mina).text
    assert "Mina" not in iframe.text


def test_where_our_cookie_is_sent_nobody_signs_in_twice(opened: Opened, rhea: Browser, mina: str) -> None:
    assert "Mina Okoro" in opened(mina, rhea).text

    rhea.submit(f"{PLUGIN}/sign-out")

    assert "Sign in to see the profile" in opened(mina, rhea).text


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"context": "urn:li:organization:9"}, "This page is set up wrongly"),
        ({"contract": "urn:li:contract:9"}, "This page is set up wrongly"),
        ({"contract": "urn:li:contract:5502"}, "No Recruiter seat at Birch &amp; Rowan"),
    ],
)
def test_a_page_about_somebody_elses_company_or_contract_shows_nothing(
    plugin: Opened, mina: str, asked: dict[str, str], title: str
) -> None:
    iframe = plugin(mina, **asked)

    assert f"<h1>{title}</h1>" in iframe.page
    assert "Mina" not in iframe.text
    assert (told(iframe).get("kind") == "problem") is (title == "This page is set up wrongly")


def test_it_works_only_while_the_integration_is_on_for_the_contract(
    plugin: Opened, connected: Vendor, mina: str
) -> None:
    connected.switch(on=False)
    iframe = plugin(mina)
    assert "Profiles are not turned on" in iframe.text
    assert "is not enabled" in told(iframe)["value"]

    connected.switch(contract_id=5502)
    iframe.submit(PLUGIN)
    assert "Profiles are not turned on" in iframe.text

    connected.switch(contract_id=5501)
    iframe.submit(PLUGIN)
    assert "Mina Okoro" in iframe.text


@pytest.mark.parametrize(("view", "seen"), [("hiring_managers", False), ("everyone", True)])
def test_without_a_licence_it_is_not_usable(plugin: Opened, sandbox: Sandbox, mina: str, view: str, seen: bool) -> None:
    sandbox.switch({"plugin_public_view": view})
    with sandbox.transaction() as tx:
        seats.set_state(tx, RHEA_SEAT, "INACTIVE")

    iframe = plugin(mina)

    assert "No Recruiter seat at Birch & Rowan" in iframe.text
    assert ("Mina Okoro" in iframe.text) is seen
    assert "Ferry engineer" not in iframe.text
    iframe.client.post(
        f"{PLUGIN}/inmail", data={"ticket": secret_of(iframe), "member": MINA, "subject": "a", "body": "b"}
    )
    with sandbox.transaction() as tx:
        assert tx.execute("SELECT 1 FROM threads").fetchone() is None


@pytest.mark.parametrize(("view", "seen"), [("hiring_managers", True), ("nobody", False)])
def test_a_hiring_manager_reads_only_what_is_public(
    opened: Opened, sign_in: SignIn, sandbox: Sandbox, mina: str, nobody: str, view: str, seen: bool
) -> None:
    sandbox.switch({"plugin_public_view": view})
    hal = sign_in("hal")

    iframe = enter(opened(mina), hal)

    assert ("Mina Okoro" in iframe.text) is seen
    assert "Ferry engineer" not in iframe.text
    assert "Send InMail" not in iframe.text
    iframe.client.post(f"{PLUGIN}/link", data={"ticket": secret_of(iframe), "member": MINA_QUILL, "sure": "1"})
    assert "No profile to show" in opened(nobody).text


def test_a_candidate_who_was_never_synced_has_no_profile(plugin: Opened) -> None:
    assert "This candidate is not in Recruiter yet" in plugin("C404").text


def test_of_several_seats_the_pages_contract_decides(opened: Opened, ada: Browser, mina: str) -> None:
    assert "Birch & Rowan Nordics" in enter(opened(mina), ada).text

    assert "Birch & Rowan US" in opened(mina, contract="urn:li:contract:5502").text
