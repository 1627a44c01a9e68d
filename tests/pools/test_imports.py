"""People of a file come into a pool: once each, whatever happens to the worker."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate, Source
from skaffa.core import refusals
from skaffa.notify.models import Notice
from skaffa.pools import actions, queries
from skaffa.pools.events import ImportFinished
from skaffa.pools.imports import actions as imports
from skaffa.pools.models import Import, ImportRow, Membership, Pool
from skaffa.pools.sheets import Line
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(rhea: User, clock: Watch) -> Pool:
    return actions.create("Divers", by=Actor.of(rhea), at=clock.tick())


def lines(many: int) -> list[Line]:
    return [
        Line(number, {"email": f"p{number}@example.com", "first_name": f"P{number}"}) for number in range(2, many + 2)
    ]


def start(pool: Pool, people: list[Line], by: User, at: datetime) -> Import:
    return imports.start(pool, people, file_name="people.xlsx", source=Source.REFERRAL, by=Actor.of(by), at=at)


def work(run: Import, clock: Watch) -> int:
    many = 0
    while imports.add_next(run.pk, at=clock.tick()):
        many += 1
    return many


def progress(run: Import) -> tuple[int, int, int, int]:
    found = imports.progress(SYSTEM, run.pool, run.pk)
    return found.waiting, found.added, found.present, found.failed


def test_everybody_comes_in_once_and_whoever_asked_is_told(pool: Pool, rhea: User, clock: Watch, heard):
    told = heard(ImportFinished)
    known = personas.candidate("Greta", "Ek", emails=("p2@example.com",))
    actions.add(pool, known, by=Actor.of(rhea), at=clock.tick())
    run = start(pool, lines(3), rhea, clock.tick())
    assert progress(run) == (3, 0, 0, 0)

    assert work(run, clock) == 3

    assert progress(run) == (0, 2, 1, 0)
    assert Membership.objects.filter(pool=pool).count() == Candidate.objects.count() == 3
    assert {candidate.profile_source_id for candidate in Candidate.objects.exclude(pk=known.pk)} == {Source.REFERRAL}
    assert Notice.objects.get(user=rhea).data == {"pool": "Divers", "added": 2, "present": 1, "failed": 0}
    assert [event.added for event in told] == [2]


def test_what_was_said_about_people_is_forgotten_when_they_are_in(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(2), rhea, clock.tick())

    work(run, clock)

    assert set(map(str, ImportRow.objects.values_list("person", flat=True))) == {"{}"}


def test_a_worker_that_died_is_followed_by_another_and_nobody_is_doubled(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(3), rhea, clock.tick())
    imports.add_next(run.pk, at=clock.tick())
    imports._claim(run.pk, at=clock.tick())  # and then it was killed

    assert imports.left(at=clock.at) == []
    work(run, clock)
    assert progress(run) == (1, 2, 0, 0)
    assert Import.objects.get().finished_at is None

    clock.tick(seconds=imports.LEASE.total_seconds())
    assert imports.left(at=clock.at) == [run.pk]
    work(run, clock)

    assert progress(run) == (0, 3, 0, 0)
    assert imports.left(at=clock.tick(days=1)) == []
    assert Membership.objects.count() == 3


def test_a_worker_that_comes_back_after_its_lease_adds_nobody_again(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(1), rhea, clock.tick())
    late = imports._claim(run.pk, at=clock.tick())
    assert late is not None
    clock.tick(seconds=imports.LEASE.total_seconds())
    work(run, clock)

    imports._add(late, at=clock.tick())

    assert progress(run) == (0, 1, 0, 0)


def test_a_row_that_stops_the_work_again_and_again_is_given_up(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(1), rhea, clock.tick())
    for _attempt in range(imports.MOST_ATTEMPTS):
        assert imports._claim(run.pk, at=clock.tick(seconds=imports.LEASE.total_seconds() + 1)) is not None
    clock.tick(seconds=imports.LEASE.total_seconds() + 1)

    work(run, clock)

    assert progress(run) == (0, 0, 0, 1)
    assert Notice.objects.get(user=rhea).data["failed"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_import_share_it(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(12), rhea, clock.tick())

    def worker():
        while imports.add_next(run.pk, at=clock.at + timedelta(seconds=1)):
            pass

    results = at_once(worker, worker)

    assert [result for result in results if isinstance(result, BaseException)] == []
    assert progress(run) == (0, 12, 0, 0)
    assert Candidate.objects.count() == Membership.objects.count() == 12
    assert Notice.objects.filter(kind="ImportFinished").count() == 1


def test_whoever_loses_the_right_meanwhile_adds_nobody_more_and_reads_why_in_their_language(
    pool: Pool, rhea: User, ada: User, clock: Watch
):
    run = start(pool, lines(2), rhea, clock.tick())
    imports.add_next(run.pk, at=clock.tick())
    User.objects.filter(pk=rhea.pk).update(language="sv")
    accounts.assign_roles(rhea, [], by=Actor.of(ada), at=clock.tick())

    work(run, clock)

    assert progress(run) == (0, 1, 0, 1)
    assert "Det finns ingen sådan talangpool" in ImportRow.objects.get(outcome="failed").problem


def test_a_deleted_pool_takes_its_imports_along(pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(2), rhea, clock.tick())
    actions.delete(pool, by=Actor.of(rhea), at=clock.tick())

    assert imports.add_next(run.pk, at=clock.tick()) is False


def test_only_who_may_fill_a_pool_brings_in_a_file(pool: Pool, hal: User, reed: User, at: datetime):
    for user in (hal, reed):
        with pytest.raises(refusals.Refusal):
            start(pool, lines(1), user, at)
    assert not Import.objects.exists()


def test_the_page_tells_how_far_it_is_asks_again_and_stops_asking(client: Client, pool: Pool, rhea: User, clock: Watch):
    run = start(pool, lines(2), rhea, clock.tick())
    client.force_login(rhea)
    here = f"/talent-pools/{pool.pk}/imports/{run.pk}"

    assert "0 of 2" in client.get(here).content.decode()
    assert "every 2s" in client.get(here).content.decode()
    assert "0 of 2" in client.get(f"/talent-pools/{pool.pk}/").content.decode()
    work(run, clock)
    done = client.get(here, headers={"HX-Request": "true", "HX-Target": "import"}).content.decode()

    assert "2 added" in done
    assert "every 2s" not in done
    assert "<html" not in done
    assert "added from a file" not in client.get(f"/talent-pools/{pool.pk}/").content.decode()
    assert queries.counts([pool]) == {pool.pk: 2}
