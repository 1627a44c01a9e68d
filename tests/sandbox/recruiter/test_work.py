"""What recruiters do with people besides exporting them, and what the people answer."""

import re

import pytest

from rsc_sandbox.linkedin import inmail, member_notes
from rsc_sandbox.store import mail_stubs, members, seats

WRITER, READER = 88003, 88004
SOMEBODY = 1029


def page(browser, path=f"/talent/profile/{SOMEBODY}"):
    return browser.open(path)


def status(browser, path):
    browser.open(path)
    return browser.status


def sent(browser, action, *, status=200, **fields):
    """What the browser shows after sending that form of the page it is on."""
    shown = browser.submit(action, **fields)
    assert browser.status == status
    return shown


def member(sandbox, number=SOMEBODY):
    with sandbox.transaction() as tx:
        found = members.get(tx, number)
    assert found is not None
    return found


def forged(browser, action, **fields):
    """The status of a form that stands on no page of theirs."""
    proof = {"csrf": browser.values("csrf")[0]}
    return browser.client.post(action, data={**proof, **fields}).status_code


def work(browser, part, *, status=200, **fields):
    page(browser)
    return sent(browser, f"/talent/profile/{SOMEBODY}/{part}", status=status, **fields)


def thread_of(sandbox, seat=WRITER):
    return inmail.threads_of_seat(sandbox, seat_id=seat)[0]


@pytest.fixture
def hal(sign_in):
    return sign_in("hal")


@pytest.fixture
def sam(sign_in):
    return sign_in("sam")


def test_a_message_is_read_by_its_writer_alone(sandbox, rhea, hal, sam):
    work(rhea, "messages", subject="A lighthouse", body="Would you keep it?")

    assert "Would you keep it?" in page(rhea)
    assert "A lighthouse" in page(rhea, "/talent/messages")
    assert "A lighthouse" not in page(hal)
    assert "wrote to this person" in page(hal)
    assert "wrote to this person" not in page(sam)  # of another contract
    assert status(hal, f"/talent/messages/{thread_of(sandbox).id}") == 404


def test_a_member_answers_in_two_clicks_and_shares_what_they_choose(sandbox, rhea):
    work(rhea, "messages", subject="A lighthouse", body="Would you keep it?")
    thread = thread_of(sandbox)
    rhea.open(f"/talent/messages/{thread.id}")
    sent(rhea, "/member/become", member=str(SOMEBODY), thread=str(thread.id))
    letter = f"/member/inbox/{thread.id}"
    assert "Would you keep it?" in page(rhea, letter)
    assert "Share your contact details" not in page(rhea, letter)

    sent(rhea, letter, act="reply", body="Gladly.")
    assert "Share your contact details" in page(rhea, letter)
    sent(rhea, letter, act="share", email=next(iter(member(sandbox).emails), ""))

    with sandbox.transaction() as tx:
        [stub] = mail_stubs.made_between(tx, contract_id=5501, start=0, end=2**53)
    assert stub.member_id == SOMEBODY
    assert stub.email == next(iter(member(sandbox).emails), None)
    assert "Gladly." in page(rhea, f"/talent/messages/{thread.id}")
    assert "Contact details shared" in page(rhea, "/talent/messages")


def test_who_has_declined_is_not_written_to_again(sandbox, rhea):
    work(rhea, "messages", subject="A lighthouse", body="Would you keep it?")
    thread = thread_of(sandbox)
    inmail.decline(sandbox, thread_id=thread.id)

    assert "Write again" not in page(rhea, f"/talent/messages/{thread.id}")
    assert forged(rhea, f"/talent/messages/{thread.id}", body="Please") == 409


def test_an_empty_message_is_refused_beside_its_form_and_nothing_typed_is_lost(rhea):
    answer = work(rhea, "messages", status=422, subject="A lighthouse", body="  ")

    shown = answer
    assert "Write a subject of at most 200" in shown
    assert 'value="A lighthouse"' in shown


def test_a_private_note_is_seen_by_its_author_alone_until_it_is_made_public(sandbox, rhea, hal):
    work(rhea, "notes", text="Knows every lamp")
    assert "Knows every lamp" in page(rhea)
    assert "Knows every lamp" not in page(hal)
    [note] = member_notes.seen_by(sandbox, seat_id=WRITER, member_id=SOMEBODY)

    work(rhea, f"notes/{note.id}", act="publish")
    assert "Knows every lamp" in page(hal)
    assert forged(hal, f"/talent/profile/{SOMEBODY}/notes/{note.id}", act="delete") == 404

    work(rhea, f"notes/{note.id}", act="take_back")
    assert "Knows every lamp" not in page(hal)
    work(rhea, f"notes/{note.id}", act="save", text="Knows most lamps")
    assert "Knows most lamps" in page(rhea)
    work(rhea, f"notes/{note.id}", act="delete")
    assert "Knows most lamps" not in page(rhea)


def test_people_are_saved_to_projects_of_the_contract(rhea, hal, sam):
    work(rhea, "projects", name="Lighthouses")
    assert "Lighthouses" in page(rhea)
    [number] = set(re.findall(r"/talent/projects/(\d+)", page(hal, "/talent/projects")))

    assert f"/talent/profile/{SOMEBODY}" in page(hal, f"/talent/projects/{number}")
    assert status(sam, f"/talent/projects/{number}") == 404
    assert "Lighthouses" not in page(sam, "/talent/projects")
    work(sam, "projects", status=404, project=number)

    work(rhea, "projects", status=422, name="Lighthouses")
    sent(hal, f"/talent/projects/{number}", member=str(SOMEBODY))
    assert "Nobody is in this project" in page(rhea, f"/talent/projects/{number}")


def test_a_project_can_be_begun_on_its_own_page(rhea):
    page(rhea, "/talent/projects")

    sent(rhea, "/talent/projects", name="Harbours")

    assert "Harbours" in page(rhea, "/talent/projects")
    assert "at most 100" in sent(rhea, "/talent/projects", name=" ", status=422)
    assert "of that name" in sent(rhea, "/talent/projects", name="Harbours", status=409)


def test_an_alert_and_a_rejection_are_ones_own(rhea, hal):
    work(rhea, "update-me", on="1")
    work(rhea, "rejections", reason="Afraid of heights")

    assert 'aria-checked="true"' in page(rhea)
    assert "Afraid of heights" in page(rhea)
    assert 'aria-checked="true"' not in page(hal)
    assert "Afraid of heights" not in page(hal)
    work(rhea, "update-me", on="")
    assert 'aria-checked="true"' not in page(rhea)
    work(rhea, "rejections", status=422, reason="")


def test_an_administrator_changes_the_state_of_a_seat_but_not_of_their_own(sandbox, sign_in, rhea):
    ada = sign_in("ada")
    status(ada, "/talent/admin/seats")
    if ada.address.startswith("/talent/contract"):
        sent(ada, "/talent/contract", seat="88001")
    shown = page(ada, "/talent/admin/seats")
    assert "urn:li:seat:88003" in shown

    sent(ada, f"/talent/admin/seats/{WRITER}", state="PARKED")

    with sandbox.transaction() as tx:
        states = {seat.id: seat.state for seat in seats.of_contracts(tx, [5501])}
    assert states[WRITER] == "PARKED"
    sent(ada, f"/talent/admin/seats/{WRITER}", state="ON_FIRE", status=404)
    assert forged(ada, "/talent/admin/seats/88001", state="PARKED") == 404
    assert status(rhea, "/talent/admin/seats") in {200, 403}
    assert "urn:li:seat" not in rhea.page


def test_a_member_leaves_after_typing_their_name(sandbox, rhea):
    name = member(sandbox).name
    page(rhea, "/member/")
    sent(rhea, "/member/become", member=str(SOMEBODY))
    assert "Nobody has written to you yet" in page(rhea, "/member/inbox")
    page(rhea, "/member/close")

    assert "exactly as it stands" in sent(rhea, "/member/close", name="no", status=422)
    assert f"The account of {name} is closed" in sent(rhea, "/member/close", name=name)

    page(rhea, "/member/")
    assert "Whom do you want to be?" in page(rhea, "/member/inbox")
    assert "has closed the account" in page(rhea)
    page(rhea, "/member/")
    sent(rhea, "/member/become", member=str(SOMEBODY), status=404)


def test_nobody_reads_the_letters_of_another_member(sandbox, rhea):
    work(rhea, "messages", subject="A lighthouse", body="Would you keep it?")
    page(rhea, "/member/?q=a")
    sent(rhea, "/member/become", member="1030")

    assert status(rhea, f"/member/inbox/{thread_of(sandbox).id}") == 404
    page(rhea, "/member/inbox")
    sent(rhea, "/member/leave")
    assert "Whom do you want to be?" in page(rhea, "/member/inbox")
