"""Letters around interviews, with the appointment for the reader's calendar; times are in the reader's own zone."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.core import events
from skaffa.interviews.availability import queries as availabilities
from skaffa.interviews.events import AvailabilityAsked, FeedbackRequested, InterviewTold, News, ReminderDue
from skaffa.interviews.models import Availability, Interview, ReminderKind
from skaffa.interviews.schedule import calendar, queries
from skaffa.mail import actions, rules
from skaffa.mail import queries as mails
from skaffa.mail.letter import File, Letter, Reader
from skaffa.mail.models import Kind, Recipient

_CALENDAR = "text/calendar; method={}"


def register() -> None:
    events.subscribe(AvailabilityAsked, _ask)
    events.subscribe(InterviewTold, _tell)
    events.subscribe(ReminderDue, _remind)
    events.subscribe(FeedbackRequested, _ask_for_feedback)


def _ask(event: AvailabilityAsked) -> None:
    """To the candidate, by the address that was given; without one the link is passed on by hand."""
    asked = Availability.objects.select_related("application__job", "application__candidate").get(
        pk=event.availability_id
    )
    if not asked.email:
        return
    to = Reader(
        recipient=Recipient.CANDIDATE,
        address=asked.email,
        name=asked.application.candidate.first_name,
        language=asked.language,
    )
    with translation.override(asked.language):
        before = date_format(asked.expires_at.astimezone(ZoneInfo(asked.time_zone)), "DATE_FORMAT")
    letter = Letter(
        kind=Kind.AVAILABILITY_REQUESTED,
        to=to,
        application=asked.application,
        values={"Availability_Link": rules.SECRET_LINK, "Answer_Before": before},
        secret=availabilities.link(asked),
    )
    actions.send(letter, by=_actor(event.by_id), at=event.at)


def _tell(event: InterviewTold) -> None:
    """Interviewers have their notice besides; what somebody sends to a candidate leaves, or is refused at once."""
    interview = queries.loaded(event.interview_id)
    kind, by = _kind(event.news, interview), _actor(event.by_id)
    for user in _active(event.interviewer_ids):
        actions.send_automatic(_to_interviewer(kind, interview, user, event), by=by, at=event.at)
    if event.to_candidate:
        send = actions.send if event.news is News.INVITATION else actions.send_automatic
        send(_to_candidate(kind, interview, event.at), by=by, at=event.at)


def _kind(news: News, interview: Interview) -> Kind:
    if news is News.CANCELLATION:
        return Kind.INTERVIEW_RELEASED if interview.is_planned else Kind.INTERVIEW_CANCELLED
    return Kind.INTERVIEW_CHANGED if news is News.CHANGE else Kind.INTERVIEW_INVITED


def _remind(event: ReminderDue) -> None:
    interview = queries.loaded(event.interview_id)
    if event.user_id is None:
        actions.send_automatic(_to_candidate(Kind.INTERVIEW_REMINDER, interview, event.at), at=event.at)
        return
    for user in _active([event.user_id]):
        actions.send_automatic(_reminder(event, interview, user), at=event.at)


def _reminder(event: ReminderDue, interview: Interview, user: User) -> Letter:
    if event.kind == ReminderKind.FEEDBACK:
        return _about_feedback(Kind.FEEDBACK_REMINDER, interview.application, user)
    kind = Kind.INTERVIEW_REMINDER if event.kind == ReminderKind.BEFORE else Kind.INTERVIEW_INVITED
    return _to_interviewer(kind, interview, user, event)


def _ask_for_feedback(event: FeedbackRequested) -> None:
    """To whoever is asked by name; who asks themselves knows."""
    application = Application.objects.select_related("job", "candidate").get(pk=event.application_id)
    for user in _active([event.user_id] if event.user_id != event.by_id else []):
        letter = _about_feedback(Kind.FEEDBACK_REQUESTED, application, user)
        actions.send_automatic(letter, by=_actor(event.by_id), at=event.at)


def _about_feedback(kind: Kind, application: Application, user: User) -> Letter:
    link = f"{settings.SKAFFA.base_url}/applications/{application.pk}/feedback"
    to = Reader.user(user, Recipient.INTERVIEWER)
    return Letter(kind=kind, to=to, application=application, values={"Feedback_Link": link})


def _to_interviewer(kind: Kind, interview: Interview, user: User, event: InterviewTold | ReminderDue) -> Letter:
    is_off = kind in {Kind.INTERVIEW_CANCELLED, Kind.INTERVIEW_RELEASED}
    content = calendar.for_interviewer(interview, user, cancelled=is_off, at=event.at)
    link = f"{settings.SKAFFA.base_url}/interviews/{interview.pk}"
    values = _values(interview, user.time_zone, user.language, names=True) | {"Interview_Link": link}
    return Letter(
        kind=kind,
        to=Reader.user(user, Recipient.INTERVIEWER),
        application=interview.application,
        values=values,
        files=[_file(content, "CANCEL" if is_off else "REQUEST")],
    )


def _to_candidate(kind: Kind, interview: Interview, at: datetime) -> Letter:
    to = Reader(
        recipient=Recipient.CANDIDATE,
        address=interview.candidate_email,
        name=interview.application.candidate.first_name,
        language=interview.candidate_language,
    )
    known = _values(
        interview, interview.candidate_time_zone, interview.candidate_language, names=interview.shows_interviewers
    )
    return Letter(
        kind=kind,
        to=to,
        application=interview.application,
        values=known | {"Interview_Link": rules.SECRET_LINK},
        files=[_file(calendar.for_candidate(interview, at=at), "PUBLISH" if interview.is_planned else "CANCEL")],
        secret=queries.candidate_link(interview.application),
    )


def _values(interview: Interview, time_zone: str, language: str, *, names: bool) -> dict[str, str]:
    """What a text about an interview may name; without names nobody learns who interviews."""
    panel = ", ".join(str(one.interviewer) for one in interview.panelists.all()) if names else ""
    with translation.override(mails.footer_language(language)):
        with_whom = _("With %(names)s") % {"names": panel} if panel else ""
        table = "\n".join(filter(None, [_when(interview, time_zone), interview.title, with_whom]))
    with translation.override(language):
        when = _when(interview, time_zone)
    return {
        "Interview_Title": interview.title,
        "Interview_Date": when,
        "Interview_Table": table,
        "Interview_Place": interview.place,
        "Meeting_Link": interview.meeting_link,
        "Interviewers": panel,
        "Comment": interview.cancel_word,
    }


def _when(interview: Interview, time_zone: str) -> str:
    """The day, the hours, and whose clock they are on."""
    begin, end = (moment.astimezone(ZoneInfo(time_zone)) for moment in (interview.starts_at, interview.ends_at))
    city = time_zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{date_format(begin, 'l j F Y')}, {begin:%H:%M}–{end:%H:%M} ({city})"


def _file(content: bytes, method: str) -> File:
    return File("interview.ics", _CALENDAR.format(method), content)


def _active(user_ids: Iterable[int]) -> list[User]:
    """In the order given; whoever has been deactivated reads nothing any more."""
    found = User.objects.filter(is_active=True).in_bulk(list(user_ids))
    return [found[pk] for pk in user_ids if pk in found]


def _actor(user_id: int | None) -> Actor:
    return Actor.of(User.objects.get(pk=user_id)) if user_id is not None else SYSTEM
