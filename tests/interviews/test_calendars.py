"""Published calendars: what is read out of them, how often, what is kept, and what stays secret."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from textwrap import dedent

import pytest
from django.db import connection

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import outward, refusals
from skaffa.core.outward import Answer
from skaffa.interviews.calendars import actions, fetching, queries, reader, rules
from skaffa.interviews.calendars.reader import Asked, Stretch
from skaffa.interviews.models import BusyTime, CalendarFeed
from skaffa.interviews.schedule import finding, suggestions
from skaffa.interviews.schedule import queries as schedule
from skaffa.interviews.schedule.rules import Kind
from skaffa.jobs.models import Job
from tests import personas
from tests.interviews.scheduling import TUESDAY, plan, scheduled
from tests.personas import START, Watch

ADDRESS = "https://calendar.example.com/secret-42/basic.ics"
ASKED = Asked(START - timedelta(days=1), START + timedelta(days=60), "Europe/Stockholm", "@here.skaffa")
HOUR = timedelta(hours=1)


def calendar(*events: str) -> bytes:
    inside = "\n".join(dedent(event).strip() for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{inside}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(*lines: str, start: str = "DTSTART:20260303T100000Z", end: str = "DTEND:20260303T110000Z") -> str:
    return "\n".join(
        ["BEGIN:VEVENT", f"UID:{hashlib.sha256(repr(lines).encode()).hexdigest()}", start, end, *lines, "END:VEVENT"]
    )


def read(*events: str) -> list[tuple[str, str, str]]:
    told = reader.read(calendar(*events), ASKED)
    assert told.trouble == ""
    return [(f"{one.begin:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}", one.kind) for one in told.times]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("SUMMARY:Dentist", ["busy"]),
        ("TRANSP:TRANSPARENT", []),
        ("STATUS:CANCELLED", []),
        ("STATUS:TENTATIVE", ["tentative"]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", ["away"]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", ["elsewhere"]),
        ("RRULE:FREQ=SECONDLY", []),  # which may never end
    ],
)
def test_an_event_takes_the_time_it_says(line: str, kinds: list[str]):
    assert [kind for _begin, _end, kind in read(event(line))] == kinds


def test_what_repeats_is_every_time_but_the_exceptions_in_the_coming_sixty_days():
    weekly = event("RRULE:FREQ=WEEKLY;UNTIL=20260401T000000Z", "EXDATE:20260310T100000Z")

    assert [begin for begin, _end, _kind in read(weekly)] == [
        "03-03 10:00",
        "03-17 10:00",
        "03-24 10:00",
        "03-31 10:00",
    ]
    assert len(read(event("RRULE:FREQ=DAILY"))) == 59  # until the morning of 1 May


def test_whole_days_and_times_without_a_zone_are_those_of_the_persons_own_wall():
    day = event(start="DTSTART;VALUE=DATE:20260303", end="DTEND;VALUE=DATE:20260304")
    floating = event("SUMMARY:x", start="DTSTART:20260303T100000", end="DTEND:20260303T113000")

    assert read(day) == [("03-02 23:00", "03-03 23:00", "busy")]
    assert read(floating) == [("03-03 09:00", "03-03 10:30", "busy")]


def test_free_and_busy_times_alone_are_read_too():
    stated = """
        BEGIN:VFREEBUSY
        UID:1
        DTSTAMP:20260301T000000Z
        FREEBUSY;FBTYPE=BUSY:20260303T080000Z/20260303T090000Z,20260304T080000Z/PT30M
        FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260305T080000Z/20260305T160000Z
        FREEBUSY;FBTYPE=FREE:20260306T080000Z/20260306T160000Z
        END:VFREEBUSY
    """

    assert read(stated) == [
        ("03-03 08:00", "03-03 09:00", "busy"),
        ("03-04 08:00", "03-04 08:30", "busy"),
        ("03-05 08:00", "03-05 16:00", "away"),
    ]


def test_interviews_of_ours_and_what_is_long_over_or_far_away_are_left_out():
    ours = "BEGIN:VEVENT\nUID:1@here.skaffa\nDTSTART:20260303T100000Z\nDTEND:20260303T110000Z\nEND:VEVENT"
    past = event(start="DTSTART:20250303T100000Z", end="DTEND:20250303T110000Z")
    later = event(start="DTSTART:20270303T100000Z", end="DTEND:20270303T110000Z")

    assert read(ours, past, later) == []


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00"])
def test_what_is_no_calendar_says_so(content: bytes):
    assert reader.read(content, ASKED).trouble == "no_calendar"


def test_too_many_times_are_too_much():
    stated = "\n".join(
        f"FREEBUSY:20260303T{minute // 60:02}{minute % 60:02}00Z/20260303T{minute // 60:02}{minute % 60:02}{second:02}Z"
        for minute in range(1_000)
        for second in (10, 20, 30, 40)
    )

    assert reader.read(calendar(f"BEGIN:VFREEBUSY\n{stated}\nEND:VFREEBUSY"), ASKED).trouble == "too_much"


@pytest.mark.parametrize(
    "url",
    ["", "http://calendar.example.com/a.ics", "https://localhost/a.ics", "https://127.0.0.1/a.ics", "https://10.0.0.1/a.ics",
     "https://[::1]/a.ics", "https://me:secret@calendar.example.com/a.ics", "ftp://calendar.example.com/a", "https://" + "a" * 3_000],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet_are_refused(url: str):
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked_url(url)
    assert list(refused.value.fields) == ["url"]


def test_a_calendar_programs_own_word_for_the_address_is_understood():
    assert rules.checked_url(" webcal://calendar.example.com/a.ics ") == "https://calendar.example.com/a.ics"


def test_a_name_that_leads_into_our_own_network_is_not_called():
    with pytest.raises(outward.Unreached, match="not public"):
        fetching.get("https://localhost/calendar.ics")


Get = Callable[[str], Answer]


def answering(content: bytes = b"", status: int = 200) -> Get:
    return lambda _url: Answer(status, content)


def nobody(_url: str) -> Answer:
    raise outward.Unreached("no")


@pytest.mark.django_db
class TestKeeping:
    @pytest.fixture
    def feed(self, ivan: User, clock: Watch) -> CalendarFeed:
        return actions.give(ADDRESS, by=Actor.of(ivan), at=clock.at)

    def test_times_alone_are_kept_and_the_address_is_encrypted(self, feed: CalendarFeed, clock: Watch):
        content = calendar(event("SUMMARY:Dentist", "LOCATION:Harbour street"))

        assert fetching.read_due(clock, answering(content)) == 1

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM interviews_calendarfeed")
            stored = repr(cursor.fetchall())
            cursor.execute("SELECT * FROM interviews_busytime")
            times = repr(cursor.fetchall())
        assert "calendar.example.com" not in stored
        assert "Dentist" not in times
        assert "Harbour" not in times
        found = BusyTime.objects.get()
        assert (found.starts_at, found.ends_at, found.kind) == (TUESDAY + HOUR, TUESDAY + 2 * HOUR, "busy")
        assert CalendarFeed.objects.get().url == ADDRESS

    def test_it_is_read_again_every_half_hour_and_what_is_new_takes_the_place_of_what_was(
        self, feed: CalendarFeed, clock: Watch
    ):
        fetching.read_due(clock, answering(calendar(event())))
        asked: list[str] = []

        def other(url: str) -> Answer:
            asked.append(url)
            return Answer(200, calendar())

        fetching.read_due(lambda: clock.at + timedelta(minutes=20), other)
        early = list(asked)
        fetching.read_due(lambda: clock.at + timedelta(minutes=31), other)

        assert (early, asked) == ([], [ADDRESS])
        assert not BusyTime.objects.exists()

    @pytest.mark.parametrize(
        ("get", "trouble"),
        [
            (nobody, "unreached"),
            (answering(status=404), "refused"),
            (answering(b"<html>"), "no_calendar"),
            (answering(b"x" * rules.LIMITS.most), "too_much"),
        ],
    )
    def test_a_calendar_that_cannot_be_read_says_why_and_keeps_what_was_known(
        self, feed: CalendarFeed, ivan: User, clock: Watch, get: Get, trouble: str
    ):
        fetching.read_due(clock, answering(calendar(event())))
        before = queries.feed(ivan)
        assert before is not None

        fetching.read_due(lambda: clock.at + HOUR, get)

        after = queries.feed(ivan)
        assert after is not None
        assert (after.trouble, after.read_at, after.attempts) == (trouble, before.read_at, 1)
        assert BusyTime.objects.count() == 1
        assert after.due_at > before.due_at + HOUR

    def test_a_new_address_forgets_what_was_known_also_while_the_old_one_is_read(
        self, feed: CalendarFeed, ivan: User, clock: Watch
    ):
        (claim,) = actions.claim(at=clock.at)
        actions.give("https://calendar.example.com/new.ics", by=Actor.of(ivan), at=clock.tick())

        actions.settle_read(claim, [Stretch(START, START + HOUR, "busy")], at=clock.tick())

        assert not BusyTime.objects.exists()
        assert CalendarFeed.objects.get().read_at is None

    def test_nobody_reads_for_who_has_left_and_one_forgets_by_oneself(
        self, feed: CalendarFeed, ivan: User, ada: User, clock: Watch
    ):
        accounts.deactivate(ivan, by=Actor.of(ada), at=clock.tick())
        assert actions.claim(at=clock.at) == []

        actions.remove(by=Actor.of(ivan))
        assert not CalendarFeed.objects.exists()
        with pytest.raises(refusals.NotAllowed):
            actions.give(ADDRESS, by=SYSTEM, at=clock.at)

    def test_two_workers_do_not_read_the_same_calendar(self, feed: CalendarFeed, clock: Watch):
        assert len(actions.claim(at=clock.at)) == 1
        assert actions.claim(at=clock.at) == []
        assert len(actions.claim(at=clock.at + rules.LEASE)) == 1  # whoever had it is gone

    def test_what_a_calendar_says_is_pointed_out_and_avoided(
        self, feed: CalendarFeed, job: Job, ivan: User, hal: User, clock: Watch
    ):
        away = event("X-MICROSOFT-CDO-BUSYSTATUS:OOF", start="DTSTART:20260304T080000Z", end="DTEND:20260304T170000Z")
        home = event(
            "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
            start="DTSTART:20260305T080000Z",
            end="DTEND:20260305T160000Z",
        )
        applicant = personas.applicant(job)
        fetching.read_due(clock, answering(calendar(event(), away, home)))

        def against(starts_at: datetime) -> list[Kind]:
            return [one.kind for one in schedule.conflicts(applicant, [plan(ivan, hal, starts_at=starts_at)])]

        days = [TUESDAY + HOUR, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2), TUESDAY]
        assert [against(day) for day in days] == [[Kind.CALENDAR_TAKEN], [Kind.AWAY], [], []]
        meeting = suggestions.Meeting((ivan.pk,), 60)
        found = finding.suggested(applicant, meeting, zone="UTC", at=clock.at)
        assert TUESDAY.replace(hour=10) not in found.times
        assert not any(moment.date() == datetime(2026, 3, 4, tzinfo=UTC).date() for moment in found.times)
        (known,) = found.calendars
        assert (known.who, len(known.busy)) == (ivan, 2)
        assert known.feed is not None
        assert known.feed.read_at == clock.at

    def test_an_interview_of_ours_that_comes_back_in_a_calendar_is_told_once(
        self, feed: CalendarFeed, job: Job, rhea: User, ivan: User, clock: Watch
    ):
        interview = scheduled(personas.applicant(job), ivan, by=rhea)
        BusyTime.objects.create(feed=feed, starts_at=interview.starts_at, ends_at=interview.ends_at, kind="busy")

        other = schedule.conflicts(personas.applicant(job), [plan(ivan)])
        itself = schedule.conflicts(interview.application, [plan(ivan)], besides=interview)

        assert [one.kind for one in other] == [Kind.INTERVIEWER_TAKEN]
        assert itself == []
