"""Which notes there are, for those who may read them."""

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


def visible_to(actor: Actor) -> QuerySet[Note]:
    """Shared notes on applications and people the actor may see (A162), and the actor's own private ones there."""
    if actor.is_system:
        return Note.objects.all()
    on_people = Q(application=None, candidate__in=candidates.visible_to(actor))
    on_applications = Q(application__in=applications.visible_to(actor))
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


def may_write(actor: Actor, application: Application | None) -> bool:
    """Whether the actor may write about this application they see, or about a person they see (None)."""
    if application is None:
        return permissions.allowed(actor, Action.CANDIDATE_EDIT)
    return jobs.may(actor, Action.NOTE_WRITE, application.job)


def may_change(actor: Actor, note: Note) -> bool:
    return note.author_id == actor.user_id and may_write(actor, note.application)


def may_delete(actor: Actor, note: Note) -> bool:
    """The author; of shared ones also a recruiter of the team, and administrators."""
    if note.author_id == actor.user_id:
        return True
    if note.application is None:
        return permissions.allowed(actor, Action.NOTE_DELETE)
    return jobs.may(actor, Action.NOTE_DELETE, note.application.job)
