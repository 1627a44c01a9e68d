"""What happens to process templates."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCreated:
    template: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    template: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDeleted:
    template: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateManagementChanged:
    """Whether recruiters and hiring managers make templates of their own."""

    own_templates: bool
    at: datetime
    by_id: int | None
