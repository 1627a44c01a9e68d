"""How often one address on the network may ask for a page that needs no sign-in."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from skaffa.core import clock

WORDS = _("There were too many requests from your network. Wait a minute and open the link again.")
_MINUTE = 60


def within(request: HttpRequest, what: str, *, most: int) -> bool:
    """Count this request; whether there were no more than `most` in this minute."""
    minute = int(clock.now().timestamp()) // _MINUTE
    key = f"limit:{what}:{get_adapter(request).get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it was thrown out in between
        return True
