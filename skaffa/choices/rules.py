"""Pure: which names an entry of a list may have, and what two ways to write one have in common."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from skaffa.choices.models import NAME
from skaffa.core.refusals import Message

Names = Mapping[str, str]
"""By language."""


def spelling(name: str) -> str:
    """What two ways to write one name have in common."""
    return re.sub(r"[\s_-]+", " ", name).casefold()


def wrong(names: Names, others: Iterable[Names], taken: Message) -> dict[str, Message]:
    """By field: names that are none, too long, or, says `taken`, one of the others' in this language."""
    known = [{language: spelling(name) for language, name in one.items()} for one in others]
    found: dict[str, Message] = {}
    for language, name in names.items():
        if not name or len(name) > NAME:
            found[f"name_{language}"] = _("Use 1 to %(limit)d characters.") % {"limit": NAME}
        elif spelling(name) in {one[language] for one in known}:
            found[f"name_{language}"] = taken
    return found
