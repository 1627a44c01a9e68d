"""E-mail in a real browser: a template of one's own, the look, writing to a candidate, the outbox, what a demo has sent."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.core import clock
from skaffa.mail import delivery
from skaffa.mail.models import Email, Status, Template
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_template_is_written_and_an_email_sent_with_it(
    language: str, width: int, chromium: Browser, live_server, pictures: Path, settings, tmp_path: Path
):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "sandbox", "demo": True, "data": tmp_path})
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER, language=language)
    job = personas.active_job(ada, "Lamp keeper")
    greta = personas.candidate("Greta", "Ek", emails=("greta@people.example",))
    personas.applicant(job, greta)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        write_a_template(desk)
        choose_a_look(desk)
        reject_and_write(desk, greta.pk)
        look_around(desk)

    email = Email.objects.get(kind="application_rejected")
    assert (email.subject, email.status) == ("Lamp keeper!", Status.SENT)


def write_a_template(desk: Desk) -> None:
    """From a built-in one, with a placeholder that is pressed; the preview follows."""
    desk.open("/admin-center/e-mail/")
    desk.look("mail-templates")
    desk.page.get_by_role("link", name=desk.words("Application rejected")).click()
    desk.look("mail-builtin")
    desk.page.get_by_role("link", name=desk.words("Duplicate"), exact=True).click()
    expect(desk.page.locator(".mail-preview")).to_have_count(2)
    subject = desk.page.locator(f"#id_subject_{desk.words.language}")
    subject.fill("")
    desk.page.locator("[data-insert='#{Job_Title}']").click()
    expect(subject).to_have_value("#{Job_Title}")
    subject.press_sequentially("!")
    expected = {"en": "Greenhouse engineer!", "sv": "Växthusingenjör!"}[desk.words.language]
    expect(desk.page.locator(".mail-preview-subject", has_text=expected)).to_be_visible()
    desk.look("mail-edit")
    desk.press("Save")
    desk.says("The template has been saved.")
    row = desk.page.locator("li.row-line", has=desk.page.locator(f"a[href$='/templates/{Template.objects.get().pk}']"))
    row.locator("[data-bs-toggle]").click()
    desk.look("mail-menu")
    row.get_by_role("button", name=desk.words("Set as default"), exact=True).click()
    desk.says("It is the default now.")


def choose_a_look(desk: Desk) -> None:
    desk.page.get_by_role("link", name=desk.words("Appearance and sender")).click()
    written = io.BytesIO()
    Image.new("RGB", (400, 60), "teal").save(written, format="PNG")
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": written.getvalue()}
    )
    desk.page.locator("#id_privacy_url").fill("https://harbour.example/privacy")
    desk.press("Save")
    desk.says("E-mails look like this from now on.")
    expect(desk.page.locator(".mail-picture")).to_be_visible()
    desk.look("mail-settings")


def reject_and_write(desk: Desk, candidate_id: int) -> None:
    """The box in the form of rejection leads to the e-mail; it has left when the worker has run."""
    desk.open(f"/candidates/{candidate_id}/")
    desk.page.locator("main a", has_text=desk.words("Reject")).first.click()
    desk.page.locator("dialog[open] #id_reason").select_option("other")
    desk.page.locator("#id_write").check()
    desk.look("mail-reject")
    desk.press("Reject")
    expect(desk.page.locator("h1")).to_have_text(desk.words("Write an e-mail"))
    desk.page.locator("#choice-language").select_option(desk.words.language)
    expect(desk.page.locator("#mail-form #id_subject")).to_have_value("#{Job_Title}!")
    expect(desk.page.locator(".mail-preview-subject")).to_have_text("Lamp keeper!")
    desk.quiet()
    desk.look("mail-write")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("mail-write-dark")
    desk.page.emulate_media(color_scheme="light")
    desk.press("Send")
    desk.page.locator("a[href^='/e-mails/']").first.click()
    expect(desk.page.locator(".state").first).to_have_text(desk.words("Waiting"))
    desk.look("mail-waiting")
    delivery.send_due(clock.now)
    expect(desk.page.locator(".state").first).to_have_text(desk.words("Sent"))
    desk.look("mail-sent")


def look_around(desk: Desk) -> None:
    Email.objects.create(
        message_id="<1@x>",
        to="nora@people.example",
        subject="Invitation",
        text="x",
        status=Status.UNCERTAIN,
        last_error="SMTPServerDisconnected: Connection unexpectedly closed",
        created_at=clock.now(),
        due_at=clock.now(),
    )
    desk.open("/admin-center/e-mail/outbox")
    desk.look("mail-outbox")
    desk.page.get_by_role("link", name="Invitation").click()
    desk.look("mail-uncertain")
    desk.page.emulate_media(color_scheme="dark")
    desk.open("/admin-center/e-mail/outbox")
    desk.look("mail-outbox-dark")
    desk.open("/admin-center/e-mail/")
    desk.look("mail-templates-dark")
    desk.open("/demo/e-mail")
    desk.look("mail-demo-dark")
