"""Who shares their profile becomes a candidate, once, with proof of it; who is erased stays away until taken in anew."""

from datetime import timedelta

import pytest

from skaffa.accounts.actor import Actor
from skaffa.activity.models import Entry
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates.models import Candidate, Source
from skaffa.linkedin import linking
from skaffa.linkedin.models import (
    Connection,
    Forgotten,
    InMail,
    Lane,
    LinkedInNote,
    Member,
    MemberLink,
    SharedProfile,
)
from skaffa.linkedin.sync import push
from skaffa.pools.models import Membership
from tests import personas
from tests.linkedin.recruiting import ASA, MINA, Recruiting
from tests.linkedin.world import HALS_SEAT, RHEAS_SEAT


@pytest.fixture
def recruiting(world, connection):
    """Contract level is on, and looked at once."""
    Connection.objects.update(retrieval_days=1)
    found = Recruiting(world)
    found.open_contract()
    found.fetch()
    return found


def shared(recruiting, *, email="mina.okoro@example.org", seat=RHEAS_SEAT):
    """Mina is written to, replies and agrees; what then arrives here."""
    recruiting.answer(recruiting.write(seat=seat), email=email)
    recruiting.fetch()
    return SharedProfile.objects.filter(seat__remote_id=seat).get()


def export(world, job):
    """Rhea exports Mina to a job that LinkedIn has by now."""
    world.clock.tick(minutes=1)
    while push.once(at=world.clock.at):
        pass
    world.export(job.code, member=MINA)
    world.run()


def settle(recruiting):
    """All of the past that was chosen is fetched."""
    recruiting.pass_time(step=timedelta(seconds=10), times=12)


def test_a_consent_makes_a_candidate_from_linkedin_in_the_pool_with_proof(world, recruiting):
    profile = shared(recruiting)

    mina = profile.candidate
    assert (str(mina), mina.profile_source_id) == ("Mina Okoro", Source.LINKEDIN)
    assert candidate_queries.person(mina).emails == ("mina.okoro@example.org",)
    assert MemberLink.objects.get(candidate=mina).member_urn == recruiting.urn()
    assert Membership.objects.get(candidate=mina).pool.is_linkedin
    told = Entry.objects.get(event="ProfileShared")
    assert (told.candidate, told.data["towards"]) == (mina, "Rhea Demo")
    assert profile.shared_at < world.clock.at


def test_an_address_that_was_not_shared_is_not_known(recruiting):
    profile = shared(recruiting, email="")

    assert profile.email == ""
    assert candidate_queries.person(profile.candidate).emails == ()


def test_somebody_who_is_here_already_by_address_is_enriched_and_not_doubled(recruiting):
    known = personas.candidate("Mina", "O.", emails=("MINA.okoro@example.org",))
    profile = shared(recruiting)

    assert profile.candidate == known
    assert Candidate.objects.count() == 1
    assert str(Candidate.objects.get()) == "Mina O."  # what is known stays
    assert Membership.objects.get().candidate == known


def test_somebody_who_was_exported_before_is_the_same_member_whatever_their_address(world, recruiting, job):
    export(world, job)
    profile = shared(recruiting, email="new@example.org")

    assert Candidate.objects.get() == profile.candidate
    assert candidate_queries.person(profile.candidate).emails == ("new@example.org",)


def test_an_export_after_a_consent_finds_the_same_person(world, recruiting, job):
    profile = shared(recruiting, email="")
    export(world, job)

    assert Candidate.objects.get() == profile.candidate
    assert profile.candidate.applications.get().job == job


def test_a_second_consent_towards_another_recruiter_is_kept_too(recruiting):
    first = shared(recruiting)
    second = shared(recruiting, seat=HALS_SEAT, email="")

    assert first.candidate == second.candidate
    assert Candidate.objects.count() == 1
    assert Entry.objects.filter(event="ProfileShared").count() == 2


def test_the_same_consent_told_again_says_nothing_new(recruiting):
    shared(recruiting)
    Lane.objects.update(look_at=None)
    for lane in Lane.objects.exclude(kind="seats"):
        lane.look_at, lane.caught_up_to = lane.begun_at, lane.begun_at
        lane.backfilled_to = min(lane.backfilled_to, lane.begun_at)
        lane.save()
    recruiting.fetch()

    assert SharedProfile.objects.count() == 1
    assert Entry.objects.filter(event="ProfileShared").count() == 1
    assert InMail.objects.count() == 2


def test_an_erased_person_is_gone_here_and_does_not_come_back(world, recruiting, ada):
    profile = shared(recruiting)
    recruiting.note(text="Speaks Danish")
    recruiting.note(member=ASA, text="Somebody else")
    recruiting.fetch()
    candidates.erase(profile.candidate, by=Actor.of(ada), at=world.clock.at)

    for model in (InMail, SharedProfile):
        assert not model.objects.exists()
    assert LinkedInNote.objects.get().member_urn == recruiting.urn(ASA)
    assert not Member.objects.filter(urn=recruiting.urn()).exists()
    urn = recruiting.urn()
    assert urn not in str(list(Forgotten.objects.values()))
    fetch_everything_again()
    settle(recruiting)
    assert not InMail.objects.exists()
    assert not SharedProfile.objects.exists()
    assert LinkedInNote.objects.count() == 1
    assert not Candidate.objects.exists()


def fetch_everything_again():
    for lane in Lane.objects.exclude(kind="seats"):
        lane.backfilled_to, lane.past_at = lane.caught_up_to, lane.begun_at
        lane.save()


def test_what_happens_after_an_erasure_is_a_new_dealing(world, recruiting, ada):
    profile = shared(recruiting)
    candidates.erase(profile.candidate, by=Actor.of(ada), at=world.clock.at)
    world.clock.tick(days=1)
    recruiting.write(body="Once more?")
    recruiting.fetch()
    settle(recruiting)

    assert [mail.text for mail in InMail.objects.all()] == ["Once more?"]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("how", ["export", "consent", "hand"])
def test_a_person_who_is_taken_in_anew_brings_the_history_back(world, recruiting, ada, rhea, job, how):
    profile = shared(recruiting)
    recruiting.note(text="Speaks Danish")
    recruiting.fetch()
    candidates.erase(profile.candidate, by=Actor.of(ada), at=world.clock.at)
    world.clock.tick(minutes=5)

    if how == "export":
        export(world, job)
    elif how == "consent":
        shared(recruiting, seat=HALS_SEAT)
    else:
        recruiting.write(body="Hi again")  # makes her a member we have met
        recruiting.fetch()
        again = personas.candidate("Mina", "Okoro")
        linking.link(again, recruiting.urn(), by=Actor.of(rhea), at=world.clock.at)
    settle(recruiting)

    assert not Forgotten.objects.exists()
    assert LinkedInNote.objects.get().text == "Speaks Danish"
    assert {"Hi", "Tell me more"} <= set(InMail.objects.values_list("text", flat=True))
    assert Candidate.objects.count() == 1
