"""Talent pools: whose they are, who sees them, who is in them (A100-A109)."""

import pytest

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.activity import queries as timeline
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.core import refusals
from skaffa.documents.models import Document
from skaffa.documents.rules import checked_file
from skaffa.notify.models import Notice
from skaffa.pools import actions, by_hand, queries, rules
from skaffa.pools.events import AddedToPool, RemovedFromPool
from skaffa.pools.models import Contributor, Membership, Pool
from skaffa.retention import queries as retention
from skaffa.retention import rules as retention_rules
from skaffa.retention.models import Ground
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(rhea: User, clock: Watch) -> Pool:
    """Rhea's own."""
    return actions.create("Divers", by=Actor.of(rhea), at=clock.tick())


@pytest.fixture
def linkedin_pool(clock: Watch) -> Pool:
    return actions.gather_shared(personas.candidate("Mina"), at=clock.tick()).pool


def names(pool: Pool) -> list[str]:
    rows = queries.people(SYSTEM, pool).order_by("-added_at", "-pk")
    return [row.candidate.first_name for row in rows]


def seen_by(*users: User) -> dict[str, set[str]]:
    return {user.first_name: {str(pool) for pool in queries.visible_to(Actor.of(user))} for user in users}


def test_a_pool_is_its_owners_and_theirs_whom_it_is_shared_with(
    pool: Pool, rhea: User, hal: User, reed: User, ada: User, stan: User, clock: Watch
):
    actions.gather_shared(personas.candidate("Mina"), at=clock.tick())
    shared = "LinkedIn talent pool"
    assert seen_by(rhea, hal, reed, ada, stan) == {
        "Rhea": {"Divers", shared},
        "Hal": {shared},
        "Reed": {"Divers", shared},
        "Ada": {"Divers", shared},
        "Stan": set(),
    }

    actions.share(pool, hal, by=Actor.of(rhea), at=clock.tick())
    assert "Divers" in seen_by(hal)["Hal"]
    assert Notice.objects.get(user=hal).data == {"pool": "Divers", "owner": "Rhea Persona"}

    actions.unshare(pool, hal, by=Actor.of(rhea), at=clock.tick())
    assert "Divers" not in seen_by(hal)["Hal"]


def test_who_may_do_what_with_a_pool(pool: Pool, linkedin_pool: Pool, rhea: User, hal: User, reed: User, ada: User, at):
    actions.share(pool, hal, by=Actor.of(rhea), at=at)
    everything, fills, nothing = (queries.Rights(*may) for may in ((True,) * 3, (True, True, False), (False,) * 3))
    takes_out = queries.Rights(add=False, remove=True, edit=False)

    held = {user.first_name: queries.rights(Actor.of(user), pool) for user in (rhea, hal, reed, ada)}
    of_linkedin = {user.first_name: queries.rights(Actor.of(user), linkedin_pool) for user in (rhea, hal, reed, ada)}

    assert held == {"Rhea": everything, "Hal": fills, "Reed": nothing, "Ada": everything}
    assert of_linkedin == {"Rhea": takes_out, "Hal": takes_out, "Reed": nothing, "Ada": takes_out}


def test_whoever_loses_the_role_loses_the_pools(pool: Pool, rhea: User, hal: User, ada: User, clock: Watch):
    actions.share(pool, hal, by=Actor.of(rhea), at=clock.tick())

    accounts.assign_roles(hal, [], by=Actor.of(ada), at=clock.tick())
    hal.refresh_from_db()

    assert seen_by(hal) == {"Hal": set()}
    with pytest.raises(rules.PoolNotFound):
        actions.add(pool, personas.candidate(), by=Actor.of(hal), at=clock.tick())


@pytest.mark.parametrize("name", ["divers", " DIVERS ", "LinkedIn talent pool", "linkedin-talangpool"])
def test_two_pools_are_never_called_the_same(pool: Pool, hal: User, at, name: str):
    with pytest.raises(rules.NameTaken):
        actions.create(name, by=Actor.of(hal), at=at)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_one_name_at_one_moment_the_second_is_told(rhea: User, hal: User, at):
    results = at_once(
        lambda: actions.create("Divers", by=Actor.of(rhea), at=at),
        lambda: actions.create("divers", by=Actor.of(hal), at=at),
    )

    assert sorted(type(result).__name__ for result in results) == ["NameTaken", "Pool"]


def test_only_who_may_use_pools_can_contribute(pool: Pool, rhea: User, hal: User, reed: User, stan: User, at):
    assert list(queries.possible_contributors(Actor.of(rhea), pool)) == [hal]
    for user in (reed, stan):
        with pytest.raises(rules.CannotContribute):
            actions.share(pool, user, by=Actor.of(rhea), at=at)

    actions.share(pool, rhea, by=Actor.of(rhea), at=at)  # the owner has it anyway

    assert not Contributor.objects.exists()


def test_who_is_removed_stays_a_candidate_and_can_be_put_back_where_they_were(
    pool: Pool, rhea: User, clock: Watch, heard
):
    by = Actor.of(rhea)
    greta, otto = personas.candidate("Greta"), personas.candidate("Otto")
    for person in (greta, otto):
        actions.add(pool, person, by=by, at=clock.tick())
    told = heard(AddedToPool, RemovedFromPool)

    actions.remove(pool, greta, by=by, at=clock.tick())
    actions.remove(pool, greta, by=by, at=clock.tick())
    assert names(pool) == ["Otto"]
    assert Candidate.objects.filter(pk=greta.pk).exists()
    actions.put_back(pool, greta, by=by, at=clock.tick())

    assert names(pool) == ["Otto", "Greta"]
    assert [type(event).__name__ for event in told] == ["RemovedFromPool", "AddedToPool"]


def test_who_is_added_again_comes_first_again(pool: Pool, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    greta, otto = personas.candidate("Greta"), personas.candidate("Otto")
    for person in (greta, otto, otto):
        actions.add(pool, person, by=by, at=clock.tick())
    actions.remove(pool, greta, by=by, at=clock.tick())

    actions.add(pool, greta, by=by, at=clock.tick())

    assert names(pool) == ["Greta", "Otto"]
    assert Membership.objects.count() == 2


def test_the_linkedin_pool_is_not_renamed_shared_deleted_or_filled_by_hand(
    linkedin_pool: Pool, ada: User, hal: User, at
):
    by = Actor.of(ada)
    for forbidden in (
        lambda: actions.rename(linkedin_pool, "Ours", by=by, at=at),
        lambda: actions.share(linkedin_pool, hal, by=by, at=at),
        lambda: actions.delete(linkedin_pool, by=by, at=at),
        lambda: actions.add(linkedin_pool, personas.candidate(), by=by, at=at),
    ):
        with pytest.raises(refusals.Conflict, match="LinkedIn talent pool"):
            forbidden()


def test_whom_somebody_took_out_of_the_linkedin_pool_does_not_come_back_by_itself(
    linkedin_pool: Pool, rhea: User, clock: Watch
):
    mina = Candidate.objects.get(first_name="Mina")
    actions.remove(linkedin_pool, mina, by=Actor.of(rhea), at=clock.tick())

    actions.gather_shared(mina, at=clock.tick(days=1))

    assert names(linkedin_pool) == []


def test_deleting_a_pool_deletes_nobody(pool: Pool, rhea: User, at):
    greta = personas.candidate("Greta")
    actions.add(pool, greta, by=Actor.of(rhea), at=at)

    actions.delete(pool, by=Actor.of(rhea), at=at)

    assert not Pool.objects.exists()
    assert Candidate.objects.filter(pk=greta.pk).exists()


def test_a_typed_in_person_we_know_is_found_again_and_completed(pool: Pool, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    known = personas.candidate("Greta", "Ek", emails=("Greta@example.com",))
    linked = personas.candidate("Otto", "Lund", links=("https://www.linkedin.com/in/otto-lund/",))
    cv = checked_file("cv.txt", b"Ten years of lamps.\n")
    typed = Person("Greta", "Ek", emails=["greta@EXAMPLE.com"], phones=["031 123"])
    profile = Person("O.", links=["se.linkedin.com/in/Otto-Lund"])

    first = by_hand.add_person(pool, typed, source=Source.REFERRAL, file=cv, by=by, at=clock.tick())
    second = by_hand.add_person(pool, profile, source=Source.REFERRAL, by=by, at=clock.tick())
    new = by_hand.add_person(pool, Person("Nils"), source=Source.REFERRAL, by=by, at=clock.tick())

    assert (first.candidate, second.candidate) == (known, linked)
    assert list(known.phones.values_list("number", flat=True)) == ["031 123"]
    assert Document.objects.get().candidate == known
    assert (Candidate.objects.count(), new.candidate.profile_source_id) == (3, Source.REFERRAL)


def test_who_works_here_is_an_internal_candidate_under_the_name_of_the_directory(pool: Pool, rhea: User, hal: User, at):
    added = by_hand.add_employee(pool, hal, by=Actor.of(rhea), at=at)

    person = Candidate.objects.get(pk=added.candidate_id)
    assert (str(person), person.is_internal) == ("Hal Persona", True)
    assert person.emails.get().address == "hal@example.com"


def test_a_stranger_can_do_nothing_with_a_pool(pool: Pool, hal: User, stan: User, reed: User, at):
    greta = personas.candidate()
    for user, refusal in ((hal, rules.PoolNotFound), (stan, rules.PoolNotFound), (reed, refusals.NotAllowed)):
        by = Actor.of(user)
        for forbidden in (
            lambda by=by: actions.add(pool, greta, by=by, at=at),
            lambda by=by: by_hand.add_person(pool, Person("Nils"), source=Source.OTHER, by=by, at=at),
            lambda by=by: actions.remove(pool, greta, by=by, at=at),
            lambda by=by: actions.rename(pool, "Ours", by=by, at=at),
            lambda by=by: actions.delete(pool, by=by, at=at),
        ):
            with pytest.raises(refusal):
                forbidden()
    for user in (reed, stan):
        with pytest.raises(refusals.NotAllowed):
            actions.create("Ours", by=Actor.of(user), at=at)


def test_an_erased_person_is_in_no_pool(pool: Pool, linkedin_pool: Pool, rhea: User, ada: User, clock: Watch):
    mina = Candidate.objects.get(first_name="Mina")
    actions.add(pool, mina, by=Actor.of(rhea), at=clock.tick())

    candidates.erase(mina, by=Actor.of(ada), at=clock.tick())

    assert names(pool) == names(linkedin_pool) == []
    assert not Membership.objects.exists()


def test_somebody_in_a_pool_alone_is_in_no_job_and_being_added_is_something_that_happened(
    pool: Pool, rhea: User, clock: Watch
):
    greta = personas.candidate("Greta")
    actions.add(pool, greta, by=Actor.of(rhea), at=clock.tick(days=40))

    facts = retention.facts([greta.pk])[greta.pk]

    assert retention_rules.ground(facts.applications) == Ground.NO_JOB
    assert facts.last_at == clock.at


def test_the_timeline_does_not_tell_of_pools_one_does_not_see(
    pool: Pool, linkedin_pool: Pool, rhea: User, hal: User, ada: User, clock: Watch
):
    mina = Candidate.objects.get(first_name="Mina")
    actions.add(pool, mina, by=Actor.of(rhea), at=clock.tick())

    told = {
        user.first_name: [
            line.data.get("pool", "")
            for line in timeline.of_candidate(Actor.of(user), mina).lines
            if line.kind == "AddedToPool"
        ]
        for user in (rhea, hal, ada)
    }

    assert told == {"Rhea": ["Divers", ""], "Hal": [""], "Ada": ["Divers", ""]}
