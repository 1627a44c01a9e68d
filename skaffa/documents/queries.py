"""Which documents there are, for those who may open them."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.documents.models import Content, Document, Kind, PagePicture, Reading, ReadingState
from skaffa.jobs import queries as jobs

_BEGINNING = 20_000
"""Characters of a document in which it is shown what was found."""


class DocumentNotFound(refusals.NotFound):
    """There is no such document, or it is not the reader's to open."""

    sentence = _("There is no such document, or you may not see it.")


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Documents of the applications the actor may see, and of the people themselves (A162)."""
    if actor.is_system:
        return Document.objects.all()
    on_people = Q(application=None) & candidates.seen_by(actor, "candidate")
    on_applications = Q(application__isnull=False)
    on_applications &= applications.seen_by(actor, "application__job", "application__stage__kind")
    return Document.objects.filter(on_people | on_applications)


def document(actor: Actor, pk: int) -> Document:
    found = visible_to(actor).select_related("candidate", "application__job", "uploaded_by").filter(pk=pk).first()
    if found is None:
        raise DocumentNotFound
    return found


def of_candidate(actor: Actor, candidate: Candidate) -> QuerySet[Document]:
    """The documents about a person and their applications, the latest first; never more than `rules.MOST`."""
    rows = visible_to(actor).filter(candidate=candidate).select_related("uploaded_by", "application__job")
    return rows.order_by("-created_at", "-pk")


def with_resume(rows: QuerySet[Application]) -> QuerySet[Application]:
    """`has_resume` tells whether there is a résumé of the application, or of the person whatever the job (A39)."""
    theirs = Document.objects.filter(candidate=OuterRef("candidate"), kind=Kind.RESUME)
    return rows.annotate(has_resume=Exists(theirs.filter(Q(application=None) | Q(application=OuterRef("pk")))))


def reading(document: Document) -> Reading | None:
    """What was read out of a document the actor was given; None when it was deleted meanwhile."""
    return Reading.objects.filter(document=document).first()


def pages(document: Document) -> QuerySet[PagePicture]:
    """The pages that have a picture, without the pictures themselves."""
    return PagePicture.objects.filter(document=document).defer("data").order_by("number")


def picture(document: Document, number: int) -> bytes:
    """One page of a document the actor was given, as WebP."""
    found = PagePicture.objects.filter(document=document, number=number).values_list("data", flat=True).first()
    if found is None:
        raise DocumentNotFound
    return bytes(found)


def texts(actor: Actor, people: Iterable[Candidate]) -> Iterator[tuple[Document, str]]:
    """The documents of these people that the actor may open, the latest first, each with the beginning of its words."""
    rows = visible_to(actor).filter(candidate__in=list(people), reading__state=ReadingState.DONE)
    for row in rows.annotate(beginning=Left("reading__text", _BEGINNING)).order_by("-created_at", "-pk"):
        yield row, row.beginning


def content(document: Document) -> bytes:
    """What is in a document the actor was given; empty when it was deleted meanwhile."""
    found = Content.objects.filter(document=document).values_list("data", flat=True).first()
    return bytes(found) if found is not None else b""


def writable(actor: Actor, candidate: Candidate) -> list[Application]:
    """The applications of a person whose documents the actor may change, the active ones first."""
    rows = applications.visible_to(actor).filter(candidate=candidate).select_related("job")
    found = list(rows.order_by("status", "-created_at", "-pk"))
    held = jobs.rights_by_job(actor, {application.job for application in found})
    return [application for application in found if Action.DOCUMENT_EDIT in held[application.job_id]]


def may_edit(actor: Actor, application: Application | None) -> bool:
    """Whether the actor may add, change and delete documents of an application they see, or of a person (None)."""
    if application is None:
        return permissions.allowed(actor, Action.CANDIDATE_EDIT)
    return jobs.may(actor, Action.DOCUMENT_EDIT, application.job)


def editable(actor: Actor, documents: Iterable[Document]) -> frozenset[int]:
    """Those of these documents the actor may change and delete, by id; one query for any number."""
    known = list(documents)
    held = jobs.rights_by_job(actor, {document.application.job for document in known if document.application})
    on_people = permissions.allowed(actor, Action.CANDIDATE_EDIT)
    return frozenset(
        document.pk
        for document in known
        if (Action.DOCUMENT_EDIT in held[document.application.job_id] if document.application else on_people)
    )
