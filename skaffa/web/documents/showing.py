"""A document shown on a page: pictures of a PDF, the words of Word and text files; nothing that came with the file runs.

A PDF is never given to the browser: its pages are pictures made before, with their words beside them. The words of a Word
file are a few tags without attributes, and stand in a document of their own that may run, load and send nothing.
"""

import base64
import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from skaffa.candidates import queries as candidates
from skaffa.documents import queries
from skaffa.documents.models import FileType, ReadingState
from skaffa.web.candidates import page
from skaffa.web.http import Request

_STYLE = (
    "body{margin:24px;color:#1d1b20;background:#fff;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{padding:4px 8px;border:1px solid #e4e3e7;text-align:left;vertical-align:top}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_NOTHING_RUNS = f"sandbox; default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'self'"


@require_GET
def view(request: Request, document_id: int) -> HttpResponse:
    """The document among the person's others; asks again by itself while it is being prepared."""
    document = queries.document(request.actor, document_id)
    found = candidates.candidate(request.actor, document.candidate_id)
    reading = queries.reading(document)
    if reading is None:
        raise queries.DocumentNotFound
    context = {
        "document": document,
        "reading": reading,
        "is_waiting": reading.state == ReadingState.WAITING,
        "is_framed": document.file_type == FileType.DOCX,
        "pages": list(queries.pages(document)),
    }
    return render(request, "documents/view.html", page.context(request, found, "documents") | context)


@require_GET
@xframe_options_sameorigin
def words(request: Request, document_id: int) -> HttpResponse:
    """The words of a Word file, to stand in a frame."""
    document = queries.document(request.actor, document_id)
    reading = queries.reading(document)
    if reading is None or not reading.html:
        raise queries.DocumentNotFound
    return _closed(
        render(request, "documents/words.html", {"document": document, "html": reading.html, "style": _STYLE})
    )


@require_GET
def picture(request: Request, document_id: int, number: int) -> HttpResponse:
    """One page of a PDF."""
    document = queries.document(request.actor, document_id)
    return _closed(HttpResponse(queries.picture(document, number), content_type="image/webp"))


def _closed(response: HttpResponse) -> HttpResponse:
    """Whatever is in it, it runs, loads and sends nothing, and nobody keeps it."""
    response["Content-Security-Policy"] = _NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
