"""What administrators do with the list of sources: add, rename, retire, restore (A125)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates.events import SourcesChanged
from skaffa.candidates.models import SourceChoice
from skaffa.candidates.sources import queries
from skaffa.choices import rules
from skaffa.choices.rules import Names
from skaffa.core import events, refusals, text

_SLUG = 30


class SourceIsFixed(refusals.Conflict):
    """Referral, LinkedIn and Other stay as they are."""

    sentence = _("This source stays as it is: the product depends on it.")


@transaction.atomic
def add(name: str, *, name_sv: str = "", category: str = "", by: Actor, at: datetime) -> SourceChoice:
    """A new category, or a new detail of one; without a Swedish name it has the same in both languages."""
    permissions.require(by, Action.ADMIN_CENTER)
    names = _free(name, name_sv)
    above = queries.known(category) if category else None
    if above is not None and above.category_id:
        raise queries.SourceUnknown(fields={"category": queries.SourceUnknown.sentence})
    last = SourceChoice.objects.aggregate(last=Max("position"))["last"] or 0
    code = slugify(names["en"])[:_SLUG] or "source"
    if SourceChoice.objects.filter(code=code).exists():
        code = f"{code}-{last + 1}"
    made = SourceChoice(code=code, category=above, position=last + 1, name_en=names["en"], name_sv=names["sv"])
    made.save(force_insert=True)
    return _told(made, "added", by=by, at=at)


@transaction.atomic
def rename(code: str, name: str, *, name_sv: str = "", by: Actor, at: datetime) -> SourceChoice:
    """Another name, for everything that has this source."""
    source = _changeable(code, by)
    names = _free(name, name_sv, besides=code)
    source.name_en, source.name_sv = names["en"], names["sv"]
    source.save(update_fields=["name_en", "name_sv"])
    return _told(source, "renamed", by=by, at=at)


@transaction.atomic
def retire(code: str, *, by: Actor, at: datetime) -> SourceChoice:
    """Nobody chooses it, nor its details, any more; what has it keeps it."""
    source = _changeable(code, by)
    if source.retired_at is None:
        source.retired_at = at
        source.save(update_fields=["retired_at"])
        _told(source, "retired", by=by, at=at)
    return source


@transaction.atomic
def restore(code: str, *, by: Actor, at: datetime) -> SourceChoice:
    """It can be chosen again."""
    source = _changeable(code, by)
    if source.retired_at is not None:
        source.retired_at = None
        source.save(update_fields=["retired_at"])
        _told(source, "restored", by=by, at=at)
    return source


def _changeable(code: str, by: Actor) -> SourceChoice:
    permissions.require(by, Action.ADMIN_CENTER)
    source = queries.known(code)
    if source.code in queries.FIXED:
        raise SourceIsFixed
    return source


def _free(name: str, name_sv: str, *, besides: str = "") -> Names:
    """The names, tidied; raises Invalid when one is none, too long, or another source's."""
    english = text.line(name)
    names = {"en": english, "sv": text.line(name_sv) or english}
    others = [known for code, known in queries.in_every_language().items() if code != besides]
    wrong = rules.wrong(names, others, _("There is a source of this name."))
    if wrong:
        raise refusals.Invalid(next(iter(wrong.values())), fields=wrong)
    return names


def _told(source: SourceChoice, change: str, *, by: Actor, at: datetime) -> SourceChoice:
    events.publish(SourcesChanged(source=source.code, name=str(source), change=change, at=at, by_id=by.user_id))
    return source
