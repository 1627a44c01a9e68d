"""What can be done with notes: write, change, delete."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.notes import queries, rules
from skaffa.notes.events import NoteChanged, NoteDeleted, NoteWritten
from skaffa.notes.models import Note, Visibility


@transaction.atomic
def write(
    candidate: Candidate,
    *,
    application: Application | None = None,
    text: str,
    visibility: Visibility | str = Visibility.SHARED,
    by: Actor,
    at: datetime,
) -> Note:
    """Write about one of a person's applications, or about the person; a note has an author, so never the system."""
    _require_seen(candidate, application, by)
    if by.user is None or not queries.may_write(by, application):
        raise refusals.NotAllowed(code=Action.NOTE_WRITE.value)
    clean, readers = rules.checked(text, visibility)
    note = Note.objects.create(
        candidate=candidate,
        application=application,
        author=by.user,
        text=clean,
        visibility=readers,
        created_at=at,
        modified_at=at,
    )
    _publish(NoteWritten, note, note.pk, by, at)
    return note


@transaction.atomic
def change(note: Note, *, text: str, visibility: Visibility | str, by: Actor, at: datetime) -> Note:
    """Replace the words of one's own note, or who may read it."""
    locked = _locked(note, by)
    if locked.author_id != by.user_id:
        raise rules.NoteOfSomebodyElse
    if not queries.rights(by, [locked])[locked.pk].change:
        raise refusals.NotAllowed(code=Action.NOTE_WRITE.value)
    clean, readers = rules.checked(text, visibility)
    if (clean, readers) == (locked.text, locked.visibility):
        return locked
    locked.text, locked.visibility, locked.modified_at = clean, readers, at
    locked.save()
    _publish(NoteChanged, locked, locked.pk, by, at)
    return locked


@transaction.atomic
def delete(note: Note, *, by: Actor, at: datetime) -> Note:
    """Delete a note for good."""
    locked = _locked(note, by)
    if not queries.rights(by, [locked])[locked.pk].delete:
        raise refusals.NotAllowed(code=Action.NOTE_DELETE.value)
    pk = locked.pk
    locked.delete()
    _publish(NoteDeleted, locked, pk, by, at)
    return locked


def _require_seen(candidate: Candidate, application: Application | None, by: Actor) -> None:
    if application is None:
        if not candidates.visible_to(by).filter(pk=candidate.pk).exists():
            raise candidates.CandidateNotFound
    elif applications.application(by, application.pk).candidate_id != candidate.pk:
        raise rules.ApplicationOfSomebodyElse


def _locked(note: Note, by: Actor) -> Note:
    """The note as it stands now, for somebody who may read it."""
    found = Note.objects.select_for_update().filter(pk=queries.note(by, note.pk).pk).first()
    if found is None:
        raise queries.NoteNotFound
    return found


def _publish(
    kind: type[NoteWritten] | type[NoteChanged] | type[NoteDeleted], note: Note, pk: int, by: Actor, at: datetime
) -> None:
    events.publish(
        kind(
            note_id=pk,
            candidate_id=note.candidate_id,
            application_id=note.application_id,
            is_private=note.is_private,
            at=at,
            by_id=by.user_id,
        )
    )
