"""Which member a candidate is, as people say: kept here, heard by LinkedIn when the gate allows, in the audit trail."""

import dataclasses

import pytest

from rsc_sandbox.linkedin import linking as at_linkedin
from rsc_sandbox.linkedin.linking import Subject
from rsc_sandbox.linkedin.refusals import NotFound
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.activity.models import Entry
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.core import refusals
from skaffa.linkedin import claims, linking, members
from skaffa.linkedin.models import (
    ClaimOutcome,
    LinkClaim,
    LinkOrigin,
    Member,
    MemberLink,
    MemberMatch,
    MemberUnlink,
    MetIn,
)
from skaffa.linkedin.sync import push
from tests import personas
from tests.linkedin.world import ORGANIZATION, SOMEBODY, SOMEBODY_ELSE

MINA, ADDRESS = 1001, "mina.okoro@example.org"


def urn(world, member):
    return world.sandbox.person_urn(application_id=world.application.id, member_id=member)


def subject(world, person):
    context = f"urn:li:organization:{ORGANIZATION}"
    return Subject(application_id=world.application.id, context=context, external_id=str(person.pk))


def recognised(world, person):
    """The members LinkedIn takes the candidate for, and whether somebody said so."""
    found = at_linkedin.recognised(world.sandbox, subject(world, person))
    return [member.id for member in found.members], found.by_hand


def later(world, **amount):
    world.clock.tick(**amount)
    while push.once(at=world.clock.at):
        pass
    for claim in claims.due(at=world.clock.at):
        claims.verify(claim, at=world.clock.at)
    world.run()


@pytest.fixture
def exported(world, connection, job):
    """Somebody who was exported and is an applicant now, so that LinkedIn has them."""
    world.run()
    world.export(job.code)
    world.run()
    application = job.applications.get()
    applications.advance(application, by=SYSTEM, at=world.clock.tick())
    later(world, seconds=10)
    return application.candidate


@pytest.fixture
def mina(world, connection, job):
    """An applicant whom LinkedIn recognises by her address."""
    person = personas.candidate("Mina", "Okoro", emails=(ADDRESS,))
    personas.applicant(job, person)
    world.run()
    later(world, minutes=2)
    return person


def test_an_unlinked_export_leaves_linkedin_and_does_not_come_back(world, exported, job, rhea):
    assert recognised(world, exported) == ([SOMEBODY], True)

    linking.unlink(exported, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())
    later(world, seconds=10)
    later(world, minutes=2)

    assert recognised(world, exported)[1] is False
    assert not MemberLink.objects.exists()
    push.mark_everything(exported.member_matches.get().connection, at=world.clock.at)  # a resync
    later(world, minutes=1)
    assert recognised(world, exported)[1] is False
    assert not MemberLink.objects.exists()


def test_linking_again_reaches_linkedin_and_ends_the_unlink(world, exported, rhea):
    by = Actor.of(rhea)
    linking.unlink(exported, urn(world, SOMEBODY), by=by, at=world.clock.tick())
    later(world, seconds=10)

    linking.link(exported, urn(world, SOMEBODY), by=by, at=world.clock.tick())
    later(world, seconds=10)

    assert recognised(world, exported) == ([SOMEBODY], True)
    assert not MemberUnlink.objects.exists()
    link = MemberLink.objects.get()
    assert (link.origin, link.linked_by, link.profile_url) == (LinkOrigin.HAND, rhea, Member.objects.get().profile_url)


def test_both_are_in_the_audit_trail_with_who_and_when(world, exported, rhea):
    linking.unlink(exported, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())
    linking.link(exported, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())

    rows = Entry.objects.filter(candidate=exported, event__startswith="Member").order_by("pk")
    name = Member.objects.get().name
    assert [(row.event, row.actor, row.data["member"]) for row in rows] == [
        ("MemberUnlinked", rhea, name),
        ("MemberLinked", rhea, name),
    ]


def test_a_prospects_link_waits_here_for_the_gate(world, connection, job, rhea):
    world.run()
    world.export(job.code, member=SOMEBODY_ELSE)
    world.run()
    met = Member.objects.get()
    application = job.applications.get()
    applications.delete(application, by=Actor.of(rhea), at=world.clock.tick())
    MemberLink.objects.all().delete()
    person = personas.candidate("Ebba", "Lind", emails=())
    prospect = personas.prospect(job, person)
    Member.objects.update(name="Lind Ebba", words=["ebba", "lind"])

    linking.link(person, met.urn, by=Actor.of(rhea), at=world.clock.tick())
    later(world, seconds=10)
    with pytest.raises(NotFound):
        recognised(world, person)

    applications.advance(prospect, by=SYSTEM, at=world.clock.tick())
    later(world, seconds=10)
    assert recognised(world, person) == ([SOMEBODY_ELSE], True)


def test_an_export_of_whom_somebody_unlinked_is_somebody_new(world, exported, job, rhea):
    linking.unlink(exported, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())

    other = personas.active_job(rhea, "Rope maker")
    world.run()
    world.export(other.code)
    world.run()

    assert other.applications.get().candidate != exported
    assert MemberLink.objects.get().candidate != exported


def test_one_member_is_one_candidate(world, exported, rhea):
    namesake = personas.candidate(exported.first_name, exported.last_name)

    with pytest.raises(linking.LinkedElsewhere) as refused:
        linking.link(namesake, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())

    assert refused.value.other == exported
    assert MemberLink.objects.get().candidate == exported


def test_nobody_links_whom_we_never_met(world, exported, rhea):
    with pytest.raises(linking.UnknownMember):
        linking.link(exported, "urn:li:person:made-up", by=Actor.of(rhea), at=world.clock.tick())


@pytest.mark.parametrize("act", [linking.link, linking.unlink])
def test_who_may_not_open_the_tab_links_nobody(world, exported, act, ivan, reed, stan):
    for nobody in (ivan, reed, stan):
        with pytest.raises(refusals.NotAllowed):
            act(exported, urn(world, SOMEBODY), by=Actor.of(nobody), at=world.clock.tick())


def test_who_was_linked_at_linkedin_and_unlinked_here_is_unlinked_there(world, mina, rhea):
    at_linkedin.link(world.sandbox, subject(world, mina), member_id=SOMEBODY)
    MemberMatch.objects.update(due_at=world.clock.at)
    later(world, minutes=1)
    assert MemberMatch.objects.get().linked == urn(world, SOMEBODY)

    linking.unlink(mina, urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())
    later(world, seconds=10)

    assert recognised(world, mina)[1] is False


def test_whom_linkedin_recognises_can_be_unlinked_here(world, mina, rhea, connection):
    before = members.around(mina, connection)
    assert before.subject.member == urn(world, MINA)

    linking.unlink(mina, urn(world, MINA), by=Actor.of(rhea), at=world.clock.tick())
    later(world, minutes=2)

    after = members.around(mina, connection)
    assert (after.subject.member, after.subject.unlinked) == ("", {urn(world, MINA)})


# --- what the plugin tells a browser --------------------------------------------------------------------------------
def tell(world, person, kind, member, by):
    claim = claims.tell(person, kind=kind, urn=urn(world, member), by=Actor.of(by), at=world.clock.tick())
    world.run()
    claim.refresh_from_db()
    return claim


def test_what_the_plugin_did_is_done_here_when_linkedin_says_the_same(world, mina, rhea):
    at_linkedin.link(world.sandbox, subject(world, mina), member_id=SOMEBODY)
    linked = tell(world, mina, "linked", SOMEBODY, rhea)
    link = MemberLink.objects.get()
    assert (linked.outcome, link.member_urn, link.origin, link.linked_by) == (
        ClaimOutcome.CONFIRMED,
        urn(world, SOMEBODY),
        LinkOrigin.PLUGIN,
        rhea,
    )
    later(world, seconds=10)

    at_linkedin.unlink(world.sandbox, subject(world, mina), member_id=SOMEBODY)
    unlinked = tell(world, mina, "unlinked", SOMEBODY, rhea)

    assert unlinked.outcome == ClaimOutcome.CONFIRMED
    assert not MemberLink.objects.exists()
    assert MemberUnlink.objects.get().by == rhea
    later(world, minutes=2)
    assert recognised(world, mina) == ([MINA], False)


def test_a_browser_that_makes_it_up_is_not_believed(world, mina, rhea):
    claim = tell(world, mina, "linked", SOMEBODY, rhea)
    assert claim.outcome == ""
    assert not MemberLink.objects.exists()

    for _ in range(len(claims.PAUSES)):
        later(world, minutes=31)

    claim.refresh_from_db()
    assert claim.outcome == ClaimOutcome.DENIED
    assert not MemberLink.objects.exists()


def test_linkedin_may_know_of_it_a_little_later_and_may_be_away(world, mina, rhea):
    world.fault("status", times=1, value=503)
    claim = tell(world, mina, "linked", SOMEBODY, rhea)
    assert (claim.outcome, bool(claim.last_error)) == ("", True)
    at_linkedin.link(world.sandbox, subject(world, mina), member_id=SOMEBODY)

    later(world, minutes=2)

    assert LinkClaim.objects.get().outcome == ClaimOutcome.CONFIRMED
    assert MemberLink.objects.get().member_urn == urn(world, SOMEBODY)


def test_whoever_dies_while_asking_is_followed_by_another(world, mina, rhea):
    at_linkedin.link(world.sandbox, subject(world, mina), member_id=SOMEBODY)
    claim = claims.tell(mina, kind="linked", urn=urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())
    LinkClaim.objects.update(due_at=world.clock.at + claims.LEASE)  # as the one who died had left it
    world.run()
    assert not MemberLink.objects.exists()

    later(world, minutes=2)

    claim.refresh_from_db()
    assert claim.outcome == ClaimOutcome.CONFIRMED


def test_a_second_candidate_linked_in_the_plugin_is_told_and_not_done(world, exported, job, rhea):
    person = personas.candidate("Ebba", "Lind", emails=("ebba@example.org",))
    personas.applicant(job, person)
    later(world, seconds=10)
    at_linkedin.link(world.sandbox, subject(world, person), member_id=SOMEBODY, knowingly=True)

    claim = tell(world, person, "linked", SOMEBODY, rhea)

    assert claim.outcome == ClaimOutcome.ELSEWHERE
    assert MemberLink.objects.get().candidate == exported


def test_who_has_lost_the_right_meanwhile_changes_nothing(world, mina, rhea):
    at_linkedin.link(world.sandbox, subject(world, mina), member_id=SOMEBODY)
    claim = claims.tell(mina, kind="linked", urn=urn(world, SOMEBODY), by=Actor.of(rhea), at=world.clock.tick())
    rhea.is_active = False
    rhea.save()

    world.run()

    claim.refresh_from_db()
    assert claim.outcome == ClaimOutcome.VOID
    assert not MemberLink.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name"), [("linked", "urn:li:person:"), ("sold", "urn:li:person:x"), ("linked", "x" * 500)]
)
def test_what_cannot_be_read_is_refused(world, mina, rhea, kind, name):
    with pytest.raises(claims.Unreadable):
        claims.tell(mina, kind=kind, urn=name, by=Actor.of(rhea), at=world.clock.tick())


# --- whom we have met -----------------------------------------------------------------------------------------------
def test_the_list_holds_whom_we_met_by_name_whatever_its_order_and_accents(world, connection, job):
    told = candidate_queries.person(personas.candidate("Lindqvist", "Åsa"))
    members.meet(connection, "urn:li:person:a", told, where=MetIn.EXPORT, at=world.clock.at)
    members.meet(
        connection,
        "urn:li:person:b",
        dataclasses.replace(told, first_name="Ebba"),
        where=MetIn.EXPORT,
        at=world.clock.at,
    )

    found = members.around(personas.candidate("Asa", "Lindqvist", emails=()), connection)

    assert [met.urn for met in found.met] == ["urn:li:person:a"]


def test_the_list_is_bounded_and_costs_the_same_however_many_there_are(
    world, connection, django_assert_max_num_queries
):
    told = candidate_queries.person(personas.candidate("Mina", "Okoro", emails=()))
    for number in range(members.MOST + 5):
        members.meet(connection, f"urn:li:person:{number}", told, where=MetIn.EXPORT, at=world.clock.tick())
    person = personas.candidate("Okoro", "Mina", emails=())

    with django_assert_max_num_queries(7):
        found = members.around(person, connection)

    assert len(found.met) == members.MOST


def test_whoever_is_erased_is_met_by_nobody_any_more(world, exported, ada):
    candidates.erase(exported, by=Actor.of(ada), at=world.clock.tick())

    assert not Member.objects.exists()
    assert not MemberLink.objects.exists()


def test_whoever_is_erased_after_removing_the_link_is_met_by_nobody_either(world, exported, ada, connection):
    linking.erase(exported, urn(world, SOMEBODY), connection, by_person=True, by=SYSTEM, at=world.clock.tick())

    candidates.erase(exported, by=Actor.of(ada), at=world.clock.tick())

    assert not Member.objects.exists()


def test_the_night_meets_those_whom_an_upgrade_left_out(world, exported, connection):
    Member.objects.all().delete()

    members.catch_up(connection)

    assert Member.objects.get().name == str(exported)
