"""The loader, its question whether a page may use a key, and the configuration plugin in its iframe."""

import html
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import integrations, seats, tickets
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.conftest import BUNDLES, COMPANY, NORDICS, PAGE, US, add_application, finish

ONBOARDING = "/xdoor/widgets/onboarding"
REQUEST = "/xdoor/widgets/onboarding/request"
READY = "/xdoor/widgets/ready"
SignIn = Callable[[str], Browser]


@pytest.fixture
def application(sandbox: Sandbox) -> int:
    return add_application(sandbox, "Fir ATS", "fir")


@pytest.fixture
def iframe(stan: Browser, application: int) -> Browser:
    """The plugin's iframe on the vendor's page; it never has a cookie of ours."""
    stan.open(widget())
    return stan


def widget(types: str = ",".join(BUNDLES), origin: str = PAGE, api_key: str = "fir-client") -> str:
    return f"{ONBOARDING}?api_key={api_key}&origin={quote(origin)}&types={types}&lang=en"


def approve(iframe: Browser, window: Browser) -> None:
    """What happens in the window the iframe opens."""
    address = html.unescape(iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition('"')[0])
    window.open(f"/xdoor/widgets/approve/{address}")
    if window.status == 200:
        window.submit(window.address.partition("?")[0])


def told(iframe: Browser) -> list[dict[str, str]]:
    """What the iframe reports to the page."""
    raw = iframe.page.partition('data-told="')[2].partition('"')[0]
    report = json.loads(html.unescape(raw))
    assert report["kind"] == "integrated"
    reported: list[dict[str, str]] = report["value"]
    return reported


def is_ready(iframe: Browser) -> bool:
    answer: bool = iframe.client.post(READY, data={"ticket": iframe.values("ticket")[0]}).get_json()["ready"]
    return answer


def test_the_loader_and_the_extension_are_scripts_at_their_documented_addresses(stan: Browser) -> None:
    for address, content in (
        ("/xdoor/scripts/in.js", "window.IN ="),
        ("/rsc/extensions/onboarding-widget", "ATSIntegrationWidget"),
        ("/recruiter/widget/ATSIntegration", "ATSIntegrationWidget"),
    ):
        stan.open(address)
        assert stan.headers["Content-Type"].startswith("text/javascript")
        assert content in stan.page
        assert "eval(" not in stan.page


@pytest.mark.parametrize(
    ("api_key", "origin", "allowed"),
    [
        ("fir-client", PAGE, True),
        ("fir-client", "https://ats.example:8443", False),
        ("fir-client", f"{PAGE}/", False),
        ("fir-client", "null", False),
        ("unknown", PAGE, False),
        ("", "</script>", False),
    ],
)
def test_only_a_registered_origin_may_use_the_key(
    stan: Browser, application: int, api_key: str, origin: str, allowed: bool
) -> None:
    stan.open(f"/xdoor/scripts/allowed.js?api_key={api_key}&origin={quote(origin)}")
    answer = json.loads(stan.page.partition("(")[2].rpartition(")")[0])

    assert answer["allowed"] is allowed
    assert bool(answer["reason"]) is not allowed

    stan.open(widget(origin=origin, api_key=api_key))
    assert stan.status == (200 if allowed else 403)
    framing = f"frame-ancestors {PAGE}" if allowed else "frame-ancestors 'none'"
    assert stan.headers["Content-Security-Policy"].endswith(framing)


def test_the_iframe_goes_on_when_an_admin_has_signed_in_elsewhere(iframe: Browser, ada: Browser) -> None:
    assert "Sign in to Recruiter" in iframe.text
    assert not is_ready(iframe)

    approve(iframe, ada)

    assert "the page you came from goes on by itself" in ada.text
    assert is_ready(iframe)
    iframe.submit(ONBOARDING)
    assert "Contracts to connect with Fir ATS - Birch & Rowan" in iframe.text
    assert iframe.values("contract") == [str(NORDICS), str(US)]


def test_the_window_says_which_application_and_page_ask(iframe: Browser, ada: Browser) -> None:
    code = html.unescape(iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition('"')[0])

    ada.open(f"/xdoor/widgets/approve/{code}")

    assert f"Fir ATS - Birch & Rowan shows the Recruiter integrations on {PAGE}." in ada.text
    assert not is_ready(iframe)


def test_a_recruiter_is_not_let_in(iframe: Browser, rhea: Browser) -> None:
    approve(iframe, rhea)

    assert rhea.status == 403
    assert "Rhea Demo has no admin seat." in rhea.text
    assert not is_ready(iframe)


def test_without_signing_in_the_iframe_stays_where_it_is(iframe: Browser) -> None:
    iframe.submit(ONBOARDING)

    assert "Sign in to Recruiter" in iframe.text


@pytest.mark.parametrize("chosen", [[str(NORDICS)], [str(NORDICS), str(US)]])
def test_a_request_is_stored_and_told_to_the_page(
    iframe: Browser, ada: Browser, sandbox: Sandbox, application: int, chosen: list[str]
) -> None:
    approve(iframe, ada)
    iframe.submit(ONBOARDING)
    iframe.submit(ONBOARDING, contract=chosen)
    assert "Not requested" in iframe.text

    iframe.submit(REQUEST, form=2)

    wanted = [
        {"integrationType": kind, "integrationContext": "urn:li:organization:7001"}
        for kind in integrations.COMPANY_TYPES
    ]
    wanted += [{"integrationType": "CSA_API", "integrationContext": f"urn:li:contract:{one}"} for one in chosen]
    assert told(iframe) == wanted
    with sandbox.transaction() as tx:
        rows = integrations.of_application(tx, application, COMPANY)
    assert [(row.type, row.context, row.status) for row in rows] == [
        (one["integrationType"], one["integrationContext"], "REQUESTED") for one in wanted
    ]


def test_one_bundle_can_be_requested_alone(iframe: Browser, ada: Browser) -> None:
    approve(iframe, ada)
    iframe.submit(ONBOARDING)
    iframe.submit(ONBOARDING, contract=[str(NORDICS)])

    iframe.submit(REQUEST, form=1)

    assert [one["integrationType"] for one in told(iframe)] == ["CSA_API"]


def test_the_states_follow_the_set_up(iframe: Browser, ada: Browser, sandbox: Sandbox, application: int) -> None:
    approve(iframe, ada)
    iframe.submit(ONBOARDING)
    iframe.submit(ONBOARDING, contract=[str(NORDICS)])
    iframe.submit(REQUEST, form=2)
    assert "Notify partner" in iframe.text
    iframe.submit(REQUEST)
    assert [one["integrationType"] for one in told(iframe)] == list(integrations.COMPANY_TYPES)

    finish(sandbox, application, "Fir")
    iframe.submit(ONBOARDING)
    assert iframe.text.count("Partner ready") == 2
    assert "data-told" not in iframe.page

    enablement.set_level(sandbox, application_id=application, company_id=COMPANY, on=True)
    iframe.submit(ONBOARDING)
    assert iframe.text.count("Enabled") == 1

    enablement.set_level(sandbox, application_id=application, company_id=COMPANY, contract_id=NORDICS, on=True)
    iframe.submit(ONBOARDING)
    assert iframe.text.count("Enabled") == 2

    enablement.set_level(sandbox, application_id=application, company_id=COMPANY, contract_id=NORDICS, on=False)
    iframe.submit(ONBOARDING)
    assert "Turned off" in iframe.text


def test_with_a_single_contract_there_is_nothing_to_choose(
    stan: Browser, sandbox: Sandbox, application: int, sign_in: SignIn
) -> None:
    with sandbox.transaction() as tx:
        sam = next(one for one in seats.accounts(tx) if one.email == "sam@demo.example")
        tx.execute("UPDATE seats SET role = 'ADMIN' WHERE account_id = ?", (sam.id,))
    stan.open(widget())

    approve(stan, sign_in("sam"))
    stan.submit(ONBOARDING)

    assert "Birch & Rowan US" in stan.text
    assert "Not requested" in stan.text


def test_choosing_no_contract_asks_again(iframe: Browser, ada: Browser) -> None:
    approve(iframe, ada)
    iframe.submit(ONBOARDING)
    assert "Choose one contract or several" not in iframe.text

    iframe.submit(ONBOARDING)

    assert "Choose one contract or several of the same company." in iframe.text


@pytest.mark.parametrize(
    "values", [{"contract": ["999"]}, {"contract": []}, {"bundle": "APPLY_STARTERS_EXP"}, {"bundle": []}]
)
def test_a_tampered_request_stores_nothing(
    iframe: Browser, ada: Browser, sandbox: Sandbox, values: dict[str, str | list[str]]
) -> None:
    approve(iframe, ada)
    iframe.submit(ONBOARDING)
    iframe.submit(ONBOARDING, contract=[str(NORDICS)])

    iframe.submit(REQUEST, values)

    assert iframe.status == 422
    assert "Nothing was requested" in iframe.text
    with sandbox.transaction() as tx:
        assert integrations.of_company(tx, COMPANY) == []


def test_only_bundles_the_page_supports_are_offered(stan: Browser, ada: Browser, application: int) -> None:
    stan.open(widget(types="APPLY_WITH_LINKEDIN, RECRUITER_SYSTEM_CONNECT_CONTRACT"))
    approve(stan, ada)
    stan.submit(ONBOARDING)
    stan.submit(ONBOARDING, contract=[str(NORDICS)])

    assert stan.values("bundle") == ["RECRUITER_SYSTEM_CONNECT_CONTRACT"]


def test_a_page_that_supports_nothing_known_says_so(stan: Browser, ada: Browser, application: int) -> None:
    stan.open(widget(types="APPLY_WITH_LINKEDIN"))
    approve(stan, ada)
    stan.submit(ONBOARDING)
    stan.submit(ONBOARDING, contract=[str(NORDICS)])

    assert "supports no integration this sandbox knows" in stan.text


@pytest.mark.parametrize("path", [ONBOARDING, REQUEST])
def test_a_ticket_lasts_half_an_hour(iframe: Browser, ada: Browser, sandbox: Sandbox, path: str) -> None:
    approve(iframe, ada)
    ticket = iframe.values("ticket")[0]
    sandbox.clock.advance(tickets.LIFETIME)

    answer = iframe.client.post(path, data={"ticket": ticket, "contract": str(NORDICS), "bundle": list(BUNDLES)})

    assert answer.status_code == 403
    assert "This took too long" in answer.get_data(as_text=True)
    assert not is_ready(iframe)


def test_the_code_in_the_windows_address_opens_nothing_by_itself(iframe: Browser, ada: Browser) -> None:
    code = iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition("?")[0]
    approve(iframe, ada)

    answer = iframe.client.post(ONBOARDING, data={"ticket": code})

    assert answer.status_code == 403


def test_a_forged_approval_is_refused(iframe: Browser, ada: Browser) -> None:
    code = iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition("?")[0]

    forged = ada.client.post(f"/xdoor/widgets/approve/{code}")

    assert forged.status_code == 400
    assert not is_ready(iframe)


def test_where_our_cookie_is_sent_nobody_signs_in_twice(ada: Browser, application: int) -> None:
    ada.open(widget())

    assert ada.values("contract") == [str(NORDICS), str(US)]


def test_an_unknown_ticket_cannot_be_approved(ada: Browser) -> None:
    ada.open("/xdoor/widgets/approve/unknown")

    assert ada.status == 403
    assert "This took too long" in ada.text
