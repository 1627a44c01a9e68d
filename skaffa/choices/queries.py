"""What can be chosen from the lists, and what it is called."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.choices.models import BUILT_IN, Choice, ChoiceList
from skaffa.choices.rules import spelling
from skaffa.core import refusals
from skaffa.core.compiled import compiled

OTHER = "other"
"""The built-in entry that own ones stand before, in the list that has it."""


class ChoiceUnknown(refusals.NotFound):
    """Nobody has added such an entry."""

    sentence = _("There is no such entry in this list.")


class Known(NamedTuple):
    """An entry of a list, built in or own, with its names."""

    list: ChoiceList
    code: str
    name_en: str
    name_sv: str
    counts_as: str
    is_built_in: bool
    is_offered: bool


class Lists:
    """All lists as they are; own entries are read once for all of them, and only when something is not built in."""

    def name(self, of: str, code: str) -> str:
        """What an entry is called in the reader's language; what nobody knows stands for itself."""
        return built_in(of, translation.get_language()).get(code) or str(self.own(of, code) or code)

    def own(self, of: str, code: str) -> Choice | None:
        """The entry, where it is one that administrators have added."""
        return self._added.get(of, {}).get(code) if code and code not in BUILT_IN[of] else None

    def added(self, of: str) -> list[Choice]:
        """Every own entry of a list, retired ones too, the oldest first."""
        return list(self._added.get(of, {}).values())

    def offered(self, of: str, *also: str) -> list[tuple[str, str]]:
        """What a form offers: built-in entries, then own ones; retired ones only where they stand in `also`."""
        named = built_in(of, translation.get_language())
        first = [(code, label) for code, label in named.items() if code != OTHER]
        last = [(code, label) for code, label in named.items() if code == OTHER]
        own = [(one.code, str(one)) for one in self.added(of) if one.retired_at is None or one.code in also]
        return [*first, *own, *last]

    def takes(self, of: str, code: str, *also: str) -> bool:
        """Whether it can be chosen, or stays where it was chosen before."""
        if code in BUILT_IN[of]:
            return True
        own = self.own(of, code)
        return own is not None and (own.retired_at is None or code in also)

    def counted_as(self, of: str, code: str) -> str:
        """The built-in entry that it is for those who know only these; `other` where it is none of them."""
        own = self.own(of, code)
        return (own.counts_as or OTHER) if own else code

    def meant(self, of: str, said: str) -> str:
        """The code of the entry that somebody has written, in whichever language; empty where none can be chosen."""
        written = spelling(said)
        return _built_in_spellings(of).get(written) or self._spellings[of].get(written, "")

    @cached_property
    def _spellings(self) -> Mapping[str, Mapping[str, str]]:
        return {
            of.value: {
                spelling(name): one.code
                for one in self.added(of)
                if one.retired_at is None
                for name in (one.name_en, one.name_sv)
            }
            for of in ChoiceList
        }

    @cached_property
    def _added(self) -> Mapping[str, Mapping[str, Choice]]:
        found: dict[str, dict[str, Choice]] = {}
        for one in _every():
            found.setdefault(one.list, {})[one.code] = one
        return found


def every(lists: Lists, *of: ChoiceList) -> list[Known]:
    """Every entry of these lists, retired ones too, in both languages."""
    return [entry for one in of for entry in [*_built_in(one), *map(_own, lists.added(one))]]


def own_name(of: str, code: str) -> Subquery:
    """The name of an own entry as a part of another question, which calls its code `code`; null for built-in ones."""
    name = "name_sv" if translation.get_language() == "sv" else "name_en"
    return Subquery(Choice.objects.filter(list=of, code=OuterRef(code)).values(name)[:1])


def choice(of: str, code: str) -> Choice:
    """An own entry; raises ChoiceUnknown for a built-in one too, which nobody changes."""
    found = Lists().own(of, code) if of in ChoiceList else None
    if found is None:
        raise ChoiceUnknown
    return found


def known(of: str) -> ChoiceList:
    """The list of this name."""
    if of not in ChoiceList:
        raise ChoiceUnknown
    return ChoiceList(of)


@lru_cache(maxsize=64)
def built_in(of: str, language: str | None) -> dict[str, str]:
    """What the built-in entries of a list are called in this language."""
    with translation.override(language):
        return {str(code): str(label) for code, label in BUILT_IN[of].choices}


@lru_cache
def _built_in_spellings(of: str) -> Mapping[str, str]:
    languages = (built_in(of, language) for language, _label in settings.LANGUAGES)
    return {spelling(label): code for named in languages for code, label in named.items()}


def _built_in(of: ChoiceList) -> list[Known]:
    swedish = built_in(of, "sv")
    english = built_in(of, "en").items()
    return [Known(of, code, name, swedish[code], code, is_built_in=True, is_offered=True) for code, name in english]


def _own(one: Choice) -> Known:
    names = (one.name_en, one.name_sv)
    is_offered = one.retired_at is None
    return Known(ChoiceList(one.list), one.code, *names, one.counts_as, is_built_in=False, is_offered=is_offered)


@compiled
def _every() -> QuerySet[Choice]:
    return Choice.objects.order_by("pk")
