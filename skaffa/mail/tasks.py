"""Background work of mail: e-mails leave when they are written, and what is due once a minute."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.mail import delivery


@app.periodic(cron="* * * * *")
@app.task(name="mail.send_due", aliases=["notify.send_due_emails"], pass_context=False)
def send_due(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Send what is due; safe to run at any time and twice at once."""
    delivery.send_due(clock.now)
