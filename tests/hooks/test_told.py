"""What a webhook is told, and what it is never told."""

import dataclasses
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.activity.subscribers import HEARD
from skaffa.applications import actions as applications
from skaffa.applications.marks import actions as marks
from skaffa.applications.models import Application
from skaffa.applications.offers import actions as offers
from skaffa.candidates import actions as candidates
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.hooks import actions, catalogue
from skaffa.hooks.models import Delivery, Topic, Webhook
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job
from skaffa.notes import actions as notes
from skaffa.pools import actions as pools
from skaffa.processes.models import StageKind
from tests import personas
from tests.personas import Watch

Told = Callable[[], list[str]]


@pytest.fixture
def told(webhook: Webhook) -> Told:
    """The types written down since the last time."""
    seen: list[int] = []

    def fresh() -> list[str]:
        rows = list(Delivery.objects.filter(webhook=webhook).exclude(pk__in=seen).order_by("pk"))
        seen.extend(row.pk for row in rows)
        return [row.type for row in rows]

    return fresh


def test_everything_is_told_once_with_numbers_and_no_names(bo: User, webhook: Webhook, told: Told, clock: Watch):
    job = a_job_opens(bo, told, clock)
    application = somebody_comes_and_goes_on(job, bo, told, clock)
    opinions(application, bo, told, clock)
    ends(application, bo, told, clock)
    a_pool(application.candidate, bo, told, clock)
    two_are_one(application.candidate, bo, told, clock)
    all_goes(job, application.candidate, bo, told, clock)

    everything = Delivery.objects.filter(webhook=webhook)
    assert {row.type for row in everything} == {kind.type for kind in catalogue.KINDS.values()}
    words = json.dumps([row.data for row in everything])
    for name in ("Greta", "Lind", "Calm", "Brave", "Afraid", "crew", "Diver", "Nils"):
        assert name not in words
    moved = everything.get(type="application.move_taken_back")
    assert set(moved.data) == {"application_id", "job_id", "candidate_id", "from_stage_id", "to_stage_id"}
    assert moved.path == f"applications/{application.pk}"
    assert all(row.path for row in everything if not row.type.endswith(("deleted", "erased")))


def a_job_opens(bo: User, told: Told, clock: Watch) -> Job:
    job = personas.draft(bo)
    jobs.edit(job, dataclasses.replace(personas.details(), openings=3), by=Actor.of(bo), at=clock.tick())
    job = jobs.activate(job, by=Actor.of(bo), at=clock.tick())
    assert told() == ["job.created", "job.changed", "job.activated"]
    return job


def somebody_comes_and_goes_on(job: Job, bo: User, told: Told, clock: Watch) -> Application:
    by = Actor.of(bo)
    greta = personas.candidate("Greta", "Lind")
    candidates.edit(greta, Person("Greta", "Lindh"), by=by, at=clock.tick())
    application = applications.add_prospect(job, greta, source="agency", by=by, at=clock.tick())
    applications.advance(application, by=by, at=clock.tick())
    applications.take_back(application, by=by, at=clock.tick())
    applications.advance(application, by=by, at=clock.tick())
    assert told() == [
        "candidate.added",
        "candidate.changed",
        "application.prospect_added",
        "application.moved",
        "application.move_taken_back",
        "application.moved",
    ]
    return application


def opinions(application: Application, bo: User, told: Told, clock: Watch) -> None:
    by = Actor.of(bo)
    note = notes.write(application.candidate, application=application, text="Calm", by=by, at=clock.tick())
    notes.change(note, text="Brave", visibility="shared", by=by, at=clock.tick())
    notes.delete(note, by=by, at=clock.tick())
    given = interviews.submit(application, Opinion("yes"), by=by, at=clock.tick())
    given = interviews.change(given, Opinion("no"), by=by, at=clock.tick())
    interviews.delete(given, by=by, at=clock.tick())
    assert told() == [
        "note.written",
        "note.changed",
        "note.deleted",
        "feedback.submitted",
        "feedback.changed",
        "feedback.deleted",
    ]


def ends(application: Application, bo: User, told: Told, clock: Watch) -> None:
    by = Actor.of(bo)
    stage = next(stage for stage in job_queries.stages(application.job) if stage.kind == StageKind.OFFER)
    applications.move(application, to=stage, by=by, at=clock.tick())
    offers.note(application, "prepared", by=by, at=clock.tick())
    offers.take_back(application, by=by, at=clock.tick())
    marks.attribute(application, "referral", by=by, at=clock.tick())
    marks.give_silver_medal(application, by=by, at=clock.tick())
    marks.take_back_silver_medal(application, by=by, at=clock.tick())
    assert told() == [
        "application.moved",
        "application.offer_made",
        "application.offer_taken_back",
        "application.source_changed",
        "application.silver_medal_given",
        "application.silver_medal_taken_back",
    ]
    applications.reject(application, reason="skills", comment="Afraid", by=by, at=clock.tick())
    applications.reopen(application, by=by, at=clock.tick())
    applications.withdraw(application, by=by, at=clock.tick())
    applications.delete(application, by=by, at=clock.tick())
    assert told() == ["application.rejected", "application.reopened", "application.closed", "application.deleted"]


def a_pool(person: Candidate, bo: User, told: Told, clock: Watch) -> None:
    by = Actor.of(bo)
    pool = pools.create("Crew", by=by, at=clock.tick())
    pools.rename(pool, "Summer crew", by=by, at=clock.tick())
    pools.add(pool, person, by=by, at=clock.tick())
    pools.remove(pool, person, by=by, at=clock.tick())
    pools.delete(pool, by=by, at=clock.tick())
    assert told() == ["pool.created", "pool.renamed", "pool.member_added", "pool.member_removed", "pool.deleted"]


def two_are_one(person: Candidate, bo: User, told: Told, clock: Watch) -> None:
    """And two again."""
    other = personas.candidate("Nils", "Lind")
    merge = merging.merge(person, other, {}, by=Actor.of(bo), at=clock.tick())
    merging.undo(merge, by=Actor.of(bo), at=clock.tick())
    assert told() == ["candidate.added", "candidate.merged", "candidate.unmerged"]
    merged = Delivery.objects.get(type="candidate.merged")
    assert merged.data == {"candidate_id": person.pk, "absorbed_id": other.pk}


def all_goes(job: Job, person: Candidate, bo: User, told: Told, clock: Watch) -> None:
    by = Actor.of(bo)
    personas.applicant(job, personas.candidate("Nils"))
    jobs.close(job, reason="cancelled", by=by, at=clock.tick())
    jobs.delete(personas.draft(bo, "Diver"), by=by, at=clock.tick())
    candidates.erase(person, by=by, at=clock.tick())
    assert sorted(told()) == [
        "application.applicant_added",
        "application.closed",
        "candidate.added",
        "candidate.erased",
        "job.closed",
        "job.created",
        "job.deleted",
    ]


def test_every_event_of_these_areas_is_told_or_left_out_on_purpose():
    left_out = {
        "TeamMemberAdded", "TeamMemberRemoved", "PoolShared", "PoolUnshared",  # of users, whom the API does not know
        "AvailabilityAsked", "AvailabilityAnswered", "InterviewScheduled", "InterviewChanged", "InterviewCancelled",
        "InterviewAnswered", "InterviewUnsuitable", "FeedbackRequested",  # of interviews, which the API has none of
        "ApprovalRequested", "ApprovalReminded", "ApprovalAnswered",  # between users, whom the API does not know
        "ActivityChanged",  # of a stage's activities, which the API has none of
        "SourcesChanged",  # how this environment is set up
    }  # fmt: skip
    areas = {kind.__module__ for kind in catalogue.KINDS}
    for kind in HEARD:
        if kind.__module__ in areas:
            assert (kind in catalogue.KINDS) != (kind.__name__ in left_out), kind


def test_only_what_was_chosen_is_told(bo: User, webhook: Webhook, told: Told, clock: Watch):
    actions.change(webhook, url=webhook.url, topics=[Topic.MOVES], by=Actor.of(bo), at=clock.tick())
    application = personas.prospect(personas.active_job(bo))
    applications.advance(application, by=Actor.of(bo), at=clock.tick())
    assert told() == ["application.moved"]


def test_private_notes_of_others_are_not_told_of(bo: User, rhea: User, webhook: Webhook, told: Told, clock: Watch):
    greta = personas.candidate("Greta")
    told()
    for who, expected in ((rhea, []), (bo, ["note.written", "note.changed", "note.deleted"])):
        by = Actor.of(who)
        note = notes.write(greta, text="Secret", visibility="private", by=by, at=clock.tick())
        notes.change(note, text="Very secret", visibility="private", by=by, at=clock.tick())
        notes.delete(note, by=by, at=clock.tick())
        assert told() == expected, who


def test_who_loses_rights_is_told_less_at_once(
    bo: User, ada: User, rhea: User, webhook: Webhook, told: Told, clock: Watch
):
    accounts.assign_roles(bo, [SecurityRole.RECRUITER], by=Actor.of(ada), at=clock.tick())
    theirs = personas.active_job(rhea, "Secret keeper", is_confidential=True)
    person = personas.applicant(theirs)
    pool = pools.create("Divers", by=Actor.of(rhea), at=clock.tick())
    pools.add(pool, person.candidate, by=Actor.of(rhea), at=clock.tick())
    applications.advance(person, by=Actor.of(rhea), at=clock.tick())
    interviews.submit(person, Opinion("yes"), by=Actor.of(rhea), at=clock.tick())
    notes.write(person.candidate, application=person, text="Calm", by=Actor.of(rhea), at=clock.tick())
    pools.delete(pool, by=Actor.of(rhea), at=clock.tick())
    applications.delete(person, by=SYSTEM, at=clock.tick())
    jobs.close(theirs, reason="cancelled", by=Actor.of(rhea), at=clock.tick())
    assert told() == ["candidate.added"]  # whom a recruiter may find

    own = personas.active_job(bo, "Rope maker")
    personas.applicant(own)
    assert told() == [
        "job.activated",  # before that nobody but those who see all jobs could know of it
        "candidate.added",
        "application.applicant_added",
    ]


def test_who_left_and_what_is_off_are_told_nothing(bo: User, ada: User, webhook: Webhook, told: Told, clock: Watch):
    accounts.deactivate(bo, by=Actor.of(ada), at=clock.tick())
    personas.candidate("Greta")
    accounts.reactivate(bo, by=Actor.of(ada), at=clock.tick())
    actions.switch_off(webhook, by=Actor.of(ada), at=clock.tick())
    personas.candidate("Nils")
    actions.switch_on(webhook, by=Actor.of(bo), at=clock.tick())
    assert told() == []
    personas.candidate("Olle")
    assert told() == ["candidate.added"]


def test_what_is_rolled_back_is_not_told(bo: User, job: Job, webhook: Webhook, told: Told, clock: Watch):
    with pytest.raises(Exception, match="not closed"):
        applications.reopen(personas.applicant(job), by=Actor.of(bo), at=clock.tick())
    assert told() == ["candidate.added", "application.applicant_added"]


def test_old_messages_are_removed(webhook: Webhook, clock: Watch):
    personas.candidate("Greta")
    clock.tick(days=20)
    Delivery.objects.update(delivered_at=clock.at)
    assert actions.forget_old(at=clock.at) == 0
    assert actions.forget_old(at=clock.at + timedelta(days=11)) == 1


def test_an_environment_has_at_most_twenty(bo: User, clock: Watch, receiver: Any):
    for number in range(20):
        actions.add(f"{receiver.url}/{number}", topics=["jobs"], by=Actor.of(bo), at=clock.at)
    with pytest.raises(Exception, match="20 webhooks"):
        actions.add(receiver.url, topics=["jobs"], by=Actor.of(bo), at=clock.at)


@pytest.mark.parametrize("role", [SecurityRole.RECRUITER, SecurityRole.HIRING_MANAGER, SecurityRole.READ_ONLY])
def test_only_administrators_add_webhooks(role: SecurityRole, db: None, receiver: Any):
    user = personas.user("Tova", role)
    with pytest.raises(Exception, match="right"):
        actions.add(receiver.url, topics=["jobs"], by=Actor.of(user), at=personas.START)


def test_only_its_owner_changes_a_webhook_and_any_administrator_stops_it(ada: User, webhook: Webhook, clock: Watch):
    by = Actor.of(ada)
    for act in (
        lambda: actions.change(webhook, url=webhook.url, topics=["jobs"], by=by, at=clock.at),
        lambda: actions.rotate(webhook, by=by, at=clock.at),
        lambda: actions.switch_on(webhook, by=by, at=clock.at),
        lambda: actions.test(webhook, by=by, at=clock.at),
    ):
        with pytest.raises(Exception, match="Only its owner"):
            act()
    actions.switch_off(webhook, by=by, at=clock.at)
    actions.delete(webhook, by=by, at=clock.at)
    assert not Webhook.objects.exists()
