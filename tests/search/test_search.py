"""Who is found by whom, and how the search stays true."""

from datetime import datetime

import pytest
from django.db import transaction

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions as applications
from skaffa.applications.marks import actions as medals
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals
from skaffa.documents.reading import actions as reading
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job
from skaffa.jobs.queries import JobNotFound
from skaffa.pools import actions as pools
from skaffa.search import actions, queries, rules
from skaffa.search.models import Entry, Mark
from skaffa.search.queries import Found
from tests import personas

pytestmark = pytest.mark.django_db


def search(who: User, typed: str, *labels: str, cursor: str = "") -> Found:
    """As the page does, once the worker has been there."""
    while actions.freshen():
        pass
    return queries.found(Actor.of(who), rules.terms(typed), labels, cursor)


def names(found: Found) -> list[str]:
    by_id = Candidate.objects.in_bulk(found.people)
    return [by_id[pk].first_name for pk in found.people]


FITTING = (
    "göran",
    "GORAN",
    "oberg",
    "Gör öbe",
    "goran@people.example",
    "people",
    "diver",
    '"deep sea"',
    "c++",
    "chalmers",
    "lighthouse goran",
    "0701234567",
    "070-123",
    "goteborg",
    "naval architecture",
    "goran\\",
)
NOT_FITTING = ("ran", '"sea deep"', "goran welder", '"div"', "c#", "o'goran", "ö", "½goran", "ʼʼgoran x")


def test_everything_of_a_profile_is_found_and_nothing_else(rhea: User):
    personas.candidate(
        "Göran",
        "Öberg",
        headline="Deep sea diver",
        location="Göteborg, Sweden",
        emails=("goran@people.example",),
        phones=("070-123 45 67",),
        skills=("C++", "Rope"),
        employments=(JobHeld("Lighthouse & Co", "Keeper", "", is_current=True),),
        educations=(Study("Chalmers", "Naval architecture"),),
    )
    personas.candidate("Greta", "Ek", headline="Welder in the deep wide sea")

    assert {typed: names(search(rhea, typed)) for typed in FITTING} == {typed: ["Göran"] for typed in FITTING}
    assert {typed: names(search(rhea, typed)) for typed in NOT_FITTING} == {typed: [] for typed in NOT_FITTING}


def test_a_name_ranks_before_a_headline_and_that_before_what_stands_below(rhea: User):
    personas.candidate("Third", "One", location="Lind")
    personas.candidate("Second", "One", headline="Gardener of Lind")
    personas.candidate("First", "Lind")

    assert names(search(rhea, "lind")) == ["First", "Second", "Third"]


def test_people_follow_each_other_page_by_page_and_none_twice(rhea: User):
    for number in range(60):
        personas.candidate("Anna", "Berg" if number % 3 else "Anna")

    first = search(rhea, "anna")
    second = search(rhea, "anna", cursor=first.next_cursor)
    third = search(rhea, "anna", cursor=second.next_cursor)

    seen = [*first.people, *second.people, *third.people]
    assert (len(seen), len(set(seen)), third.next_cursor) == (60, 60, "")
    assert (first.total, third.total, first.is_more) == (60, 60, False)


def test_without_words_everybody_is_there_the_latest_first(rhea: User):
    for name in ("Anna", "Bo", "Cia"):
        personas.candidate(name)

    assert names(search(rhea, "")) == ["Cia", "Bo", "Anna"]


def test_more_than_are_ranked_is_said(rhea: User, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        personas.candidate("Anna")
    monkeypatch.setattr(rules, "MOST_HITS", 4)

    found = search(rhea, "anna")

    assert (found.total, found.is_more, len(found.people)) == (4, True, 4)


@pytest.mark.parametrize("cursor", ["x", "e30=", "WzEsIDJd" * 3, "WyJhIiwgMV0=", "Wy0xLCAxXQ=="])
def test_a_cursor_that_was_not_made_here_is_refused(cursor: str, rhea: User):
    with pytest.raises(refusals.Invalid):
        search(rhea, "anna", cursor=cursor)


def test_words_of_very_many_people_are_looked_for_in_profiles_first(rhea: User, monkeypatch: pytest.MonkeyPatch):
    for number in range(6):
        personas.candidate(f"Nr{number}", headline="Diver")
    written = personas.candidate("Written")
    personas.document(written, b"A diver of documents.")
    for waiting in reading.left(at=personas.START):
        reading.read(waiting, now=lambda: personas.START)
    monkeypatch.setattr(queries, "_COMMON", 0)

    few = search(rhea, "diver")  # not so many after all: documents are looked into, too
    monkeypatch.setattr(rules, "MOST_HITS", 4)
    many = search(rhea, "diver")

    assert (few.total, few.is_more) == (7, False)
    assert (many.total, many.is_more) == (4, True)
    assert written.pk not in many.people
    assert names(search(rhea, "nr3")) == ["Nr3"]


def test_hits_are_counted_and_filtered_by_what_is_known_of_them(rhea: User, job: Job):
    anna = personas.candidate("Anna", skills=("Rope", "Knots"), location="Oslo")
    bo = personas.candidate("Bo", skills=("rope",), location="Oslo")
    personas.prospect(job, anna)
    applications.advance(personas.applicant(job, bo), by=SYSTEM, at=personas.START)
    pool = pools.create("Divers", by=Actor.of(rhea), at=personas.START)
    pools.add(pool, bo, by=Actor.of(rhea), at=personas.START)
    personas.document(bo)

    counts = {facet: dict(values) for facet, values in search(rhea, "oslo").counts.items()}

    assert counts["skill"] == {"rope": 2, "knots": 1}
    assert counts["location"] == {"Oslo": 2}
    assert counts["job"] == {str(job.pk): 2}
    assert counts["pool"] == {str(pool.pk): 1}
    assert counts["status"] == {"active": 2}
    assert counts["stage"]["prospect"] == 1
    assert counts["documents"] == {"yes": 1}
    assert counts["kind"] == {"external": 2}
    assert counts["source"] == {"recruiter": 2}
    assert names(search(rhea, "", f"pool:{pool.pk}")) == ["Bo"]
    assert names(search(rhea, "rope", "skill:knots", "location:Oslo")) == ["Anna"]


def test_job_titles_are_found_but_those_of_confidential_jobs_only_by_their_team(rhea: User, ada: User):
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    open_job = personas.active_job(rhea, "Lamp keeper")
    secret_job = personas.active_job(rhea, "Harbour master", is_confidential=True)
    anna = personas.candidate("Anna")
    personas.applicant(open_job, anna)
    personas.applicant(secret_job, anna)

    assert names(search(rut, "lamp anna")) == ["Anna"]
    assert names(search(rut, "harbour")) == []
    assert names(search(rhea, "harbour anna")) == ["Anna"]
    assert names(search(ada, "harbour lamp")) == ["Anna"]
    assert search(rut, "anna").counts["status"] == [("active", 1)]
    assert names(search(rhea, "", f"job:{secret_job.pk}")) == ["Anna"]
    with pytest.raises(JobNotFound):
        search(rut, "", f"job:{secret_job.pk}")


def test_words_of_documents_are_found_by_those_who_may_open_them(rhea: User, ada: User, job: Job):
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    anna = personas.candidate("Anna", headline="Welder")
    documents = [
        personas.document(personas.applicant(job, anna), "Knows the tides of Norrköping".encode()),
        personas.document(anna, b"Plays the accordion", name="other.txt"),
    ]
    for document in documents:
        reading.read(document.pk, now=lambda: personas.START)

    assert names(search(rhea, "welder tides norrkoping accordion")) == ["Anna"]
    assert names(search(ada, '"the tides"')) == ["Anna"]
    assert names(search(rut, "accordion anna")) == ["Anna"]
    assert names(search(rut, "tides")) == []
    assert search(rhea, "anna", "documents:yes").total == 1


def test_interviewers_do_not_search(ivan: User, job: Job):
    with pytest.raises(refusals.NotAllowed):
        search(ivan, "anna")
    assert not queries.visible_to(Actor.of(ivan)).exists()


def test_every_change_is_found_a_moment_later(rhea: User, job: Job, ada: User):
    by = Actor.of(rhea)
    anna = personas.candidate("Anna", headline="Diver")
    assert names(search(rhea, "diver")) == ["Anna"]

    candidates.edit(anna, Person("Anna", "Holm", headline="Welder"), by=by, at=personas.START)
    application = personas.applicant(job, anna)
    assert names(search(rhea, "welder lamp", "status:active")) == ["Anna"]
    assert names(search(rhea, "diver")) == []

    jobs.edit(job, personas.details("Rope maker"), by=by, at=personas.START)
    applications.reject(application, reason="skills", comment="", by=by, at=personas.START)
    assert names(search(rhea, "rope", "status:closed")) == ["Anna"]
    assert names(search(rhea, "", "status:active")) == []

    last = job_queries.stages(job)[-1]
    offered = applications.move(
        applications.reopen(application, by=by, at=personas.START), to=last, by=by, at=personas.START
    )
    medals.give_silver_medal(offered, by=by, at=personas.START)
    assert names(search(rhea, "", "medal:silver")) == ["Anna"]
    medals.take_back_silver_medal(offered, by=by, at=personas.START)
    assert names(search(rhea, "", "medal:silver")) == []

    candidates.erase(anna, by=Actor.of(ada), at=personas.START)
    assert not Entry.objects.filter(candidate_id=anna.pk).exists()
    assert names(search(rhea, "holm")) == []
    assert not Mark.objects.exists()


def test_a_change_that_is_taken_back_marks_nobody(rhea: User):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        personas.candidate("Anna")
        raise ZeroDivisionError
    assert not Mark.objects.exists()


def test_a_rebuild_makes_everybody_anew_and_can_go_on_where_it_stopped(rhea: User, at: datetime):
    first, second = personas.candidate("Anna"), personas.candidate("Bo")
    search(rhea, "")
    Entry.objects.all().delete()
    steps: list[tuple[int, int]] = []

    assert actions.rebuild(after=first.pk, told=lambda done, last: steps.append((done, last))) == 1
    assert steps == [(second.pk, second.pk)]
    assert names(search(rhea, "anna bo")) == []
    assert actions.rebuild() == 2
    assert names(search(rhea, "anna")) == ["Anna"]
