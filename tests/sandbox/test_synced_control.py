"""The control API for InMail, notes, accounts, the indicator and job resync."""

import httpx
import pytest

from tests.sandbox import sync
from tests.sandbox.vendor import ADA_SEAT, MINA, RHEA_SEAT, SAM_SEAT

MAIL = {"seat": RHEA_SEAT, "member": MINA, "subject": "Ferries", "body": "Hello"}
NOTE = {"seat": RHEA_SEAT, "member": MINA, "text": "Call in May"}


@pytest.fixture
def control(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test/_sandbox")


def test_a_conversation_is_held_without_clicking(control):
    thread = control.post("/inmails", json=MAIL).json()
    place = f"/inmails/{thread['id']}"

    answered = control.post(f"{place}/replies", json={"body": "Gladly"}).json()
    shared = control.post(f"{place}/consent", json={"share": True, "email": "mina@example.net"}).json()
    control.post(f"{place}/messages", json={"seat": RHEA_SEAT, "body": "When?"})

    assert (thread["consent"], answered["consent"], shared["consent"]) == ("NOT_ASKED", "ASKED", "SHARED")
    assert [row["body"] for row in control.get(place).json()["messages"]] == ["Hello", "Gladly", "When?"]


def test_a_declined_inmail_stays_declined(control):
    place = f"/inmails/{control.post('/inmails', json=MAIL).json()['id']}"

    assert control.post(f"{place}/decline", json={}).json()["answer"] == "DECLINED"
    assert control.post(f"{place}/replies", json={"body": "Yes"}).status_code == 409


def test_notes_are_written_published_and_deleted(control):
    note = control.post("/notes", json=NOTE).json()
    place = f"/notes/{note['id']}"

    published = control.patch(place, json={"seat": RHEA_SEAT, "public": True}).json()

    assert (note["public"], published["public"], published["text"]) == (False, True, "Call in May")
    assert control.delete(f"{place}?seat={ADA_SEAT}").status_code == 409
    assert control.delete(f"{place}?seat={RHEA_SEAT}").status_code == 200
    assert control.patch(place, json={"seat": RHEA_SEAT, "text": "x"}).status_code == 404


def test_an_account_is_closed_once(control):
    first, second = (control.post(f"/members/{MINA}/close", json={}) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 404)


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", "/inmails", {**MAIL, "seat": 1}, 404),
        ("POST", "/inmails", {**MAIL, "body": ""}, 409),
        ("POST", "/inmails", {**MAIL, "colour": "red"}, 422),
        ("POST", "/inmails", {"seat": RHEA_SEAT}, 422),
        ("POST", "/inmails/99/replies", {"body": "Hi"}, 404),
        ("POST", "/inmails/99/consent", {"share": True}, 404),
        ("GET", "/inmails/99", None, 404),
        ("POST", "/notes", {**NOTE, "member": 1}, 404),
        ("PATCH", "/notes/99", {"seat": RHEA_SEAT}, 422),
        ("DELETE", "/notes/99", None, 422),
        ("GET", "/indicator?seat=1&member=1", None, 404),
        ("GET", "/indicator?seat=x", None, 422),
        ("GET", "/candidates?count=0", None, 422),
        ("PUT", "/webhook", {"url": "hooks"}, 422),
        ("PUT", "/webhook", {"url": "https://hooks.ats.example"}, 409),
        ("POST", "/resync", {"application": 1}, 404),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(control, verb, path, body, status):
    answer = control.request(verb, path, json=body)

    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_webhook_can_be_taken_away(control):
    nowhere = {"url": None, "blocked": False}

    assert control.put("/webhook", json={"url": None}).json() == control.get("/webhook").json() == nowhere


def test_what_was_synced_and_what_recruiter_shows_can_be_read(connected, control):
    connected.configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", kind="IN_ATS_INDICATOR")
    sync.candidates(connected, C77=sync.candidate(emailAddresses=["mina.okoro@example.org"]), C78=sync.candidate())

    listed = control.get("/candidates?count=1").json()
    shown = control.get(f"/indicator?seat={SAM_SEAT}&member={MINA}").json()["systems"]

    assert (listed["total"], [row["external_id"] for row in listed["candidates"]]) == (2, ["C78"])
    assert [record["external_id"] for system in shown for record in system["records"]] == ["C77"]


def test_a_reset_forgets_all_of_it(connected, control):
    sync.candidates(connected, C77=sync.candidate(emailAddresses=["mina.okoro@example.org"]))
    control.post("/inmails", json=MAIL)
    control.post("/notes", json=NOTE)
    control.post(f"/members/{MINA}/close", json={})

    assert control.post("/reset", json={}).status_code == 200

    assert control.get("/candidates").json()["total"] == 0
    assert control.post("/inmails", json=MAIL).json()["id"] == 1
