"""Many rejected at once: each is told by an e-mail of their own or nobody is, nobody twice, and undo calls them back."""

from typing import Any

import pytest
from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.mail import actions as mail
from skaffa.mail import rules
from skaffa.mail.models import Email, Kind, Recipient, Status, Template
from skaffa.mail.rules import Words
from skaffa.pipeline.bulk import actions, letters
from skaffa.pipeline.bulk.letters import Told
from skaffa.pipeline.models import Bulk, Tells
from tests import personas
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db
EACH, NOBODY = Told(Tells.EACH), Told(Tells.NOBODY)


@pytest.fixture(autouse=True)
def _sandbox(settings: Any) -> None:
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "sandbox"})


@pytest.fixture
def people(job: Job) -> list[Application]:
    """Bo and Cleo have an address, Dag has none."""
    known = [personas.candidate(name, "Sample", emails=(f"{name}@people.example".lower(),)) for name in ("Bo", "Cleo")]
    return [personas.applicant(job, one) for one in (*known, personas.candidate("Dag", "Sample"))]


def reject(job: Job, people: list[Application], by: User, clock: Watch, told: Told) -> actions.Progress:
    who = [one.pk for one in people]
    bulk = actions.reject(job, who, reason="skills", told=told, by=Actor.of(by), at=clock.tick())
    return run(bulk, clock)


def run(bulk: Bulk, clock: Watch) -> actions.Progress:
    while actions.do_next(bulk.pk, at=clock.tick()):
        pass
    return actions.progress(Actor.of(bulk.asked_by), bulk.pk)


def automatic(ada: User, clock: Watch) -> None:
    at = clock.tick()
    mail.choose(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, None, is_automatic=True, by=Actor.of(ada), at=at)


def test_each_who_has_an_address_gets_one_of_their_own_after_ten_minutes(
    job: Job, rhea: User, people: list[Application], clock: Watch
):
    found = reject(job, people, rhea, clock, EACH)

    assert (found.done, found.told) == (3, 2)
    written = list(Email.objects.order_by("to"))
    assert [(one.to, one.text.splitlines()[0], one.written_by) for one in written] == [
        ("bo@people.example", "Hello Bo,", rhea),
        ("cleo@people.example", "Hello Cleo,", rhea),
    ]
    assert {one.due_at - one.created_at for one in written} == {rules.SECOND_THOUGHT}
    assert {one.status for one in Application.objects.all()} == {"closed"}


@pytest.mark.parametrize(("told", "many"), [(EACH, 2), (NOBODY, 0), (letters.AS_SET, 2)])
def test_where_rejections_are_told_automatically_nobody_hears_it_twice_and_one_may_keep_silent(
    job: Job, ada: User, rhea: User, people: list[Application], clock: Watch, told: Told, many: int
):
    automatic(ada, clock)

    reject(job, people, rhea, clock, told)

    assert Email.objects.count() == many


def test_by_the_template_that_was_chosen_and_not_by_the_default(
    job: Job, ada: User, rhea: User, people: list[Application], clock: Watch
):
    words = Words(title="Mine", subject_en="No, #{Candidate_First_Name}", body_en="Sorry.")
    mine = mail.save_template(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, words, by=Actor.of(ada), at=START)
    default = Words(title="Usual", subject_en="Usual", body_en="Usual.")
    usual = mail.save_template(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, default, by=Actor.of(ada), at=START)
    mail.choose(usual.kind, usual.recipient, usual.pk, is_automatic=False, by=Actor.of(ada), at=START)

    reject(job, people[:1], rhea, clock, Told(Tells.EACH, mine.pk))
    reject(job, people[1:2], rhea, clock, EACH)

    subjects = list(Email.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["No, Bo", "About your application: Lamp keeper"]


def test_undo_calls_back_what_has_not_left(job: Job, rhea: User, people: list[Application], clock: Watch):
    found = reject(job, people, rhea, clock, EACH)
    Email.objects.filter(to="bo@people.example").update(status=Status.SENT, sent_at=clock.at)

    run(actions.undo(found.bulk, by=Actor.of(rhea), at=clock.tick()), clock)

    assert dict(Email.objects.values_list("to", "status")) == {
        "bo@people.example": "sent",
        "cleo@people.example": "called_back",
    }


def test_whom_somebody_else_rejected_meanwhile_is_refused_and_not_written_to(
    job: Job, rhea: User, people: list[Application], clock: Watch
):
    applications.reject(people[0], reason="other", by=Actor.of(rhea), at=clock.tick())

    found = reject(job, people, rhea, clock, EACH)

    assert (found.done, found.refused, found.told) == (2, 1, 1)
    assert [one.to for one in Email.objects.all()] == ["cleo@people.example"]


def test_a_worker_that_dies_in_the_middle_leaves_neither_half(
    job: Job, rhea: User, people: list[Application], clock: Watch
):
    who = [one.pk for one in people[:1]]
    bulk = actions.reject(job, who, reason="skills", told=EACH, by=Actor.of(rhea), at=clock.tick())

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        actions.do_next(bulk.pk, at=clock.tick())
        raise KeyboardInterrupt
    before = (Email.objects.count(), Application.objects.get(pk=who[0]).status)
    run(bulk, clock)

    assert before == (0, "active")
    assert Email.objects.count() == 1


def test_a_template_of_another_kind_or_a_deleted_one_is_refused_at_once(
    job: Job, ada: User, rhea: User, people: list[Application], clock: Watch
):
    words = Words(title="Mine", subject_en="Mine", body_en="Mine.")
    other = mail.save_template(Kind.MESSAGE, Recipient.CANDIDATE, words, by=Actor.of(ada), at=START)
    gone = mail.save_template(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, words, by=Actor.of(ada), at=START)
    mail.delete_template(gone.pk, by=Actor.of(ada), at=START)

    for template in (other, gone):
        with pytest.raises(refusals.Refusal):
            reject(job, people, rhea, clock, Told(Tells.EACH, template.pk))

    assert not Bulk.objects.exists()
    assert Template.objects.count() == 2
