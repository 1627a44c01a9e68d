"""The Notes tab of a candidate: read, write, change in place, delete."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock, paging, refusals
from skaffa.notes import actions, queries
from skaffa.notes.models import Note
from skaffa.notes.queries import Rights
from skaffa.web import http
from skaffa.web.candidates import page, sure
from skaffa.web.candidates.sure import Question
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.notes.forms import NewNoteForm, NoteForm

form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Row:
    """A note with what the reader may do with it."""

    note: Note
    may: Rights
    is_edited: bool


@form_view
def notes(request: Request, candidate_id: int) -> HttpResponse:
    """Everything written about a person that the reader may read, and a form for one more."""
    found = candidates.candidate(request.actor, candidate_id)
    form = _new_form(request, found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, found, form=form)
    if form is None:
        raise refusals.NotAllowed
    if form.is_valid():
        given = form.cleaned_data
        chosen = given["about"]
        application = applications.application(request.actor, chosen) if chosen else None
        try:
            actions.write(
                found,
                application=application,
                text=given["text"],
                visibility=given["visibility"],
                by=request.actor,
                at=clock.now(),
            )
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, _("The note has been saved."))
    return _page(request, found, form=form)


@form_view
def edit(request: Request, note_id: int) -> HttpResponse:
    """The Notes tab with one note as a form in its place."""
    note = queries.note(request.actor, note_id)
    if not queries.rights(request.actor, [note])[note.pk].change:
        raise refusals.NotAllowed
    found = candidates.candidate(request.actor, note.candidate_id)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"text": note.text, "visibility": note.visibility}, auto_id=f"note-{note.pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(note, **form.cleaned_data, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, _("The note has been saved."))
    return _page(request, found, edited=note, edit_form=form)


@form_view
def delete(request: Request, note_id: int) -> HttpResponse:
    """Delete a note, once asked."""
    note = queries.note(request.actor, note_id)
    if not queries.rights(request.actor, [note])[note.pk].delete:
        raise refusals.NotAllowed
    found = candidates.candidate(request.actor, note.candidate_id)
    back = reverse("candidate_notes", args=[found.pk])
    if request.method == "POST":
        actions.delete(note, by=request.actor, at=clock.now())
        return http.done(request, back, _("The note has been deleted."))
    question = Question(
        title=_("Delete this note?"),
        words=[_("The note by %(author)s is lost for good.") % {"author": note.author}],
        button=_("Delete"),
        back=back,
    )
    return sure.asked(request, found, "notes", question, Form())


def _new_form(request: Request, found: Candidate, data: QueryDict | None = None) -> NewNoteForm | None:
    """The form for a new note; none for those who only read."""
    may_person = queries.may_write(request.actor, None)
    about = queries.writable(request.actor, found)
    return NewNoteForm(data, applications=about, may_person=may_person) if about or may_person else None


def _page(
    request: Request,
    found: Candidate,
    *,
    form: NewNoteForm | None = None,
    edited: Note | None = None,
    edit_form: NoteForm | None = None,
) -> HttpResponse:
    listed = paging.page(
        queries.of_candidate(request.actor, found), by="-created_at", cursor=http.text(request, "cursor")
    )
    may = queries.rights(request.actor, listed.rows)
    context: dict[str, Any] = {
        "form": form,
        "edit_form": edit_form,
        "page": listed,
        "rows": [Row(note, may[note.pk], is_edited=edited == note) for note in listed.rows],
    }
    shown = edit_form or form
    status = 422 if shown and shown.errors else 200
    return render(request, "notes/notes.html", page.context(request, found, "notes") | context, status=status)


def _done(request: Request, found: Candidate, said: refusals.Message) -> HttpResponse:
    """HTMX gets the tab as it is now, others are led to it."""
    if request.htmx:
        return http.toast(_page(request, found, form=_new_form(request, found)), said)
    return http.done(request, reverse("candidate_notes", args=[found.pk]), said)
