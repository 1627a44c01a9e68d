"""LinkedIn's throttles, counted in PostgreSQL so that all processes share them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from rsc_client.errors import LinkedInError
from rsc_client.metering import Call, Outcome
from skaffa.linkedin.models import Quota

KEPT = timedelta(days=3)


class Limit(NamedTuple):
    """Requests a day, records a minute, records a day; None: no limit known."""

    requests_a_day: int = 100_000
    records_a_minute: int | None = None
    records_a_day: int | None = None


LIMITS = {
    "v2/atsIntegrations": Limit(requests_a_day=5_000),
    "v2/atsIntegrations/configurations": Limit(requests_a_day=5_000),
    "v2/simpleJobPostings": Limit(records_a_minute=2_000, records_a_day=60_000),
    **{
        f"{generation}/{name}": Limit(records_a_minute=10_000)
        for generation, names in {
            "v2": (
                "atsCandidates",
                "atsCandidates/notes",
                "atsApplications",
                "atsApplications/notes",
                "atsApplications/stages",
                "atsApplications/interviewFeedback",
            ),
            "rest": (
                "candidates",
                "candidateNotes",
                "atsApplications",
                "applicationNotes",
                "applicationStage",
                "applicationInterviewFeedbacks",
            ),
        }.items()
        for name in names
    },
    "v2/atsEntityAcls": Limit(records_a_minute=10_000),
    "v2/atsEntityAclAssignees": Limit(records_a_minute=10_000),
}
"""Wire §3.4, §4.0 and §4.9; every other resource has 100,000 requests a day."""


class QuotaUsedUp(LinkedInError):
    """We have used what LinkedIn grants; `until` is when the next window opens."""

    def __init__(self, resource: str, until: datetime) -> None:
        super().__init__(f"{resource}: quota used up until {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class Meter:
    """Counts every request before it is made and stops those LinkedIn would answer with 429."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def before(self, call: Call, /) -> None:
        take(call.client_id, call.resource, call.records, at=self._clock())

    def after(self, call: Call, outcome: Outcome, /) -> None:
        """Nothing to do: LinkedIn counts refused requests too."""


def take(client_id: str, resource: str, records: int, *, at: datetime) -> None:
    """Count one request with so many records, or raise QuotaUsedUp and count nothing more."""
    limit = LIMITS.get(resource, Limit())
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = at.replace(second=0, microsecond=0)
    _count(_Window(client_id, resource, "day", day), records, limit.requests_a_day, limit.records_a_day)
    if limit.records_a_minute is not None:
        _count(_Window(client_id, resource, "minute", minute), records, None, limit.records_a_minute)


def forget(*, at: datetime) -> None:
    """Drop windows nobody asks about any more."""
    Quota.objects.filter(starts_at__lt=at - KEPT).delete()


class _Window(NamedTuple):
    client_id: str
    resource: str
    window: str
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + (timedelta(days=1) if self.window == "day" else timedelta(minutes=1))


def _count(window: _Window, records: int, most_requests: int | None, most_records: int | None) -> None:
    rows = Quota.objects.filter(**window._asdict())
    within = rows
    if most_requests is not None:
        within = within.filter(requests__lt=most_requests)
    if most_records is not None:
        within = within.filter(records__lte=most_records - records)
    grown = {"requests": F("requests") + 1, "records": F("records") + records}
    if within.update(**grown):
        return
    Quota.objects.get_or_create(**window._asdict())
    if not within.update(**grown):
        raise QuotaUsedUp(window.resource, window.ends_at)
