"""Notes, projects, InMail, rejections and Update Me on the pages, and who may see which of them."""

from collections.abc import Callable

import pytest

from rsc_sandbox.linkedin import closing, collecting, inmail, member_notes
from rsc_sandbox.sandbox import Sandbox
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.vendor import RHEA_SEAT

MINA = 1001
PROFILE = f"/talent/profile/{MINA}"
SignIn = Callable[[str], Browser]


@pytest.fixture
def hal(sign_in: SignIn) -> Browser:
    """On Rhea's contract."""
    return sign_in("hal")


@pytest.fixture
def sam(sign_in: SignIn) -> Browser:
    """On another contract of the same company."""
    return sign_in("sam")


def note(browser: Browser, text: str, public: str = "") -> None:
    browser.open(PROFILE)
    browser.submit(f"{PROFILE}/notes", text=text, public=public)


def write_inmail(browser: Browser) -> None:
    browser.open(f"{PROFILE}/inmail")
    browser.submit(f"{PROFILE}/inmail", subject="Ferries", body="Shall we talk?")


def statuses(browser: Browser, *addresses: str, **values: str) -> list[int]:
    """What a form to each address gets, with a proof taken from a page of the browser's own."""
    browser.open(PROFILE)
    (proof, *_) = browser.values("csrf")
    return [browser.client.post(address, data={"csrf": proof, **values}).status_code for address in addresses]


def test_a_note_is_private_until_its_writer_publishes_it(rhea: Browser, hal: Browser, sam: Browser) -> None:
    note(rhea, "Ask about dry docks.")
    assert "Note saved: only you see it." in rhea.text
    assert "Ask about dry docks. You · 22 Nov 2026, 12:00 Private" in rhea.text
    hal.open(PROFILE)
    assert "dry docks" not in hal.text

    rhea.submit(f"{PROFILE}/notes/1", text="Ask about docks.", public="1")
    hal.open(PROFILE)
    sam.open(PROFILE)

    assert "Everybody on Birch & Rowan Nordics may read it" in rhea.text
    assert "Ask about docks. Rhea Demo · 22 Nov 2026, 12:00 Public" in hal.text
    assert "/notes/1" not in hal.page
    assert "docks" not in sam.text


def test_a_note_can_be_taken_back_and_deleted(rhea: Browser, hal: Browser) -> None:
    note(rhea, "Ask about docks.", public="1")
    rhea.submit(f"{PROFILE}/notes/1", text="Ask about docks.")
    hal.open(PROFILE)
    assert "docks" not in hal.text

    rhea.submit(f"{PROFILE}/notes/1/delete")

    assert "Note deleted." in rhea.text
    assert "docks" not in rhea.text


def test_nobody_else_changes_a_note_even_a_public_one(rhea: Browser, hal: Browser, sandbox: Sandbox) -> None:
    note(rhea, "Mine.", public="1")

    tried = statuses(hal, f"{PROFILE}/notes/1", f"{PROFILE}/notes/1/delete", f"{PROFILE}/notes/77", text="Yours.")

    assert tried == [404, 404, 404]
    (kept,) = member_notes.seen_by(sandbox, seat_id=RHEA_SEAT, member_id=MINA)
    assert (kept.text, kept.active) == ("Mine.", True)


def test_an_empty_note_is_refused_where_it_was_written_and_nothing_is_lost(rhea: Browser) -> None:
    note(rhea, "Ask about docks.")
    note(rhea, " ")
    assert rhea.status == 422
    assert 'aria-describedby="note-new-error"' in rhea.page

    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/notes/1", text="x" * 10_001)

    assert rhea.status == 422
    assert "At most 10000 characters; you have written 10001." in rhea.text
    assert 'aria-describedby="note-1-error"' in rhea.page
    assert 'aria-describedby="note-new-error"' not in rhea.page


def test_a_person_is_saved_to_a_project_begun_on_the_way(rhea: Browser, hal: Browser) -> None:
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/projects", name="  Ferries  2027 ")
    assert "Saved to Ferries 2027." in rhea.text

    hal.open("/talent/projects")
    assert "Ferries 2027 1 person" in hal.text
    hal.open("/talent/projects/1")
    assert "MO Mina Okoro Marine maintenance planner at Fir Shipping" in hal.text
    hal.submit("/talent/projects/1/take-out")

    assert "Taken out of Ferries 2027." in hal.text
    assert "Nobody is in this project yet." in hal.text
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/projects", project="1")
    assert "Saved to Ferries 2027." in rhea.text


def test_a_project_needs_a_name_of_its_own(rhea: Browser) -> None:
    rhea.open("/talent/projects")
    assert "No project yet." in rhea.text
    rhea.submit("/talent/projects/begin", name="Ferries")
    assert rhea.address == "/talent/projects/1"

    rhea.open("/talent/projects")
    rhea.submit("/talent/projects/begin", name=" Ferries ")
    taken = (rhea.status, "There is a project of that name already." in rhea.text, rhea.values("name"))
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/projects", name=" ", form=1)

    assert taken == (422, True, ["Ferries"])
    assert (rhea.status, "Give the project a name." in rhea.text) == (422, True)


def test_another_contract_finds_neither_project_nor_thread(rhea: Browser, sam: Browser, sandbox: Sandbox) -> None:
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/projects", name="Ferries")
    write_inmail(rhea)

    for address in ("/talent/projects/1", "/talent/messages/1"):
        sam.open(address)
        assert sam.status == 404
        assert "Ferries" not in sam.text
    tried = statuses(sam, "/talent/projects/1/take-out", "/talent/messages/1/follow-up", member=f"{MINA}", body="Hello")
    tried += statuses(sam, f"{PROFILE}/projects", project="1")

    assert tried == [404, 404, 404]
    for address in ("/talent/projects", "/talent/messages", PROFILE):
        sam.open(address)
        assert "Ferries" not in sam.text
    assert collecting.project(sandbox, seat_id=RHEA_SEAT, project_id=1).people == 1
    assert len(inmail.messages(sandbox, thread_id=1)) == 1


def test_colleagues_learn_that_somebody_wrote_but_not_what(rhea: Browser, hal: Browser, sam: Browser) -> None:
    write_inmail(rhea)

    hal.open("/talent/messages/1")
    unread = hal.status
    hal.open(PROFILE)
    sam.open(PROFILE)

    assert unread == 404
    assert "InMail with Mina Okoro Rhea Demo wrote No answer yet 22 Nov 2026, 12:00" in hal.text
    assert "Ferries" not in hal.text
    assert "Rhea Demo" not in sam.text


def test_an_inmail_becomes_a_thread_in_which_one_may_write_again(rhea: Browser, sandbox: Sandbox) -> None:
    rhea.open("/talent/messages")
    assert "You have not written to anybody yet." in rhea.text

    write_inmail(rhea)
    assert (rhea.address, "Sent to Mina Okoro." in rhea.text) == ("/talent/messages/1", True)
    sandbox.clock.advance(60_000)
    rhea.submit("/talent/messages/1/follow-up", body="Or <b>tomorrow</b>?")
    assert "Or <b>tomorrow</b>?" in rhea.text

    rhea.open("/talent/messages")
    assert "Ferries You: Or <b>tomorrow</b>? 22 Nov 2026, 12:01" in rhea.text
    rhea.open(PROFILE)
    assert "InMail with Mina Okoro Ferries No answer yet" in rhea.text


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        (" ", "Shall we talk?", "Write a subject."),
        ("Ferries", " ", "Write a message."),
        ("s" * 201, "Shall we talk?", "At most 200 characters; you have written 201."),
        ("Ferries", "b" * 2_001, "At most 2000 characters; you have written 2001."),
    ],
)
def test_an_inmail_that_cannot_be_sent_says_why_and_keeps_what_was_written(
    rhea: Browser, subject: str, body: str, said: str
) -> None:
    rhea.open(f"{PROFILE}/inmail")

    rhea.submit(f"{PROFILE}/inmail", subject=subject, body=body)

    assert rhea.status == 422
    assert said in rhea.text
    assert body.strip() in rhea.page


def test_after_a_no_one_cannot_write_again(rhea: Browser, sandbox: Sandbox) -> None:
    write_inmail(rhea)
    inmail.decline(sandbox, thread_id=1)

    rhea.submit("/talent/messages/1/follow-up", body="Please?")

    assert rhea.status == 409
    assert "Mina Okoro declined. You cannot write again in this conversation." in rhea.text
    assert "/talent/messages/1/follow-up" not in rhea.page


def test_an_empty_follow_up_is_refused(rhea: Browser) -> None:
    write_inmail(rhea)

    rhea.submit("/talent/messages/1/follow-up", body="\r\n ")

    assert (rhea.status, "Write a message." in rhea.text) == (422, True)


def test_who_has_left_is_gone_from_the_profile_but_not_from_what_was_said(rhea: Browser, sandbox: Sandbox) -> None:
    write_inmail(rhea)
    closing.close_account(sandbox, member_id=MINA)

    tried = [rhea.client.get(address).status_code for address in (PROFILE, f"{PROFILE}/inmail", "/in/mina-okoro")]
    rhea.submit("/talent/messages/1/follow-up", body="Still there?")
    refused = rhea.status
    rhea.open("/talent/messages/1")

    assert (tried, refused) == ([404, 404, 404], 404)
    assert "Has left LinkedIn." in rhea.text
    assert "Shall we talk?" in rhea.text
    assert "/follow-up" not in rhea.page


def test_a_rejection_is_for_the_rejecters_eyes(rhea: Browser, hal: Browser) -> None:
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/reject", reason=" ")
    assert (rhea.status, "Write why, for yourself." in rhea.text) == (422, True)
    rhea.submit(f"{PROFILE}/reject", reason="Lives too far away.")

    hal.open(PROFILE)

    assert "Lives too far away. Rejected on 22 Nov 2026, 12:00. Only you see this." in rhea.text
    assert "too far" not in hal.text


def test_update_me_is_switched_on_and_off(rhea: Browser, hal: Browser) -> None:
    rhea.open(PROFILE)
    rhea.submit(f"{PROFILE}/update-me")
    on = 'aria-checked="true"' in rhea.page
    hal.open(PROFILE)
    rhea.submit(f"{PROFILE}/update-me")

    assert on
    assert 'aria-checked="true"' not in hal.page
    assert "Update Me is off for Mina Okoro." in rhea.text
    assert "Seed-only" in rhea.text


def test_numbers_no_database_can_hold_name_nothing(rhea: Browser) -> None:
    huge = 2**63

    found = [
        rhea.client.get(address).status_code
        for address in (f"/talent/profile/{huge}", f"/talent/messages/{huge}", f"/talent/projects/{huge}")
    ]

    assert found == [404, 404, 404]


def test_an_admin_parks_a_seat_which_then_cannot_work(ada: Browser, rhea: Browser) -> None:
    ada.open("/talent/admin/seats")
    assert "Rhea Demo 88003 Recruiter seat Active" in ada.text
    assert "Your own seat: ask another admin." in ada.text

    ada.submit("/talent/admin/seats/88003", state="PARKED")
    rhea.open("/talent/search")

    assert "The seat of Rhea Demo on Birch & Rowan Nordics: Parked." in ada.text
    assert (rhea.status, "No Recruiter seat" in rhea.text) == (403, True)
    ada.submit("/talent/admin/seats/88003", state="ACTIVE")
    rhea.open("/talent/contract")
    rhea.open("/talent/search")
    assert rhea.status == 200


def test_seats_are_for_admins_and_states_for_those_that_exist(ada: Browser, hal: Browser) -> None:
    hal.open("/talent/admin/seats")
    refused = [hal.status, *statuses(hal, "/talent/admin/seats/88001", state="PARKED")]
    wrong = statuses(ada, "/talent/admin/seats/88003", state="INVITED")
    wrong += statuses(ada, "/talent/admin/seats/1", state="PARKED")
    own = statuses(ada, "/talent/admin/seats/88001", state="PARKED")

    assert (refused, wrong, own) == ([403, 403], [404, 404], [409])
