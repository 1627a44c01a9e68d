"""Letters around interviews: who gets which, in whose zone and language, with which appointment."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.core import refusals
from skaffa.interviews import tasks
from skaffa.interviews.models import Availability, Interview
from skaffa.interviews.schedule import actions
from skaffa.interviews.schedule.rules import Reader
from skaffa.jobs.models import Job
from skaffa.mail import delivery
from skaffa.mail.look import actions as looks
from skaffa.mail.models import Email
from tests import personas
from tests.interviews.scheduling import TUESDAY, asked, plan, scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db
KIM = "kim@example.com"


@pytest.fixture
def kim(db: None) -> User:
    """Interviews in Stockholm, in Swedish."""
    return personas.user("Kim", language="sv", time_zone="Europe/Stockholm")


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def method(email: Email) -> str:
    """Of the appointment, as the reader's mail program gets it."""
    (part,) = [
        one for one in delivery.message(email, None).message().walk() if one.get_content_type() == "text/calendar"
    ]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    inside = str(Calendar.from_ical(content)["method"])
    assert part.get_param("method") == inside
    return inside


def letters() -> dict[tuple[str, str], Email]:
    return {(email.kind, email.to): email for email in Email.objects.exclude(kind="")}


def test_an_invitation_is_in_the_readers_zone_and_language(applicant: Application, rhea: User, kim: User, clock: Watch):
    scheduled(applicant, kim, by=rhea, place="Room 3", starts_at=TUESDAY)

    told = letters()

    assert set(told) == {("interview_invited", KIM), ("interview_invited", "greta@people.internal")}
    for_kim, for_greta = told["interview_invited", KIM], told["interview_invited", "greta@people.internal"]
    assert "tisdag 3 mars 2026, 10:00–11:00 (Stockholm)" in for_kim.text
    assert "Tuesday 3 March 2026, 04:00–05:00 (New York)" in for_greta.text
    assert "Room 3" in for_greta.text
    assert (method(for_kim), method(for_greta)) == ("REQUEST", "PUBLISH")
    assert "/careers/interviews/" in for_greta.secret
    assert "/careers/interviews/" not in for_greta.text


def test_the_names_of_interviewers_are_kept_from_the_candidate_where_that_is_chosen(
    applicant: Application, rhea: User, kim: User, clock: Watch
):
    scheduled(applicant, kim, by=rhea, shows_interviewers=False)

    told = letters()["interview_invited", "greta@people.internal"]

    assert "Kim" not in told.text + told.html + delivery.message(told, None).message().as_string()


def test_a_change_tells_who_stays_who_comes_and_who_goes(
    applicant: Application, rhea: User, kim: User, ivan: User, stan: User, clock: Watch
):
    interview = scheduled(applicant, kim, ivan, by=rhea)
    Email.objects.all().delete()

    actions.change(
        interview, plan(kim, stan, starts_at=TUESDAY + timedelta(hours=1)), by=Actor.of(rhea), at=clock.tick()
    )

    told = letters()
    assert {key: method(email) for key, email in told.items()} == {
        ("interview_changed", KIM): "REQUEST",
        ("interview_changed", "greta@people.internal"): "PUBLISH",
        ("interview_invited", "stan@example.com"): "REQUEST",
        ("interview_released", "ivan@example.com"): "CANCEL",
    }


def test_a_cancellation_takes_it_out_of_every_calendar_with_a_word(
    applicant: Application, rhea: User, kim: User, clock: Watch
):
    interview = scheduled(applicant, kim, by=rhea)
    Email.objects.all().delete()

    actions.cancel(interview, word="The pilot is ill.", by=Actor.of(rhea), at=clock.tick())

    told = letters()
    assert {key: method(email) for key, email in told.items()} == {
        ("interview_cancelled", KIM): "CANCEL",
        ("interview_cancelled", "greta@people.internal"): "CANCEL",
    }
    assert all("The pilot is ill" in email.text for email in told.values())


def test_a_question_about_times_goes_out_with_a_link_nobody_here_reads(
    applicant: Application, rhea: User, clock: Watch
):
    asked(applicant, by=rhea, language="sv")

    told = letters()["availability_requested", "greta@people.internal"]

    assert "/careers/availability/" in told.secret
    assert "/careers/availability/" not in told.text
    assert "/careers/availability/" in delivery.message(told, None).body
    assert told.language == "sv"


def test_without_an_address_nothing_is_sent_and_an_unusable_one_is_refused_at_once(
    applicant: Application, rhea: User, kim: User, clock: Watch
):
    asked(applicant, by=rhea, email="")
    assert not Email.objects.exclude(kind="").exists()

    interview = scheduled(applicant, kim, by=rhea, told=False)
    for address, refusal in (("nobody", refusals.Invalid), ("greta@people.example", refusals.Conflict)):
        with pytest.raises(refusal):
            actions.tell_candidate(interview, Reader(address, "en", "UTC"), by=Actor.of(rhea), at=clock.tick())
    assert Interview.objects.get().candidate_told_at is None
    assert Availability.objects.count() == 1


def test_reminders_leave_once_each(applicant: Application, rhea: User, kim: User, clock: Watch):
    interview = scheduled(applicant, kim, by=rhea, starts_at=TUESDAY + timedelta(days=1), remind_feedback_after=12)
    Email.objects.all().delete()

    for moment in (clock.at + timedelta(days=1), interview.ends_at + timedelta(hours=12)):
        clock.at = moment
        tasks.remind()
        tasks.remind()

    sent = sorted(Email.objects.exclude(kind="").values_list("kind", "to"))
    assert sent == [
        ("feedback_reminder", KIM),
        ("interview_invited", KIM),  # nobody had answered for a day
        ("interview_reminder", "greta@people.internal"),
        ("interview_reminder", KIM),
    ]


def test_whoever_has_no_account_any_more_gets_no_letter_and_keeps_nobody_from_theirs(
    applicant: Application, rhea: User, kim: User, ada: User, clock: Watch
):
    interview = scheduled(applicant, kim, by=rhea)
    accounts.deactivate(kim, by=Actor.of(ada), at=clock.tick())
    Email.objects.all().delete()

    actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())

    assert [email.to for email in Email.objects.all()] == ["greta@people.internal"]


def test_the_table_of_an_interview_follows_the_language_of_the_footer(
    applicant: Application, rhea: User, ada: User, kim: User, clock: Watch
):
    looks.change(picture=None, privacy_url="", terms_url="", footer_language="en", by=Actor.of(ada), at=clock.tick())

    scheduled(applicant, kim, by=rhea, starts_at=TUESDAY)

    text = letters()["interview_invited", KIM].text
    assert "Tuesday 3 March 2026, 10:00–11:00 (Stockholm)" in text
    assert "With Kim" in text
    assert text.startswith("Hej Kim")
