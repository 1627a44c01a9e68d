"""More > Admin Settings > ATS."""

import json

import pytest

from rsc_sandbox import delivery
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import integrations
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.conftest import COMPANY, NORDICS, US, Receiver, finish, requested

ATS = "/talent/admin/ats"
ACCESS = "/talent/admin/ats/access"
COMPANY_LEVEL, NORDIC_LEVEL, US_LEVEL = 0, 1, 2  # the order of the switches


def switches(browser: Browser) -> list[tuple[bool, bool]]:
    """Of each switch: is it on, can it be pressed."""
    buttons = [part.partition(">")[0] for part in browser.page.split("<button")[1:]]
    return [('aria-checked="true"' in one, "disabled" not in one) for one in buttons if 'role="switch"' in one]


def enabled(sandbox: Sandbox, application_id: int) -> set[tuple[str, str]]:
    with sandbox.transaction() as tx:
        rows = integrations.of_application(tx, application_id, COMPANY)
    return {(row.type, row.context.rpartition(":")[2]) for row in rows if row.status == "ENABLED"}


def pushed(sandbox: Sandbox, receiver: Receiver) -> list[str]:
    before = len(receiver.got)
    delivery.deliver_due(sandbox)
    return [json.loads(push.content)["type"] for push in receiver.got[before:]]


@pytest.mark.parametrize("path", [ATS, ACCESS])
def test_only_admins_may_turn_systems_on(rhea: Browser, path: str) -> None:
    rhea.open("/talent/search")
    assert "Admin Settings" not in rhea.text
    csrf = rhea.values("csrf")[0]
    answer = rhea.client.get(path) if path == ATS else rhea.client.post(path, data={"csrf": csrf, "on": "1"})

    assert answer.status_code == 403
    assert "Ask a colleague with an admin seat" in answer.get_data(as_text=True)


def test_before_anything_was_requested_the_page_says_where_to_begin(ada: Browser) -> None:
    ada.open(ATS)

    assert "No system has asked yet. An administrator of the ATS requests" in ada.text


def test_what_is_missing_is_named_and_keeps_the_switches_off(ada: Browser, sandbox: Sandbox) -> None:
    requested(sandbox, "Fir ATS", "fir")

    ada.open(ATS)

    assert "Fir ATS - Birch & Rowan Not ready" in ada.text
    assert "No name yet for: Export to ATS (Birch & Rowan), In-ATS indicator (Birch & Rowan)" in ada.text
    assert "Recruiter data for the ATS (Birch & Rowan Nordics)." in ada.text
    assert "No callback address (CALLBACK_URL) yet" in ada.text
    assert switches(ada) == [(False, False)] * 3


def test_a_request_that_is_not_finished_cannot_be_turned_on_by_force(ada: Browser, sandbox: Sandbox) -> None:
    number = requested(sandbox, "Fir ATS", "fir")
    ada.open(ATS)

    ada.submit(ACCESS)

    assert ada.status == 409
    assert enabled(sandbox, number) == set()


def test_company_level_gives_export_indicator_and_profile_and_tells_the_ats(
    ada: Browser, sandbox: Sandbox, receiver: Receiver
) -> None:
    number = requested(sandbox, "Fir ATS", "fir")
    finish(sandbox, number, "Fir")
    ada.open(ATS)
    assert "Fir Ready" in ada.text
    assert switches(ada) == [(False, True)] * 3

    ada.submit(ACCESS, form=COMPANY_LEVEL)

    assert "Fir: access turned on." in ada.text
    assert switches(ada) == [(True, True), (False, True), (False, True)]
    assert enabled(sandbox, number) == {(kind, "7001") for kind in integrations.COMPANY_TYPES}
    assert pushed(sandbox, receiver) == ["INTEGRATION_STATUS_CHANGE"] * 3


def test_contract_level_adds_the_data_of_that_contract(ada: Browser, sandbox: Sandbox, receiver: Receiver) -> None:
    number = requested(sandbox, "Fir ATS", "fir")
    finish(sandbox, number, "Fir")
    ada.open(ATS)

    ada.submit(ACCESS, form=NORDIC_LEVEL)

    assert switches(ada) == [(False, True), (True, True), (False, True)]
    assert ("CSA_API", str(NORDICS)) in enabled(sandbox, number)
    assert ("CSA_API", str(US)) not in enabled(sandbox, number)
    assert len(pushed(sandbox, receiver)) == 4


def test_turning_everything_off_tells_the_ats_as_well(
    ada: Browser, sandbox: Sandbox, receiver: Receiver, fir: int
) -> None:
    ada.open(ATS)

    ada.submit(ACCESS, form=COMPANY_LEVEL)

    assert "Fir ATS: access turned off." in ada.text
    assert enabled(sandbox, fir) == set()
    assert pushed(sandbox, receiver) == ["INTEGRATION_STATUS_CHANGE"] * 3


@pytest.mark.parametrize(
    "tampered", [{"application": "1"}, {"application": "x"}, {"contract": "999"}, {"application": "9" * 30}]
)
def test_a_tampered_switch_changes_nothing(ada: Browser, sandbox: Sandbox, fir: int, tampered: dict[str, str]) -> None:
    before = enabled(sandbox, fir)
    ada.open(ATS)

    ada.submit(ACCESS, tampered, form=US_LEVEL)

    assert ada.status == 404
    assert enabled(sandbox, fir) == before
