"""E-mails start as rows, leave by a task, are handed over at most once, and what nobody knows is left to a person."""

import smtplib
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.events import UserInvited
from skaffa.accounts.models import User
from skaffa.mail import actions, delivery, outbox, rules, tasks
from skaffa.mail.models import Email, Status
from skaffa.mail.smtp import Backend
from tests.at_once import at_once
from tests.mail.server import MailServer
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db


def write(to: str = "nora@example.com", **changes) -> Email:
    return actions.write(to, **{"subject": "Hello", "body": "Text", "at": START, **changes})


def fail(error: Exception, *_args: object) -> str:
    raise error


def test_an_invitation_is_mailed_with_its_link_in_the_hosts_language(ada: User, clock: Watch, heard, settings):
    told = heard(UserInvited)

    accounts.invite("nora@example.com", roles=["recruiter"], by=Actor.of(ada), at=clock.at)
    tasks.send_due()

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
    assert job.task_name == "mail.send_due"


def test_what_was_accepted_never_leaves_again_and_what_is_about_an_account_is_forgotten(
    clock: Watch, server: MailServer
):
    written = write()

    assert delivery.send_due(clock) == 1
    assert delivery.send_due(clock) == 0

    sent = Email.objects.get()
    assert (sent.status, sent.sent_at, sent.text, sent.lease_until) == (Status.SENT, clock.at, "", None)
    (message,) = server.accepted
    assert message["Message-ID"] == written.message_id
    assert message.get_content().strip() == "Text"


def test_a_server_that_cannot_be_reached_is_tried_again_later_each_time(clock: Watch, server: MailServer, settings):
    written = write()
    settings.EMAIL_PORT = 1
    assert delivery.send_due(clock) == 0
    assert delivery.send_due(clock) == 0
    written.refresh_from_db()
    assert (written.status, written.attempts, written.due_at) == (Status.WAITING, 1, START + timedelta(minutes=1))
    assert "ConnectionRefusedError" in written.last_error
    clock.tick(minutes=1)
    delivery.send_due(clock)
    written.refresh_from_db()
    assert (written.attempts, written.due_at - clock.at) == (2, timedelta(minutes=2))
    settings.EMAIL_PORT = server.port

    clock.tick(minutes=2)
    assert delivery.send_due(clock) == 1

    written.refresh_from_db()
    assert (written.sent_at, written.last_error) == (clock.at, "")


def test_a_hopeless_email_is_given_up_and_said_so(clock: Watch, server: MailServer):
    written = write()
    server.answer = lambda: "451 Try again later"

    for _ in range(rules.MOST_ATTEMPTS + 3):
        delivery.send_due(clock)
        clock.tick(hours=5)

    written.refresh_from_db()
    assert (written.status, written.attempts, written.sent_at) == (Status.REFUSED, rules.MOST_ATTEMPTS, None)
    assert written.last_error == "451 Try again later"


@pytest.mark.parametrize(
    ("answer", "status"), [("554 No such tone here", Status.REFUSED), ("452 Mailbox full", Status.WAITING)]
)
def test_a_servers_own_no_about_the_text_is_certain(clock: Watch, server: MailServer, answer, status):
    written = write()
    server.answer = lambda: answer

    delivery.send_due(clock)

    written.refresh_from_db()
    assert (written.status, written.last_error) == (status, answer)


def test_a_reader_who_does_not_exist_is_refused_with_the_servers_words(clock: Watch, server: MailServer, ada: User):
    written = write()
    server.refuse_reader["nora@example.com"] = "550 No such mailbox"
    delivery.send_due(clock)
    written.refresh_from_db()
    assert (written.status, written.last_error) == (Status.REFUSED, "550 No such mailbox")
    server.refuse_reader.clear()

    outbox.send_again(written.pk, by=Actor.of(ada), at=clock.at)
    delivery.send_due(clock)

    written.refresh_from_db()
    assert (written.status, written.last_error, len(server.accepted)) == (Status.SENT, "", 1)


def test_somebody_copied_in_who_is_refused_does_not_keep_it_from_its_reader(clock: Watch, server: MailServer):
    written = write()
    Email.objects.update(cc=["gone@example.com", "rhea@example.com"])
    server.refuse_reader["gone@example.com"] = "550 No such mailbox"

    assert delivery.send_due(clock) == 1

    assert server.readers == [["nora@example.com", "rhea@example.com"]]
    assert server.accepted[0]["Cc"] == "gone@example.com, rhea@example.com"
    assert Email.objects.get(pk=written.pk).status == Status.SENT


@pytest.mark.parametrize("to", ["a\nBcc: b@example.com", "nonsense"])
def test_an_address_nobody_can_have_is_not_a_crash(clock: Watch, to: str):
    write(to=to)

    assert delivery.send_due(clock) == 0

    refused = Email.objects.get()
    assert refused.status == Status.REFUSED
    assert "is no e-mail address" in refused.last_error
    assert mail.outbox == []


@pytest.mark.parametrize("to", ["nora@example.com", "nora@people.example", "nora@host.test"])
def test_nothing_leaves_a_real_environment_for_an_address_of_examples(clock: Watch, settings, to: str):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "production"})
    write(to=to)

    assert delivery.send_due(clock) == 0

    assert "address for examples" in Email.objects.get().last_error
    assert mail.outbox == []


def test_a_worker_that_died_before_handing_over_is_replaced_and_the_email_is_sent_once(
    clock: Watch, server: MailServer
):
    write()
    assert outbox.claim(at=clock.at)
    assert delivery.send_due(clock) == 0

    clock.tick(minutes=5)

    assert delivery.send_due(clock) == 1
    assert delivery.send_due(clock) == 0
    assert len(server.accepted) == 1


def test_a_worker_that_died_after_handing_over_leaves_an_email_that_only_a_person_sends_again(
    clock: Watch, server: MailServer, ada: User
):
    written = write()
    claimed = outbox.claim(at=clock.at)
    assert claimed
    outbox.hand_over(claimed, at=clock.at)

    for _ in range(3):
        clock.tick(hours=1)
        assert delivery.send_due(clock) == 0

    written.refresh_from_db()
    assert (written.status, len(server.accepted)) == (Status.UNCERTAIN, 0)
    outbox.send_again(written.pk, by=Actor.of(ada), at=clock.at)
    assert delivery.send_due(clock) == 1
    assert server.accepted[0]["Message-ID"] == written.message_id


def test_somebody_who_knows_that_it_arrived_ends_the_doubt(clock: Watch, ada: User):
    written = write()
    claimed = outbox.claim(at=clock.at)
    assert claimed
    outbox.hand_over(claimed, at=clock.at)
    clock.tick(minutes=6)
    delivery.send_due(clock)

    outbox.confirm_sent(written.pk, by=Actor.of(ada), at=clock.at)

    written.refresh_from_db()
    assert (written.status, written.sent_at, written.text) == (Status.SENT, clock.at, "")
    with pytest.raises(rules.NotToBeSentAgain):
        outbox.send_again(written.pk, by=Actor.of(ada), at=clock.at)


def test_a_server_that_hangs_up_over_the_text_leaves_a_doubt_and_before_it_none(
    clock: Watch, server: MailServer, monkeypatch
):
    during = write()
    server.answer = lambda: "hang up"
    delivery.send_due(clock)
    during.refresh_from_db()
    assert during.status == Status.UNCERTAIN

    before = write()
    monkeypatch.setattr(Backend, "send_messages", partial(fail, smtplib.SMTPServerDisconnected("gone")))
    delivery.send_due(clock)

    before.refresh_from_db()
    assert (before.status, before.attempts) == (Status.WAITING, 1)


def test_a_worker_whose_lease_has_ended_hands_nothing_over(clock: Watch):
    write()
    claimed = outbox.claim(at=clock.at)
    assert claimed

    clock.tick(minutes=6)

    with pytest.raises(outbox.NoLongerOurs):
        outbox.hand_over(claimed, at=clock.at)


def test_a_late_failure_does_not_undo_what_was_accepted(clock: Watch):
    write()
    claimed = outbox.claim(at=clock.at)
    assert claimed
    outbox.hand_over(claimed, at=clock.at)
    outbox.sent(claimed, at=clock.at)

    outbox.failed(claimed, "late", at=clock.at)

    sent = Email.objects.get()
    assert (sent.status, sent.sent_at, sent.last_error) == (Status.SENT, clock.at, "")


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(1, timedelta(minutes=1)), (2, timedelta(minutes=2)), (5, timedelta(minutes=16)), (99, timedelta(hours=4))],
)
def test_waiting_doubles_up_to_four_hours(attempts: int, wait: timedelta):
    assert rules.wait_after(attempts) == wait


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_email():
    for number in range(12):
        write(to=f"n{number}@example.com")

    claimed = at_once(*[lambda: [outbox.claim(at=START) for _ in range(4)]] * 4)

    ids = [one.id for batch in claimed for one in batch if one]
    assert len(ids) == len(set(ids)) == 12
