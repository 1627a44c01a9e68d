"""A38: whom an e-mail tells that they are considered for a job; nobody hears it twice, and what is undone in time is never heard of."""

from datetime import timedelta

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.careers import actions as careers
from skaffa.documents.rules import checked_file
from skaffa.jobs.models import Job
from skaffa.mail import actions as mail
from skaffa.mail import outbox, rules
from skaffa.mail.models import Email, Kind, Recipient, Status
from skaffa.processes.models import Confirmation, StageKind
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db
ADDED, RECEIVED = Kind.APPLICANT_ADDED.value, Kind.APPLICATION_RECEIVED.value
WAYS = ("by themselves", "by hand", "from Prospect", "by themselves, a prospect before", "with a file")
TOLD: dict[Confirmation, tuple[list[str], ...]] = {
    Confirmation.NOBODY: ([], [], [], [], []),
    Confirmation.APPLYING: ([RECEIVED], [], [], [RECEIVED], []),
    Confirmation.EVERYBODY: ([RECEIVED], [ADDED], [ADDED], [RECEIVED], []),
}


@pytest.fixture
def greta() -> Candidate:
    return personas.candidate("Greta", "Lind", emails=("greta@people.example",))


@pytest.fixture
def open_job(rhea: User) -> Job:
    """Which tells everybody."""
    return personas.active_job(rhea, confirm_to=Confirmation.EVERYBODY)


def apply(job: Job, clock: Watch) -> None:
    person = Person(first_name="Greta", last_name="Lind", emails=("greta@people.example",))
    resume = checked_file("resume.txt", b"Lamp keeper.\n")
    letter = careers.Letter(person=person, resume=resume, consent="Yes.", language="sv")
    careers.apply(job, letter, address="192.0.2.1", at=clock.tick())


def come(way: str, job: Job, greta: Candidate, rhea: User, clock: Watch) -> None:
    by = Actor.of(rhea)
    if "prospect" in way.lower():
        prospect = personas.prospect(job, greta, by=rhea)
    if way.startswith("by themselves"):
        apply(job, clock)
    elif way == "from Prospect":
        applications.advance(prospect, by=by, at=clock.tick())
    else:
        applications.add_applicant(
            job, greta, source=Source.RECRUITER, from_file=way == "with a file", by=by, at=clock.tick()
        )


def told() -> list[str]:
    """What has been written and not called back."""
    return list(Email.objects.exclude(status=Status.CALLED_BACK).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("confirm_to", "way", "kinds"),
    [(who, way, kinds) for who in TOLD for way, kinds in zip(WAYS, TOLD[who], strict=True)],
)
def test_the_job_says_whom_an_e_mail_tells(
    rhea: User, greta: Candidate, clock: Watch, confirm_to: Confirmation, way: str, kinds: list[str]
):
    come(way, personas.active_job(rhea, confirm_to=confirm_to), greta, rhea, clock)

    assert told() == kinds


def test_it_names_who_added_them_and_waits_for_second_thoughts(open_job: Job, greta: Candidate, rhea: User):
    personas.applicant(open_job, greta, by=rhea)

    email = Email.objects.get()
    assert (email.to, email.subject) == ("greta@people.example", "You are being considered: Lamp keeper")
    assert (email.reply_to, email.written_by) == (rhea.email, rhea)
    assert email.due_at - email.created_at == rules.SECOND_THOUGHT == timedelta(minutes=10)
    assert outbox.claim(at=personas.START) is None


def test_nobody_hears_it_twice(open_job: Job, greta: Candidate, rhea: User, clock: Watch):
    by, prospect_stage = Actor.of(rhea), open_job.stages.get(kind=StageKind.PROSPECT)
    application = applications.advance(personas.prospect(open_job, greta, by=rhea), by=by, at=clock.tick())
    Email.objects.update(status=Status.SENT, sent_at=clock.at)

    back = applications.move(application, to=prospect_stage, by=by, at=clock.tick())
    applications.advance(back, by=by, at=clock.tick())
    applications.add_applicant(open_job, greta, source=Source.RECRUITER, by=by, at=clock.tick())

    assert told() == [ADDED]


def test_who_has_applied_and_was_put_back_hears_nothing_more(open_job: Job, rhea: User, clock: Watch):
    apply(open_job, clock)
    by, prospect_stage = Actor.of(rhea), open_job.stages.get(kind=StageKind.PROSPECT)
    back = applications.move(Application.objects.get(), to=prospect_stage, by=by, at=clock.tick())

    applications.advance(back, by=by, at=clock.tick())

    assert told() == [RECEIVED]


def test_what_is_undone_before_it_leaves_is_never_heard_of(open_job: Job, greta: Candidate, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    application = applications.advance(personas.prospect(open_job, greta, by=rhea), by=by, at=clock.tick())
    back = applications.take_back(application, by=by, at=clock.tick())
    nothing = told()
    again = applications.advance(back, by=by, at=clock.tick())
    told_again = told()

    applications.reject(again, reason="other", by=by, at=clock.tick())

    assert (nothing, told_again, told()) == ([], [ADDED], [])


def test_a_later_step_taken_back_leaves_it_alone(open_job: Job, greta: Candidate, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    moved = applications.advance(personas.applicant(open_job, greta, by=rhea), by=by, at=clock.tick())

    applications.take_back(moved, by=by, at=clock.tick())

    assert told() == [ADDED]


def test_without_an_address_or_where_administrators_switched_it_off_nothing_is_written(
    open_job: Job, greta: Candidate, ada: User, rhea: User, clock: Watch
):
    personas.applicant(open_job, by=rhea)
    by, at = Actor.of(ada), clock.tick()
    mail.choose(Kind.APPLICANT_ADDED, Recipient.CANDIDATE, None, is_automatic=False, by=by, at=at)
    personas.applicant(open_job, greta, by=rhea)

    assert told() == []


def test_what_the_system_itself_does_tells_nobody(open_job: Job, greta: Candidate, clock: Watch):
    applications.advance(personas.prospect(open_job, greta), by=SYSTEM, at=clock.tick())

    assert told() == []
