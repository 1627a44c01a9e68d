"""Who is shown, to whom, and when the Prospect tab must be drawn anew."""

from collections.abc import Callable

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions, queries
from skaffa.candidates import actions as candidates
from skaffa.candidates.rules import Person
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "sees"),
    [("ada", 2), ("reed", 2), ("rhea", 2), ("hal", 2), ("ivan", 1), ("stan", 0)],
)
def test_prospects_and_applicants_are_seen_by_those_who_may(who: str, sees: int, job: Job, request, ada, reed, stan):
    personas.prospect(job)
    personas.applicant(job)

    assert queries.visible_to(Actor.of(request.getfixturevalue(who))).count() == sees


def test_an_interviewer_has_no_prospect_tab(job: Job, ivan: User, stan: User):
    with pytest.raises(refusals.NotAllowed):
        personas.tab(Actor.of(ivan), job, prospects=True)
    with pytest.raises(refusals.NotFound):
        personas.tab(Actor.of(stan), job, prospects=False)
    assert personas.tab(Actor.of(ivan), job, prospects=False) == []


def test_a_hiring_manager_sees_prospects_only_where_they_handle_them(rhea: User, hal: User):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)
    applicant = personas.applicant(job)
    prospect = personas.prospect(job)

    assert list(queries.visible_to(Actor.of(hal))) == [applicant]
    with pytest.raises(queries.ApplicationNotFound):
        queries.application(Actor.of(hal), prospect.pk)
    assert queries.application(Actor.of(hal), applicant.pk) == applicant


def test_a_deactivated_user_sees_nobody(job: Job, rhea: User):
    personas.applicant(job)
    rhea.is_active = False

    assert queries.visible_to(Actor.of(rhea)).count() == 0


def test_the_latest_comes_first(job: Job, rhea: User, clock: Watch):
    first = personas.prospect(job, at=clock.tick())
    second = personas.prospect(job, at=clock.tick())

    assert personas.tab(Actor.of(rhea), job, prospects=True) == [second, first]


def test_a_list_is_one_question(job: Job, rhea: User, django_assert_max_num_queries):
    for _ in range(4):
        personas.prospect(job, by=rhea)

    with django_assert_max_num_queries(2):  # the right, the list
        rows = personas.tab(Actor.of(rhea), job, prospects=True)
        assert {f"{row.candidate} {row.stage} {row.added_by}" for row in rows}


def test_history_shows_every_job_but_opens_only_ones_own(job: Job, rhea: User, hal: User, ivan: User):
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    greta = personas.candidate()
    mine = personas.prospect(job, greta)
    other = personas.prospect(personas.active_job(olga, "Buoy painter"), greta)
    personas.prospect(personas.active_job(olga, "Secret diver", is_confidential=True), greta)

    seen = queries.of_candidate(Actor.of(hal), greta)
    assert {row: vars(row)["may_open"] for row in seen} == {mine: True, other: False}
    assert queries.of_candidate(Actor.of(olga), greta).count() == 3
    assert list(queries.of_candidate(Actor.of(ivan), greta)) == []


def test_counts_are_of_active_people_the_reader_may_see(job: Job, rhea: User, ivan: User, stan: User, at):
    empty = personas.draft(rhea)
    personas.prospect(job)
    personas.applicant(job)
    actions.reject(personas.applicant(job), reason="other", by=Actor.of(rhea), at=at)

    assert queries.counts(Actor.of(rhea), [job, empty]) == {job.pk: (1, 1), empty.pk: (0, 0)}
    assert queries.counts(Actor.of(ivan), [job]) == {job.pk: (0, 1)}
    assert queries.counts(Actor.of(stan), [job]) == {job.pk: (0, 0)}


def changes(job: Job, rhea: User) -> dict[str, Callable[[Watch], object]]:
    by = Actor.of(rhea)
    there = personas.prospect(job)
    return {
        "somebody arrives": lambda clock: personas.prospect(job, at=clock.tick()),
        "somebody advances": lambda clock: actions.advance(there, by=by, at=clock.tick()),
        "somebody is rejected": lambda clock: actions.reject(there, reason="other", by=by, at=clock.tick()),
        "somebody is renamed": lambda clock: candidates.edit(
            there.candidate, Person("Margareta"), by=by, at=clock.tick()
        ),
        "the job closes": lambda clock: jobs.close(job, reason="cancelled", by=by, at=clock.tick()),
    }


@pytest.mark.parametrize(
    "what",
    ["somebody arrives", "somebody advances", "somebody is rejected", "somebody is renamed", "the job closes"],
)
def test_the_version_changes_when_the_tab_does(what: str, job: Job, rhea: User, clock: Watch):
    change = changes(job, rhea)[what]
    before = queries.prospects_version(job)
    assert queries.prospects_version(job) == before

    change(clock)

    job.refresh_from_db()
    assert queries.prospects_version(job) != before


def test_the_version_stays_when_applicants_move(job: Job, rhea: User, clock: Watch):
    applicant = personas.applicant(job)
    before = queries.prospects_version(job)

    actions.advance(applicant, by=Actor.of(rhea), at=clock.tick())

    assert queries.prospects_version(job) == before


def test_the_system_sees_everybody(job: Job):
    prospect = personas.prospect(job)

    assert queries.application(SYSTEM, prospect.pk) == prospect
