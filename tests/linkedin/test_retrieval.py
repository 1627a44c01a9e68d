"""What recruiters did in LinkedIn is fetched: everything, each once, as fast as LinkedIn's throttles allow."""

from datetime import timedelta

import pytest

from rsc_client.slices import Window
from rsc_sandbox.linkedin import member_notes
from rsc_sandbox.store import calls, seats
from skaffa.linkedin import connection as connections
from skaffa.linkedin import quota
from skaffa.linkedin.history import lanes, rules
from skaffa.linkedin.models import (
    Connection,
    InMail,
    Integration,
    IntegrationStatus,
    Lane,
    LaneKind,
    LinkedInNote,
    Seat,
    SharedProfile,
)
from skaffa.linkedin.rules import RECRUITER_DATA
from tests.linkedin.recruiting import ASA, MINA, Recruiting
from tests.linkedin.world import AMERICAS, HALS_SEAT, NORDICS, RHEAS_SEAT, SAMS_SEAT
from tests.personas import START

FETCHED = ("seatsV2", "conversationEvents", "prospectNotes", "mailStubs")


@pytest.fixture
def recruiting(world, connection):
    """Contract level is on; what happens before the first look is the past."""
    Connection.objects.update(retrieval_days=0)
    found = Recruiting(world)
    found.open_contract()
    return found


def asked(world, resource=""):
    """What was fetched, the latest first."""
    with world.sandbox.transaction() as tx:
        found = calls.newest(tx, calls.Wanted(), count=20_000)
    names = (resource,) if resource else FETCHED
    return [call for call in found if call.path.rsplit("/", 1)[-1] in names]


def bodies():
    return sorted(InMail.objects.values_list("text", flat=True))


# What is fetched


def test_seats_come_first_with_names_states_and_roles(world, recruiting):
    recruiting.fetch()

    assert asked(world)[-1].path.endswith("seatsV2")
    rhea = Seat.objects.get(remote_id=RHEAS_SEAT)
    assert (str(rhea), rhea.state, rhea.roles) == ("Rhea Demo", "ACTIVE", ["SOURCER_ADD_PROSPECT"])
    assert rhea.member_urn == world.person_urn("rhea")
    assert rhea.contract == f"urn:li:contract:{NORDICS}"


def test_inmails_notes_and_consents_arrive_with_all_that_is_known_of_them(world, recruiting):
    recruiting.fetch()
    thread = recruiting.write(subject="Harbour", body="Hello Mina")
    recruiting.answer(thread, email="mina@example.org")
    recruiting.note(text="Speaks Danish")
    recruiting.fetch()

    sent, answer = InMail.objects.order_by("from_member")
    assert (sent.subject, sent.text, sent.from_member) == ("Harbour", "Hello Mina", False)
    assert (answer.text, answer.from_member) == ("Tell me more", True)
    assert {sent.member_urn, answer.member_urn} == {recruiting.urn()}
    note = LinkedInNote.objects.get()
    assert (note.text, str(note.seat), note.member_urn) == ("Speaks Danish", "Rhea Demo", recruiting.urn())
    stub = SharedProfile.objects.get()
    assert (stub.first_name, stub.last_name, stub.email) == ("Mina", "Okoro", "mina@example.org")
    assert stub.seat.remote_id == RHEAS_SEAT


def test_without_consent_there_is_no_stub(recruiting):
    recruiting.fetch()
    recruiting.answer(recruiting.write(), shares=False)
    recruiting.fetch()

    assert InMail.objects.count() == 2
    assert not SharedProfile.objects.exists()


def test_nothing_is_fetched_before_half_an_hour_is_over_and_each_seat_costs_two_calls(world, recruiting):
    recruiting.fetch()
    before = len(asked(world))

    recruiting.fetch(minutes=29)
    assert len(asked(world)) == before
    recruiting.fetch(minutes=2)
    assert len(asked(world)) - before == 2 + 2 * 3  # the contract's seats and notes; three active seats


def test_with_company_level_only_nothing_is_asked(world, connection):
    recruiting = Recruiting(world)
    recruiting.write()
    recruiting.fetch()

    assert asked(world) == []
    assert not Lane.objects.exists()


def test_a_contract_that_is_switched_off_rests_and_catches_up_when_it_is_on_again(world, recruiting):
    recruiting.fetch()
    world.switch(on=False, contract=NORDICS)
    world.run()
    recruiting.write(body="While it was off")
    before = len(asked(world))
    recruiting.fetch(days=2)
    assert len(asked(world)) == before

    recruiting.open_contract()
    recruiting.pass_time(step=timedelta(minutes=1), times=2)
    assert bodies() == ["While it was off"]


# How it goes on


def test_an_outage_of_days_leaves_no_gap_and_doubles_nothing(world, recruiting):
    recruiting.fetch()
    for hour in range(1, 61, 6):
        world.clock.tick(hours=6)
        recruiting.write(body=f"{hour:02}")
    recruiting.pass_time(step=timedelta(seconds=10), times=8)

    assert bodies() == [f"{hour:02}" for hour in range(1, 61, 6)]
    assert not {call for call in asked(world) if call.status != 200}


def test_what_appears_late_or_by_another_clock_is_found_by_looking_back_a_little(world, recruiting):
    recruiting.fetch()
    world.clock.tick(minutes=31)
    recruiting.fetch_now()
    ahead = world.clock.at
    world.clock.at -= timedelta(minutes=10)  # as LinkedIn's clock has it
    recruiting.write(body="Sent before we asked, shown after")
    world.clock.at = ahead
    recruiting.fetch()

    assert bodies() == ["Sent before we asked, shown after"]


def test_the_past_comes_newest_first_as_deep_as_was_chosen(world, connection):
    recruiting = Recruiting(world)
    Connection.objects.update(retrieval_days=3)
    for day in range(5):
        recruiting.write(body=f"Day {day}")
        world.clock.tick(days=1)
    recruiting.open_contract()
    recruiting.fetch_now()
    assert bodies() == ["Day 4"] or bodies() == []

    seen = []
    for _step in range(40):
        recruiting.fetch(seconds=10)
        seen += [text for text in bodies() if text not in seen]
    assert seen == ["Day 4", "Day 3", "Day 2"]
    assert not Lane.objects.filter(past_at__isnull=False).exists()

    Connection.objects.update(retrieval_days=9)
    lanes.fetch_past(Connection.objects.get(), at=world.clock.at)
    recruiting.pass_time(step=timedelta(seconds=10), times=60)
    assert bodies() == [f"Day {day}" for day in range(5)]


def test_more_than_one_page_is_fetched_whole(world, recruiting):
    recruiting.fetch()
    for number in range(230):
        recruiting.note(text=f"{number:03}")
    recruiting.fetch()

    assert LinkedInNote.objects.count() == 230


def test_a_note_that_is_changed_while_pages_are_turned_pushes_none_out(world, recruiting):
    """Its change moves it out of the window: what stood behind it on the next page moves up."""
    recruiting.fetch()
    notes = [recruiting.note(text=f"{number:03}") for number in range(150)]
    world.clock.tick(hours=1)
    answers: list[bytes] = []

    def alter(content):
        if b'"prospect"' in content and not answers:
            answers.append(content)
            member_notes.change(world.sandbox, note_id=notes[3].id, seat_id=RHEAS_SEAT, text="Changed")
        return content

    world.alter = alter
    world.clock.tick(seconds=1)
    recruiting.fetch_now()
    recruiting.fetch()

    assert answers
    assert LinkedInNote.objects.count() == 150
    assert LinkedInNote.objects.get(remote_id=notes[3].id).text == "Changed"


# What changes there


def test_a_note_that_is_edited_deleted_or_taken_back_follows(world, recruiting):
    recruiting.fetch()
    edited, deleted, hidden = (recruiting.note(text=text) for text in ("Edited", "Deleted", "Hidden"))
    recruiting.fetch()
    assert LinkedInNote.objects.count() == 3

    member_notes.change(world.sandbox, note_id=edited.id, seat_id=RHEAS_SEAT, text="Better")
    member_notes.delete(world.sandbox, note_id=deleted.id, seat_id=RHEAS_SEAT)
    member_notes.change(world.sandbox, note_id=hidden.id, seat_id=RHEAS_SEAT, public=False)
    recruiting.fetch()
    assert list(LinkedInNote.objects.values_list("text", flat=True)) == ["Better"]


def test_a_seat_that_is_given_up_is_fetched_to_its_end_and_then_rests(world, recruiting):
    recruiting.fetch()
    recruiting.write(body="Last words")
    with world.sandbox.transaction() as tx:
        seats.set_state(tx, RHEAS_SEAT, "INACTIVE")
    recruiting.fetch()

    assert bodies() == ["Last words"]
    assert Seat.objects.get(remote_id=RHEAS_SEAT).state == "INACTIVE"
    assert not Lane.objects.filter(seat__remote_id=RHEAS_SEAT, look_at__isnull=False).exists()
    with world.sandbox.transaction() as tx:
        seats.set_state(tx, RHEAS_SEAT, "ACTIVE")
    recruiting.write(body="Back again")
    recruiting.fetch()
    assert bodies() == ["Back again", "Last words"]


# What goes wrong


@pytest.mark.parametrize("status", [429, 500, 503, 400, 403])
def test_what_is_refused_says_so_waits_and_stops_nobody_else(world, recruiting, status):
    recruiting.fetch()
    recruiting.write(body="Still here")
    world.fault("status", times=1, value=status, path="/v2/mailStubs")
    recruiting.fetch()

    assert bodies() == ["Still here"]
    failed = Lane.objects.get(attempts=1)
    assert (failed.kind, failed.last_error != "") == (LaneKind.STUBS, True)
    recruiting.fetch(hours=1, minutes=1)
    assert not Lane.objects.filter(attempts__gt=0).exists()


def test_a_worker_that_died_leaves_a_window_that_another_takes_up(world, recruiting):
    recruiting.fetch()
    recruiting.write(body="Survives")
    world.clock.tick(minutes=31)
    connection = connections.require()
    urns = lanes.contracts(connection)
    dead = [lanes.claim(connection, urns, at=world.clock.at, includes_past=False) for _lane in range(8)]
    assert all(dead)
    recruiting.fetch_now()
    assert bodies() == []

    recruiting.fetch(minutes=6)
    assert bodies() == ["Survives"]


def test_a_worker_that_was_taken_for_dead_changes_nothing_any_more(world, recruiting):
    recruiting.fetch()
    world.clock.tick(minutes=31)
    connection = connections.require()
    urns = lanes.contracts(connection)
    slow = lanes.claim(connection, urns, at=world.clock.at, includes_past=False)
    world.clock.tick(minutes=6)
    quick = lanes.claim(connection, urns, at=world.clock.at, includes_past=False)

    assert slow is not None
    assert quick is not None
    assert quick.lane.pk == slow.lane.pk
    assert lanes.locked(slow) is None
    assert lanes.locked(quick) is not None


def test_all_calls_share_one_budget_and_stop_when_it_is_used_up(world, recruiting, monkeypatch):
    monkeypatch.setitem(quota.LIMITS, quota.RECRUITER_DATA, quota.Limit(requests_a_day=10))
    recruiting.fetch()
    recruiting.write(body="Tomorrow")
    recruiting.pass_time(step=timedelta(minutes=31), times=20)

    today = [call for call in asked(world) if call.at < (START + timedelta(hours=15)).timestamp() * 1000]
    assert len(today) <= 10
    assert all(call.status == 200 for call in today)
    recruiting.pass_time(step=timedelta(minutes=31), times=30)
    assert bodies() == ["Tomorrow"]


def test_contracts_are_fetched_apart_and_one_that_is_refused_stops_no_other(world, ada):
    world.connect(ada, NORDICS, AMERICAS)
    Connection.objects.update(retrieval_days=0)
    recruiting = Recruiting(world)
    recruiting.open_contract(NORDICS, AMERICAS)
    recruiting.fetch()
    world.switch(on=False, contract=AMERICAS)
    Integration.objects.filter(type=RECRUITER_DATA).update(status=IntegrationStatus.ENABLED)  # we have not heard of it
    recruiting.write(body="Nordic")
    recruiting.write(seat=SAMS_SEAT, member=ASA, body="American")
    recruiting.fetch()

    assert bodies() == ["Nordic"]
    refused = Lane.objects.filter(last_error__gt="").values_list("contract", flat=True)
    assert set(refused) == {f"urn:li:contract:{AMERICAS}"}


# Pure rules


def test_new_and_past_windows_last_twelve_hours_at_most_and_half_after_each_failure():
    reach = rules.Reach(START, START, START - timedelta(days=1))
    later = START + timedelta(days=2)

    assert rules.new_window(reach, at=later) == Window(
        START - rules.OVERLAP, START - rules.OVERLAP + timedelta(hours=12)
    )
    assert rules.past_window(reach) == Window(START - timedelta(hours=12), START)
    assert rules.past_window(reach, failures=1) == Window(START - timedelta(hours=6), START)
    assert rules.past_window(rules.Reach(START, START - timedelta(days=1), START - timedelta(days=1))) is None
    assert rules.new_window(reach, at=START - timedelta(hours=1)) is None


def test_the_past_gets_what_the_present_leaves_over():
    noon = START.replace(hour=12)
    half_hour = timedelta(minutes=30)

    easy = rules.pace(calls=100, wished=half_hour, left=100_000, at=noon)
    assert (easy.every, easy.is_slowed) == (half_hour, False)
    assert easy.spare == 98_000 - 100 * 24
    tight = rules.pace(calls=2_000, wished=half_hour, left=24_500, at=noon)
    assert (tight.spare, tight.is_slowed) == (0, True)
    assert timedelta(minutes=59) < tight.every < timedelta(minutes=61)
    assert rules.pace(calls=10, wished=half_hour, left=0, at=noon).every == timedelta(hours=12)


def test_a_year_is_730_windows_a_seat():
    found = rules.estimate(days=365, seats=10, contracts=1, a_day=98_000)

    assert (found.windows, found.calls) == (730, 730 * 21)
    assert found.takes == timedelta(hours=1, minutes=13)  # twelve calls a minute and seat bind before the day's budget
    assert rules.estimate(days=365, seats=1_000, contracts=1, a_day=50_000).takes.days == 29


@pytest.mark.parametrize(
    ("roles", "everything"),
    [
        (["ADMIN_SEAT", "SOURCER_ADD_PROSPECT"], True),
        (["HIRING_MANAGER"], False),
        (["HIRING_MANAGER", "SOURCER_ADD_PROSPECT"], True),
        ([], True),
    ],
)
def test_a_hiring_managers_seat_shows_less(roles, everything):
    assert rules.is_recruiter_seat(roles) is everything


def test_a_seat_nobody_told_of_yet_is_completed_later(world, recruiting):
    recruiting.fetch()
    Seat.objects.filter(remote_id=HALS_SEAT).delete()
    recruiting.note(member=MINA, seat=HALS_SEAT, text="Before the seats")
    Lane.objects.filter(kind=LaneKind.SEATS).update(look_at=world.clock.at + timedelta(days=1))
    recruiting.fetch()
    assert str(LinkedInNote.objects.get().seat) == str(HALS_SEAT)

    recruiting.fetch(days=1)
    assert str(LinkedInNote.objects.get().seat) == "Hal Demo"
