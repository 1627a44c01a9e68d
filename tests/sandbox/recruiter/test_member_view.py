"""LinkedIn through a member's eyes: choose whom to be, answer, share contact details, leave."""

import pytest

from rsc_sandbox.linkedin import collecting, inmail
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import mail_stubs, members
from rsc_sandbox.store.mail_stubs import MailStub
from rsc_sandbox.store.threads import Thread
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.conftest import NOON, NORDICS
from tests.sandbox.vendor import RHEA_SEAT

MINA, ASA = 1001, 1002
THREAD = "/member/messages/1"


@pytest.fixture
def thread(sandbox: Sandbox) -> Thread:
    return inmail.compose(sandbox, seat_id=RHEA_SEAT, member_id=MINA, subject="Ferries", body="Shall we talk?")


@pytest.fixture
def mina(stan: Browser, thread: Thread) -> Browser:
    """Mina, looking at what Rhea has written."""
    return become(stan, MINA, THREAD)


def become(browser: Browser, member_id: int, after: str = "") -> Browser:
    browser.open(f"/member?next={after}")
    browser.submit("/member/become", member=f"{member_id}")
    return browser


def stubs(sandbox: Sandbox) -> list[MailStub]:
    with sandbox.transaction() as tx:
        return mail_stubs.made_between(tx, contract_id=NORDICS, start=0, end=NOON * 2)


def now(sandbox: Sandbox) -> Thread:
    (found,) = inmail.inbox(sandbox, member_id=MINA)
    return found


def test_a_thread_is_answered_in_two_clicks(rhea: Browser, thread: Thread) -> None:
    rhea.open("/talent/messages/1")

    rhea.submit("/member/become")
    draft = "Yes, I am interested. Tell me more."
    assert draft in rhea.page
    rhea.submit(f"{THREAD}/reply", body=draft)

    assert rhea.address == THREAD
    rhea.open("/talent/messages/1")
    assert "Mina Okoro · 22 Nov 2026, 12:00 Yes, I am interested." in rhea.text
    assert "LinkedIn has asked Mina Okoro whether to share contact details. Not answered yet." in rhea.text


def test_without_a_choice_one_is_asked_whom_to_be_and_comes_back(stan: Browser, thread: Thread) -> None:
    stan.open(THREAD)
    assert "Whom do you want to be?" in stan.text
    assert stan.values("member")[0] == f"{MINA}"

    stan.submit("/member/become", member=f"{MINA}")

    assert stan.address == THREAD
    assert "Shall we talk?" in stan.text


def test_anybody_is_found_by_name(stan: Browser) -> None:
    stan.open("/member?q=lindqvist")
    found = stan.values("member")
    stan.open("/member?q=zzzz")

    assert found == [f"{ASA}"]
    assert "Nobody matches this search." in stan.text


@pytest.mark.parametrize("number", ["999999", "x", ""])
def test_nobody_cannot_be_played(stan: Browser, number: str) -> None:
    stan.open("/member")
    stan.submit("/member/become", member=number)

    assert stan.status == 404


def test_an_empty_inbox_says_how_it_is_filled(stan: Browser) -> None:
    become(stan, ASA)

    assert stan.address == "/member/inbox"
    assert "No recruiter has written to Åsa Lindqvist yet." in stan.text


def test_the_inbox_tells_what_waits_for_an_answer(mina: Browser) -> None:
    mina.open("/member/inbox")
    before = mina.text
    mina.open(THREAD)
    mina.submit(f"{THREAD}/reply", body="Gladly.")
    mina.open("/member/inbox")

    assert "Rhea Demo Not answered Ferries Rhea Demo: Shall we talk?" in before
    assert "A question for you Ferries You: Gladly." in mina.text


def test_contact_details_are_shared_as_chosen(mina: Browser, rhea: Browser, sandbox: Sandbox) -> None:
    mina.submit(f"{THREAD}/reply", body="Gladly.")
    assert mina.values("email") == ["mina.okoro@example.org"]

    mina.submit(f"{THREAD}/contact", share="1", email="mina@boat.example", phone="")

    (stub,) = stubs(sandbox)
    assert (stub.member_id, stub.email, stub.phone) == (MINA, "mina@boat.example", None)
    assert "You share with Rhea Demo: E-mail: mina@boat.example" in mina.text
    rhea.open("/talent/messages/1")
    assert "Mina Okoro has shared contact details with you. E-mail: mina@boat.example" in rhea.text


def test_contact_details_may_be_kept(mina: Browser, rhea: Browser, sandbox: Sandbox) -> None:
    mina.submit(f"{THREAD}/reply", body="Gladly.")
    mina.submit(f"{THREAD}/contact", share="", email="mina@boat.example")

    assert "You keep your contact details to yourself." in mina.text
    assert stubs(sandbox) == []
    rhea.open("/talent/messages/1")
    assert "Mina Okoro did not share contact details." in rhea.text


@pytest.mark.parametrize(
    ("email", "phone", "said"),
    [
        ("", "", "Give an e-mail address or a telephone number"),
        ("mina@", "", "Write a full address"),
        ("", "1" * 51, "too long"),
    ],
)
def test_details_that_cannot_be_shared_are_asked_for_again(
    mina: Browser, sandbox: Sandbox, email: str, phone: str, said: str
) -> None:
    mina.submit(f"{THREAD}/reply", body="Gladly.")

    mina.submit(f"{THREAD}/contact", share="1", email=email, phone=phone)

    assert (mina.status, said in mina.text, mina.values("phone")) == (422, True, [phone])
    assert now(sandbox).consent == "ASKED"


def test_a_no_is_a_no(mina: Browser, rhea: Browser, sandbox: Sandbox) -> None:
    mina.submit(f"{THREAD}/reply", body="\n")
    assert (mina.status, "Write a message." in mina.text) == (422, True)

    mina.submit(f"{THREAD}/decline")

    assert now(sandbox).answer == "DECLINED"
    assert "You have declined this message." in mina.text
    rhea.open(f"/talent/profile/{MINA}")
    assert "Ferries Declined" in rhea.text


def test_what_was_answered_elsewhere_meanwhile_is_not_answered_again(mina: Browser, sandbox: Sandbox) -> None:
    inmail.decline(sandbox, thread_id=1)
    mina.submit(f"{THREAD}/reply", body="Gladly.")
    at_once = mina.status
    proof = token(mina)
    later = [mina.client.post(f"{THREAD}/{what}", data={"csrf": proof}).status_code for what in ("decline", "contact")]

    assert (at_once, later) == (409, [409, 409])


def token(browser: Browser) -> str:
    browser.open("/member")
    return browser.values("csrf")[0]


def test_nobody_reads_or_answers_somebody_elses_mail(stan: Browser, thread: Thread, sandbox: Sandbox) -> None:
    become(stan, ASA, THREAD)
    assert stan.status == 404
    proof = token(stan)

    tried = [
        stan.client.post(f"{THREAD}/{what}", data={"csrf": proof, "body": "Hello", "share": ""}).status_code
        for what in ("reply", "decline", "contact")
    ]

    assert tried == [404, 404, 404]
    assert (now(sandbox).answer, len(inmail.messages(sandbox, thread_id=1))) == ("NONE", 1)


def test_an_account_closes_only_by_name_and_says_what_is_lost(mina: Browser, sandbox: Sandbox) -> None:
    collecting.save_to_new(sandbox, seat_id=RHEA_SEAT, name="Ferries", member_id=MINA)
    mina.open("/member/account")
    for lost in ("1 conversation: nobody can write in it any more", "the place in 1 project"):
        assert lost in mina.text
    assert "Recruiter seat, which" not in mina.text

    mina.submit("/member/account/close", name="Mina")
    assert (mina.status, "Type the name exactly: Mina Okoro" in mina.text) == (422, True)
    mina.submit("/member/account/close", name=" mina  okoro ")

    with sandbox.transaction() as tx:
        member = members.get(tx, MINA)
    assert member is not None
    assert member.closed_at == sandbox.now()
    assert (mina.address, "Mina Okoro has left LinkedIn." in mina.text) == ("/member", True)
    mina.open("/member/inbox")
    assert "Whom do you want to be?" in mina.text


def test_a_seat_holder_who_leaves_is_told_of_the_seat(stan: Browser) -> None:
    become(stan, 900_002, "/member/account")

    assert "1 Recruiter seat, which becomes inactive" in stan.text
