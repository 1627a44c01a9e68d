"""What LinkedIn has when two records become one, and when they are two again: record for record, as the domain says."""

import pytest
from django.conf import settings
from django.db import connection as database

from bench import actual
from bench.compare import differences
from bench.expected import Domain
from rsc_sandbox.store import details
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates.merging import actions
from skaffa.candidates.models import Candidate
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.linkedin import linking
from skaffa.linkedin.models import Deletion, Forgotten, MemberLink, MemberUnlink, SyncItem, SyncKind
from skaffa.notes import actions as notes
from tests import personas
from tests.linkedin.world import SOMEBODY, SOMEBODY_ELSE

PEOPLE = ("candidate", "application", "stage", "candidate note", "application note", "feedback", "résumé")


def wrong_at_linkedin(world) -> list[str]:
    """How LinkedIn's state differs from what our tables say it should be; empty: not at all."""
    expected = Domain(database.connection, base_url=settings.SKAFFA.base_url).state()
    with world.sandbox.transaction() as tx:
        found = actual.people(tx)
    return differences({kind: expected[kind] for kind in PEOPLE}, found)


def files(world, kind, owner) -> list[str]:
    place = details.Place(
        application_id=world.application.id, context="urn:li:organization:7001", kind=kind, parent=str(owner.pk)
    )
    with world.sandbox.transaction() as tx:
        return [str(found.value["externalFileName"]) for found in details.of(tx, place)]


def settled(world) -> None:
    world.run()
    assert not SyncItem.objects.exists()


@pytest.fixture
def listed(world, connection, job):
    """The job, as Recruiter has it in its export list."""
    world.run()
    return job


@pytest.fixture
def anna():
    return personas.candidate("Anna", "Berg", emails=("anna@example.com",))


@pytest.fixture
def ann():
    return personas.candidate("Ann", "Berg", emails=("ann@example.com",), phones=("+46 70 123 45 67",))


def worked_on(job, candidate, rhea, clock):
    """An application past Prospect with a note, feedback and a résumé."""
    by, application = (
        Actor.of(rhea),
        applications.advance(personas.prospect(job, candidate), by=SYSTEM, at=clock.tick()),
    )
    notes.write(candidate, application=application, text="Of the job.", by=by, at=clock.tick())
    interviews.submit(application, Opinion("yes", comment="Steady."), by=by, at=clock.tick())
    personas.document(application, b"Of the job.\n", name="job.txt", at=clock.tick())
    return application


def test_linkedin_follows_a_merge_and_its_undo(world, connection, job, rhea, anna, ann, clock):
    """Two on one job, one of them on another too: one candidate, two applications; and all of it back again."""
    hers = worked_on(job, anna, rhea, clock)
    further = applications.advance(worked_on(job, ann, rhea, clock), by=SYSTEM, at=clock.tick())
    other = worked_on(personas.active_job(rhea, "Diver"), ann, rhea, clock)
    for one in (anna, ann):
        notes.write(one, text="Of the person.", by=Actor.of(rhea), at=clock.tick())
        personas.document(one, b"Of the person.\n", name="person.txt", at=clock.tick())
    settled(world)
    assert wrong_at_linkedin(world) == []

    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    settled(world)

    assert wrong_at_linkedin(world) == []
    assert files(world, "CANDIDATE_ATTACHMENT", ann) == []
    assert files(world, "CANDIDATE_ATTACHMENT", anna) == ["person.txt"]
    assert (
        files(world, "APPLICATION_ATTACHMENT", further) == files(world, "APPLICATION_ATTACHMENT", other) == ["job.txt"]
    )
    left = Deletion.objects.filter(kind__in=[SyncKind.CANDIDATE, SyncKind.APPLICATION], confirmed_at__isnull=False)
    assert set(left.values_list("kind", "remote_id")) == {
        ("candidate", str(ann.pk)),
        *(("application", str(one.pk)) for one in (hers, further, other)),
    }

    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())
    settled(world)

    assert wrong_at_linkedin(world) == []
    assert files(world, "CANDIDATE_ATTACHMENT", ann) == files(world, "CANDIDATE_ATTACHMENT", anna) == ["person.txt"]
    for application in (hers, further, other):
        assert files(world, "APPLICATION_ATTACHMENT", application) == ["job.txt"]
    assert not Deletion.objects.filter(confirmed_at=None).exists()


def test_of_two_members_the_chosen_one_stays_and_the_other_comes_back(world, connection, listed, rhea, clock):
    for member in (SOMEBODY, SOMEBODY_ELSE):
        world.export(listed.code, member=member)
    world.run()
    one, other = Candidate.objects.order_by("pk")
    members = dict(MemberLink.objects.values_list("candidate", "member_urn"))
    for application in listed.applications.all():
        applications.advance(application, by=SYSTEM, at=clock.tick())
    settled(world)

    merge = actions.merge(one, other, {"member": "absorbed"}, by=Actor.of(rhea), at=clock.tick())
    settled(world)

    assert dict(MemberLink.objects.values_list("candidate", "member_urn")) == {one.pk: members[other.pk]}
    assert wrong_at_linkedin(world) == []

    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())
    settled(world)

    assert dict(MemberLink.objects.values_list("candidate", "member_urn")) == members
    assert wrong_at_linkedin(world) == []


def test_who_was_said_not_to_be_this_member_is_them_after_the_merge(world, connection, listed, rhea, clock):
    """Unless the person themselves has said no."""
    world.export(listed.code)
    world.run()
    exported, by = Candidate.objects.get(), Actor.of(rhea)
    [urn] = MemberLink.objects.values_list("member_urn", flat=True)
    kept, theirs = personas.candidate("Anna", "Berg"), personas.candidate("Anna", "Berg")
    MemberUnlink.objects.create(connection=connection, candidate=kept, member_urn=urn, at=clock.tick(), by=rhea)
    MemberUnlink.objects.create(
        connection=connection, candidate=theirs, member_urn=urn, at=clock.tick(), by_person=True
    )

    first = actions.merge(kept, exported, {}, by=by, at=clock.tick())
    assert MemberLink.objects.get().candidate == kept
    assert not MemberUnlink.objects.filter(candidate=kept).exists()
    actions.undo(first, by=by, at=clock.tick())
    assert MemberLink.objects.get().candidate == exported
    assert MemberUnlink.objects.filter(candidate=kept).exists()
    actions.merge(theirs, exported, {}, by=by, at=clock.tick())

    assert not MemberLink.objects.exists()
    with pytest.raises(linking.RemovedByPerson):
        linking.link(theirs, urn, by=by, at=clock.tick())


def test_who_is_erased_is_forgotten_as_every_member_they_were(world, connection, listed, rhea, ada, clock):
    for member in (SOMEBODY, SOMEBODY_ELSE):
        world.export(listed.code, member=member)
    world.run()
    one, other = Candidate.objects.order_by("pk")
    actions.merge(one, other, {}, by=Actor.of(rhea), at=clock.tick())

    candidates.erase(one, by=Actor.of(ada), at=clock.tick())
    settled(world)

    assert Forgotten.objects.count() == 2
    assert wrong_at_linkedin(world) == []
