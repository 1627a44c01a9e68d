"""Choosing rules, keeping people, and erasing those who are due: by hand, in the background, by itself at night."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import translation

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.activity.models import Entry
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.notify.models import Notice
from skaffa.retention import actions, queries, rules, tasks
from skaffa.retention.actions import NobodyIsDue, PersonIsHeld
from skaffa.retention.events import ErasureAsked, ErasureFinished, PersonKept, PersonReleased, RetentionChanged
from skaffa.retention.models import Erasure, Ground, Hold, Outcome, Run, RunKind, Standing
from skaffa.retention.rules import Rules
from skaffa.web.dashboard import words
from tests import personas
from tests.linkedin.world import drain
from tests.retention import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BY_ITSELF = Rules(months={Ground.NO_JOB: 3}, notice_days=30, erases_by_itself=True, most_a_night=2)


@pytest.fixture
def due(clock):
    """Three people in no job, long due; stock is taken."""
    people.choose()
    found = [personas.candidate() for _person in range(3)]
    clock.tick(days=200)
    people.take_stock()
    return found


def left():
    return list(Candidate.objects.order_by("pk"))


def outcomes():
    return list(Erasure.objects.order_by("number").values_list("outcome", flat=True))


class TestTheRules:
    def test_nothing_was_chosen_at_first(self):
        assert queries.chosen(queries.policy()) == Rules()
        assert not queries.chosen(None).erases_by_itself

    def test_what_was_chosen_is_kept_and_written_down(self, ada, clock):
        wanted = Rules({Ground.APPLICANT: 24}, 14, "Europe/Stockholm", erases_by_itself=True, most_a_night=5)

        actions.change_rules(wanted, by=Actor.of(ada), at=clock.at)

        assert queries.chosen(queries.policy()) == wanted
        entry = Entry.objects.get(event=RetentionChanged.__name__)
        assert (entry.actor, entry.data["applicant_months"]) == (ada, 24)
        assert "prospect_months" not in entry.data

    def test_saving_the_same_again_starts_no_new_warning_period(self, clock):
        people.choose()

        people.choose(at=clock.tick(days=3))

        assert people.policy().changed_at == personas.START

    def test_a_change_takes_stock_in_the_background(self, clock):
        personas.candidate()
        people.choose(at=clock.tick())

        drain()

        assert Standing.objects.count() == 1
        assert people.policy().stock_taken_at == clock.at

    def test_only_administrators_choose_keep_release_and_erase(self, rhea, reed, due):
        for user in (rhea, reed):
            by = Actor.of(user)
            for refused in (
                lambda by=by: actions.change_rules(Rules(), by=by, at=personas.START),
                lambda by=by: actions.keep(due[0], until=date(2027, 1, 1), reason="So.", by=by, at=personas.START),
                lambda by=by: actions.release(due[0], by=by, at=personas.START),
                lambda by=by: actions.erase_chosen([due[0].pk], by=by, at=personas.START),
                lambda by=by: actions.erase_all_due(by=by, at=personas.START),
            ):
                with pytest.raises(refusals.NotAllowed):
                    refused()


class TestKeeping:
    def test_a_hold_is_written_down_without_its_reason(self, ada, clock):
        person = personas.candidate()

        actions.keep(person, until=date(2027, 1, 1), reason=" A dispute. ", by=Actor.of(ada), at=clock.at)
        actions.keep(person, until=date(2028, 1, 1), reason="Still a dispute.", by=Actor.of(ada), at=clock.at)

        assert list(Hold.objects.values_list("until", "reason")) == [(date(2028, 1, 1), "Still a dispute.")]
        entries = Entry.objects.filter(event=PersonKept.__name__, candidate=person)
        assert [entry.data for entry in entries.order_by("pk")] == [{"until": "2027-01-01"}, {"until": "2028-01-01"}]

    def test_a_held_person_cannot_be_erased_by_anybody_until_released(self, ada, clock):
        person = personas.candidate()
        people.hold(person, date(2027, 1, 1))

        with translation.override("en"), pytest.raises(PersonIsHeld, match=r"A dispute\."):
            candidates.erase(person, by=Actor.of(ada), at=clock.at)
        actions.release(person, by=Actor.of(ada), at=clock.at)
        candidates.erase(person, by=Actor.of(ada), at=clock.at)

        assert left() == []

    def test_after_the_last_day_of_the_hold_they_can_be_erased(self, ada, clock):
        person = personas.candidate()
        people.hold(person, personas.START.date())

        with pytest.raises(PersonIsHeld):
            candidates.erase(person, by=Actor.of(ada), at=clock.tick(hours=14))
        candidates.erase(person, by=Actor.of(ada), at=clock.tick(hours=2))

        assert left() == []

    def test_to_release_who_is_not_held_says_nothing(self, ada):
        actions.release(personas.candidate(), by=Actor.of(ada), at=personas.START)

        assert not Entry.objects.filter(event=PersonReleased.__name__).exists()


class TestInTheBackground:
    def test_the_chosen_are_erased_each_through_the_one_action(self, ada, due, clock, heard):
        erased = heard(CandidateErased)

        run = actions.erase_chosen([due[0].pk, due[2].pk], by=Actor.of(ada), at=clock.at)
        assert queries.progress(run).waiting == 2
        drain()

        assert left() == [due[1]]
        assert [(event.candidate_id, event.by_id) for event in erased] == [(due[0].pk, ada.pk), (due[2].pk, ada.pk)]
        done = queries.last_run(Actor.of(ada))
        assert done is not None
        assert (done.erased, done.done, done.total, done.run.finished_at) == (2, 2, 2, clock.at)
        assert {row.done_by for row in queries.erased(Actor.of(ada))} == {ada}

    def test_all_who_are_due_and_nobody_who_is_only_listed(self, ada, due, clock):
        later = personas.candidate()
        Candidate.objects.filter(pk=later.pk).update(created_at=clock.at - timedelta(days=80))
        Entry.objects.filter(candidate=later).update(at=clock.at - timedelta(days=80))
        people.take_stock()
        assert len(queries.listed(Actor.of(ada), people.RULES, at=clock.at).rows) == 4

        actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        drain()

        assert left() == [later]

    def test_who_asked_is_told_how_it_ended(self, ada, due, clock):
        actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        drain()

        notice = Notice.objects.get(user=ada)
        assert (notice.kind, notice.data) == (ErasureFinished.__name__, {"erased": 3, "kept": 0, "failed": 0})
        with translation.override("en"):
            assert words.sentence(notice) == "3 people have been erased."

    def test_the_audit_trail_says_who_asked_and_how_it_ended_and_names_nobody(self, ada, due, clock):
        run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        drain()

        asked, ended = Entry.objects.filter(event__in=[ErasureAsked.__name__, ErasureFinished.__name__]).order_by("pk")
        assert (asked.actor, asked.data) == (ada, {"run_id": run.pk, "kind": "all_due", "people": 3})
        assert (ended.actor, ended.data["erased"]) == (ada, 3)
        assert Entry.objects.filter(event=CandidateErased.__name__, candidate=None).count() == 3

    def test_who_had_something_happen_before_their_turn_is_kept(self, ada, due, job, clock):
        actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        personas.prospect(job, due[1], at=clock.at)
        people.hold(due[2], date(2027, 1, 1), at=clock.at)

        drain()

        assert left() == [due[1], due[2]]
        assert outcomes() == [Outcome.ERASED, Outcome.KEPT, Outcome.KEPT]

    def test_who_was_erased_by_hand_meanwhile_is_done(self, ada, due, clock):
        run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)

        candidates.erase(due[0], by=Actor.of(ada), at=clock.tick())

        assert queries.progress(run).erased == 1
        drain()
        assert queries.progress(run).erased == 3
        assert Erasure.objects.count() == 3

    def test_an_erasure_by_hand_is_kept_by_number(self, ada, clock):
        person = personas.candidate()
        number = person.pk

        candidates.erase(person, by=Actor.of(ada), at=clock.at)

        [erasure] = queries.erased(Actor.of(ada))
        assert (erasure.number, erasure.run, erasure.done_by, erasure.done_at) == (number, None, ada, clock.at)

    def test_nobody_of_the_chosen_is_on_the_list(self, ada, clock):
        fresh = personas.candidate()

        with pytest.raises(NobodyIsDue):
            actions.erase_chosen([fresh.pk, 0], by=Actor.of(ada), at=clock.at)
        assert not Run.objects.exists()

    def test_who_loses_the_right_erases_nobody_else(self, ada, due, clock):
        by = Actor.of(ada)
        personas.user("Adam", SecurityRole.ADMINISTRATOR)
        actions.erase_all_due(by=by, at=clock.at)
        accounts.deactivate(ada, by=SYSTEM, at=clock.at)

        drain()

        assert left() == due
        assert outcomes() == [Outcome.FAILED] * 3

    def test_a_stopped_run_erases_nobody_else(self, ada, due, clock):
        run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        actions.erase_next(run.pk, at=clock.tick())

        actions.stop(run, by=Actor.of(ada), at=clock.tick())
        drain()

        assert left() == due[1:]
        assert outcomes() == [Outcome.ERASED, Outcome.STOPPED, Outcome.STOPPED]
        assert Run.objects.get().finished_at is not None

    def test_a_run_that_was_killed_between_two_people_is_taken_up_by_the_sweep(self, ada, due, clock):
        run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        _forget_jobs()
        actions.erase_next(run.pk, at=clock.tick())

        tasks.sweep()
        drain()

        assert left() == []
        assert Run.objects.get().finished_at is not None

    def test_a_worker_that_died_with_a_person_in_hand_loses_them_when_the_lease_ends(self, ada, due, clock):
        run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        _forget_jobs()
        assert actions._claim(run.pk, at=clock.at) is not None

        tasks.sweep()
        drain()
        assert left() == due  # somebody is at work, as far as one can see

        clock.tick(minutes=3)
        tasks.sweep()
        drain()
        assert left() == []

    def test_one_who_cannot_be_erased_is_given_up_and_holds_nobody_back(self, ada, due, clock):
        """A fault of ours in the first person: the others go, and the run ends."""

        def breaks(event: CandidateErased) -> None:
            if event.candidate_id == due[0].pk:
                raise ZeroDivisionError

        events.subscribe(CandidateErased, breaks)
        try:
            run = actions.erase_all_due(by=Actor.of(ada), at=clock.at)
            _forget_jobs()
            for _night in range(actions.MOST_ATTEMPTS):
                with pytest.raises(ZeroDivisionError):
                    tasks.go_on(run_id=run.pk)
                clock.tick(minutes=3)
            tasks.go_on(run_id=run.pk)
        finally:
            events.unsubscribe(CandidateErased, breaks)

        assert left() == [due[0]]
        assert outcomes() == [Outcome.FAILED, Outcome.ERASED, Outcome.ERASED]
        assert Run.objects.get().finished_at is not None
        with translation.override("en"):
            assert words.sentence(Notice.objects.get()) == "2 people have been erased. 1 could not be erased."

    def test_an_erasure_twice_at_once_erases_each_once(self, ada, due, clock, heard):
        erased = heard(CandidateErased)
        for _run in range(2):
            actions.erase_all_due(by=Actor.of(ada), at=clock.at)

        drain()

        assert sorted(event.candidate_id for event in erased) == [one.pk for one in due]
        assert not queries.left(at=clock.tick(days=1))

    def test_applications_go_with_the_person(self, ada, job, clock):
        people.choose()
        people.rejected_applicant(job)
        clock.tick(days=400)
        people.take_stock()

        actions.erase_all_due(by=Actor.of(ada), at=clock.at)
        drain()

        assert not Application.objects.exists()


class TestAtNight:
    def choose(self, clock, wanted=BY_ITSELF):
        known = [personas.candidate() for _person in range(3)]
        clock.tick(days=200)
        people.choose(wanted, at=clock.at)
        drain()
        return known

    def night(self, clock, **later):
        clock.tick(**(later or {"days": 1}))
        tasks.nightly()
        drain()

    def test_off_by_default_nobody_is_erased(self, due, clock):
        self.night(clock, days=100)

        assert left() == due
        assert not Run.objects.exists()

    def test_a_new_rule_warns_for_its_whole_period_first(self, clock):
        known = self.choose(clock)
        self.night(clock, days=29)
        assert left() == known

        self.night(clock, days=1)

        assert left() == known[2:]
        run = Run.objects.get()
        assert (run.kind, run.asked_by, run.night) == (RunKind.NIGHT, None, clock.at.date())

    def test_at_most_so_many_a_night_and_the_rest_the_next(self, clock):
        self.choose(clock)
        self.night(clock, days=30)
        assert len(left()) == 1

        self.night(clock)

        assert left() == []

    def test_two_workers_or_two_tries_make_one_night(self, clock):
        self.choose(clock)
        self.night(clock, days=30)

        self.night(clock, hours=1)

        assert len(left()) == 1
        assert Run.objects.count() == 1

    def test_administrators_are_told_in_the_morning(self, ada, rhea, clock):
        self.choose(clock)

        self.night(clock, days=30)

        assert set(Notice.objects.values_list("user", flat=True)) == {ada.pk}

    def test_a_night_without_anybody_due_leaves_nothing(self, clock):
        people.choose(BY_ITSELF)
        personas.candidate()

        self.night(clock, days=31)

        assert not Run.objects.exists()

    def test_the_night_sees_who_came_that_day(self, clock):
        """Stock is taken by the night itself, before it erases."""
        people.choose(BY_ITSELF)
        clock.tick(days=1)
        late = personas.candidate()
        Entry.objects.filter(candidate=late).update(at=personas.START)
        Candidate.objects.filter(pk=late.pk).update(created_at=personas.START)

        self.night(clock, days=200)

        assert left() == []

    def test_a_missed_night_is_made_up_for_in_the_daytime(self, clock):
        self.choose(clock)
        taken = people.policy().stock_taken_at

        clock.tick(hours=25)
        tasks.sweep()
        assert people.policy().stock_taken_at == taken

        clock.tick(hours=2)
        tasks.sweep()
        assert people.policy().stock_taken_at == clock.at

    def test_without_rules_nobody_is_looked_through(self, clock):
        personas.candidate()

        tasks.nightly()
        tasks.sweep()

        assert not Standing.objects.exists()


def test_the_words_of_a_held_person_follow_the_reader(clock):
    person = personas.candidate()
    people.hold(person, date(2027, 1, 1))

    with translation.override("sv"), pytest.raises(PersonIsHeld) as refused:
        candidates.erase(person, by=SYSTEM, at=clock.at)

    assert "till och med" in str(refused.value.message)
    assert rules.day(clock.at, "UTC") == date(2026, 3, 2)


def _forget_jobs():
    """The queue has lost them, as when a worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
