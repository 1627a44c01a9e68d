"""Pure: which addresses of calendars we read, how often, and how much."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from skaffa.core import outward, refusals, text
from skaffa.core.outward import Limits

URL = 2_000
EVERY = timedelta(minutes=30)
HORIZON = timedelta(days=60)
LEASE = timedelta(minutes=10)
BATCH = 5
LIMITS = Limits(timedelta(seconds=20), 5_000_000)
_LONGEST_PAUSE = timedelta(hours=4)


def checked_url(given: str) -> str:
    """The address, tidied; raises Invalid for one that is not called."""
    url = text.line(given)
    if url.lower().startswith("webcal://"):  # the same address, as calendar programs write it
        url = "https" + url[len("webcal") :]
    if not url or len(url) > URL or not outward.is_usable(url, private_allowed=False):
        message = _("Give a public address that begins with https:// and holds no name or password.")
        raise refusals.Invalid(_("Some fields need your attention."), fields={"url": message})
    return url


def host(url: str) -> str:
    """What may be shown of an address that is a secret."""
    return urlsplit(url).hostname or ""


def pause_after(attempts: int) -> timedelta:
    """Until the next try: half an hour, after failures longer and longer, at most four hours."""
    return min(EVERY * (1 << min(attempts, 3)), _LONGEST_PAUSE)
