"""Background work: handle what came in, send what is due, tidy up; the queue only wakes us."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.linkedin import claims, hygiene, inbox, samples
from skaffa.linkedin.history import closed, retrieval
from skaffa.linkedin.sync import load, push


@app.task(name="linkedin.handle_notification", priority=1)  # somebody has pressed Export; marks come by the thousand
def handle_notification(notification_id: int, **_: Any) -> None:
    inbox.handle(notification_id, at=clock.now())


@app.periodic(cron="* * * * * */10")  # the sixth field counts seconds
@app.task(name="linkedin.sweep_inbox")
def sweep_inbox(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Wake whatever is due and was forgotten: after a crash, a lost job, or a pause that is over."""
    for notification_id in inbox.due(at=clock.now()):
        handle_notification.defer(notification_id=notification_id)


@app.task(name="linkedin.verify_link", priority=1)  # somebody looks at the page and waits
def verify_link(claim_id: int, **_: Any) -> None:
    claims.verify(claim_id, at=clock.now())


@app.periodic(cron="* * * * * */10")
@app.task(name="linkedin.sweep_claims")
def sweep_claims(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Ask again where LinkedIn had not heard of it yet, or could not be asked."""
    for claim_id in claims.due(at=clock.now()):
        claims.verify(claim_id, at=clock.now())


@app.periodic(cron="* * * * * */15")
@app.task(name="linkedin.send_due")
def send_due(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Batch after batch, until nothing is due or somebody else is at it."""
    load.look(at=clock.now())
    while push.once(at=clock.now()):
        load.look(at=clock.now())


@app.periodic(cron="* * * * * */15")
@app.task(name="linkedin.retrieve")
def retrieve(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """What recruiters did in LinkedIn: seats, InMails, notes, shared profiles."""
    retrieval.work(now=clock.now)


@app.periodic(cron="23 * * * *")
@app.task(name="linkedin.ask_for_closed_accounts")
def ask_for_closed_accounts(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - as above
    """Once a day it is due: who of those LinkedIn delivered to us has closed their account."""
    closed.ask(at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="linkedin.observe")
def observe(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """For the pictures of Integration health: how long the oldest change waits."""
    samples.observe(at=clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="linkedin.tidy_up")
def tidy_up(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Once a night: renew jobs, compare everything with LinkedIn, forget what has expired."""
    hygiene.nightly(at=clock.now())
