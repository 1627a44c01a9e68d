"""Withdrawal, deletion and erasure: what goes, what stays, and who hears of it."""

import dataclasses

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.activity.models import Entry
from skaffa.applications import actions
from skaffa.applications.events import ApplicationClosed, ApplicationDeleted
from skaffa.applications.models import Application, CloseReason
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as people
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import Job
from skaffa.notes import actions as notes
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def test_a_candidate_withdraws_and_may_be_taken_up_again(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationClosed)
    applicant, by = personas.applicant(job), Actor.of(rhea)

    ended = actions.withdraw(applicant, comment=" Found something else. ", by=by, at=clock.tick())

    assert (ended.status, ended.close_reason) == ("closed", CloseReason.WITHDRAWN)
    assert (ended.rejection_reason, ended.rejection_comment) == ("", "Found something else.")
    [event] = told
    assert (event.reason, event.comment, event.by_id) == ("withdrawn", "Found something else.", rhea.pk)
    with pytest.raises(refusals.Conflict):
        actions.withdraw(applicant, by=by, at=clock.tick())

    again = actions.reopen(applicant, by=by, at=clock.tick())

    assert (again.close_reason, again.rejection_comment) == ("", "")


def test_only_who_may_reject_notes_a_withdrawal(job: Job, hal: User, clock: Watch):
    with pytest.raises(refusals.NotAllowed):
        actions.withdraw(personas.applicant(job), by=Actor.of(hal), at=clock.tick())


def test_a_comment_that_is_too_long_is_refused(job: Job, rhea: User, clock: Watch):
    with pytest.raises(refusals.Invalid) as refused:
        actions.withdraw(personas.applicant(job), comment="a" * 2_001, by=Actor.of(rhea), at=clock.tick())

    assert list(refused.value.fields) == ["comment"]


def test_a_deleted_applicant_leaves_the_person(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationDeleted)
    applicant, by = personas.applicant(job), Actor.of(rhea)
    pk = applicant.pk
    notes.write(applicant.candidate, application=applicant, text="A", by=by, at=clock.tick())
    interviews.submit(applicant, Opinion("yes"), by=by, at=clock.tick())

    actions.delete(applicant, by=by, at=clock.tick())

    assert not Application.objects.exists()
    assert Candidate.objects.get() == applicant.candidate
    ids = {"application_id": pk, "job_id": job.pk, "candidate_id": applicant.candidate_id}
    assert told == [ApplicationDeleted(**ids, at=clock.at, by_id=rhea.pk)]


def test_only_recruiters_of_the_team_and_administrators_delete_applicants(
    job: Job, hal: User, ivan: User, ada: User, clock: Watch
):
    applicant = personas.applicant(job)

    for user in (hal, ivan):
        with pytest.raises(refusals.NotAllowed):
            actions.delete(applicant, by=Actor.of(user), at=clock.tick())
    actions.delete(applicant, by=Actor.of(ada), at=clock.tick())

    assert not Application.objects.exists()


def text_of_the_whole_database() -> str:
    """Every column of every table, as PostgreSQL writes it."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        found = []
        for table in {model._meta.db_table for model in models}:
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def renamed(candidate: Candidate, first_name: str) -> Person:
    """The same person under another name; notices written earlier know the old one."""
    return dataclasses.replace(people.person(candidate), first_name=first_name)


def test_nothing_in_the_database_names_an_erased_person(job: Job, rhea: User, hal: User, ada: User, clock: Watch):
    known = {
        "headline": "Pilot of Kvicksund",
        "location": "Kvicksund",
        "emails": ("ottilia@kvicksund.example",),
        "phones": ("+46 8 12 34 56",),
        "links": ("https://kvicksund.example/ottilia",),
        "employments": (JobHeld("Kvicksund Harbour", "Pilot", "2019", is_current=True),),
        "educations": (Study("Kvicksund School", "Seamanship"),),
        "skills": ("Kvicksund dialect",),
    }
    ottilia = personas.candidate("Ottilia", "Kvicksund", **known)
    other = personas.candidate("Greta")
    by = Actor.of(rhea)
    prospect = personas.prospect(job, ottilia, by=hal)  # which puts a notice with her name under rhea's bell
    applicant = actions.advance(prospect, by=by, at=clock.tick())
    second = personas.applicant(personas.active_job(rhea, "Diver"), ottilia)
    notes.write(ottilia, application=applicant, text="Ottilia is calm.", by=by, at=clock.tick())
    notes.write(ottilia, text="Met Ottilia.", visibility="private", by=Actor.of(hal), at=clock.tick())
    interviews.submit(applicant, Opinion("yes", comment="Kvicksund!"), by=Actor.of(hal), at=clock.tick())
    actions.reject(second, reason="other", comment="Ottilia sails.", by=by, at=clock.tick())
    candidates.edit(ottilia, renamed(ottilia, "Ottiliana"), by=by, at=clock.tick())
    personas.prospect(job, other, by=hal)
    before = text_of_the_whole_database().lower()
    assert {word for word in ("ottilia", "kvicksund", "12 34 56") if word in before} == {
        "ottilia",
        "kvicksund",
        "12 34 56",
    }

    candidates.erase(ottilia, by=Actor.of(ada), at=clock.tick())

    after = text_of_the_whole_database().lower()
    assert [word for word in ("ottilia", "kvicksund", "12 34 56") if word in after] == []
    assert Application.objects.get().candidate == other
    erased = Entry.objects.get(event="CandidateErased")
    assert (erased.actor, erased.candidate_id, erased.data) == (ada, None, {})


def test_everything_of_an_erasure_happens_or_nothing(job: Job, ada: User, clock: Watch, heard):
    told = heard(CandidateErased, ApplicationDeleted)
    applicant = personas.applicant(job)

    candidates.erase(applicant.candidate, by=Actor.of(ada), at=clock.tick())

    assert {type(event) for event in told} == {CandidateErased, ApplicationDeleted}
    assert {event.candidate_id for event in told} == {applicant.candidate_id}
    with pytest.raises(people.CandidateNotFound):
        candidates.erase(Candidate(pk=applicant.candidate_id), by=Actor.of(ada), at=clock.tick())


def test_only_administrators_erase(job: Job, rhea: User, clock: Watch):
    applicant = personas.applicant(job)

    with pytest.raises(refusals.NotAllowed):
        candidates.erase(applicant.candidate, by=Actor.of(rhea), at=clock.tick())

    assert Candidate.objects.filter(pk=applicant.candidate_id).exists()
