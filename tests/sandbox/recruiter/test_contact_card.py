"""Exporting a member to an applicant tracking system from the contact card."""

import json
from collections.abc import Callable

import pytest

from rsc_sandbox import delivery
from rsc_sandbox.linkedin import enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import exports, seats
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.conftest import COMPANY, NORDICS, Receiver, add_job

MINA = "/talent/profile/800001"
SHY = "/talent/profile/800002"


def export(browser: Browser, profile: str = MINA, **values: str) -> None:
    browser.open(profile)
    browser.submit(f"{profile}/export", values)


def made(sandbox: Sandbox, email: str = "rhea@demo.example") -> list[exports.Export]:
    with sandbox.transaction() as tx:
        account = next(one for one in seats.accounts(tx) if one.email == email)
        return [one for seat in seats.of_account(tx, account.id) for one in exports.of_seat(tx, seat.id)]


def test_the_profile_shows_who_the_person_is(rhea: Browser) -> None:
    rhea.open(MINA)

    for shown in (
        "Mina Quill",
        "Översättare och redaktör",
        "Larch Press",
        "2020 – today",
        "2012–2020",
        "Lund",
        "Zymurgy",
    ):
        assert shown in rhea.text


def test_an_export_is_confirmed_and_followed_until_the_system_has_it(
    rhea: Browser, sandbox: Sandbox, receiver: Receiver, fir: int
) -> None:
    export(rhea, job="fir-2", email="mina@mail.example", notes="Ask about Lund")

    assert "Exported to Data engineer (fir-2) on 22 Nov 2026, 12:00 On its way to Fir ATS." in rhea.text
    assert "299 of 300 exports left this month" in rhea.text
    (one,) = made(sandbox)
    assert (one.application_id, one.member_id, one.job_external_id) == (fir, 800_001, "fir-2")
    assert (one.emails, one.notes) == (("mina@mail.example",), "Ask about Lund")

    before = len(receiver.got)
    delivery.deliver_due(sandbox)
    rhea.open(f"{MINA}/exports/{one.request_id}")

    assert "Fir ATS has received it." in rhea.text
    assert [json.loads(push.content)["id"] for push in receiver.got[before:]] == [one.request_id]


def test_a_push_that_fails_is_shown_as_retried_and_in_the_end_as_failed(
    rhea: Browser, sandbox: Sandbox, receiver: Receiver, fir: int
) -> None:
    receiver.status = 503
    export(rhea, job="fir-1")

    delivery.deliver_due(sandbox)
    rhea.open(MINA)
    assert "delivery is being retried" in rhea.text

    sandbox.clock.advance(2_000)
    delivery.deliver_due(sandbox)
    rhea.open(MINA)
    assert "Fir ATS could not be reached." in rhea.text


def test_a_push_that_was_never_sent_counts_as_failed(rhea: Browser, sandbox: Sandbox, fir: int) -> None:
    export(rhea, job="fir-1")
    with sandbox.transaction() as tx:
        tx.execute("DELETE FROM deliveries")

    rhea.open(MINA)

    assert "Fir ATS could not be reached." in rhea.text


def test_earlier_exports_are_listed_for_colleagues_too(rhea: Browser, ada: Browser, fir: int) -> None:
    export(rhea, job="fir-1")

    ada.open(MINA)

    assert "Exported before Exported to Data analyst (fir-1) on 22 Nov 2026, 12:00" in ada.text


@pytest.mark.parametrize(
    ("words", "found"), [("data", ["fir-1", "fir-2"]), ("FIR-3", ["fir-3"]), ("engineer data", ["fir-2"])]
)
def test_a_job_is_found_by_title_or_job_id(rhea: Browser, fir: int, words: str, found: list[str]) -> None:
    rhea.open(f"{MINA}/jobs?q={words}")
    live = rhea.values("job")
    rhea.open(f"{MINA}?q={words}")

    assert sorted(live) == found
    assert sorted(rhea.values("job")) == found


def test_the_only_job_found_is_chosen_already(rhea: Browser, fir: int) -> None:
    rhea.open(f"{MINA}?q=nurse")

    assert rhea.chosen("job") == ["fir-3"]


def test_a_job_that_is_not_there_says_why_it_may_be_missing(rhea: Browser, fir: int, elm: int) -> None:
    rhea.open(f"{MINA}?q=astronaut")

    assert "No job matches “astronaut”." in rhea.text
    assert "Choose “Change ATS” above" in rhea.text


def test_another_system_is_chosen_with_change_ats(rhea: Browser, sandbox: Sandbox, fir: int, elm: int) -> None:
    rhea.open(MINA)
    assert "Change ATS" in rhea.text
    assert sorted(rhea.values("job")) == ["fir-1", "fir-2", "fir-3"]

    rhea.open(f"{MINA}?ats={elm}")
    assert sorted(rhea.values("job")) == ["elm-1", "elm-2", "elm-3"]
    rhea.submit(f"{MINA}/export", job="elm-3")

    assert made(sandbox)[0].application_id == elm
    assert rhea.chosen("ats") == [str(elm)]


def test_with_one_system_there_is_nothing_to_change(rhea: Browser, fir: int) -> None:
    rhea.open(MINA)

    assert "Change ATS" not in rhea.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": "mina@mail.example", "notes": "Kept"}, "Choose the job to export to."),
        ({"job": "fir-1", "email": "mina", "notes": "Kept"}, "Write a full address"),
        ({"job": "fir-1", "email": "a@b.cc, d@e.ff", "notes": "Kept"}, "Write a full address"),
        ({"job": "fir-1", "email": "x" * 300 + "@b.cc", "notes": "Kept"}, "Write a full address"),
    ],
)
def test_a_form_that_is_not_complete_keeps_what_was_typed(
    rhea: Browser, sandbox: Sandbox, fir: int, values: dict[str, str], sentence: str
) -> None:
    export(rhea, **values)

    assert rhea.status == 422
    assert sentence in rhea.text
    assert rhea.values("email") == [values["email"][:254]]
    assert "Kept</textarea>" in rhea.page
    assert rhea.chosen("job") == ([values["job"]] if "job" in values else [])
    assert made(sandbox) == []


@pytest.mark.parametrize("job", ["closed-1", "elm-1", "\0", "<b>", "9" * 5_000])
def test_a_job_one_may_not_see_is_refused(rhea: Browser, sandbox: Sandbox, fir: int, elm: int, job: str) -> None:
    rhea.open(f"{MINA}?ats={fir}")

    rhea.submit(f"{MINA}/export", job=job, email="mina@mail.example")

    assert rhea.status == 409
    assert "That job is not available any more" in rhea.text
    assert rhea.values("email") == ["mina@mail.example"]
    assert made(sandbox) == []


def test_a_member_whose_settings_forbid_it_cannot_be_exported(rhea: Browser, fir: int) -> None:
    rhea.open(SHY)

    assert "Shy Quill cannot be exported Their privacy settings do not allow it." in rhea.text
    assert rhea.values("job") == []


def test_without_exports_left_the_card_says_when_and_who(rhea: Browser, sandbox: Sandbox, fir: int) -> None:
    sandbox.switch({"exports_per_seat_month": 1})
    rhea.open(MINA)
    rhea.submit(f"{MINA}/export", job="fir-1")
    assert "0 of 1 exports left this month" in rhea.text
    assert "No exports left this month" in rhea.text
    assert rhea.values("job") == []

    sandbox.clock.advance(9 * 86_400_000)
    rhea.open(MINA)
    assert "1 of 1 exports left this month" in rhea.text


def test_a_form_opened_before_the_last_export_was_used_is_refused(rhea: Browser, sandbox: Sandbox, fir: int) -> None:
    rhea.open(MINA)
    sandbox.switch({"exports_per_seat_month": 0})

    rhea.submit(f"{MINA}/export", job="fir-1")

    assert rhea.status == 409
    assert "No exports left this month" in rhea.text
    assert made(sandbox) == []


def test_without_a_system_a_recruiter_learns_who_turns_one_on_and_an_admin_where(rhea: Browser, ada: Browser) -> None:
    rhea.open(MINA)
    assert "No ATS is turned on for Birch & Rowan Nordics A Recruiter admin turns it on" in rhea.text

    ada.open(MINA)
    assert 'href="/talent/admin/ats">Open the ATS settings' in ada.page


def test_a_system_turned_off_meanwhile_refuses_the_open_form(rhea: Browser, sandbox: Sandbox, fir: int) -> None:
    rhea.open(MINA)
    enablement.set_level(sandbox, application_id=fir, company_id=COMPANY, on=False)

    rhea.submit(f"{MINA}/export", job="fir-1")

    assert rhea.status == 409
    assert "No ATS is turned on" in rhea.text


def test_another_system_turned_off_meanwhile_refuses_the_open_form(
    rhea: Browser, sandbox: Sandbox, fir: int, elm: int
) -> None:
    rhea.open(f"{MINA}?ats={elm}")
    enablement.set_level(sandbox, application_id=elm, company_id=COMPANY, on=False)

    rhea.submit(f"{MINA}/export", job="elm-1")

    assert rhea.status == 409
    assert "That ATS is not turned on any more" in rhea.text
    assert sorted(rhea.values("job")) == ["fir-1", "fir-2", "fir-3"]


def test_contract_level_serves_only_the_seats_of_that_contract(
    rhea: Browser, sign_in: Callable[[str], Browser], sandbox: Sandbox, fir: int
) -> None:
    enablement.set_level(sandbox, application_id=fir, company_id=COMPANY, contract_id=NORDICS, on=True)
    enablement.set_level(sandbox, application_id=fir, company_id=COMPANY, on=False)

    sam = sign_in("sam")
    sam.open(MINA)
    rhea.open(MINA)

    assert "No ATS is turned on for Birch & Rowan US" in sam.text
    assert rhea.values("job") != []


def test_a_new_job_can_be_found_at_once(rhea: Browser, sandbox: Sandbox, fir: int) -> None:
    add_job(sandbox, fir, "<i>x</i>", "Rīga & <script>")

    rhea.open(f"{MINA}?q=rīga")

    assert "Rīga &amp; &lt;script&gt;" in rhea.page
    assert rhea.values("job") == ["<i>x</i>"]


@pytest.mark.parametrize(
    "address", ["/talent/profile/1", "/talent/profile/99999999999999999999", f"{MINA}/exports/none"]
)
def test_an_address_without_anything_says_so(rhea: Browser, address: str) -> None:
    rhea.open(address)

    assert rhea.status == 404
    assert "There is nothing at this address." in rhea.text
