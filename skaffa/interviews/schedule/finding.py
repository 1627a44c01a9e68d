"""When everybody could meet: what is known of people's time, read in a few questions, for the rules of suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from skaffa.accounts import hours
from skaffa.accounts.hours import Span
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.core import zones
from skaffa.interviews.calendars import queries as calendars
from skaffa.interviews.models import CalendarFeed, Interview
from skaffa.interviews.schedule import queries, suggestions
from skaffa.interviews.schedule.rules import Taken
from skaffa.interviews.schedule.suggestions import DAYS, Meeting


@dataclass(frozen=True, slots=True)
class Found:
    """What is suggested; `is_offered`: within the times that suit the candidate, of which `is_late` says all are over."""

    times: Sequence[datetime]
    hindered_by: Sequence[User]
    is_offered: bool
    is_late: bool
    calendars: Sequence["Known"] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an interviewer's calendar: nothing (`feed` None), or as of when it was read."""

    who: User
    feed: CalendarFeed | None
    busy: Sequence[Taken]


def suggested(
    application: Application, meeting: Meeting, *, zone: str, at: datetime, besides: Interview | None = None
) -> Found:
    """Times at which all of them are free; `zone` is of whoever asks, `besides` the interview that is being changed."""
    offered = queries.offered(application)
    within = (
        suggestions.free(offered, [(datetime.min.replace(tzinfo=at.tzinfo), at)]) if offered else [_ahead(at, zone)]
    )
    if not within:
        return Found((), (), is_offered=True, is_late=True)
    begin, end = within[0][0], within[-1][1]
    people = User.objects.in_bulk(meeting.interviewer_ids)
    known = [who for who in meeting.interviewer_ids if who in people]
    there = queries.taken(known, application, begin=begin, end=end)
    taken = _by_whom(known, there, besides)
    found = suggestions.suggest(
        Meeting(tuple(known), meeting.minutes, in_turn=meeting.in_turn),
        candidate=suggestions.free(within, taken[None]),
        interviewers={who: suggestions.free(hours.of(people[who]).between(begin, end), taken[who]) for who in known},
    )
    feeds = calendars.feeds(known)
    told = [Known(people[who], feeds.get(who), _of_calendar(who, there)) for who in known]
    without = [people[who] for who in found.hindered_by]
    return Found(found.times, without, is_offered=bool(offered), is_late=False, calendars=told)


def _of_calendar(who: int, there: Sequence[Taken]) -> list[Taken]:
    mine = [one for one in there if one.calendar and one.interviewer_id == who]
    return sorted(mine, key=lambda one: one.starts_at)


def _by_whom(known: Sequence[int], there: Sequence[Taken], besides: Interview | None) -> dict[int | None, list[Span]]:
    """None being the candidate."""
    found: dict[int | None, list[Span]] = {None: [], **{who: [] for who in known}}
    for one in there:
        if besides is None or one.interview_id != besides.pk:
            found[one.interviewer_id].append((one.starts_at, one.ends_at))
    return found


def _ahead(at: datetime, zone: str) -> Span:
    """From tomorrow on, as a calendar has it."""
    tomorrow = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    begin = zones.first_moment(tomorrow, time(0), zone)
    return begin, begin + DAYS
