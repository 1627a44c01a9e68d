"""The LinkedIn talent pool: made by the system when the first person shares their profile (S62-S63, S69, X20)."""

import pytest
from django.db import IntegrityError, transaction

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from skaffa.pools import actions
from skaffa.pools.events import AddedToPool, PoolCreated
from skaffa.pools.models import Membership, Pool, PoolSource
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch


@pytest.mark.django_db
def test_the_first_person_who_shares_their_profile_makes_the_pool_and_the_second_joins_it(clock: Watch, heard):
    told = heard(PoolCreated, AddedToPool)
    mina, otto = personas.candidate("Mina"), personas.candidate("Otto")

    first = actions.gather_shared(mina, at=clock.tick())
    second = actions.gather_shared(otto, at=clock.tick())

    pool = Pool.objects.get()
    assert (pool.source, pool.owner, str(pool)) == (PoolSource.LINKEDIN, None, "LinkedIn talent pool")
    assert first.pool_id == second.pool_id == pool.pk
    assert [(type(event).__name__, event.by_id) for event in told] == [
        ("PoolCreated", None),
        ("AddedToPool", None),
        ("AddedToPool", None),
    ]


@pytest.mark.django_db
def test_a_profile_that_comes_again_changes_nothing(clock: Watch, heard):
    mina = personas.candidate("Mina")
    first = actions.gather_shared(mina, at=clock.tick())
    told = heard(PoolCreated, AddedToPool)

    again = actions.gather_shared(mina, at=clock.tick(days=1))

    assert (again.pk, again.added_at) == (first.pk, first.added_at)
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_profiles_that_come_at_one_moment_share_one_pool(clock: Watch):
    people = [personas.candidate(f"Person {number}") for number in range(4)]

    def gathered(candidate: Candidate):
        return lambda: actions.gather_shared(candidate, at=clock.at)

    results = at_once(*(gathered(candidate) for candidate in [*people, people[0], people[1]]))

    assert [result for result in results if isinstance(result, BaseException)] == []
    assert Pool.objects.count() == 1
    assert Membership.objects.count() == 4


@pytest.mark.django_db
def test_the_database_lets_only_the_linkedin_pool_be_without_name_and_owner(rhea: User, clock: Watch):
    stamps = {"created_at": clock.at, "modified_at": clock.at}
    impossible = (
        {"source": PoolSource.INTERNAL, "name": "Divers"},
        {"source": PoolSource.INTERNAL, "owner": rhea},
        {"source": PoolSource.LINKEDIN, "owner": rhea},
        {"source": PoolSource.LINKEDIN, "name": "Ours"},
    )

    for fields in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Pool.objects.create(**fields, **stamps)
