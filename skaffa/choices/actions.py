"""What administrators do with the lists: add entries, change their names, retire and restore them (A150)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.choices import queries, rules
from skaffa.choices.events import ChoicesChanged
from skaffa.choices.models import BUILT_IN, CODE, KNOWN_ELSEWHERE, Choice, ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import events, refusals, text

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('skaffa.choices'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an entry is called in each language, and the built-in one that others take it for, if any."""

    name_en: str
    name_sv: str
    counts_as: str = ""


@transaction.atomic
def add(of: ChoiceList | str, words: Words, *, by: Actor, at: datetime) -> Choice:
    """A new entry of a list, to be chosen from now on."""
    lists = _held(by)
    known = queries.known(of)
    clean = _checked(known, words, lists)
    code = _code(clean.name_en, {*BUILT_IN[known].values, *(one.code for one in lists.added(known))})
    made = Choice.objects.create(
        list=known, code=code, name_en=clean.name_en, name_sv=clean.name_sv, counts_as=clean.counts_as
    )
    return _told(made, "added", by=by, at=at)


@transaction.atomic
def change(of: ChoiceList | str, code: str, words: Words, *, by: Actor, at: datetime) -> Choice:
    """Other names, for everything that has this entry; or something else that others take it for."""
    lists = _held(by)
    one = queries.choice(of, code)
    clean = _checked(queries.known(of), words, lists, besides=code)
    counts_anew = one.counts_as != clean.counts_as
    one.name_en, one.name_sv, one.counts_as = clean.name_en, clean.name_sv, clean.counts_as
    one.save()
    return _told(one, "changed", by=by, at=at, counts_anew=counts_anew)


@transaction.atomic
def retire(of: ChoiceList | str, code: str, *, by: Actor, at: datetime) -> Choice:
    """Nobody chooses it any more; what has it keeps it."""
    _held(by)
    one = queries.choice(of, code)
    if one.retired_at is None:
        one.retired_at = at
        one.save()
        _told(one, "retired", by=by, at=at)
    return one


@transaction.atomic
def restore(of: ChoiceList | str, code: str, *, by: Actor, at: datetime) -> Choice:
    """It can be chosen again."""
    _held(by)
    one = queries.choice(of, code)
    if one.retired_at is not None:
        one.retired_at = None
        one.save()
        _told(one, "restored", by=by, at=at)
    return one


def _held(by: Actor) -> Lists:
    """The lists, which nobody else changes until this transaction ends: a name is taken once."""
    permissions.require(by, Action.ADMIN_CENTER)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    return Lists()


def _checked(of: ChoiceList, words: Words, lists: Lists, *, besides: str = "") -> Words:
    """The words, tidied; raises Invalid naming those that are none, too long, or another entry's."""
    clean = Words(name_en=text.line(words.name_en), name_sv=text.line(words.name_sv), counts_as=words.counts_as)
    others = [{"en": one.name_en, "sv": one.name_sv} for one in queries.every(lists, of) if one.code != besides]
    wrong = rules.wrong({"en": clean.name_en, "sv": clean.name_sv}, others, _("There is an entry of this name."))
    if clean.counts_as and (of not in KNOWN_ELSEWHERE or clean.counts_as not in BUILT_IN[of]):
        wrong["counts_as"] = _("Choose one of the entries that are built in.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return clean


def _code(name: str, taken: set[str]) -> str:
    """What is kept where the entry is chosen: its English name as far as it goes, with a number where that is taken."""
    code = slugify(name)[:CODE].strip("-_") or "choice"
    numbered = (f"{code[: CODE - 4]}-{number}" for number in count(2))
    return code if code not in taken else next(one for one in numbered if one not in taken)


def _told(one: Choice, change: str, *, by: Actor, at: datetime, counts_anew: bool = False) -> Choice:
    events.publish(
        ChoicesChanged(
            list=one.list,
            code=one.code,
            name=one.name_en,
            change=change,
            counts_anew=counts_anew,
            at=at,
            by_id=by.user_id,
        )
    )
    return one
