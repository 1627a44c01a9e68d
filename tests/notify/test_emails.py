"""E-mails start as rows, leave by a task, and never leave twice after they were accepted."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from procrastinate.contrib.django.models import ProcrastinateJob

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.events import UserInvited
from skaffa.accounts.models import User
from skaffa.notify import actions, delivery, rules, tasks
from skaffa.notify.models import Email
from tests.at_once import at_once
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db


class Broken(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def write(to: str = "nora@example.com", **changes) -> Email:
    return actions.email(to, **{"subject": "Hello", "body": "Text", "at": START, **changes})


def test_an_invitation_is_mailed_with_its_link_in_the_hosts_language(ada: User, clock: Watch, heard, settings):
    told = heard(UserInvited)

    accounts.invite("nora@example.com", roles=["recruiter"], by=Actor.of(ada), at=clock.at)
    tasks.send_due_emails()

    (message,) = mail.outbox
    assert message.to == ["nora@example.com"]
    assert f"{settings.SKAFFA.base_url}/invitations/{told[0].token}" in message.body
    assert "Ada Persona" in message.body
    assert settings.SKAFFA.environment_name in message.subject


def test_the_system_invites_too(clock: Watch):
    accounts.invite("nora@example.com", roles=[], by=SYSTEM, at=clock.at)

    assert Email.objects.get().to == "nora@example.com"


def test_writing_an_email_wakes_the_task_in_the_same_transaction():
    write()

    job = ProcrastinateJob.objects.get()
    assert job.task_name == "notify.send_due_emails"


def test_what_was_accepted_never_leaves_again_and_its_text_is_forgotten(clock: Watch):
    write()

    assert delivery.send_due(clock) == 1
    assert delivery.send_due(clock) == 0

    sent = Email.objects.get()
    assert (len(mail.outbox), sent.sent_at, sent.body, sent.lease_until) == (1, clock.at, "", None)


def test_the_message_id_is_the_rows_own(clock: Watch):
    written = write()

    delivery.send_due(clock)

    assert f"-{written.pk}@" in mail.outbox[0].extra_headers["Message-ID"]


def test_a_server_that_is_down_is_tried_again_later_each_time(clock: Watch, settings):
    written = write()
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert delivery.send_due(clock) == 0
    assert delivery.send_due(clock) == 0
    written.refresh_from_db()
    assert (written.attempts, written.due_at, written.sent_at) == (1, START + timedelta(minutes=1), None)
    assert "SMTPServerDisconnected" in written.last_error
    clock.tick(minutes=1)
    delivery.send_due(clock)
    written.refresh_from_db()
    assert (written.attempts, written.due_at - clock.at) == (2, timedelta(minutes=2))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    clock.tick(minutes=2)
    assert delivery.send_due(clock) == 1

    written.refresh_from_db()
    assert (written.sent_at, written.last_error) == (clock.at, "")


def test_a_hopeless_email_is_given_up(clock: Watch, settings):
    written = write()
    settings.EMAIL_BACKEND = f"{__name__}.Broken"

    for _ in range(rules.MOST_ATTEMPTS + 3):
        delivery.send_due(clock)
        clock.tick(hours=5)

    written.refresh_from_db()
    assert (written.attempts, written.sent_at) == (rules.MOST_ATTEMPTS, None)


def test_an_address_nobody_can_have_is_not_a_crash(clock: Watch):
    write(to="a\nBcc: b@example.com")

    assert delivery.send_due(clock) == 0
    assert Email.objects.get().last_error


def test_a_worker_that_died_while_sending_is_replaced_when_its_lease_ends(clock: Watch):
    write()
    assert len(actions.claim_emails(at=clock.at)) == 1
    assert delivery.send_due(clock) == 0

    clock.tick(minutes=5)

    assert delivery.send_due(clock) == 1


def test_a_late_failure_does_not_undo_what_was_accepted(clock: Watch):
    write()
    (claim,) = actions.claim_emails(at=clock.at)
    actions.settle_sent(claim, at=clock.at)

    actions.settle_failed(claim, "late", at=clock.at)

    sent = Email.objects.get()
    assert (sent.sent_at, sent.last_error) == (clock.at, "")


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(1, timedelta(minutes=1)), (2, timedelta(minutes=2)), (5, timedelta(minutes=16)), (99, timedelta(hours=4))],
)
def test_waiting_doubles_up_to_four_hours(attempts: int, wait: timedelta):
    assert rules.wait_after(attempts) == wait


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_email():
    for number in range(30):
        write(to=f"n{number}@example.com")

    claimed = at_once(*[lambda: actions.claim_emails(at=START, most=15)] * 4)

    ids = [claim.id for batch in claimed for claim in batch]
    assert len(ids) == len(set(ids)) == 30
