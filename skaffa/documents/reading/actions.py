"""Reading documents: asked for with the file, done in a program of its own, told when it is done.

Any of it may be killed at any time: a lease runs out and the sweep takes the document up again, three times at most.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from skaffa.core import events, text
from skaffa.core.clock import Clock
from skaffa.documents.events import DocumentRead
from skaffa.documents.models import (
    Content,
    Document,
    FileType,
    PagePicture,
    Reading,
    ReadingState,
    Trouble,
)
from skaffa.documents.reading import program
from skaffa.documents.reading.program import Unreadable
from skaffa.documents.reading.reader import What

LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
MOST_AT_A_TIME = 200


def ask(document: Document) -> None:
    """Let the file of a document be read, in the transaction that brings it; what was read before is forgotten."""
    is_old = document.file_type == FileType.DOC
    PagePicture.objects.filter(document=document).delete()
    Reading.objects.update_or_create(
        document=document,
        defaults={
            "state": ReadingState.FAILED if is_old else ReadingState.WAITING,
            "trouble": Trouble.OLD_WORD if is_old else "",
            "attempts": 0,
            "lease_until": None,
            "text": "",
            "html": "",
            "pages": 0,
        },
    )


def left(*, at: datetime) -> list[int]:
    """Documents that wait and that nobody is at."""
    rows = Reading.objects.filter(_free(at), state=ReadingState.WAITING).order_by("pk")
    return list(rows.values_list("document_id", flat=True)[:MOST_AT_A_TIME])


def read(document_id: int, *, now: Clock) -> None:
    """Read one document, unless it has been read or somebody is at it."""
    claimed = _claim(document_id, at=now())
    if claimed is None:
        return
    document, attempts = claimed
    content = Content.objects.filter(document=document).values_list("data", flat=True).first()
    try:
        found = program.read(document.file_type, bytes(content or b""))
    except Unreadable as error:
        if error.trouble == Trouble.TOO_MUCH and attempts < MOST_ATTEMPTS:
            _let_go(document)
        else:
            _settle(document, None, error.trouble, at=now())
    else:
        _settle(document, found, "", at=now())


@transaction.atomic
def _claim(document_id: int, *, at: datetime) -> tuple[Document, int] | None:
    rows = Reading.objects.select_for_update(skip_locked=True, of=("self",)).select_related("document")
    row = rows.filter(_free(at), document=document_id, state=ReadingState.WAITING).first()
    if row is None:
        return None
    row.attempts, row.lease_until = row.attempts + 1, at + LEASE
    if row.attempts > MOST_ATTEMPTS:  # whoever read it was killed each time
        row.state, row.trouble, row.lease_until = ReadingState.FAILED, Trouble.TOO_MUCH, None
    row.save(update_fields=["attempts", "lease_until", "state", "trouble"])
    return (row.document, row.attempts) if row.state == ReadingState.WAITING else None


def _let_go(document: Document) -> None:
    """Too slow may be the machine's fault: the next sweep tries again."""
    Reading.objects.filter(document=document, state=ReadingState.WAITING).update(lease_until=None)


@transaction.atomic
def _settle(document: Document, found: What | None, trouble: str, *, at: datetime) -> None:
    """Keep what was read, unless another file has taken the place of the one that was."""
    row = Reading.objects.select_for_update(of=("self",)).select_related("document").filter(document=document).first()
    if row is None or row.document.sha256 != document.sha256 or row.state != ReadingState.WAITING:
        return
    row.state, row.trouble, row.lease_until = ReadingState.DONE if found else ReadingState.FAILED, trouble, None
    if found:
        row.text, row.html, row.pages = text.paragraphs(found.text), found.html, found.pages
        PagePicture.objects.bulk_create(
            PagePicture(
                document=document,
                number=number,
                width=page.width,
                height=page.height,
                data=page.picture,
                text=text.paragraphs(page.text),
            )
            for number, page in enumerate(found.pictures, 1)
        )
    row.save()
    events.publish(
        DocumentRead(
            document_id=document.pk,
            candidate_id=document.candidate_id,
            application_id=document.application_id,
            at=at,
            by_id=None,
        )
    )


def _free(at: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=at)
