"""Which notes there are, for those who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.jobs import queries as jobs
from skaffa.notes.models import Note, Visibility


class NoteNotFound(refusals.NotFound):
    """There is no such note, or it is not the reader's to read."""

    sentence = _("There is no such note, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a note."""

    change: bool
    delete: bool


def visible_to(actor: Actor) -> QuerySet[Note]:
    """Shared notes on applications and people the actor may see (A162), and the actor's own private ones there."""
    if actor.is_system:
        return Note.objects.all()
    on_people = Q(application=None) & candidates.seen_by(actor, "candidate")
    on_applications = Q(application__isnull=False)
    on_applications &= applications.seen_by(actor, "application__job", "application__stage__kind")
    readable = Q(visibility=Visibility.SHARED) | Q(author=actor.user)
    return Note.objects.filter(on_people | on_applications).filter(readable)


def note(actor: Actor, pk: int) -> Note:
    found = visible_to(actor).select_related("candidate", "application__job", "author").filter(pk=pk).first()
    if found is None:
        raise NoteNotFound
    return found


def of_candidate(actor: Actor, candidate: Candidate) -> QuerySet[Note]:
    """The notes about a person and their applications, the latest first."""
    rows = visible_to(actor).filter(candidate=candidate).select_related("author", "application__job")
    return rows.order_by("-created_at", "-pk")


def writable(actor: Actor, candidate: Candidate) -> list[Application]:
    """The applications of a person on which the actor may write, the active ones first."""
    rows = applications.visible_to(actor).filter(candidate=candidate).select_related("job")
    found = list(rows.order_by("status", "-created_at", "-pk"))
    held = jobs.rights_by_job(actor, {application.job for application in found})
    return [application for application in found if Action.NOTE_WRITE in held[application.job_id]]


def may_write(actor: Actor, application: Application | None) -> bool:
    """Whether the actor may write about this application they see, or about a person they see (None)."""
    if application is None:
        return permissions.allowed(actor, Action.CANDIDATE_EDIT)
    return jobs.may(actor, Action.NOTE_WRITE, application.job)


def rights(actor: Actor, notes: Iterable[Note]) -> dict[int, Rights]:
    """What the actor may do with each of these notes they may read, by id; one query for any number."""
    known = list(notes)
    held = jobs.rights_by_job(actor, {note.application.job for note in known if note.application})
    on_people = frozenset(
        action
        for action, asked in ((Action.NOTE_WRITE, Action.CANDIDATE_EDIT), (Action.NOTE_DELETE, Action.NOTE_DELETE))
        if permissions.allowed(actor, asked)
    )
    return {
        note.pk: _rights(actor, note, held[note.application.job_id] if note.application else on_people)
        for note in known
    }


def _rights(actor: Actor, note: Note, held: frozenset[Action]) -> Rights:
    """The author changes; the author, a recruiter of the team and administrators delete."""
    is_author = note.author_id == actor.user_id
    return Rights(change=is_author and Action.NOTE_WRITE in held, delete=is_author or Action.NOTE_DELETE in held)
