"""Two records of one person become one, and two again, exactly as they were, with what has happened since."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.activity.models import Entry
from skaffa.analytics import actions as counting
from skaffa.analytics.models import Count
from skaffa.applications import actions as applications
from skaffa.applications.models import Application, StageMove
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates.merging import actions, follows, queries, rules
from skaffa.candidates.merging.rules import ABSORBED
from skaffa.candidates.models import Candidate, Merge, Moved
from skaffa.candidates.rules import JobHeld, Person
from skaffa.core import refusals
from skaffa.documents.models import Content, Document
from skaffa.duplicates import actions as duplicates
from skaffa.duplicates.models import Record as DuplicateRecord
from skaffa.interviews import actions as interviews
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.availability import queries as available
from skaffa.interviews.models import Feedback
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import Job
from skaffa.notes import actions as notes
from skaffa.notes.models import Note
from skaffa.pools import actions as pools
from skaffa.pools.models import Membership
from skaffa.retention import actions as retention
from skaffa.retention.models import Hold
from skaffa.search import actions as search
from skaffa.search import queries as searching
from skaffa.search import rules as search_rules
from tests import personas
from tests.interviews.scheduling import asked
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def person(candidate: Candidate) -> Person:
    return candidate_queries.person(Candidate.objects.get(pk=candidate.pk))


def rows_of(*people: Candidate) -> dict[str, list[dict[str, Any]]]:
    """Everything that hangs on these people and on their applications, value by value."""
    ids = [one.pk for one in people]
    found: dict[str, list[dict[str, Any]]] = {}
    found["candidate"] = [dict(row) for row in Candidate.objects.filter(pk__in=ids).order_by("pk").values()]
    for target, values in (
        (Candidate, ids),
        (Application, list(Application.objects.filter(candidate__in=ids).values_list("pk", flat=True))),
    ):
        for relation in follows.of(target):
            rows = follows.rows(relation.model).filter(**{f"{relation.field}__in": values})
            found[f"{relation.model._meta.label}.{relation.field}"] = list(rows.order_by("pk").values())
    found["moves"] = [dict(row) for row in StageMove.objects.order_by("pk").values()]
    found["contents"] = [{**row, "data": bytes(row["data"])} for row in Content.objects.order_by("pk").values()]
    return found


def without_moments(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Rows of contact details are written anew with each change, and a change has its moment and its own entries."""
    own = {
        "candidates.Merge",
        "candidates.EmailAddress",
        "candidates.PhoneNumber",
        "candidates.Link",
        "candidates.Employment",
    }
    left = {name: value for name, value in rows.items() if name.rpartition(".")[0] not in own}
    left["activity.Entry.candidate"] = [
        row for row in rows["activity.Entry.candidate"] if row["event"] not in {"CandidatesMerged", "MergeUndone"}
    ]
    return {name: [{**row, "modified_at": None} for row in value] for name, value in left.items()}


@pytest.fixture
def anna() -> Candidate:
    return personas.candidate(
        "Anna", "Berg", headline="Lamp keeper", emails=("anna@example.com",), skills=("Oil",), location="Gothenburg"
    )


@pytest.fixture
def ann() -> Candidate:
    return personas.candidate(
        "Ann",
        "Berg",
        headline="Keeper of lamps",
        emails=("ann@example.com", "ANNA@example.com"),
        phones=("+46 70 123 45 67",),
        employments=(JobHeld("Harbour", "Keeper", "2019", is_current=True),),
        skills=("oil", "Wicks"),
        years_of_experience="7",
    )


def full(candidate: Candidate, job: Job, rhea: User, clock: Watch) -> Application:
    """An application with a bit of everything, and the same about the person."""
    by = Actor.of(rhea)
    application = applications.advance(personas.applicant(job, candidate), by=SYSTEM, at=clock.tick())
    notes.write(candidate, text="About the person.", by=by, at=clock.tick())
    notes.write(candidate, text="About the job.", application=application, by=by, at=clock.tick())
    personas.document(application, b"The same lamp.\n", at=clock.tick())
    personas.document(candidate, b"The same lamp.\n", at=clock.tick())
    interviews.submit(application, Opinion("yes", strengths="Steady."), by=by, at=clock.tick())
    return application


def test_everything_goes_to_the_kept_record(anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch):
    application = full(ann, job, rhea, clock)

    actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())

    assert not Candidate.objects.filter(pk=ann.pk).exists()
    assert person(anna) == Person(
        "Anna",
        "Berg",
        headline="Lamp keeper",
        location="Gothenburg",
        emails=("anna@example.com", "ann@example.com"),
        phones=("+46 70 123 45 67",),
        employments=(JobHeld("Harbour", "Keeper", "2019", is_current=True),),
        skills=("Oil", "Wicks"),
        years_of_experience="7",
    )
    assert Application.objects.get().candidate == anna
    assert {note.candidate for note in Note.objects.all()} == {anna}
    assert set(Document.objects.values_list("candidate", "application")) == {
        (anna.pk, application.pk),
        (anna.pk, None),
    }
    assert Entry.objects.filter(application=application).exclude(candidate=anna).count() == 0


def test_what_was_chosen_stands(anna: Candidate, ann: Candidate, rhea: User, clock: Watch):
    actions.merge(anna, ann, {"first_name": ABSORBED, "headline": ABSORBED}, by=Actor.of(rhea), at=clock.tick())

    assert (person(anna).first_name, person(anna).headline) == ("Ann", "Keeper of lamps")


def test_an_undo_restores_both_to_the_last_value(anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch):
    """Two applications for one job, the same file, feedback of one author: all of it meets, and parts again."""
    full(anna, job, rhea, clock)
    further = full(ann, job, rhea, clock)
    applications.advance(further, by=SYSTEM, at=clock.tick())
    pool = pools.create("Lamps", by=Actor.of(rhea), at=clock.tick())
    for one in (anna, ann):
        pools.add(pool, one, by=Actor.of(rhea), at=clock.tick())
    before, people = rows_of(anna, ann), (person(anna), person(ann))

    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    together = {
        "applications": Application.objects.count(),
        "memberships": Membership.objects.count(),
        "feedback": Feedback.objects.count(),
        "documents": Document.objects.count(),
        "notes": Note.objects.count(),
    }
    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())

    assert together == {"applications": 1, "memberships": 1, "feedback": 1, "documents": 2, "notes": 4}
    assert (person(anna), person(ann)) == people
    assert without_moments(rows_of(anna, ann)) == without_moments(before)
    assert not Moved.objects.exists()


def test_the_application_that_is_further_stays(anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch):
    behind = personas.applicant(job, anna)
    further = applications.advance(personas.applicant(job, ann), by=SYSTEM, at=clock.tick())

    actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())

    [stays] = Application.objects.all()
    assert (stays.pk, stays.candidate) == (further.pk, anna)
    assert set(StageMove.objects.values_list("application", flat=True)) == {further.pk}
    assert queries.lives_as(behind.pk, Application) == further.pk


def test_what_was_added_since_stays_where_it_belongs(
    anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch
):
    application = personas.applicant(job, ann)
    by = Actor.of(rhea)
    merge = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    about_the_job = notes.write(anna, text="Came since.", application=Application.objects.get(), by=by, at=clock.tick())
    about_her = notes.write(anna, text="Of the person.", by=by, at=clock.tick())
    now = person(anna)
    candidates.edit(
        anna,
        Person("Annika", now.last_name, headline=now.headline, emails=(*now.emails, "new@example.com")),
        by=by,
        at=clock.tick(),
    )

    actions.undo(merge, by=by, at=clock.tick())

    assert (
        Note.objects.get(pk=about_the_job.pk).candidate == Application.objects.get(pk=application.pk).candidate == ann
    )
    assert Note.objects.get(pk=about_her.pk).candidate == anna
    assert Entry.objects.filter(application=application).exclude(candidate=ann).count() == 0
    assert person(anna).emails == ("anna@example.com", "new@example.com")
    assert person(anna).first_name == "Annika"
    assert person(ann).emails == ("ann@example.com", "ANNA@example.com")


def test_an_earlier_merge_is_undone_beneath_a_later_one(
    anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch
):
    """Ann into Anna, Anna into Berit; then Ann is taken out again, and Anna stays in Berit."""
    berit, by = personas.candidate("Berit", "Berg"), Actor.of(rhea)
    for one in (anna, ann, berit):
        notes.write(one, text=f"Of {one.first_name}.", by=by, at=clock.tick())
    first = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    second = actions.merge(berit, anna, {"first_name": ABSORBED}, by=by, at=clock.tick())
    lives = queries.lives_as(ann.pk)

    actions.undo(first, by=by, at=clock.tick())

    assert lives == berit.pk
    assert set(Candidate.objects.values_list("pk", flat=True)) == {ann.pk, berit.pk}
    assert dict(Note.objects.values_list("text", "candidate")) == {
        "Of Anna.": berit.pk,
        "Of Ann.": ann.pk,
        "Of Berit.": berit.pk,
    }
    assert person(berit).first_name == "Anna"
    assert list(queries.holding(berit.pk)) == [second]
    assert queries.lives_as(ann.pk) == ann.pk


def test_who_is_erased_takes_what_merges_remember_along(
    anna: Candidate, ann: Candidate, rhea: User, ada: User, clock: Watch
):
    actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())

    candidates.erase(anna, by=Actor.of(ada), at=clock.tick())

    assert not Merge.objects.exists()
    assert not Moved.objects.exists()


def test_only_who_may_merges(anna: Candidate, ann: Candidate, hal: User, reed: User, rhea: User, clock: Watch):
    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    other = personas.candidate()
    for nobody in (hal, reed):
        with pytest.raises(refusals.NotAllowed):
            actions.merge(anna, other, {}, by=Actor.of(nobody), at=clock.tick())
        with pytest.raises(refusals.NotAllowed):
            actions.undo(merge, by=Actor.of(nobody), at=clock.tick())


def test_what_cannot_be_done_is_refused(anna: Candidate, ann: Candidate, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    with pytest.raises(rules.SameRecord):
        actions.merge(anna, anna, {}, by=by, at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.merge(anna, ann, {"headline": "both"}, by=by, at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.merge(anna, ann, {"shoes": "kept"}, by=by, at=clock.tick())
    merge = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    with pytest.raises(candidate_queries.CandidateNotFound):
        actions.merge(anna, ann, {}, by=by, at=clock.tick())
    actions.undo(merge, by=by, at=clock.tick())
    with pytest.raises(rules.AlreadyUndone):
        actions.undo(merge, by=by, at=clock.tick())


def test_merging_and_undoing_stand_in_the_timeline(anna: Candidate, ann: Candidate, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    merge = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    actions.undo(merge, by=by, at=clock.tick())

    told = Entry.objects.filter(event__in=["CandidatesMerged", "MergeUndone"]).order_by("pk")
    assert [(entry.event, entry.candidate_id) for entry in told] == [
        ("CandidatesMerged", anna.pk),
        ("MergeUndone", anna.pk),
        ("MergeUndone", ann.pk),
    ]


def test_a_preview_says_what_a_merge_then_does(anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch):
    full(anna, job, rhea, clock)
    full(ann, job, rhea, clock)
    by = Actor.of(rhea)

    seen = queries.preview(by, anna.pk, ann.pk, {"headline": ABSORBED})
    merge = actions.merge(anna, ann, {"headline": ABSORBED}, by=by, at=clock.tick())

    assert seen.differing == ("first_name", "headline", "primary_email")
    assert seen.united.person == person(anna)
    assert (seen.moving[Application], seen.moving[Note], seen.moving[Document]) == (1, 2, 2)
    assert {meeting.model for meeting in seen.meetings} == {Application, Document}
    [told] = queries.merges_of(by, anna)
    assert (told.merge, told.name) == (merge, "Ann Berg")
    assert told.aside == {Application: 1, Document: 2, Feedback: 1}


def test_how_long_they_are_kept_is_the_longer_of_both(anna: Candidate, ann: Candidate, ada: User, clock: Watch):
    by, day = Actor.of(ada), clock.at.date()
    retention.keep(anna, until=day + timedelta(days=10), reason="A claim.", by=by, at=clock.tick())
    retention.keep(ann, until=day + timedelta(days=90), reason="A lawsuit.", by=by, at=clock.tick())

    merge = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    held = Hold.objects.get(candidate=anna).reason
    actions.undo(merge, by=by, at=clock.tick())

    assert held == "A lawsuit."
    assert set(Hold.objects.values_list("candidate", "reason")) == {(anna.pk, "A claim."), (ann.pk, "A lawsuit.")}


def test_what_an_edit_said_since_is_not_chosen_away_when_a_merge_is_made_again(
    anna: Candidate, ann: Candidate, rhea: User, clock: Watch
):
    berit, by = personas.candidate("Berit", "Berg", headline="Diver", emails=("b@example.com",)), Actor.of(rhea)
    first = actions.merge(anna, ann, {}, by=by, at=clock.tick())
    actions.merge(anna, berit, {"headline": ABSORBED}, by=by, at=clock.tick())
    now = person(anna)
    mails = tuple(mail for mail in now.emails if mail != "b@example.com")
    candidates.edit(anna, replace(now, headline="Chief", emails=mails), by=by, at=clock.tick())

    actions.undo(first, by=by, at=clock.tick())

    assert (person(anna).headline, person(anna).emails) == ("Chief", ("anna@example.com",))


def test_what_has_gone_meanwhile_does_not_come_back(anna: Candidate, ann: Candidate, rhea: User, clock: Watch):
    pool = pools.create("Lamps", by=Actor.of(rhea), at=clock.tick())
    for one in (anna, ann):
        pools.add(pool, one, by=Actor.of(rhea), at=clock.tick())
    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    pools.delete(pool, by=Actor.of(rhea), at=clock.tick())

    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())

    assert Candidate.objects.count() == 2
    assert not Membership.objects.exists()


def test_links_that_candidates_hold_lead_on(anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch):
    """Both were asked for times; the questions meet, and the answered one stays."""
    clock.tick()
    mine, other = personas.applicant(job, anna), personas.applicant(job, ann)
    questions = [asked(one, by=rhea, at=clock.at) for one in (mine, other)]
    availability.answer(questions[1], [], none_fits=True, time_zone="UTC", word="", at=clock.tick())
    tokens = [available.link(one).rpartition("/")[2] for one in questions]

    actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())

    assert [available.opened(token, at=clock.at).pk for token in tokens] == [questions[1].pk] * 2
    assert available.opened(tokens[0], at=clock.at).application == mine


def test_figures_count_one_person_once_and_the_search_finds_them_by_everything(
    anna: Candidate, ann: Candidate, rhea: User, job: Job, clock: Watch
):
    for one in (anna, ann):
        personas.applicant(job, one)
    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    assert arrived(job) == 1
    assert found(rhea, "Wicks") == found(rhea, "ann@example.com") == [anna.pk]

    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())

    assert arrived(job) == 2
    assert found(rhea, "ann@example.com") == [ann.pk]


def test_who_was_merged_is_compared_with_nobody_any_more(anna: Candidate, ann: Candidate, rhea: User, clock: Watch):
    merge = actions.merge(anna, ann, {}, by=Actor.of(rhea), at=clock.tick())
    assert compared() == {anna.pk}

    actions.undo(merge, by=Actor.of(rhea), at=clock.tick())

    assert compared() == {anna.pk, ann.pk}


def arrived(job: Job) -> int:
    while counting.count_next():
        pass
    return sum(Count.objects.filter(job=job).values_list("arrived", flat=True))


def found(rhea: User, words: str) -> list[int]:
    while search.freshen():
        pass
    return list(searching.found(Actor.of(rhea), search_rules.terms(words)).people)


def compared() -> set[int]:
    while duplicates.freshen(at=personas.START):
        pass
    return set(DuplicateRecord.objects.values_list("candidate_id", flat=True))
