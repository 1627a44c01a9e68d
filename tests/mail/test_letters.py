"""E-mails written from templates: which template, which language, who is copied in, and who may read them."""

import pytest
from django.core import mail

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.offers import actions as offers
from skaffa.candidates import actions as candidates
from skaffa.candidates.rules import Person
from skaffa.careers import actions as careers
from skaffa.careers import queries as career_queries
from skaffa.careers.models import Submission
from skaffa.core import refusals
from skaffa.documents.rules import checked_file
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from skaffa.mail import actions, delivery, outbox, pictures, queries, rules
from skaffa.mail.actions import Draft
from skaffa.mail.letter import File, Letter, Reader
from skaffa.mail.look import actions as looks
from skaffa.mail.models import Choice, Email, Kind, Recipient, Status, Template
from skaffa.mail.rules import Words
from tests import personas
from tests.mail.server import MailServer
from tests.personas import Watch

pytestmark = pytest.mark.django_db

CANDIDATE = Recipient.CANDIDATE


@pytest.fixture
def application(job: Job, rhea: User) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Ek", emails=("greta@example.com",)), by=rhea)


def template(ada: User, clock: Watch, kind: Kind = Kind.APPLICATION_REJECTED, **words) -> Template:
    given = {"title": "Mine", "subject_en": "My #{Job_Title}", "body_en": "Dear #{Candidate_Name}", **words}
    return actions.save_template(kind, CANDIDATE, Words(**given), by=Actor.of(ada), at=clock.tick())


def to(application: Application, kind: Kind = Kind.APPLICATION_REJECTED, **more) -> Letter:
    return Letter(kind=kind, to=queries.reader(application), application=application, **more)


def test_without_a_template_of_ones_own_the_built_in_one_is_used(application, rhea: User, clock: Watch):
    email = actions.send(to(application), by=Actor.of(rhea), at=clock.at)

    assert email.subject == "About your application: Lamp keeper"
    assert email.text.startswith("Hello Greta,\n\nthank you for your interest in Skaffa")
    assert "<p>Hello Greta,</p>" in email.html
    assert (email.to, email.reply_to, email.written_by) == ("greta@example.com", rhea.email, rhea)


def test_the_default_template_is_used_and_others_by_choice(application, ada: User, clock: Watch):
    other, mine = template(ada, clock), template(ada, clock, subject_en="Chosen")
    actions.choose(mine.kind, CANDIDATE, mine.pk, is_automatic=False, by=Actor.of(ada), at=clock.at)

    assert actions.send(to(application), by=SYSTEM, at=clock.at).subject == "Chosen"
    chosen = actions.send(to(application), template_id=other.pk, by=SYSTEM, at=clock.at)
    assert (chosen.subject, chosen.text) == ("My Lamp keeper", "Dear Greta Ek")


def test_a_template_of_another_kind_is_refused(application, ada: User, clock: Watch):
    mine = template(ada, clock, Kind.MESSAGE)

    with pytest.raises(rules.TemplateOfAnotherKind):
        actions.send(to(application), template_id=mine.pk, by=SYSTEM, at=clock.at)


def test_a_text_is_in_the_readers_language_and_in_the_other_where_there_is_none(application, ada: User, clock: Watch):
    swede = Reader(recipient=CANDIDATE, address="greta@example.com", name="Greta", language="sv")
    letter = Letter(kind=Kind.APPLICATION_REJECTED, to=swede, application=application)
    assert actions.send(letter, by=SYSTEM, at=clock.at).subject == "Om din ansökan: Lamp keeper"
    mine = template(ada, clock)

    assert actions.send(letter, template_id=mine.pk, by=SYSTEM, at=clock.at).subject == "My Lamp keeper"


def test_a_person_is_written_to_in_the_language_of_the_last_email(application, clock: Watch):
    assert queries.reader(application).language == "en"
    swede = Reader(recipient=CANDIDATE, address="greta@example.com", name="Greta", language="sv")
    actions.send(Letter(kind=Kind.MESSAGE, to=swede, application=application), by=SYSTEM, at=clock.at)

    assert queries.reader(application).language == "sv"


def test_there_is_one_choice_for_a_kind_and_recipient_and_the_database_knows(ada: User, clock: Watch):
    first, second = template(ada, clock), template(ada, clock)
    for mine in (first, second):
        actions.choose(mine.kind, CANDIDATE, mine.pk, is_automatic=True, by=Actor.of(ada), at=clock.at)

    assert Choice.objects.get().template == second
    automatic = [entry.template for entry in queries.library(Actor.of(ada)) if entry.is_automatic and entry.template]
    assert automatic == [second]
    assert "mail_one_choice_per_recipient" in {one.name for one in Choice._meta.constraints}


def test_a_deleted_default_falls_back_to_the_built_in_one_and_can_be_put_back(application, ada: User, clock: Watch):
    mine = template(ada, clock)
    actions.choose(mine.kind, CANDIDATE, mine.pk, is_automatic=False, by=Actor.of(ada), at=clock.at)
    actions.delete_template(mine.pk, by=Actor.of(ada), at=clock.at)

    assert actions.send(to(application), by=SYSTEM, at=clock.at).subject.startswith("About your application")
    with pytest.raises(rules.TemplateNotFound):
        queries.template(Actor.of(ada), mine.pk)
    actions.restore_template(mine.pk, by=Actor.of(ada), at=clock.at)
    assert queries.template(Actor.of(ada), mine.pk) == mine


def test_some_kinds_are_never_automatic(ada: User, clock: Watch):
    with pytest.raises(rules.NeverAutomatic):
        actions.choose(Kind.MESSAGE, CANDIDATE, None, is_automatic=True, by=Actor.of(ada), at=clock.at)


@pytest.mark.parametrize("name", ["rhea", "hal", "reed"])
def test_only_administrators_write_templates(name: str, request: pytest.FixtureRequest, ada: User, clock: Watch):
    somebody = Actor.of(request.getfixturevalue(name))
    mine = template(ada, clock)

    assert mine in [entry.template for entry in queries.library(somebody)]
    with pytest.raises(refusals.NotAllowed):
        actions.delete_template(mine.pk, by=somebody, at=clock.at)
    with pytest.raises(refusals.NotAllowed):
        actions.save_template(Kind.MESSAGE, CANDIDATE, Words(title="x"), by=somebody, at=clock.at)
    with pytest.raises(refusals.NotAllowed):
        actions.choose(Kind.MESSAGE, CANDIDATE, None, is_automatic=False, by=somebody, at=clock.at)


def test_personas_are_resolved_when_the_email_is_written(application, job: Job, hal: User, ada: User, clock: Watch):
    mine = template(ada, clock, cc=["recruiter", "hiring_manager"])

    email = actions.send(to(application), template_id=mine.pk, by=SYSTEM, at=clock.at)

    assert email.cc == ["rhea@example.com", "hal@example.com"]


def test_somebody_without_an_address_cannot_be_written_to(job: Job, clock: Watch):
    nobody = personas.applicant(job, personas.candidate("Bo", emails=()))

    with pytest.raises(rules.NoAddress):
        actions.send(to(nobody), by=SYSTEM, at=clock.at)
    assert actions.send_automatic(to(nobody, Kind.WITHDRAWAL_CONFIRMED), at=clock.at) is None


def test_an_address_of_examples_is_refused_outside_of_a_sandbox(application, clock: Watch, settings):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "production"})

    with pytest.raises(rules.AddressNotUsable, match="address for examples"):
        actions.send(to(application), by=SYSTEM, at=clock.at)


def test_a_rejection_is_told_automatically_only_where_that_is_on_and_can_be_called_back(
    application, rhea: User, ada: User, clock: Watch
):
    applications.reject(application, reason="other", by=Actor.of(rhea), at=clock.tick())
    assert not Email.objects.exists()
    applications.reopen(application, by=Actor.of(rhea), at=clock.tick())
    actions.choose(Kind.APPLICATION_REJECTED, CANDIDATE, None, is_automatic=True, by=Actor.of(ada), at=clock.tick())

    applications.reject(application, reason="other", by=Actor.of(rhea), at=clock.tick())
    assert delivery.send_due(clock) == 0
    applications.reopen(application, by=Actor.of(rhea), at=clock.tick(minutes=9))

    assert Email.objects.get().status == Status.CALLED_BACK
    applications.reject(application, reason="other", by=Actor.of(rhea), at=clock.tick())
    clock.tick(minutes=10)
    assert delivery.send_due(clock) == 1
    assert mail.outbox[0].subject == "About your application: Lamp keeper"


def applied(job: Job, clock: Watch, language: str = "sv") -> Submission:
    resume = checked_file("resume.txt", b"Ten years.\n")
    person = Person("Eva", emails=["eva@example.com"])
    letter = careers.Letter(person=person, resume=resume, consent="Yes", language=language)
    return careers.apply(job, letter, address="192.0.2.1", at=clock.tick())


def test_who_applies_is_answered_in_their_language_and_only_they_get_their_link(
    job: Job, clock: Watch, server: MailServer, ada: User
):
    submission = applied(job, clock)
    email = Email.objects.get()
    assert email.subject == "Din ansökan: Lamp keeper"
    assert "/careers/status/" not in email.text + email.html

    delivery.send_due(clock)

    (message,) = server.accepted
    link = career_queries.link(submission)
    text, html = (part.get_content() for part in message.iter_parts())
    assert link in text
    assert link in html
    email.refresh_from_db()
    assert (email.secret, "/careers/status/" in email.text + email.html) == ("", False)
    assert email.text


def test_who_withdraws_is_told_and_a_recruiters_note_of_it_is_not(job: Job, rhea: User, clock: Watch):
    submission = applied(job, clock, "en")
    careers.withdraw(submission, comment="", at=clock.tick())
    noted = personas.applicant(job, personas.candidate("Bo", emails=("bo@example.com",)))
    applications.withdraw(noted, by=Actor.of(rhea), at=clock.tick())

    assert [email.kind for email in Email.objects.order_by("pk")] == ["application_received", "withdrawal_confirmed"]


def test_attachments_look_and_picture_travel_with_the_email(
    application, server: MailServer, ada: User, clock: Watch, png: bytes
):
    looks.change(
        picture=pictures.checked(png),
        privacy_url="https://example.com/privacy",
        terms_url="",
        by=Actor.of(ada),
        at=clock.at,
    )
    file = File("interview.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")
    actions.send(to(application, files=[file]), by=SYSTEM, at=clock.at)

    delivery.send_due(clock)

    (message,) = server.accepted
    html = message.get_body(("html",))
    assert html is not None
    assert "cid:header-picture" in html.get_content()
    assert 'href="https://example.com/privacy"' in html.get_content()
    kinds = {part.get_content_type(): part for part in message.walk()}
    assert kinds["image/png"]["Content-ID"] == "<header-picture>"
    assert kinds["text/calendar"].get_filename() == "interview.ics"


@pytest.mark.parametrize(
    ("chosen", "words"), [("", "Privacy policy Terms of use"), ("sv", "Integritetspolicy Användarvillkor")]
)
def test_the_footer_has_the_language_of_the_email_or_one_of_its_own(
    application, server: MailServer, ada: User, clock: Watch, chosen: str, words: str
):
    looks.change(
        picture=None,
        privacy_url="https://example.com/privacy",
        terms_url="https://example.com/terms",
        footer_language=chosen,
        by=Actor.of(ada),
        at=clock.at,
    )
    actions.send(to(application), by=SYSTEM, at=clock.at)

    delivery.send_due(clock)

    (message,) = server.accepted
    html, plain = (message.get_body((kind,)) for kind in ("html", "plain"))
    assert html is not None
    assert plain is not None
    for word in words.split():
        assert word in html.get_content()
        assert word in plain.get_content()
    assert f'lang="{chosen or "en"}"' in html.get_content()


def test_what_is_not_chosen_is_left_out(application, server: MailServer, ada: User, clock: Watch):
    looks.change(picture=None, privacy_url="", terms_url="", footer_language="sv", by=Actor.of(ada), at=clock.at)
    actions.send(to(application), by=SYSTEM, at=clock.at)

    delivery.send_due(clock)

    (message,) = server.accepted
    assert not any("ntegritet" in str(part) or "<hr" in str(part) for part in message.walk())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
        (b"GIF89a" + b"\0" * 40, "no JPEG or PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no JPEG or PNG"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"", "no JPEG or PNG"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, said: str):
    with pytest.raises(refusals.Invalid) as refused:
        pictures.checked(content)

    assert said in str(refused.value.fields["picture"])


def test_a_picture_is_made_to_fit_and_loses_what_was_hidden_in_it(png: bytes):
    found = pictures.checked(png + b"<script>alert(1)</script>")

    assert (found.type, found.width, found.height) == ("image/png", 800, 80)
    assert b"<script>" not in found.content


def test_what_somebody_writes_reaches_the_candidate_and_is_read_by_who_sees_the_application(
    application, rhea: User, ivan: User, stan: User, ada: User, clock: Watch
):
    draft = Draft(kind=Kind.MESSAGE, subject="Hi #{Candidate_First_Name}", body="See **you**, #{Sender_Name}")
    email = actions.write_to_candidate(application, draft, by=Actor.of(rhea), at=clock.at)

    assert (email.subject, email.text) == ("Hi Greta", "See you, Rhea Persona")
    for somebody in (rhea, ivan, ada):
        assert queries.email(Actor.of(somebody), email.pk) == email
    with pytest.raises(rules.EmailNotFound):
        queries.email(Actor.of(stan), email.pk)


@pytest.mark.parametrize(("name", "refusal"), [("ivan", refusals.NotAllowed), ("stan", refusals.NotFound)])
def test_interviewers_and_strangers_write_to_nobody(application, name, refusal, request, clock: Watch):
    draft = Draft(kind=Kind.MESSAGE, subject="Hi", body="Text")

    with pytest.raises(refusal):
        actions.write_to_candidate(application, draft, by=Actor.of(request.getfixturevalue(name)), at=clock.at)


def test_what_is_wrong_with_a_draft_is_told_beside_the_field(application, rhea: User, clock: Watch):
    for subject, body, field in (("", "x", "subject"), ("x", "", "body"), ("x", "#{Salary}", "body")):
        draft = Draft(kind=Kind.MESSAGE, subject=subject, body=body)
        with pytest.raises(refusals.Invalid) as refused:
            actions.write_to_candidate(application, draft, by=Actor.of(rhea), at=clock.at)
        assert refused.value.fields.keys() == {field}


def test_only_who_may_write_to_the_candidate_decides_about_a_doubt(application, rhea, ivan, stan, clock: Watch):
    email = actions.send(to(application), by=SYSTEM, at=clock.at)
    Email.objects.update(status=Status.UNCERTAIN)

    for somebody in (ivan, stan):
        with pytest.raises(rules.EmailNotFound):
            outbox.send_again(email.pk, by=Actor.of(somebody), at=clock.at)
    outbox.send_again(email.pk, by=Actor.of(rhea), at=clock.at)

    email.refresh_from_db()
    assert email.status == Status.WAITING


def test_a_deleted_application_takes_its_emails_along(application, rhea: User, clock: Watch):
    actions.send(to(application), by=SYSTEM, at=clock.at)

    applications.delete(application, by=Actor.of(rhea), at=clock.at)

    assert not Email.objects.exists()


def test_a_job_that_is_not_public_is_not_linked(application, job: Job, clock: Watch, rhea: User):
    public = actions.send(to(application, Kind.PROSPECT_INVITED), by=SYSTEM, at=clock.at)
    assert f"/careers/{job.code}" in public.text
    jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=clock.at)
    application.job.refresh_from_db()

    assert "/careers/" not in actions.send(to(application, Kind.PROSPECT_INVITED), by=SYSTEM, at=clock.at).text


@pytest.mark.parametrize(("answer", "subject"), [("accepted", "Accepted"), ("declined", "Declined")])
def test_how_an_offer_was_answered_is_told_to_the_others_who_lead_the_job(
    job: Job, rhea: User, hal: User, clock: Watch, answer: str, subject: str
):
    application = personas.offered_to(job)
    reason = "relocation" if answer == "declined" else ""

    offers.note(application, answer, decline_reason=reason, comment="From May.", by=Actor.of(hal), at=clock.tick())

    email = Email.objects.get(recipient=Recipient.RECRUITER)
    assert (email.to, email.recipient) == (rhea.email, Recipient.RECRUITER)
    assert email.subject.startswith(subject)
    assert "From May." in email.text
    assert not Email.objects.exclude(pk=email.pk).filter(recipient=Recipient.HIRING_MANAGER).exists()


def test_an_erased_person_leaves_no_address_behind_and_users_keep_their_emails(ada: User, rhea: User, clock: Watch):
    greta = personas.candidate("Greta", emails=("Greta@example.com", rhea.email))
    for address in ("Greta@example.com", rhea.email, "nora@example.com"):
        actions.write(address, subject="Hello", body="x", at=clock.at)

    candidates.erase(greta, by=Actor.of(ada), at=clock.tick())

    assert set(Email.objects.values_list("to", flat=True)) == {rhea.email, "nora@example.com"}
