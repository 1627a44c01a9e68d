"""Sends what is due to one webhook, one message after the other, outside of any transaction."""

from random import SystemRandom

import structlog
from django.conf import settings

from skaffa.core import clock as clocks
from skaffa.core import outward
from skaffa.core.clock import Clock
from skaffa.hooks import actions, call, rules
from skaffa.hooks.actions import Claim

log = structlog.get_logger()
_luck = SystemRandom().random


def send_due(webhook_id: int, now: Clock) -> int:
    """Send everything that is due there; how much arrived."""
    arrived = 0
    while claims := actions.claim(webhook_id, at=now()):
        for place, claim in enumerate(claims):
            try:
                arrived += _send(claim, now)
            except outward.Unreached as error:
                log.warning("webhook_unreached", webhook_id=webhook_id, attempts=claim.attempts)
                actions.settle_failed(claim, status=None, answer=str(error), at=now(), luck=_luck())
                rest = now() + rules.pause_after(1, luck=_luck())
                actions.hand_back(claims[place + 1 :], until=rest)
                return arrived
    return arrived


def _send(claim: Claim, now: Clock) -> bool:
    answer = call.post(
        claim.url, body=claim.body, headers=_headers(claim), private_allowed=settings.SKAFFA.webhooks_private
    )
    if answer.is_good:
        actions.settle_delivered(claim, status=answer.status, answer=answer.excerpt, at=now())
    else:
        actions.settle_failed(claim, status=answer.status, answer=answer.excerpt, at=now(), luck=_luck())
    return answer.is_good


def _headers(claim: Claim) -> dict[str, str]:
    """Signed at the moment of the machine: a receiver compares it with its own."""
    timestamp = int(clocks.system().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Skaffa-Webhooks/1",
        "webhook-id": claim.name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": rules.signature(claim.name, timestamp, claim.body, claim.secrets),
    }
