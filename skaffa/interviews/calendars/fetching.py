"""Reads the calendars that are due, each outside of any transaction: claim, call, understand, settle."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import structlog
from django.conf import settings

from skaffa.core import apart, outward
from skaffa.core.clock import Clock
from skaffa.core.outward import Answer
from skaffa.interviews.calendars import actions, rules
from skaffa.interviews.calendars.actions import Claim
from skaffa.interviews.calendars.reader import Asked, Told
from skaffa.interviews.models import FeedTrouble

LONGEST = 60
MOST_TOLD = 2_000_000
_HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Skaffa-Calendar/1"}
_A_DAY = timedelta(days=1)

log = structlog.get_logger()


class _Trouble(Exception):
    def __init__(self, kind: FeedTrouble) -> None:
        self.kind = kind
        super().__init__(kind.value)


def get(url: str) -> Answer:
    return outward.ask("GET", url, headers=_HEADERS, limits=rules.LIMITS)


def read_due(now: Clock, get: Callable[[str], Answer] = get) -> int:
    """Everything that is due; how many calendars were read."""
    read = 0
    while claims := actions.claim(at=now()):
        for claim in claims:
            try:
                told = _told(claim, get, now())
            except _Trouble as trouble:
                log.warning("calendar_unread", feed_id=claim.feed_id, trouble=trouble.kind.value)
                actions.settle_failed(claim, trouble.kind, at=now())
            else:
                actions.settle_read(claim, told.times, at=now())
                read += 1
    return read


def _told(claim: Claim, get: Callable[[str], Answer], at: datetime) -> Told:
    try:
        answer = get(claim.url)
    except outward.Unreached as error:
        raise _Trouble(FeedTrouble.UNREACHED) from error
    if not answer.is_good:
        raise _Trouble(FeedTrouble.REFUSED)
    if len(answer.content) >= rules.LIMITS.most:
        raise _Trouble(FeedTrouble.TOO_MUCH)
    asked = Asked(at - _A_DAY, at + rules.HORIZON, claim.zone, f"@{settings.SKAFFA.environment_id}.skaffa")
    words = msgspec.json.encode(asked).decode()
    known = apart.run(
        "skaffa.interviews.calendars.reader", words, given=answer.content, longest=LONGEST, most=MOST_TOLD
    )
    if known is None:
        raise _Trouble(FeedTrouble.TOO_MUCH)
    told = msgspec.msgpack.decode(known, type=Told)
    if told.trouble:
        raise _Trouble(FeedTrouble(told.trouble))
    return told
