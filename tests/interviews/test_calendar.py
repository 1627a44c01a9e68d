"""Calendar files, read back by the library that other programs use too."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Component

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.interviews.schedule import actions, calendar, queries
from skaffa.jobs.models import Job
from tests import personas
from tests.interviews.scheduling import TUESDAY, plan, scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def read(content: bytes) -> tuple[str, Component]:
    """The method and the one event."""
    whole = Calendar.from_ical(content)
    (event,) = whole.walk("VEVENT")
    return str(whole["method"]), event


def attendees(event: Component) -> dict[str, str]:
    given = event.get("attendee", [])
    return {str(one): one.params.get("PARTSTAT", "") for one in (given if isinstance(given, list) else [given])}


def test_an_invitation_its_newer_version_and_its_cancellation_are_the_same_event(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch
):
    interview = scheduled(
        personas.applicant(job, personas.candidate("Åsa", "Ek; \r\nBCC:x")),
        ivan,
        hal,
        by=rhea,
        place="Room 3, 2nd floor",
    )
    actions.answer(interview, "accepted", by=Actor.of(hal), at=clock.tick())
    versions = [calendar.for_interviewer(queries.loaded(interview.pk), ivan, at=clock.tick())]
    actions.change(interview, plan(ivan, starts_at=TUESDAY + timedelta(hours=1)), by=Actor.of(rhea), at=clock.tick())
    moved = queries.loaded(interview.pk)
    versions.append(calendar.for_interviewer(moved, ivan, at=clock.tick()))
    no_longer = calendar.for_interviewer(moved, hal, cancelled=True, at=clock.tick())
    actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())
    versions.append(calendar.for_interviewer(queries.loaded(interview.pk), ivan, at=clock.tick()))

    (first, invitation), (second, change), (third, off) = (read(version) for version in versions)

    assert (first, second, third) == ("REQUEST", "REQUEST", "CANCEL")
    assert len({str(event["uid"]) for event in (invitation, change, off)}) == 1
    assert [event.decoded("sequence") for event in (invitation, change, off)] == [0, 1, 2]
    assert invitation.decoded("dtstart") == TUESDAY
    assert change.decoded("dtend") == TUESDAY + timedelta(hours=2)
    assert attendees(invitation) == {"mailto:ivan@example.com": "NEEDS-ACTION", "mailto:hal@example.com": "ACCEPTED"}
    assert str(invitation["organizer"]) == "mailto:rhea@example.com"
    assert "Åsa Ek; BCC:x" in str(invitation["summary"])
    assert b"\r\nBCC:" not in versions[0]
    method, gone = read(no_longer)
    assert (method, str(gone["status"]), "mailto:hal@example.com" in attendees(gone)) == ("CANCEL", "CANCELLED", True)


def test_a_candidate_gets_an_event_and_no_invitation_and_learns_only_what_they_may(
    job: Job, rhea: User, ivan: User, clock: Watch
):
    hidden = scheduled(personas.applicant(job), ivan, by=rhea, details="Ask why.", shows_interviewers=False)
    shown = scheduled(personas.applicant(job), ivan, by=rhea, meeting_link="https://meet.example/1")

    secret, told = (calendar.for_candidate(queries.loaded(one.pk), at=clock.at) for one in (hidden, shown))

    method, event = read(secret)
    assert (method, "attendee" in event) == ("PUBLISH", False)
    assert b"Ivan" not in secret
    assert b"Ask why" not in secret
    assert "Ivan Persona" in str(read(told)[1]["description"])
    actions.cancel(shown, word="", by=Actor.of(rhea), at=clock.tick())
    assert read(calendar.for_candidate(queries.loaded(shown.pk), at=clock.at))[0] == "CANCEL"


def test_every_zone_reads_the_same_moment_around_a_change(job: Job, rhea: User, ivan: User, clock: Watch):
    """10:00 in Stockholm before and after 29 March: an hour apart in UTC, which is what the file says."""
    begins = [datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)]

    written = [
        calendar.for_interviewer(
            queries.loaded(
                scheduled(personas.applicant(job), ivan, by=rhea, starts_at=begin, time_zone="Europe/Stockholm").pk
            ),
            ivan,
            at=clock.at,
        )
        for begin in begins
    ]

    assert b"DTSTART:20260327T090000Z" in written[0]
    assert b"DTSTART:20260330T080000Z" in written[1]
