"""The sources that people choose from: categories with their details (A123)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.candidates.models import Source, SourceChoice
from skaffa.choices.rules import Names
from skaffa.core import refusals, text
from skaffa.core.compiled import compiled

FIXED = frozenset({Source.REFERRAL.value, Source.LINKEDIN.value, Source.OTHER.value})
"""How the product behaves depends on these: nobody renames or retires them (A125)."""

REFERRER = 200
_CODE = 40


class SourceUnknown(refusals.Invalid):
    """There is no source with this code."""

    sentence = _("Choose one of the sources.")


@dataclass(frozen=True, slots=True)
class Referral:
    """A source with the colleague who referred somebody."""

    code: str
    referred_by: str


Said = Source | str | Referral
"""How somebody came to us, as it is said to actions: a code, and with a referral who it was."""


class Origin(TypedDict):
    """How somebody came to us, as columns."""

    source: SourceChoice
    referred_by: str


@dataclass(frozen=True, slots=True)
class Category:
    """A source with its details."""

    source: SourceChoice
    details: Sequence[SourceChoice]


def known(code: Source | str) -> SourceChoice:
    """The source of this code, also a retired one: what programs say by themselves does not stop with a choice."""
    found = SourceChoice.objects.select_related("category").filter(code=str(code).replace("\0", "")).first()
    if found is None:
        raise SourceUnknown(fields={"source": SourceUnknown.sentence})
    return found


def origin(said: Said) -> Origin:
    """The source and who referred them, tidied; only a referral has a referrer (A124). Raises SourceUnknown."""
    code, by = (said.code, said.referred_by) if isinstance(said, Referral) else (said, "")
    source = known(code)
    is_referral = Source.REFERRAL in {source.code, source.category_id}
    return {"source": source, "referred_by": text.shortened(text.line(by), REFERRER) if is_referral else ""}


def tree() -> list[Category]:
    """Every category with its details, retired ones too, in the order of the list."""
    rows = _all()
    details: dict[str, list[SourceChoice]] = {}
    for row in rows:
        if row.category_id:
            details.setdefault(row.category_id, []).append(row)
    return [Category(row, details.get(row.code, ())) for row in rows if not row.category_id]


@compiled
def _all() -> QuerySet[SourceChoice]:
    return SourceChoice.objects.order_by("position", "code")


def choices(*also: str | None, known: Sequence[Category] | None = None) -> list[tuple[str, object]]:
    """What a form offers: a category and its details as a group; retired ones only where they stand in `also`."""
    offered: list[tuple[str, object]] = []
    for category in tree() if known is None else known:
        is_open = category.source.retired_at is None
        one = [(category.source.code, str(category.source))] if is_open or category.source.code in also else []
        rest = [
            (detail.code, str(detail))
            for detail in category.details
            if (is_open and detail.retired_at is None) or detail.code in also
        ]
        offered += [(str(category.source), [*one, *rest])] if rest else one
    return offered


def names() -> dict[str, str]:
    """What every source is called, by its code; for what only remembers the code."""
    return {row.code: str(row) for row in _all()}


def in_every_language() -> dict[str, Names]:
    """The same by language."""
    named = _all()
    found: dict[str, dict[str, str]] = {row.code: {} for row in named}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for row in named:
                found[row.code][language] = str(row)
    return dict(found)


def full_names(known: Sequence[Category]) -> dict[str, str]:
    """The same, details with their category before them."""
    return {
        one.code: str(one) if one is category.source else f"{category.source}: {one}"
        for category in known
        for one in (category.source, *category.details)
    }


def campaign(code: str) -> str:
    """The source that a link to the career site names, while people may choose it; else the career site itself."""
    found = SourceChoice.objects.filter(code=code.replace("\0", "")[:_CODE], retired_at=None).first()
    return found.code if found else Source.CAREER_SITE.value
