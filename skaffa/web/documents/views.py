"""The Documents tab of a candidate: add, open, change in place, delete."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock, refusals
from skaffa.documents import actions, queries
from skaffa.documents.models import Document, FileType
from skaffa.web import http
from skaffa.web.candidates import page, sure
from skaffa.web.candidates.sure import Question
from skaffa.web.documents.forms import DocumentForm, NewDocumentForm
from skaffa.web.forms import Form
from skaffa.web.http import Request

form_view = require_http_methods(["GET", "HEAD", "POST"])

_CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOC: "application/msword",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.TXT: "text/plain",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A document with what the reader may do with it."""

    document: Document
    may_edit: bool
    is_edited: bool


@form_view
def documents(request: Request, candidate_id: int) -> HttpResponse:
    """The documents of a person that the reader may open, and a form for one more."""
    found = candidates.candidate(request.actor, candidate_id)
    form = _new_form(request, found, sent=request.method == "POST")
    if request.method != "POST":
        return _page(request, found, form=form)
    if form is None:
        raise refusals.NotAllowed
    if form.is_valid():
        try:
            _add(request, found, form)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, _("The document has been added."))
    return _page(request, found, form=form)


@require_GET
def download(request: Request, document_id: int) -> HttpResponse:
    """The file itself, handed over to be saved: whatever is in it, no browser runs or shows it as a page of ours."""
    found = queries.document(request.actor, document_id)
    response = HttpResponse(queries.content(found), content_type=_CONTENT_TYPES[FileType(found.file_type)])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@form_view
def edit(request: Request, document_id: int) -> HttpResponse:
    """The Documents tab with one document as a form in its place."""
    document = queries.document(request.actor, document_id)
    if not queries.may_edit(request.actor, document.application):
        raise refusals.NotAllowed
    found = candidates.candidate(request.actor, document.candidate_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*sent, initial={"kind": document.kind}, auto_id=f"document-{document.pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            kind, file = form.cleaned_data["kind"], form.chosen()
            actions.change(document, kind=kind, file=file, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, _("The document has been changed."))
    return _page(request, found, edited=document, edit_form=form)


@form_view
def delete(request: Request, document_id: int) -> HttpResponse:
    """Delete a document, once asked."""
    document = queries.document(request.actor, document_id)
    if not queries.may_edit(request.actor, document.application):
        raise refusals.NotAllowed
    found = candidates.candidate(request.actor, document.candidate_id)
    back = reverse("candidate_documents", args=[found.pk])
    if request.method == "POST":
        actions.delete(document, by=request.actor, at=clock.now())
        return http.done(request, back, _("The document has been deleted."))
    words: list[refusals.Message] = [_("%(name)s is lost for good.") % {"name": document.file_name}]
    if document.is_resume:
        words.append(_("Where LinkedIn has it, it is deleted there too."))
    question = Question(title=_("Delete this document?"), words=words, button=_("Delete"), back=back)
    return sure.asked(request, found, "documents", question, Form())


def _add(request: Request, found: Candidate, form: NewDocumentForm) -> None:
    given = form.cleaned_data
    application = applications.application(request.actor, given["about"]) if given["about"] else None
    file = form.chosen()
    if file is None:
        raise refusals.Invalid(fields={"file": _("Choose a file first.")})
    actions.add(found, application=application, file=file, kind=given["kind"], by=request.actor, at=clock.now())


def _new_form(request: Request, found: Candidate, *, sent: bool = False) -> NewDocumentForm | None:
    """The form for a new document; none for those who only read."""
    may_person = queries.may_edit(request.actor, None)
    about = queries.writable(request.actor, found)
    if not (about or may_person):
        return None
    given = (request.POST, request.FILES) if sent else ()
    form = NewDocumentForm(*given, applications=about, may_person=may_person)
    wanted = request.GET.get("about", "")
    if wanted in {str(application.pk) for application in about}:
        form.fields["about"].initial = int(wanted)
    return form


def _page(
    request: Request,
    found: Candidate,
    *,
    form: NewDocumentForm | None = None,
    edited: Document | None = None,
    edit_form: DocumentForm | None = None,
) -> HttpResponse:
    listed = list(queries.of_candidate(request.actor, found))
    may_edit = queries.editable(request.actor, listed)
    context: dict[str, Any] = {
        "form": form,
        "edit_form": edit_form,
        "rows": [Row(document, may_edit=document.pk in may_edit, is_edited=edited == document) for document in listed],
    }
    shown = edit_form or form
    status = 422 if shown and shown.errors else 200
    return render(
        request, "documents/documents.html", page.context(request, found, "documents") | context, status=status
    )


def _done(request: Request, found: Candidate, said: refusals.Message) -> HttpResponse:
    """HTMX gets the tab as it is now, others are led to it."""
    if request.htmx:
        return http.toast(_page(request, found, form=_new_form(request, found)), said)
    return http.done(request, reverse("candidate_documents", args=[found.pk]), said)
