"""What an ATS fetches of what recruiters and members did: seats, InMail, notes, stubs, closed accounts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rsc_sandbox.linkedin import closing, inmail, member_notes
from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, NotYours, WrongText
from rsc_sandbox.store import seats
from tests.sandbox import sync
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import ADA_SEAT, CONTRACT, HAL_SEAT, MINA, ORGANIZATION, RHEA_SEAT, SAM_SEAT

NOW = NOON * 1_000
HOUR = 3_600_000
SEATS = f"/v2/seatsV2?q=attributes&contracts={CONTRACT}&start=0"
OLD_SEATS = f"/v2/seats?q=seatsByAttributes&contracts={CONTRACT}"


@pytest.fixture
def connected(connected):
    """Contract 5501 has opened its data too."""
    connected.switch(contract_id=5501)
    return connected


def find(vendor, path, **more):
    """The elements of a finder."""
    answer = vendor.call("GET", path + "".join(f"&{name}={value}" for name, value in more.items()))
    assert answer.status_code == 200, answer.text
    return answer.json()["elements"]


def events(vendor, seat=RHEA_SEAT, start=NOW - HOUR, end=NOW + HOUR, more=""):
    path = f"/v2/conversationEvents?q=criteria&viewer=urn:li:seat:{seat}"
    return vendor.call("GET", f"{path}&timeRange.start={start}&timeRange.end={end}{more}")


def notes(vendor, after=NOW - HOUR, until=NOW + HOUR, more=""):
    path = f"/v2/prospectNotes?q=criteria&contract={CONTRACT}&cutoffDate={after}&beforeDate={until}{more}"
    return vendor.call("GET", path)


def stubs(vendor, start=NOW - HOUR, end=NOW + HOUR, more=""):
    path = f"/v2/mailStubs?q=contract&contract={CONTRACT}&createdDateStart={start}&createdDateEnd={end}{more}"
    return vendor.call("GET", path)


def closed(vendor):
    return find(vendor, f"/v2/closedCandidateProfiles?q=criteria&integrationContext={ORGANIZATION}")


def thread(vendor, seat=RHEA_SEAT, member=MINA):
    return inmail.compose(vendor.sandbox, seat_id=seat, member_id=member, subject="Ferries", body="Hello Mina")


@pytest.fixture
def mina(connected):
    return connected.sandbox.person_urn(application_id=connected.application_id, member_id=MINA)


def test_the_seats_of_a_contract_are_listed(connected):
    rhea = connected.person(connected.member_of_seat(RHEA_SEAT))

    found = {seat["id"]: seat for seat in find(connected, SEATS)}

    assert set(found) == {ADA_SEAT, RHEA_SEAT, HAL_SEAT}
    assert found[RHEA_SEAT] == {
        "id": RHEA_SEAT,
        "firstName": "Rhea",
        "lastName": "Demo",
        "contract": CONTRACT,
        "member": rhea,
        "state": "ACTIVE",
        "seatRoles": ["SOURCER_ADD_PROSPECT"],
        "created": {"time": NOW},
    }
    assert "ADMIN_SEAT" in found[ADA_SEAT]["seatRoles"]


def test_seats_are_filtered_by_state_and_paged(connected):
    with connected.sandbox.transaction() as tx:
        seats.set_state(tx, HAL_SEAT, "PARKED")

    assert [seat["id"] for seat in find(connected, f"{SEATS}&states=PARKED&states=INVITED")] == [HAL_SEAT]
    assert [seat["id"] for seat in find(connected, f"{SEATS[:-1]}1", count=1)] == [RHEA_SEAT]


@pytest.mark.parametrize(
    "query",
    [
        f"q=attributes&contracts={CONTRACT}",
        "q=attributes&start=0",
        f"q=attributes&contracts={CONTRACT}&start=0&states=SLEEPING",
        "q=attributes&contracts=5501&start=0",
        "q=attributes&contracts=urn:li:contract:x&start=0",
        f"q=everything&contracts={CONTRACT}&start=0",
        f"q=attributes&contracts={CONTRACT}&start=0&colour=red",
    ],
)
def test_a_wrong_question_for_seats_is_refused(connected, query):
    assert connected.call("GET", f"/v2/seatsV2?{query}").status_code == 400


def test_the_versioned_seats_have_other_names(connected):
    path = "/rest/seatsV2?q=attributes&contracts=List(urn%3Ali%3Acontract%3A5501)&states=List(ACTIVE)&start=0"

    found = connected.call("GET", path, headers=sync.REST).json()["elements"][0]

    assert found["seatId"] == ADA_SEAT
    assert found["createdAt"]["time"] == NOW
    assert "id" not in found


def test_the_old_seats_still_tell_the_e_mail(connected):
    with connected.sandbox.transaction() as tx:
        seats.set_state(tx, HAL_SEAT, "INACTIVE")

    found = find(connected, OLD_SEATS, active="true")

    assert [(seat["id"], seat["email"], seat["admin"]) for seat in found] == [
        (ADA_SEAT, "ada@demo.example", True),
        (RHEA_SEAT, "rhea@demo.example", False),
    ]
    assert [seat["id"] for seat in find(connected, OLD_SEATS, active="false")] == [HAL_SEAT]


@pytest.mark.parametrize(
    "path",
    [
        SEATS,
        OLD_SEATS,
        f"/v2/conversationEvents?q=criteria&viewer=urn:li:seat:{RHEA_SEAT}&timeRange.start=1&timeRange.end=2",
        f"/v2/prospectNotes?q=criteria&contract={CONTRACT}&cutoffDate=1&beforeDate=2",
        f"/v2/mailStubs?q=contract&contract={CONTRACT}&createdDateStart=1&createdDateEnd=2",
        f"/v2/closedCandidateProfiles?q=criteria&integrationContext={ORGANIZATION}",
    ],
)
def test_nothing_is_told_before_the_customer_agrees(vendor, path):
    vendor.prepare()
    before = vendor.call("GET", path).status_code
    vendor.switch()
    vendor.switch(contract_id=5501)

    assert (before, vendor.call("GET", path).status_code) == (403, 200)


def test_another_contract_stays_closed(vendor):
    vendor.prepare()
    vendor.switch(contract_id=5501)

    assert events(vendor, SAM_SEAT).status_code == 403
    assert vendor.call("GET", SEATS.replace("5501", "5502")).status_code == 403


def test_inmails_and_replies_come_with_who_wrote_to_whom(connected, mina):
    made = thread(connected)
    connected.sandbox.clock.advance(60_000)
    inmail.reply(connected.sandbox, thread_id=made.id, body="Gladly")

    first, second = events(connected).json()["elements"]

    assert first["threadUrn"] == second["threadUrn"] == made.urn
    assert (first["author"], first["createdAt"]) == (f"urn:li:seat:{RHEA_SEAT}", NOW)
    assert first["recipient"] == {"member": mina, "firstName": "Mina", "lastName": "Okoro"}
    assert first["mail"] == {"subject": "Ferries", "body": {"text": "Hello Mina"}}
    assert (second["author"], second["recipient"]["seat"]) == (mina, f"urn:li:seat:{RHEA_SEAT}")
    assert second["mail"] == {"body": {"text": "Gladly"}}


def test_a_viewer_sees_only_their_own_inmails_and_one_thread_if_they_like(connected):
    mine, _ = thread(connected), thread(connected, ADA_SEAT)
    other = thread(connected, member=1002)

    assert len(events(connected, ADA_SEAT).json()["elements"]) == 1
    found = events(connected, more=f"&threadUrn={other.urn}").json()["elements"]
    assert [event["threadUrn"] for event in found] == [other.urn]
    assert mine.urn != other.urn


@pytest.mark.parametrize("ask", [events, notes, stubs])
@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (NOW, NOW + 12 * HOUR, 200),
        (NOW, NOW + 12 * HOUR + 1, 400),
        (NOW, NOW, 400),
        (NOW, NOW - 1, 400),
        ("", NOW, 400),
        ("yesterday", NOW, 400),
        (10**16, NOW, 400),
    ],
)
def test_a_window_is_twelve_hours_at_most(connected, ask, start, end, status):
    assert ask(connected, **dict(zip(_names(ask), (start, end), strict=True))).status_code == status


def _names(ask):
    return ("after", "until") if ask is notes else ("start", "end")


def test_the_width_of_a_window_is_a_switch(connected):
    connected.sandbox.switch({"window_hours": 24})

    assert notes(connected, NOW - 24 * HOUR, NOW).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=st.lists(st.integers(0, 5), max_size=6), start=st.integers(0, 5), length=st.integers(1, 6))
def test_windows_that_meet_tell_everything_once(connected, moments, start, length):
    sandbox = connected.sandbox
    sandbox.switch({"inmail_calls_per_viewer_minute": 10**6})
    with sandbox.transaction() as tx:
        for table in ("messages", "threads", "member_notes", "mail_stubs"):
            tx.execute(f"DELETE FROM {table}")
    for moment in moments:
        sandbox.clock.set(NOW + moment, frozen=True)
        made = thread(connected)
        inmail.reply(sandbox, thread_id=made.id, body="Yes")
        inmail.answer_consent(sandbox, thread_id=made.id, share=True)
        member_notes.write(sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="x", public=True)

    first, last = NOW + start, NOW + start + length
    within = [moment for moment in moments if start <= moment < start + length]
    told = [
        len(events(connected, start=first, end=last, more="&count=100").json()["elements"]) // 2,
        len(stubs(connected, start=first, end=last, more="&count=100").json()["elements"]),
        len(notes(connected, after=first - 1, until=last - 1, more="&count=100").json()["elements"]),
    ]

    assert told == [len(within)] * 3


def test_inmail_history_may_be_asked_twelve_times_a_minute_for_one_viewer(connected):
    statuses = [events(connected).status_code for _ in range(13)]
    other = events(connected, ADA_SEAT).status_code
    connected.sandbox.clock.advance(60_000)

    assert (statuses, other, events(connected).status_code) == ([200] * 12 + [429], 200, 200)


def test_seats_inmail_notes_and_stubs_share_one_throttle(connected):
    connected.sandbox.switch({"retrieval_requests_per_day": 3})
    statuses = [ask(connected).status_code for ask in (events, notes, stubs, events)]

    assert statuses == [200, 200, 200, 429]
    assert connected.call("GET", SEATS).status_code == 429
    connected.sandbox.clock.advance(24 * HOUR)
    connected.renew()
    assert connected.call("GET", SEATS).status_code == 200


def test_a_stub_comes_only_after_the_member_agreed(connected, mina):
    made = thread(connected)
    before = stubs(connected).json()["elements"]
    asked = inmail.reply(connected.sandbox, thread_id=made.id, body="Gladly")
    unanswered = stubs(connected).json()["elements"]
    inmail.answer_consent(connected.sandbox, thread_id=made.id, share=True, phone="+46 31 555 01 01")

    assert (before, asked.consent, unanswered) == ([], "ASKED", [])
    assert stubs(connected).json()["elements"] == [
        {
            "owner": f"urn:li:seat:{RHEA_SEAT}",
            "contract": CONTRACT,
            "member": mina,
            "firstName": "Mina",
            "lastName": "Okoro",
            "emailAddress": "mina.okoro@example.org",
            "phoneNumber": "+46 31 555 01 01",
            "created": NOW,
        }
    ]
    assert stubs(connected, more=f"&owners=urn:li:seat:{ADA_SEAT}").json()["elements"] == []


def test_consent_is_asked_once_and_may_be_refused(connected):
    made = thread(connected)
    inmail.reply(connected.sandbox, thread_id=made.id, body="Who are you?")

    assert inmail.answer_consent(connected.sandbox, thread_id=made.id, share=False).consent == "DECLINED"
    assert inmail.reply(connected.sandbox, thread_id=made.id, body="Never mind").consent == "DECLINED"
    with pytest.raises(NotPossible):
        inmail.answer_consent(connected.sandbox, thread_id=made.id, share=True)
    assert stubs(connected).json()["elements"] == []


def test_who_declines_hears_no_more(connected):
    made = thread(connected)

    assert inmail.decline(connected.sandbox, thread_id=made.id).answer == "DECLINED"
    with pytest.raises(NotPossible):
        inmail.reply(connected.sandbox, thread_id=made.id, body="Hm")
    with pytest.raises(NotPossible):
        inmail.decline(connected.sandbox, thread_id=made.id)
    with pytest.raises(NotPossible):
        inmail.follow_up(connected.sandbox, thread_id=made.id, seat_id=RHEA_SEAT, body="Please")


@pytest.mark.parametrize(("subject", "body"), [("", "Hi"), ("Hi", " "), ("x" * 201, "Hi"), ("Hi", "x" * 2_001)])
def test_an_inmail_says_something_and_not_too_much(connected, subject, body):
    with pytest.raises(WrongText):
        inmail.compose(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, subject=subject, body=body)


def test_a_thread_belongs_to_who_began_it(connected):
    made = thread(connected)

    with pytest.raises(NotFound):
        inmail.follow_up(connected.sandbox, thread_id=made.id, seat_id=ADA_SEAT, body="Mine")
    inmail.follow_up(connected.sandbox, thread_id=made.id, seat_id=RHEA_SEAT, body="Again")

    assert [message.body for message in inmail.messages(connected.sandbox, thread_id=made.id)] == [
        "Hello Mina",
        "Again",
    ]
    assert inmail.inbox(connected.sandbox, member_id=MINA) == inmail.threads_of_seat(
        connected.sandbox, seat_id=RHEA_SEAT
    )


def test_a_public_note_is_told_and_a_private_one_is_not(connected, mina):
    private = member_notes.write(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Shy")
    public = member_notes.write(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Call in May", public=True)

    assert notes(connected).json()["elements"] == [
        {
            "id": public.id,
            "active": True,
            "contract": CONTRACT,
            "created": NOW,
            "lastModified": NOW,
            "owner": f"urn:li:seat:{RHEA_SEAT}",
            "prospect": mina,
            "note": "Call in May",
        }
    ]
    connected.sandbox.switch({"private_prospect_notes": "shown"})
    assert [note["id"] for note in notes(connected).json()["elements"]] == [private.id, public.id]
    assert notes(connected, more=f"&owners=urn:li:seat:{ADA_SEAT}").json()["elements"] == []


@pytest.mark.parametrize("change", ["delete", "take back"])
def test_a_note_that_is_deleted_or_taken_back_is_not_active(connected, change):
    made = member_notes.write(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Call", public=True)
    connected.sandbox.clock.advance(60_000)

    if change == "delete":
        member_notes.delete(connected.sandbox, note_id=made.id, seat_id=RHEA_SEAT)
    else:
        member_notes.change(connected.sandbox, note_id=made.id, seat_id=RHEA_SEAT, public=False)

    (told,) = notes(connected, NOW, NOW + HOUR).json()["elements"]
    assert (told["active"], told["note"], told["created"], told["lastModified"]) == (False, "", NOW, NOW + 60_000)


def test_a_private_note_that_is_published_or_changed_is_told_then(connected):
    made = member_notes.write(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Call")
    connected.sandbox.clock.advance(1)

    member_notes.change(connected.sandbox, note_id=made.id, seat_id=RHEA_SEAT, public=True, text="Call in June")

    assert [note["note"] for note in notes(connected, NOW, NOW + 1).json()["elements"]] == ["Call in June"]
    assert notes(connected, NOW - 1, NOW).json()["elements"] == []


def test_notes_are_for_their_writer_or_for_the_contract(connected):
    made = member_notes.write(connected.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Shy")

    def seen(seat):
        return len(member_notes.seen_by(connected.sandbox, seat_id=seat, member_id=MINA))

    private = [seen(seat) for seat in (RHEA_SEAT, ADA_SEAT, SAM_SEAT)]
    with pytest.raises(NotYours):
        member_notes.change(connected.sandbox, note_id=made.id, seat_id=ADA_SEAT, public=True)
    member_notes.change(connected.sandbox, note_id=made.id, seat_id=RHEA_SEAT, public=True)

    assert (private, [seen(seat) for seat in (RHEA_SEAT, ADA_SEAT, SAM_SEAT)]) == ([1, 0, 0], [1, 1, 0])
    with pytest.raises(WrongText):
        member_notes.change(connected.sandbox, note_id=made.id, seat_id=RHEA_SEAT, text=" ")


def test_a_closed_account_is_told_to_whom_the_profile_was_exported(connected, mina):
    connected.post(connected.posting())
    made = exporting.export(
        connected.sandbox,
        seat_id=RHEA_SEAT,
        member_id=MINA,
        application_id=connected.application_id,
        job_external_id="JOB-310",
    )
    before = closed(connected)
    connected.sandbox.clock.advance(60_000)

    closing.close_account(connected.sandbox, member_id=MINA)

    (told,) = closed(connected)
    assert before == []
    assert (told["member"], told["closedAt"]) == (mina, NOW + 60_000)
    assert told["profileUrl"].endswith("/in/mina-okoro")
    assert connected.exported(made.request_id).status_code == 404
    with pytest.raises(NotFound):
        closing.close_account(connected.sandbox, member_id=MINA)


def test_who_was_never_exported_leaves_unnoticed(connected):
    closing.close_account(connected.sandbox, member_id=MINA)

    assert closed(connected) == []
    for act in (thread, lambda vendor: member_notes.write(vendor.sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="x")):
        with pytest.raises(NotFound):
            act(connected)


def test_the_call_for_closed_accounts_can_have_another_name(connected):
    connected.sandbox.switch({"closed_profiles_resource": "closedProfiles"})

    assert find(connected, f"/v2/closedProfiles?q=criteria&integrationContext={ORGANIZATION}") == []


def test_a_seat_holder_who_leaves_holds_no_seat(connected):
    closing.close_account(connected.sandbox, member_id=connected.member_of_seat(HAL_SEAT))

    assert [seat["id"] for seat in find(connected, f"{SEATS}&states=INACTIVE")] == [HAL_SEAT]
