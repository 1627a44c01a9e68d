"""Interviews as calendar files (RFC 5545, 5546): an invitation, its newer version, its cancellation.

Times are in UTC, which every program reads alike; each shows them in its owner's zone. The organizer is whoever scheduled
the interview, so that an answer given in a mail program reaches a person. Candidates get an event, never an invitation
(A45), and of interviewers only what they may know.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from skaffa.accounts.models import User
from skaffa.interviews.models import Answer, Interview, Panelist

PRODUCT = "-//Skaffa//Interviews//EN"
_PARTSTAT = {
    Answer.NONE.value: "NEEDS-ACTION",
    Answer.ACCEPTED.value: "ACCEPTED",
    Answer.TENTATIVE.value: "TENTATIVE",
    Answer.DECLINED.value: "DECLINED",
}


def for_interviewer(interview: Interview, reader: User, *, cancelled: bool = False, at: datetime) -> bytes:
    """What the interviewer's calendar takes in; `cancelled` too for whom is no longer invited. Panel must be loaded."""
    off = cancelled or not interview.is_planned
    with translation.override(reader.language):
        event = _event(interview, off=off, at=at)
        application = interview.application
        event.add("summary", f"{interview.title}: {application.candidate}")
        event.add("description", _interviewer_words(interview))
        event.add("url", f"{settings.SKAFFA.base_url}/interviews/{interview.pk}")
        panel = list(interview.panelists.all())
        for panelist in panel:
            event.add("attendee", _attendee(panelist), encode=False)
        if reader.pk not in {panelist.interviewer_id for panelist in panel}:
            event.add("attendee", _address(reader), encode=False)
    return _calendar(event, "CANCEL" if off else "REQUEST")


def for_candidate(interview: Interview, *, at: datetime) -> bytes:
    """What the candidate's calendar takes in. Panel must be loaded."""
    with translation.override(interview.candidate_language):
        event = _event(interview, off=not interview.is_planned, at=at)
        job = interview.application.job
        event.add("summary", f"{interview.title}: {job.title}, {settings.SKAFFA.environment_name}")
        words = [interview.meeting_link]
        if interview.shows_interviewers:
            names = ", ".join(str(panelist.interviewer) for panelist in interview.panelists.all())
            words.append(_("With %(names)s") % {"names": names})
        event.add("description", "\n".join(filter(None, words)))
    return _calendar(event, "PUBLISH" if interview.is_planned else "CANCEL")


def _event(interview: Interview, *, off: bool, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{interview.uid}@{settings.SKAFFA.environment_id}.skaffa")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", interview.starts_at.astimezone(UTC))
    event.add("dtend", interview.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("location", interview.place or interview.meeting_link)
    if interview.scheduled_by:
        event.add("organizer", _address(interview.scheduled_by), encode=False)
    return event


def _interviewer_words(interview: Interview) -> str:
    page = f"{settings.SKAFFA.base_url}/interviews/{interview.pk}"
    lines = [
        f"{interview.application.candidate} · {interview.application.job.title}",
        interview.meeting_link,
        interview.details,
        _("Answer and read more here: %(link)s") % {"link": page},
    ]
    return "\n\n".join(filter(None, lines))


def _attendee(panelist: Panelist) -> vCalAddress:
    address = _address(panelist.interviewer)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(_PARTSTAT[panelist.answer])
    return address


def _address(user: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{user.email}")
    address.params["CN"] = vText(str(user))
    return address


def _calendar(event: Event, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
