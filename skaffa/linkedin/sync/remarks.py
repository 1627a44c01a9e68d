"""What is written about people, as LinkedIn may have it: shared notes and submitted feedback, where the gate is open."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext

from rsc_client.synced import InterviewType as RemoteInterviewType
from skaffa.accounts.models import User
from skaffa.interviews.models import Feedback, FeedbackStatus, InterviewType
from skaffa.linkedin.models import Connection
from skaffa.linkedin.sync import people
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.people_payloads import Judgement, Remark
from skaffa.notes.models import Note, Visibility

Parts = dict[int, dict[str, object]]
"""By owner and our id."""

SHARED = Q(visibility=Visibility.SHARED)
SUBMITTED = Q(status=FeedbackStatus.SUBMITTED)
_INTERVIEWS = {InterviewType.PHONE: RemoteInterviewType.PHONE_SCREEN, InterviewType.ONSITE: RemoteInterviewType.ONSITE}


def candidate_notes(ids: Iterable[int], connection: Connection) -> Parts:
    """Notes about the person, once the whole person has left."""
    found: Parts = {pk: {} for pk in people.shared(ids, connection)}
    for note in _notes(Q(candidate__among=found, application=None)):
        found[note.candidate_id][str(note.pk)] = _note(note)
    return found


def application_notes(ids: Iterable[int], connection: Connection) -> Parts:
    found: Parts = {pk: {} for pk in people.leaving(ids, connection)}
    for note in _notes(Q(application__among=found)):
        if note.application_id is not None:
            found[note.application_id][str(note.pk)] = _note(note)
    return found


def feedback(ids: Iterable[int], connection: Connection) -> Parts:
    found: Parts = {pk: {} for pk in people.leaving(ids, connection)}
    rows = Feedback.objects.filter(SUBMITTED, application__among=found).select_related("author")
    with translation.override("en"):
        for row in rows.order_by("pk"):
            found[row.application_id][str(row.pk)] = payloads.feedback(_judgement(row))
    return found


def _notes(which: Q) -> Iterable[Note]:
    rows = Note.objects.filter(SHARED, which).select_related("author").order_by("pk")
    return rows.only(
        *("candidate_id", "application_id", "text", "created_at", "modified_at"),
        *("author__first_name", "author__last_name"),
    )


def _note(note: Note) -> object:
    remark = Remark(text=note.text, author=_name(note.author), created_at=note.created_at, modified_at=note.modified_at)
    return payloads.note(remark)


def _judgement(row: Feedback) -> Judgement:
    points = (
        (gettext("Recommendation"), row.get_recommendation_display()),
        (gettext("Strengths"), row.strengths),
        (gettext("Weaknesses"), row.weaknesses),
    )
    return Judgement(
        author=_name(row.author),
        submitted_at=row.submitted_at or row.modified_at,
        comment=row.comment,
        interview=_INTERVIEWS[InterviewType(row.interview_type)] if row.interview_type else None,
        points=tuple((attribute, result) for attribute, result in points if result),
    )


def _name(user: User) -> tuple[str, str]:
    return user.first_name, user.last_name
