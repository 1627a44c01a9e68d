"""What happens to documents; one that goes with its application or person has no event of its own."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded:
    document_id: int
    candidate_id: int
    application_id: int | None
    kind: str
    file_name: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanged:
    """Another file in its place, or another kind; everything is told as it is now."""

    document_id: int
    candidate_id: int
    application_id: int | None
    kind: str
    file_name: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDeleted:
    """The row is gone when this is heard."""

    document_id: int
    candidate_id: int
    application_id: int | None
    kind: str
    file_name: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead:
    """Its words are known now, or it is known that they cannot be."""

    document_id: int
    candidate_id: int
    application_id: int | None
    at: datetime
    by_id: int | None
