"""What can be done with documents: add, change, delete."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.documents import queries, rules
from skaffa.documents.events import DocumentAdded, DocumentChanged, DocumentDeleted
from skaffa.documents.models import Content, Document, Kind
from skaffa.documents.reading import actions as reading
from skaffa.documents.rules import File


@transaction.atomic
def add(
    candidate: Candidate,
    *,
    application: Application | None = None,
    file: File,
    kind: Kind | str = Kind.RESUME,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a file about one of a person's applications, or about the person."""
    _require_seen(candidate, application, by)
    if not queries.may_edit(by, application):
        raise refusals.NotAllowed(code=Action.DOCUMENT_EDIT.value)
    as_kind = rules.checked_kind(kind)
    theirs = _documents_of(candidate)
    if theirs.filter(application=application, sha256=file.sha256).exists():
        raise rules.FileIsThereAlready
    if theirs.count() >= rules.MOST:
        raise rules.TooManyDocuments
    document = Document.objects.create(
        candidate=candidate,
        application=application,
        kind=as_kind,
        file_name=file.name,
        file_type=file.type,
        size=len(file.content),
        sha256=file.sha256,
        uploaded_by=by.user,
        created_at=at,
        modified_at=at,
    )
    Content.objects.create(document=document, data=file.content)
    reading.ask(document)
    _publish(DocumentAdded, document, document.pk, by, at)
    return document


@transaction.atomic
def change(document: Document, *, kind: Kind | str, file: File | None = None, by: Actor, at: datetime) -> Document:
    """Say what kind it is, and put another file in its place where one is given."""
    locked = _locked(document, by)
    as_kind = rules.checked_kind(kind)
    is_new = file is not None and (file.name, file.sha256) != (locked.file_name, locked.sha256)
    if as_kind == locked.kind and not is_new:
        return locked
    if file is not None and is_new:
        _replace(locked, file)
    locked.kind, locked.modified_at = as_kind, at
    locked.save()
    _publish(DocumentChanged, locked, locked.pk, by, at)
    return locked


@transaction.atomic
def delete(document: Document, *, by: Actor, at: datetime) -> Document:
    """Delete a document for good."""
    locked = _locked(document, by)
    pk = locked.pk
    locked.delete()
    _publish(DocumentDeleted, locked, pk, by, at)
    return locked


def _replace(document: Document, file: File) -> None:
    others = _documents_of(document.candidate).exclude(pk=document.pk)
    if others.filter(application=document.application_id, sha256=file.sha256).exists():
        raise rules.FileIsThereAlready
    document.file_name, document.file_type = file.name, file.type
    document.size, document.sha256 = len(file.content), file.sha256
    Content.objects.filter(document=document).update(data=file.content)
    reading.ask(document)


def _documents_of(candidate: Candidate) -> QuerySet[Document]:
    """A person's documents, for one writer at a time: they are counted and compared before one is added."""
    if not Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).exists():
        raise candidates.CandidateNotFound
    return Document.objects.filter(candidate=candidate)


def _require_seen(candidate: Candidate, application: Application | None, by: Actor) -> None:
    if application is None:
        if not candidates.visible_to(by).filter(pk=candidate.pk).exists():
            raise candidates.CandidateNotFound
    elif applications.application(by, application.pk).candidate_id != candidate.pk:
        raise rules.ApplicationOfSomebodyElse


def _locked(document: Document, by: Actor) -> Document:
    """The document as it stands now, for somebody who may change it."""
    seen = queries.document(by, document.pk)
    if not queries.may_edit(by, seen.application):
        raise refusals.NotAllowed(code=Action.DOCUMENT_EDIT.value)
    found = Document.objects.select_for_update().filter(pk=seen.pk).first()
    if found is None:
        raise queries.DocumentNotFound
    return found


def _publish(
    event: type[DocumentAdded] | type[DocumentChanged] | type[DocumentDeleted],
    document: Document,
    pk: int,
    by: Actor,
    at: datetime,
) -> None:
    events.publish(
        event(
            document_id=pk,
            candidate_id=document.candidate_id,
            application_id=document.application_id,
            kind=document.kind,
            file_name=document.file_name,
            at=at,
            by_id=by.user_id,
        )
    )
