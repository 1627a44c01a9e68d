"""The door for applicants: a form anybody may send, a confirmation, a link that shows how it stands."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.careers import actions, rules
from skaffa.careers.actions import Letter
from skaffa.careers.models import Knock, Submission
from skaffa.documents import rules as document_rules
from skaffa.documents.models import Document
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin.sync import gate
from skaffa.mail.models import Email
from skaffa.notify.models import Notice
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.usefixtures("clock")


class Visitor:
    """Somebody without an account, at one job's form."""

    def __init__(self, job: Job, clock: Watch, language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language})
        self.page = f"/careers/{job.code}/apply"
        self.clock = clock

    def apply(self, content: bytes = b"Lamp keeper for ten years.\n", *, seconds: float = 30, **changes: Any) -> Any:
        opened = self.client.get(self.page).content.decode()
        hidden = re.search(r'name="opened" value="([^"]+)"', opened)
        assert hidden
        self.clock.tick(seconds=seconds)
        form = {
            "first_name": "Greta",
            "last_name": "Lind",
            "email": "greta@people.example",
            "phone": "",
            "link": "",
            "consent": "on",
            "website": "",
            "opened": hidden[1],
            "resume": SimpleUploadedFile("resume.txt", content),
            **changes,
        }
        return self.client.post(self.page, {name: value for name, value in form.items() if value is not None})


@pytest.fixture
def visitor(job: Job, clock: Watch) -> Visitor:
    return Visitor(job, clock)


def main_of(answer: Any) -> str:
    return str(answer.content.decode().partition("<main")[2])


def titles(answer: Any) -> list[str]:
    return re.findall(r'class="careers-job-title"[^>]*>([^<]+)<', answer.content.decode())


def the_link() -> str:
    found = re.search(r"https?://[^/]+(/careers/status/\S+)", Email.objects.latest("pk").secret)
    assert found
    return found[1]


def test_whoever_applies_is_an_applicant_with_a_resume_and_a_confirmation(visitor: Visitor, job: Job, rhea: User):
    answer = visitor.apply(phone="+46 70 1234567", link="linkedin.com/in/greta-lind")

    assert answer.status_code == 200
    assert "greta@people.example" in answer.content.decode()
    application = Application.objects.get()
    assert (application.job, application.source_id, application.stage.kind) == (job, "career_site", "application")
    assert application.candidate.profile_source_id == "career_site"
    assert [link.url for link in application.candidate.links.all()] == ["https://linkedin.com/in/greta-lind"]
    assert Document.objects.get(application=application).is_resume
    assert Submission.objects.get().consent == rules.DEFAULT_CONSENT
    assert Email.objects.get().to == "greta@people.example"
    assert Notice.objects.get(user=rhea, kind="ApplicationSubmitted").data["candidate"] == "Greta Lind"


def test_the_confirmation_comes_in_the_language_of_the_page(job: Job, clock: Watch):
    Visitor(job, clock, "sv").apply()

    assert Email.objects.get().subject.startswith("Din ansökan")
    assert Submission.objects.get().consent.startswith("Jag samtycker")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"consent": None}, "Tick this box"),
        ({"resume": None}, "Choose your résumé"),
        ({"email": "nonsense"}, "valid email"),
        ({"first_name": ""}, "required"),
        ({"resume": SimpleUploadedFile("resume.exe", b"MZ")}, "Choose a PDF"),
        ({"resume": SimpleUploadedFile("resume.pdf", b"MZ")}, "something else is in it"),
        ({"cover_letter": SimpleUploadedFile("letter.pdf", b"MZ")}, "something else is in it"),
        ({"cover_letter": SimpleUploadedFile("letter.txt", b"")}, "The file is empty"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(visitor: Visitor, missing: dict[str, Any], words: str):
    answer = visitor.apply(**missing)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Application.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize(("chosen", "kept"), [({}, 1), ({"resume": None}, 0)])
def test_where_the_job_asks_for_none_one_applies_with_or_without_a_resume(
    rhea: User, clock: Watch, chosen: dict[str, Any], kept: int
):
    job = personas.active_job(rhea, "Diver", resume_required=False)
    visitor = Visitor(job, clock)
    form = visitor.client.get(visitor.page).content.decode()

    answer = visitor.apply(**chosen)

    assert answer.status_code == 200
    assert re.search(r"Résumé\s*<span[^>]*>optional", form)
    assert Application.objects.get().job == job
    assert Document.objects.count() == kept


def test_a_cover_letter_is_kept_beside_the_resume_and_read_as_it_is(visitor: Visitor):
    form = visitor.client.get(visitor.page).content.decode()

    answer = visitor.apply(cover_letter=SimpleUploadedFile("Letter.txt", b"I like lamps.\n"))

    assert answer.status_code == 200
    assert re.search(r"Cover letter\s*<span[^>]*>optional", form)
    kept = Document.objects.filter(application=Application.objects.get()).order_by("pk")
    assert [(row.kind, row.file_name, bytes(row.content.data)) for row in kept] == [
        ("resume", "resume.txt", b"Lamp keeper for ten years.\n"),
        ("cover_letter", "Letter.txt", b"I like lamps.\n"),
    ]
    assert [row.reading.state for row in kept] == ["waiting", "waiting"]


def test_what_is_wrong_with_a_cover_letter_is_said_beside_it(visitor: Visitor):
    answer = visitor.apply(cover_letter=SimpleUploadedFile("letter.txt", bytes(document_rules.LARGEST + 1)))

    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_errors"', main_of(answer)) == ["cover_letter"]
    assert "The file is larger than 10 MB. Save it as a PDF" in main_of(answer)
    assert not Application.objects.exists()


def test_a_cover_letter_is_no_resume(visitor: Visitor):
    answer = visitor.apply(resume=None, cover_letter=SimpleUploadedFile("letter.txt", b"I like lamps.\n"))

    assert answer.status_code == 422
    assert "Choose your résumé" in answer.content.decode()
    assert not Document.objects.exists()


def test_two_files_for_one_field_are_refused(visitor: Visitor):
    twice = [SimpleUploadedFile(f"{number}.txt", b"I like lamps.\n") for number in range(2)]

    assert visitor.apply(resume=None, cover_letter=twice).status_code == 400
    assert not Document.objects.exists()


def test_where_nobody_is_confirmed_no_page_promises_an_e_mail(rhea: User, job: Job, clock: Watch):
    quiet = Visitor(personas.active_job(rhea, "Diver", confirm_to="nobody"), clock)
    form = quiet.client.get(quiet.page).content.decode()

    answer = main_of(quiet.apply())
    nothing_written = not Email.objects.exists()
    usual = main_of(Visitor(job, clock).apply())

    assert nothing_written
    assert "We answer to this address." in form
    assert "A confirmation is on its way" not in answer
    assert "The hiring team answers to greta@people.example." in answer
    assert "A confirmation is on its way" in usual


def test_a_program_that_leaves_the_form_aside_is_refused_by_the_domain(job: Job):
    person = Person(first_name="Greta", last_name="Lind", emails=["greta@people.example"])
    letter = Letter(person=person, resume=None, consent="Yes.", language="en")

    with pytest.raises(rules.ResumeMissing):
        actions.apply(job, letter, address="192.0.2.1", at=personas.START)

    assert not Knock.objects.exists()


def test_who_has_applied_before_is_not_taken_in_twice_and_a_stranger_learns_nothing(visitor: Visitor, job: Job):
    first = visitor.apply()
    again = visitor.apply(b"Lamp keeper for eleven years.\n")

    assert main_of(again) == main_of(first)
    assert Application.objects.count() == Candidate.objects.count() == 1
    assert Document.objects.count() == 2
    assert "applied before" in Email.objects.latest("pk").subject
    assert list(Submission.objects.order_by("pk").values_list("is_repeated", flat=True)) == [False, True]


def test_the_same_resume_once_more_is_no_mistake(visitor: Visitor):
    visitor.apply()
    assert visitor.apply().status_code == 200
    assert Document.objects.count() == 1


def test_who_was_rejected_stays_rejected_and_the_team_hears_of_it(visitor: Visitor, rhea: User, clock: Watch):
    visitor.apply()
    applications.reject(Application.objects.get(), reason="skills", by=Actor.of(rhea), at=clock.tick())

    assert visitor.apply(b"Now with a diploma.\n").status_code == 200

    assert not Application.objects.get().is_active
    assert Notice.objects.filter(user=rhea, kind="ApplicationSubmitted", data__again="yes").exists()


def test_a_prospect_who_applies_becomes_an_applicant(visitor: Visitor, job: Job):
    known = personas.prospect(job, personas.candidate("Greta", "Lind", emails=("greta@people.example",)))
    assert gate.application(gate.Facts(past_prospect=False, confidential=False), everyone_sees=True)

    visitor.apply()

    application = Application.objects.get(pk=known.pk)
    assert not application.stage.is_prospect
    assert application.passed_prospect_at is not None
    assert Email.objects.get().subject.startswith("Your application")  # not "You have applied before"


def test_a_program_that_fills_in_the_trap_is_thanked_and_forgotten(visitor: Visitor):
    assert visitor.apply(website="https://spam.example").status_code == 200
    assert not Application.objects.exists()
    assert not Knock.objects.exists()


@pytest.mark.parametrize("seconds", [1, 100_000])
def test_a_form_that_is_sent_too_soon_or_too_late_is_shown_again(visitor: Visitor, seconds: float):
    answer = visitor.apply(seconds=seconds)

    assert answer.status_code == 422
    assert "once more" in answer.content.decode()
    assert not Application.objects.exists()


def test_a_form_that_was_shown_again_can_be_sent(visitor: Visitor):
    shown = visitor.apply(seconds=1).content.decode()
    renewed = re.search(r'name="opened" value="([^"]+)"', shown)
    assert renewed
    assert visitor.apply(opened=renewed[1], seconds=3).status_code == 200


def test_a_flood_is_stopped_and_ends(visitor: Visitor, clock: Watch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "MOST_BY_ADDRESS", 2)
    for number in range(2):
        assert visitor.apply(email=f"{number}@people.example").status_code == 200

    refused = visitor.apply(email="third@people.example")

    assert refused.status_code == 422
    assert "try again in an hour" in refused.content.decode()
    assert Application.objects.count() == 2
    clock.tick(hours=2)
    assert visitor.apply(email="third@people.example").status_code == 200


def test_one_address_is_not_written_to_without_end(visitor: Visitor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "MOST_BY_EMAIL", 1)
    visitor.apply()
    assert visitor.apply(email="GRETA@people.example").status_code == 422
    assert Email.objects.count() == 1


def test_nobodys_network_address_is_kept(visitor: Visitor, clock: Watch):
    visitor.apply()
    assert not Knock.objects.filter(who__contains="127.0.0.1").exists()
    clock.tick(days=2)
    visitor.apply(email="later@people.example")
    assert Knock.objects.count() == 3


def test_a_confidential_or_closed_job_takes_no_application(visitor: Visitor, job: Job, rhea: User, clock: Watch):
    hidden = personas.active_job(rhea, is_confidential=True)
    assert visitor.client.get(f"/careers/{hidden.code}/apply").status_code == 404

    jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=clock.tick())
    assert visitor.client.get(visitor.page).status_code == 404
    assert visitor.client.post(visitor.page, {}).status_code == 404


def test_the_link_shows_how_it_stands_in_an_applicants_words(visitor: Visitor, rhea: User, clock: Watch):
    visitor.apply()
    page = the_link()
    answer = visitor.client.get(page)
    assert "Received" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "strict-origin"

    applications.advance(Application.objects.get(), by=Actor.of(rhea), at=clock.tick())
    shown = visitor.client.get(page).content.decode()
    assert "In process" in shown
    assert "Screen" not in shown

    applications.reject(
        Application.objects.get(), reason="skills", comment="Too slow", by=Actor.of(rhea), at=clock.tick()
    )
    shown = visitor.client.get(page).content.decode()
    assert "Ended" in shown
    assert "Too slow" not in shown
    assert "Skill" not in shown


def test_an_applicant_withdraws_by_their_link(visitor: Visitor):
    visitor.apply()
    page = the_link()

    answer = visitor.client.post(f"{page}/withdraw", {"comment": "Moved away"}, follow=True)

    assert "Withdrawn" in answer.content.decode()
    application = Application.objects.get()
    assert (application.close_reason, application.rejection_comment) == ("withdrawn", "Moved away")
    assert visitor.client.post(f"{page}/withdraw", {}).status_code == 302


@pytest.mark.parametrize("change", [lambda page: page[:-2], lambda page: "/careers/status/nonsense"])
def test_a_link_that_was_changed_opens_nothing(visitor: Visitor, change: Any):
    visitor.apply()
    page = change(the_link())
    assert visitor.client.get(page).status_code == 404
    assert visitor.client.post(f"{page}/withdraw").status_code == 404
    assert Application.objects.get().is_active


def test_a_link_of_last_year_has_expired(visitor: Visitor, clock: Watch):
    visitor.apply()
    page = the_link()
    clock.tick(days=181)
    answer = visitor.client.get(page)
    assert answer.status_code == 404
    assert "half a year" in answer.content.decode()


def test_a_link_to_what_was_deleted_opens_nothing(visitor: Visitor, clock: Watch):
    visitor.apply()
    page = the_link()
    applications.delete(Application.objects.get(), by=SYSTEM, at=clock.tick())
    assert visitor.client.get(page).status_code == 404


def test_open_jobs_are_listed_and_searched(client: Client, job: Job, rhea: User):
    personas.active_job(rhea, "Rope maker", city="Bergen", country="NO")
    personas.active_job(rhea, "Secret keeper", is_confidential=True)
    personas.draft(rhea, "Draft keeper")

    assert titles(client.get("/careers/")) == ["Rope maker", "Lamp keeper"]
    assert titles(client.get("/careers/?q=bergen")) == ["Rope maker"]
    assert "No job matches" in client.get("/careers/?q=pilot").content.decode()


def test_search_engines_find_every_open_job(client: Client, job: Job, rhea: User):
    hidden = personas.active_job(rhea, is_confidential=True)
    answer = client.get("/careers/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    assert f"/careers/{job.code}</loc>" in answer.content.decode()
    assert hidden.code not in answer.content.decode()


def test_administrators_choose_what_applicants_agree_to(visitor: Visitor, ada: User):
    admin = Client()
    admin.force_login(ada)
    said = {"consent_en": "We may keep it.", "consent_sv": "", "privacy_url": "https://harbour.example/privacy"}
    assert admin.post("/admin-center/career-site", said).status_code == 302

    assert "We may keep it." in visitor.client.get(visitor.page).content.decode()
    visitor.apply()
    assert Submission.objects.get().consent == "We may keep it."


def test_consent_outlives_its_words_but_not_the_application(visitor: Visitor, clock: Watch):
    visitor.apply()
    assert Submission.objects.get().submitted_at - clock.at < timedelta(seconds=1)
    applications.delete(Application.objects.get(), by=SYSTEM, at=clock.tick())
    assert not Submission.objects.exists()


def test_a_link_names_the_source_it_stands_in(visitor: Visitor, job: Job):
    visitor.page += "?source=indeed"

    assert visitor.apply().status_code == 200

    application = Application.objects.get()
    assert (application.source_id, application.candidate.profile_source_id) == ("indeed", "indeed")


@pytest.mark.parametrize("named", ["nothing-we-know", "x" * 500, "%00"])
def test_a_link_that_names_nothing_we_know_is_the_career_site(named: str, visitor: Visitor, job: Job):
    visitor.page += f"?source={named}"

    assert visitor.apply().status_code == 200

    assert Application.objects.get().source_id == "career_site"


def test_the_source_of_a_link_goes_from_page_to_page(client: Client, job: Job):
    listed = client.get("/careers/?source=google_jobs").content.decode()
    shown = client.get(f"/careers/{job.code}?source=google_jobs").content.decode()

    assert f"/careers/{job.code}?source=google_jobs" in listed
    assert shown.count(f"/careers/{job.code}/apply?source=google_jobs") == 2
