"""Pure rules about webhooks: where they may go, how they are signed, how long we try."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from skaffa.core import outward, refusals, text
from skaffa.hooks.models import Topic

URL = 500
MOST = 20
"""Webhooks of one environment: everything that happens is weighed for each of them."""
PREFIX = "whsec_"
OVERLAP = timedelta(days=1)
"""How long a former secret signs beside the new one."""
LEASE = timedelta(minutes=5)
BATCH = 20
"""Calls under one lease: each takes at most DEADLINE."""
DEADLINE = timedelta(seconds=10)
PATIENCE = timedelta(days=3)
KEPT = timedelta(days=30)
TEST = "webhook.test"
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1_200))
_JITTER = 0.2


class WebhookNotFound(refusals.NotFound):
    """There is no such webhook."""

    sentence = _("There is no such webhook.")


class DeliveryNotFound(refusals.NotFound):
    """Old deliveries are removed."""

    sentence = _("There is no such message any more. Messages are kept for 30 days.")


class OfSomebodyElse(refusals.NotAllowed):
    """A webhook is told what its owner may see; others may only stop it."""

    sentence = _("Only its owner changes a webhook. You can switch it off or delete it, and add one of your own.")


class WebhookIsOff(refusals.Conflict):
    """Nothing is sent there."""

    sentence = _("This webhook is switched off. Switch it on first.")


class TooMany(refusals.Conflict):
    """There is an end to it."""

    sentence = _("There are 20 webhooks already. Delete one that is not used any more.")


def new_secret() -> str:
    """As Standard Webhooks writes one: 256 random bits behind a prefix."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(name: str, timestamp: int, body: bytes, keys: Iterable[str]) -> str:
    """HMAC-SHA256 over id, timestamp and body, once for each secret (Standard Webhooks, symmetric, v1)."""
    content = f"{name}.{timestamp}.".encode() + body
    return " ".join(
        "v1,"
        + base64.b64encode(hmac.digest(base64.b64decode(key.removeprefix(PREFIX)), content, hashlib.sha256)).decode()
        for key in keys
    )


def pause_after(attempts: int, *, luck: float) -> timedelta:
    """From a minute to twenty hours, a fifth shorter or longer by `luck`, a number from 0 to 1."""
    pause = _PAUSES[min(attempts, len(_PAUSES)) - 1]
    return pause * (1 - _JITTER + 2 * _JITTER * luck)


def is_hopeless(since: datetime, next_try: datetime) -> bool:
    return next_try - since > PATIENCE


def checked_url(given: str, *, private_allowed: bool) -> str:
    """The address, tidied; raises Invalid for one that nothing is sent to."""
    url = text.line(given)
    message: refusals.Message = ""
    if not url or len(url) > URL:
        message = _("Give the address of the program that is to be told.")
    elif not outward.is_usable(url, private_allowed=private_allowed):
        message = _("Give a public address that begins with https:// and holds no name or password.")
    if message:
        raise refusals.Invalid(_("Some fields need your attention."), fields={"url": message})
    return url


def checked_topics(given: Iterable[str]) -> list[str]:
    chosen = set(given)
    if not chosen or not chosen <= set(Topic.values):
        message = _("Choose what the address is told of.")
        raise refusals.Invalid(_("Some fields need your attention."), fields={"topics": message})
    return [topic for topic in Topic.values if topic in chosen]
