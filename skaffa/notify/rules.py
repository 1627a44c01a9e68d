"""Pure rules about sending: how long to wait, when to give up."""

from datetime import timedelta

LEASE = timedelta(minutes=5)  # longer than a mail server may take: EMAIL_TIMEOUT is 20 seconds
MOST_ATTEMPTS = 12
SUBJECT = 200
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 ... minutes, at most four hours."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 20)
    return min(doubled, _LONGEST_WAIT)
