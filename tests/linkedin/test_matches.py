"""Whom LinkedIn takes people to be is read back, remembered, and asked again only as often as it makes sense."""

import dataclasses
from datetime import timedelta

import pytest

from rsc_client.generations import Feature, Generation
from rsc_sandbox.store import calls
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.linkedin import hygiene, quota
from skaffa.linkedin.models import MemberLink, MemberMatch, RemoteRecord, SyncItem, SyncKind
from skaffa.linkedin.sync import matches, push
from tests import personas
from tests.linkedin.world import SOMEBODY, browser_of
from tests.web import parts

MINA = 1001
ADDRESS = "mina.okoro@example.org"


@pytest.fixture(params=Generation, autouse=True)
def generation(request, world):
    """The same whichever of LinkedIn's generations carries it."""
    world.generations = dict.fromkeys(Feature, request.param)
    return request.param


@pytest.fixture
def mina(world, connection, job):
    """An applicant whom LinkedIn has, and may recognise by her address."""
    person = personas.candidate("Mina", "Okoro", emails=(ADDRESS,))
    personas.applicant(job, person)
    world.run()
    return person


def later(world, **amount):
    """Time passes, and what is due by then is done; how often LinkedIn was asked about candidates meanwhile."""
    before = len(questions(world))
    world.clock.tick(**amount)
    while push.once(at=world.clock.at):
        pass
    world.run()
    return len(questions(world)) - before


def questions(world):
    with world.sandbox.transaction() as tx:
        found = calls.newest(tx, calls.Wanted(), count=1_000)
    return [call for call in found if call.method == "GET" and call.path.endswith(("/atsCandidates", "/candidates"))]


def urn(world, member):
    return world.sandbox.person_urn(application_id=world.application.id, member_id=member)


def match(person):
    return MemberMatch.objects.get(candidate=person)


def test_who_was_accepted_is_asked_about_soon_and_then_no_more(world, mina):
    assert later(world, seconds=30) == 0

    assert later(world, minutes=1) == 1

    assert match(mina).matched == [urn(world, MINA)]
    assert (match(mina).due_at, match(mina).read_at) == (None, world.clock.at)
    assert not MemberLink.objects.exists()
    assert later(world, days=40) == 0


def test_who_is_not_recognised_is_asked_about_ever_more_seldom(world, connection, job):
    world.sandbox.switch({"match_delay_seconds": 3 * 86_400})
    person = personas.candidate("Mina", "Okoro", emails=(ADDRESS,))
    personas.applicant(job, person)
    world.run()

    asked = sum(later(world, minutes=10) for _ in range(6 * 24))

    assert asked == 3  # after a minute, a quarter of an hour and two hours
    assert match(person).matched == []
    assert sum(later(world, days=1) for _ in range(10)) == 2  # after a day and a week
    assert match(person).matched == [urn(world, MINA)]
    assert match(person).due_at is None


def test_a_change_is_a_reason_to_ask_again(world, mina):
    later(world, minutes=2)
    known = candidate_queries.person(mina)
    candidates.edit(mina, dataclasses.replace(known, emails=("m@example.org",)), by=SYSTEM, at=world.clock.tick())
    world.run()

    assert later(world, minutes=2) == 1
    assert match(mina).matched == []


def test_what_people_said_is_neither_changed_nor_outdone(world, connection, job, rhea):
    world.run()
    world.export(job.code, member=SOMEBODY)
    world.run()
    exported = job.applications.get()
    person = exported.candidate
    known = candidate_queries.person(person)
    candidates.edit(person, dataclasses.replace(known, emails=(ADDRESS,)), by=SYSTEM, at=world.clock.tick())
    applications.advance(exported, by=SYSTEM, at=world.clock.tick())
    world.run()

    later(world, minutes=2)

    assert (match(person).linked, match(person).matched) == (urn(world, SOMEBODY), [urn(world, MINA)])
    assert MemberLink.objects.get(candidate=person).member_urn == urn(world, SOMEBODY)
    shown = parts.shown(browser_of(rhea), f"/candidates/{person.pk}/linkedin")
    assert "Came from LinkedIn as this member." in shown
    assert "recognises this person" not in shown


def test_the_linkedin_tab_says_whom_linkedin_recognises_and_leads_there(world, mina, rhea):
    page = f"/candidates/{mina.pk}/linkedin"
    assert "LinkedIn is asked a little after it has the person." in parts.shown(browser_of(rhea), page)

    later(world, minutes=2)

    shown = parts.shown(browser_of(rhea), page)
    assert "LinkedIn recognises this person as one of its members." in shown
    assert "/talent/search?keywords=Mina+Okoro" in shown


def test_the_tab_says_nothing_of_it_while_nothing_is_sent(world, connection, job, rhea):
    person = personas.candidate("Mina", "Okoro", emails=(ADDRESS,))
    personas.prospect(job, person)
    world.consent(rhea, "rhea")
    later(world, minutes=2)

    shown = parts.shown(browser_of(rhea), f"/candidates/{person.pk}/linkedin")
    assert "How this profile was found" in shown
    assert "LinkedIn is asked" not in shown
    assert "nothing of a prospect is sent" in shown
    assert not MemberMatch.objects.exists()


def test_what_waits_to_be_sent_goes_first(world, mina):
    world.clock.tick(minutes=2)
    world.fault("status", times=1, value=503, path="/v2/simpleJobPostings")
    SyncItem.objects.create(
        connection=mina.member_matches.get().connection,
        kind=SyncKind.CANDIDATE,
        entity_id=mina.pk,
        marked_at=world.clock.at,
        due_at=world.clock.at,
        lease_until=world.clock.at + timedelta(minutes=1),  # somebody is at it
    )

    push.once(at=world.clock.at)

    assert not questions(world)


def test_half_of_the_quota_is_left_to_what_changes(world, mina, connection, generation):
    resource = "v2/atsCandidates" if generation is Generation.V2 else "rest/candidates"
    world.clock.tick(minutes=2)
    quota.take(connection.client_id, resource, 5_000, at=world.clock.at)

    push.once(at=world.clock.at)
    assert not questions(world)

    assert later(world, minutes=1) == 1


def test_a_lost_answer_and_a_failure_cost_one_more_question(world, mina):
    world.alter = lambda said: b"{" if b'"results"' in said else said
    later(world, minutes=2)
    assert match(mina).read_at is None
    assert match(mina).last_error
    world.alter = bytes

    assert later(world, minutes=1) == 0
    assert later(world, minutes=5) == 1

    assert match(mina).matched == [urn(world, MINA)]
    assert match(mina).last_error == ""


def test_what_is_sent_anew_while_the_answer_is_on_its_way_is_asked_about_again(world, mina, connection):
    seen = match(mina)

    def changed_meanwhile(said):
        if b"matchedMembers" in said:
            matches.expect(connection, [mina.pk], at=world.clock.at)
        return said

    world.alter = changed_meanwhile
    later(world, minutes=2)

    assert match(mina).due_at == world.clock.at + matches.SOON
    assert match(mina).due_at > seen.due_at


def test_what_linkedin_lost_is_sent_again(world, mina):
    with world.sandbox.transaction() as tx:
        tx.execute("DELETE FROM candidates")

    later(world, minutes=2)
    later(world, minutes=30)

    assert RemoteRecord.objects.get(kind=SyncKind.CANDIDATE).accepted_at is not None
    assert match(mina).matched == [urn(world, MINA)]


def test_who_leaves_linkedin_is_forgotten(world, mina, rhea):
    later(world, minutes=2)

    applications.delete(mina.applications.get(), by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert not MemberMatch.objects.exists()


def test_the_night_finds_who_was_missed_and_forgets_who_is_gone(world, mina, connection):
    MemberMatch.objects.all().delete()
    stranger = personas.candidate("Ebba", "Lind")
    MemberMatch.objects.create(connection=connection, candidate=stranger)

    hygiene.nightly(at=world.clock.at)

    assert match(mina).due_at == world.clock.at
    assert not MemberMatch.objects.filter(candidate=stranger).exists()


def test_nobody_is_asked_about_who_is_being_erased(world, connection):
    matches.expect(connection, [4_711], at=world.clock.at)

    assert not MemberMatch.objects.exists()
