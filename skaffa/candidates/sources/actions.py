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
from skaffa.core import events, refusals, text

_SLUG = 30


class SourceIsFixed(refusals.Conflict):
    """Referral, LinkedIn and Other stay as they are."""

    sentence = _("This source stays as it is: the product depends on it.")


@transaction.atomic
def add(name: str, *, category: str = "", by: Actor, at: datetime) -> SourceChoice:
    """A new category, or a new detail of one."""
    permissions.require(by, Action.ADMIN_CENTER)
    called = _free(name)
    above = queries.known(category) if category else None
    if above is not None and above.category_id:
        raise queries.SourceUnknown(fields={"category": queries.SourceUnknown.sentence})
    last = SourceChoice.objects.aggregate(last=Max("position"))["last"] or 0
    code = slugify(called)[:_SLUG] or "source"
    if SourceChoice.objects.filter(code=code).exists():
        code = f"{code}-{last + 1}"
    made = SourceChoice.objects.create(code=code, name=called, category=above, position=last + 1)
    return _told(made, "added", by=by, at=at)


@transaction.atomic
def rename(code: str, name: str, *, by: Actor, at: datetime) -> SourceChoice:
    """Another name, for everything that has this source."""
    source = _changeable(code, by)
    source.name = _free(name, besides=code)
    source.save(update_fields=["name"])
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


def _free(name: str, *, besides: str = "") -> str:
    """The name, tidied; raises Invalid when it is none, too long, or another source's."""
    called = text.line(name)
    others = {label.casefold() for code, label in queries.names().items() if code != besides}
    wrong: refusals.Message = ""
    if not called or len(called) > queries.NAME:
        wrong = _("Use 1 to %(limit)d characters.") % {"limit": queries.NAME}
    elif called.casefold() in others:
        wrong = _("There is a source of this name.")
    if wrong:
        raise refusals.Invalid(wrong, fields={"name": wrong})
    return called


def _told(source: SourceChoice, change: str, *, by: Actor, at: datetime) -> SourceChoice:
    events.publish(SourcesChanged(source=source.code, name=str(source), change=change, at=at, by_id=by.user_id))
    return source
