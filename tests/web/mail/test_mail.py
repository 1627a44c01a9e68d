"""E-mail over HTTP: the library, writing a template, what e-mails look like, the outbox, writing to a candidate."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.cli.catch_mail import Catcher
from skaffa.jobs.models import Job
from skaffa.mail import actions, delivery, queries
from skaffa.mail.letter import Letter
from skaffa.mail.models import Choice, Email, Kind, Look, Recipient, Status, Template
from skaffa.mail.rules import Words
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db

LIBRARY = "/admin-center/e-mail/"
NEW = f"{LIBRARY}new?pair=application_rejected:candidate"
REJECTED = f"{LIBRARY}types/application_rejected/candidate"
WORDS = {"title": "Mine", "subject_en": "My #{Job_Title}", "body_en": "Dear #{Candidate_Name}"}


@pytest.fixture(autouse=True)
def _sandbox(settings, clock: Watch) -> None:
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "sandbox"})


@pytest.fixture
def admin(ada: User) -> Client:
    return signed_in(ada)


@pytest.fixture
def application(job: Job, rhea: User) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Ek", emails=("greta@people.example",)), by=rhea)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def content(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def png() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (200, 60), "teal").save(written, format="PNG")
    return SimpleUploadedFile("logo.png", written.getvalue(), "image/png")


def test_the_library_shows_every_built_in_template_by_category_and_what_is_automatic(admin: Client):
    page = content(admin, LIBRARY)

    assert page.count("Built-in") == len(list(queries.pairs()))
    assert "Interview scheduling" in page
    assert "Default, automatic" in page
    assert "Job approval request" not in content(admin, f"{LIBRARY}?category=offer")


def test_a_built_in_template_is_read_in_both_languages_and_can_only_be_duplicated(admin: Client):
    page = content(admin, REJECTED)

    assert "About your application: Greenhouse engineer" in page
    assert "Om din ansökan: Växthusingenjör" in page
    assert "Dear" not in page
    assert f"{NEW}&amp;from=0" in page
    assert admin.get(f"{LIBRARY}types/message/interviewer").status_code == 404


def test_a_duplicate_begins_with_the_words_of_the_original(admin: Client):
    page = content(admin, f"{NEW}&from=0")

    assert 'value="Copy of Application rejected"' in page
    assert "Hello #{Candidate_First_Name}," in page
    assert "Hej #{Candidate_First_Name}," in page


def test_a_template_is_written_made_default_deleted_and_put_back(admin: Client):
    assert admin.post(NEW, WORDS | {"cc": ["recruiter"]}).status_code == 302
    mine = Template.objects.get()
    assert (mine.title, mine.cc) == ("Mine", ["recruiter"])

    admin.post(f"{REJECTED}/choose", {"template": mine.pk, "automatic": "yes"})
    assert Choice.objects.get().template == mine
    gone = admin.post(f"{LIBRARY}templates/{mine.pk}/delete")
    assert "Undo" in content(admin, gone["Location"])
    assert admin.get(f"{LIBRARY}templates/{mine.pk}").status_code == 404
    admin.post(f"{LIBRARY}templates/{mine.pk}/restore")

    assert "Mine" in content(admin, LIBRARY)
    assert Choice.objects.get().template is None


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(admin: Client):
    answer = admin.post(NEW, WORDS | {"body_en": "Dear #{Salary}", "subject_sv": "Hej"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no #{Salary} here. You can use: #{Candidate_Name}" in page
    assert "Write something here." in page
    assert "Dear #{Salary}" in page
    assert not Template.objects.exists()


def test_a_template_is_changed_by_administrators_and_read_by_recruiters(admin: Client, rhea: User):
    admin.post(NEW, WORDS)
    address = f"{LIBRARY}templates/{Template.objects.get().pk}"

    admin.post(address, WORDS | {"body_en": "New words"})
    page = content(signed_in(rhea), address)

    assert "New words" in page
    assert "<textarea" not in page
    assert signed_in(rhea).post(address, WORDS).status_code == 200
    assert Template.objects.get().body_en == "New words"


def test_the_preview_shows_a_made_up_person_in_the_language_of_the_text(admin: Client):
    words = {"subject_sv": "Hej #{Candidate_Name}", "body_sv": "**#{Job_Title}** <script>", "body_en": "#{X}"}
    page = admin.post(f"{REJECTED}/preview", words).content.decode()

    assert "Hej Alva Exempel" in page
    assert "<strong>Växthusingenjör</strong> &lt;script&gt;" in page
    assert "There is no #{X} here." in page


def test_what_is_around_every_text_is_chosen_and_the_picture_served_as_one(admin: Client, rhea: User):
    saved = admin.post(
        f"{LIBRARY}settings", {"picture": png(), "privacy_url": "https://harbour.se/privacy", "terms_url": ""}
    )
    assert saved.status_code == 302
    served = signed_in(rhea).get(f"{LIBRARY}settings/picture")
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in served["Content-Security-Policy"]

    admin.post(f"{LIBRARY}settings", {"remove_picture": "on", "privacy_url": "", "terms_url": ""})

    assert (bytes(Look.objects.get().picture), Look.objects.get().picture_type) == (b"", "")
    assert admin.get(f"{LIBRARY}settings/picture").status_code == 404


def test_the_footer_has_a_language_of_its_own_and_previews_show_it(admin: Client):
    links = {"privacy_url": "https://harbour.se/privacy", "terms_url": "https://harbour.se/terms"}
    preview = {"subject_en": "Hello", "body_en": "#{Interview_Table}"}
    invited = f"{LIBRARY}types/interview_invited/candidate/preview"

    admin.post(f"{LIBRARY}settings", links)
    before = admin.post(invited, preview).content.decode()
    admin.post(f"{LIBRARY}settings", links | {"footer_language": "sv"})
    after = admin.post(invited, preview).content.decode()
    unknown = admin.post(f"{LIBRARY}settings", links | {"footer_language": "tlh"})

    assert "Privacy policy" in before
    assert "Tuesday 8 December" in before
    assert "Integritetspolicy" in after
    assert "tisdag 8 december" in after
    assert unknown.status_code == 422
    assert Look.objects.get().footer_language == "sv"


def test_a_drawing_with_a_program_in_it_is_no_header_picture(admin: Client):
    drawing = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'></svg>", "image/svg+xml")
    answer = admin.post(f"{LIBRARY}settings", {"picture": drawing})

    assert answer.status_code == 422
    assert "SVG drawing" in answer.content.decode()
    assert not Look.objects.exists()


def test_the_sender_is_shown_and_a_test_goes_to_oneself(admin: Client, ada: User, mailoutbox, clock: Watch):
    page = content(admin, f"{LIBRARY}settings")
    assert "SKAFFA_EMAIL_FROM" in page
    assert "none: e-mails are written to the log" in page

    answer = admin.post(f"{LIBRARY}settings/test")
    delivery.send_due(clock)

    assert [letter.to for letter in mailoutbox] == [[ada.email]]
    assert "Sent" in content(admin, answer["Location"])


def test_the_outbox_is_filtered_and_says_what_needs_somebody(admin: Client, application, clock: Watch):
    first = actions.write("nora@harbour.se", subject="First", body="secret link", at=clock.at)
    second = actions.write("otto@harbour.se", subject="Second", body="x", at=clock.tick())
    Email.objects.filter(pk=first.pk).update(status=Status.UNCERTAIN)
    Email.objects.filter(pk=second.pk).update(status=Status.REFUSED, last_error="550 No such mailbox")

    page = content(admin, f"{LIBRARY}outbox")
    assert "Decide about them" in page
    assert "550 No such mailbox" in page
    assert "First" not in content(admin, f"{LIBRARY}outbox?status=refused")
    assert "Second" not in content(admin, f"{LIBRARY}outbox?q=nora")
    one = content(admin, f"/e-mails/{first.pk}")
    assert "Perhaps it was sent" in one
    assert "secret link" not in one
    admin.post(f"/e-mails/{first.pk}/arrived")
    admin.post(f"/e-mails/{second.pk}/send-again")

    assert [Email.objects.get(pk=email.pk).status for email in (first, second)] == [Status.SENT, Status.WAITING]
    assert admin.post(f"/e-mails/{first.pk}/send-again").status_code == 409


def test_pages_ask_as_few_questions_however_long(
    admin: Client, application, rhea: User, clock: Watch, django_assert_max_num_queries
):
    for number in range(30):
        actions.write(f"n{number}@harbour.se", subject="x", body="x", at=clock.tick())
        words = Words(title=f"T{number}", subject_en="x", body_en="x")
        actions.save_template(Kind.MESSAGE, Recipient.CANDIDATE, words, by=SYSTEM, at=clock.at)

    for client, address in (
        (admin, LIBRARY),
        (admin, f"{LIBRARY}outbox"),
        (signed_in(rhea), f"/applications/{application.pk}/e-mail"),
        (admin, f"/e-mails/{Email.objects.latest('pk').pk}"),
    ):
        with django_assert_max_num_queries(15):
            content(client, address)


def test_a_recruiter_writes_to_a_candidate_and_it_stands_in_the_activity(application, rhea: User, ivan: User):
    client = signed_in(rhea)
    address = f"/applications/{application.pk}/e-mail"
    page = content(client, address)
    assert "Lamp keeper at" not in page
    assert "#{Job_Title} at #{Company_Name}" in page

    draft = {"template": "message:0", "language": "en", "subject": "About #{Job_Title}", "body": "See **you**"}
    preview = client.post(f"{address}/preview", draft).content.decode()
    assert "About Lamp keeper" in preview
    assert "<strong>you</strong>" in preview
    sent = client.post(address, draft | {"cc": ["hiring_manager"]})

    email = Email.objects.get()
    assert (email.to, email.cc, email.subject) == ("greta@people.example", ["hal@example.com"], "About Lamp keeper")
    activity = content(client, sent["Location"])
    assert f'href="/e-mails/{email.pk}"' in activity
    assert "See you" in content(signed_in(ivan), f"/e-mails/{email.pk}")


def test_another_template_brings_other_words_and_the_fitting_one_is_chosen_first(application, rhea: User, ada: User):
    mine = actions.save_template(Kind.MESSAGE, Recipient.CANDIDATE, Words(**WORDS), by=Actor.of(ada), at=personas.START)
    client = signed_in(rhea)
    address = f"/applications/{application.pk}/e-mail"

    assert "Dear #{Candidate_Name}" in content(client, f"{address}?template=message:{mine.pk}")
    assert "Hej #{Candidate_First_Name}" in content(client, f"{address}?template=message:0&language=sv")
    assert "Dear #{Candidate_Name}" not in content(client, f"{address}?template=message:999&language=xx")
    applications.reject(application, reason="other", by=Actor.of(rhea), at=personas.START)
    assert "thank you for your interest" in content(client, address)


def test_what_is_wrong_with_a_letter_is_told_and_the_words_are_kept(application, rhea: User):
    answer = signed_in(rhea).post(
        f"/applications/{application.pk}/e-mail", {"template": "message:0", "subject": "Hi", "body": "My #{Salary}"}
    )

    assert answer.status_code == 422
    assert "There is no #{Salary} here." in answer.content.decode()
    assert "My #{Salary}" in answer.content.decode()
    assert not Email.objects.exists()


def test_somebody_without_an_address_cannot_be_written_to_and_the_page_says_what_to_do(job: Job, rhea: User):
    nobody = personas.applicant(job, personas.candidate("Bo", emails=()), by=rhea)
    client = signed_in(rhea)
    address = f"/applications/{nobody.pk}/e-mail"

    page = content(client, address)
    refused = client.post(address, {"template": "message:0", "subject": "Hi", "body": "Text"})

    assert "Add an address" in page
    assert refused.status_code == 422
    assert "No e-mail address is known" in refused.content.decode()


def test_rejecting_leads_to_an_email_where_that_is_wanted(application, rhea: User):
    client = signed_in(rhea)
    address = f"/applications/{application.pk}/reject"
    assert "Then write them an e-mail" in content(client, address)

    answer = client.post(address, {"reason": "other", "comment": "", "write": "on"})

    assert answer["Location"] == f"/applications/{application.pk}/e-mail"
    assert not Email.objects.exists()
    assert "thank you for your interest" in content(client, answer["Location"])


def test_where_rejections_are_told_automatically_the_form_says_so(application, rhea: User, ada: User, clock: Watch):
    actions.choose(
        Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, None, is_automatic=True, by=Actor.of(ada), at=clock.at
    )
    client = signed_in(rhea)
    page = content(client, f"/applications/{application.pk}/reject")

    client.post(f"/applications/{application.pk}/reject", {"reason": "other", "comment": "", "write": "on"})

    assert "in ten minutes, automatically" in page
    assert "Then write them an e-mail" not in page
    assert Email.objects.get().kind == Kind.APPLICATION_REJECTED


def test_an_email_shows_its_state_but_never_its_readers_own_link(application, rhea: User, clock: Watch):
    letter = Letter(
        kind=Kind.APPLICATION_RECEIVED,
        to=queries.reader(application),
        application=application,
        values={"Status_Link": "https://link.invalid/"},
        secret="https://skaffa.test/careers/status/token",
    )
    email = actions.send(letter, by=SYSTEM, at=clock.at)

    page = content(signed_in(rhea), f"/e-mails/{email.pk}")

    assert "[the reader’s own link]" in page
    assert "/careers/status/" not in page
    assert "Waiting" in page


def test_what_a_demo_has_sent_is_read_in_the_demo_only(client: Client, settings, tmp_path: Path, application):
    assert client.get("/demo/e-mail").status_code == 404
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"demo": True, "data": tmp_path})
    folder = tmp_path / "mail"
    folder.mkdir()
    assert "Nothing has been sent yet" in content(client, "/demo/e-mail")
    email = actions.send(
        Letter(kind=Kind.APPLICATION_REJECTED, to=queries.reader(application), application=application),
        by=SYSTEM,
        at=personas.START,
    )
    Catcher(folder).keep(delivery.message(email, None).message().as_bytes())
    Catcher(folder).keep(b"To: nora@people.example\r\nSubject: Plain\r\n\r\nhttps://skaffa.test/x\r\n")

    page = content(client, "/demo/e-mail")
    links = re.findall(r'href="(/demo/e-mail/[^"]+)"', page)

    assert "About your application: Lamp keeper" in page
    assert len(links) == 2
    shown = [content(client, link) for link in links]
    assert any("<p>Hello Greta,</p>" in one for one in shown)
    assert any('<a href="https://skaffa.test/x"' in one for one in shown)
    assert client.get("/demo/e-mail/..%2Fdemo").status_code == 404
