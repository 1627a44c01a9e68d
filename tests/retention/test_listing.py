"""The list of who is due: the same verdict as the rules, at the same price for any number of people."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import clock as product_clock
from skaffa.core import refusals
from skaffa.notes import actions as notes
from skaffa.retention import actions, queries, rules
from skaffa.retention.models import Ground, Hold, Standing
from skaffa.retention.rules import Rules
from tests import personas
from tests.retention import people

A_YEAR_ON = personas.START + timedelta(days=400)


def names(found):
    return [str(row.candidate) for row in found.rows]


def listed(wanted: Rules = people.RULES, at: datetime = A_YEAR_ON, **more):
    return queries.listed(SYSTEM, wanted, at=at, **more)


def everybody_listed(wanted: Rules, at: datetime, size: int) -> list[int]:
    found, cursor = [], ""
    while True:
        page = listed(wanted, at, cursor=cursor, size=size)
        found += [row.candidate.pk for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return found


@pytest.mark.usefixtures("clock")
class TestWhoIsListed:
    pytestmark = pytest.mark.django_db

    def test_each_ground_by_its_own_rule_and_never_the_open_or_hired(self, rhea, job):
        other = personas.active_job(rhea, "Diver")
        applicant, prospect = people.rejected_applicant(job), people.rejected_prospect(job)
        alone = personas.candidate()
        open_one, open_prospect = personas.applicant(job).candidate, personas.prospect(job).candidate
        hired = people.hired(other)
        people.rejected_applicant(job, hired)
        people.take_stock()

        page = listed()

        assert {row.candidate.pk: row.ground for row in page.rows} == {
            applicant.pk: Ground.APPLICANT,
            prospect.pk: Ground.PROSPECT,
            alone.pk: Ground.NO_JOB,
        }
        assert Standing.objects.get(candidate=hired).ground == Ground.HIRED
        assert {Standing.objects.get(candidate=one).ground for one in (open_one, open_prospect)} == {Ground.OPEN}

    def test_a_note_is_something_that_happened(self, rhea):
        person = personas.candidate()
        later = personas.START + timedelta(days=200)
        notes.write(person, text="Call her in autumn.", by=Actor.of(rhea), at=later)
        people.take_stock()

        [row] = listed().rows

        assert row.last_at == later
        assert row.due_on == rules.months_after(later.date(), 3)

    def test_a_deleted_application_is_something_that_happened_too(self, rhea, job):
        gone = personas.applicant(job)
        later = personas.START + timedelta(days=300)
        applications.delete(gone, by=SYSTEM, at=later)
        people.take_stock()

        [row] = listed().rows

        assert (row.ground, row.last_at) == (Ground.NO_JOB, later)

    def test_to_keep_somebody_and_to_release_them_is_nothing_that_happened(self, clock):
        person = personas.candidate()
        people.hold(person, datetime(2026, 12, 1, tzinfo=UTC).date(), at=clock.tick(days=100))
        actions.release(person, by=SYSTEM, at=clock.tick(days=100))
        people.take_stock()

        [row] = listed().rows

        assert row.last_at == personas.START

    def test_what_happened_since_stock_was_taken_takes_them_off_the_list(self, job):
        person = personas.candidate()
        people.take_stock()
        assert names(listed()) == [str(person)]

        personas.prospect(job, person, at=A_YEAR_ON)

        assert names(listed()) == []

    def test_a_held_person_is_not_on_the_list_until_the_hold_ends(self):
        person = personas.candidate()
        people.take_stock()
        people.hold(person, (A_YEAR_ON + timedelta(days=40)).date())

        assert names(listed()) == []
        assert names(listed(at=A_YEAR_ON + timedelta(days=12))) == [str(person)]
        assert not listed(at=A_YEAR_ON + timedelta(days=40)).rows[0].is_due
        assert listed(at=A_YEAR_ON + timedelta(days=41)).rows[0].is_due

    def test_only_administrators_read_it(self, rhea, reed, ada):
        for user in (rhea, reed):
            with pytest.raises(refusals.NotAllowed):
                queries.listed(Actor.of(user), people.RULES, at=A_YEAR_ON)
        assert listed().rows == queries.listed(Actor.of(ada), people.RULES, at=A_YEAR_ON).rows


class TestTheListAndTheRulesAgree(TestCase):
    """Random people, random rules, any moment: the search gives the verdict of the pure function."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        seed=st.integers(0, 2**32),
        months=st.tuples(*[st.none() | st.integers(1, 14)] * 3),
        notice=st.integers(0, 60),
        zone=st.sampled_from(["UTC", "America/Los_Angeles", "Pacific/Auckland"]),
        size=st.integers(1, 5),
    )
    def test_same_verdict(self, seed, months, notice, zone, size):
        rng = random.Random(seed)
        known = {ground: many for ground, many in zip(rules.RULED, months, strict=True) if many}
        wanted = Rules(months=known, notice_days=notice, time_zone=zone)
        owner = personas.user("Rhea", SecurityRole.RECRUITER)
        job = personas.active_job(owner)
        with product_clock.use(personas.Watch()):
            for _person in range(rng.randrange(9)):
                _somebody(rng, job, owner)
            people.take_stock()
        at = personas.START + timedelta(days=rng.randrange(500), hours=rng.randrange(24))

        found = everybody_listed(wanted, at, size)

        verdicts = queries.facts(Candidate.objects.values_list("pk", flat=True))
        expected = {pk for pk, facts in verdicts.items() if rules.is_listed(wanted, facts, at)}
        assert sorted(found) == sorted(expected)
        assert set(queries.due(wanted, at=at)) == {
            pk for pk, facts in verdicts.items() if rules.is_due(wanted, facts, at)
        }
        assert [verdicts[pk].last_at for pk in found] == sorted(verdicts[pk].last_at for pk in found)
        counted = queries.counted(SYSTEM, wanted, at=at)
        assert counted.due + counted.coming == len(expected)


def _somebody(rng, job, owner):
    person = personas.candidate()
    fate = rng.choice(["alone", "prospect", "applicant", "rejected", "rejected prospect"])
    if fate in {"prospect", "rejected prospect"}:
        personas.prospect(job, person)
    elif fate != "alone":
        personas.applicant(job, person)
    later = personas.START + timedelta(days=rng.randrange(120), hours=rng.randrange(24))
    if fate.startswith("rejected"):
        ended = Application.objects.get(candidate=person)
        applications.reject(ended, reason="skills", by=SYSTEM, at=later)
    elif rng.random() < 0.5:
        notes.write(person, text="Calm.", by=Actor.of(owner), at=later)
    if rng.random() < 0.3:
        people.hold(person, (personas.START + timedelta(days=rng.randrange(400))).date())


def _many(count: int) -> None:
    """Rows past the actions, which would take minutes: only how many there are matters here."""
    at = personas.START
    rows = Candidate.objects.bulk_create(
        Candidate(first_name="Greta", last_name=f"No. {n}", created_at=at + timedelta(seconds=n), modified_at=at)
        for n in range(count)
    )
    Standing.objects.bulk_create(
        Standing(candidate=row, ground=rules.RULED[n % 3], last_at=row.created_at) for n, row in enumerate(rows)
    )


@pytest.mark.django_db
def test_10_and_10000_people_take_the_same_queries_and_the_same_pages():
    seen = {}
    for many in (10, 10_000):
        Candidate.objects.all().delete()
        _many(many)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = listed()
            queries.counted(SYSTEM, people.RULES, at=A_YEAR_ON)
        seen[many] = (len(captured), len(page.rows))

    assert seen[10][0] == seen[10_000][0] <= 16
    assert (seen[10][1], seen[10_000][1]) == (10, queries.PAGE)


@pytest.mark.django_db
def test_the_list_reads_the_index_and_no_more_of_it_than_a_page():
    _many(10_000)
    Hold.objects.bulk_create(
        Hold(candidate=row, until=A_YEAR_ON.date(), reason="-", created_at=A_YEAR_ON, modified_at=A_YEAR_ON)
        for row in Candidate.objects.order_by("pk")[:200]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    for rows in queries._silent(people.RULES, A_YEAR_ON.date()):
        plan = rows.order_by("last_at", "pk")[:51].explain(analyze=True)

        assert "standing_by_ground" in plan
        assert "Seq Scan on retention_standing" not in plan
        read = max(int(float(line.split("rows=")[2].split()[0])) for line in plan.splitlines() if "standing_by" in line)
        assert read <= 51 + 200


@pytest.mark.django_db
def test_stock_is_taken_in_portions_and_writes_only_what_changed(clock):
    known = [personas.candidate().pk for _person in range(7)]

    portions = [actions.take_stock(size=3)]
    while portions[-1] is not None:
        portions.append(actions.take_stock(after=portions[-1], size=3))
    with CaptureQueriesContext(connection) as captured:
        people.take_stock()

    assert portions == [known[2], known[5], known[6], None]
    assert sorted(Standing.objects.values_list("pk", flat=True)) == known
    assert not [query for query in captured if "INSERT" in query["sql"] and "standing" in query["sql"]]
