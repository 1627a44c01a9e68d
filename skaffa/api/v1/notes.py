"""How a note looks, and the notes about somebody or one of their applications."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paging
from skaffa.core import paging
from skaffa.notes import queries, rules
from skaffa.notes.models import Note, Visibility


class NoteIn(Schema):
    text: str = Field(min_length=1, max_length=rules.TEXT)
    visibility: Visibility = Visibility.SHARED


class NoteOut(Schema):
    id: int
    candidate_id: int
    application_id: int | None
    text: str
    visibility: Visibility
    author: str
    created_at: datetime

    @staticmethod
    def resolve_author(note: Note) -> str:
        return str(note.author)


class NotePage(Schema):
    items: list[NoteOut] = Field(alias="rows")
    next_cursor: str


def page(request: Call, paged: Paging, **about: int | None) -> paging.Page[Note]:
    """The notes one may read about `candidate` or `application`, the latest first."""
    return door.page(queries.visible_to(request.actor).filter(**about).select_related("author"), paged)
