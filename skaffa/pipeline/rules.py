"""What a list of a job's people can be asked for, and how much may be done at once; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals

MOST = 5_000
"""People of one act on many."""

AT_ONCE = 20
"""So many are dealt with while one waits; more go on in the background."""

WAITS = (3, 7, 14, 30)
"""Days in a stage that a list can be asked for."""

_LONGEST = 200
_LONGEST_NUMBER = 18
_LONGEST_CODE = 40


class Sort(Enum):
    """The orders of a list, by their name in addresses, with the field that they page by."""

    NEWEST = "-created_at"
    WAITING = "stage_since"
    STAGE = "position"
    ENTERED = "-stage_since"


class NobodySelected(refusals.Invalid):
    """An act on many needs somebody to act on."""

    sentence = _("Nobody is selected. Tick the people you mean first.")


class TooMany(refusals.Invalid):
    """More than one act takes."""

    sentence = _("That is more than 5,000 people. Narrow the list by a filter and do it in parts.")


class CannotUndo(refusals.Conflict):
    """Notes stay written, and what was undone is not undone again."""

    sentence = _("This cannot be undone any more.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a job's people a list shows, and in which order; how it stands in addresses."""

    group: str = ""  # "prospects" or "applicants"; empty: everybody
    stage: int = 0
    source: str = ""
    search: str = ""
    waiting: int = 0  # days in the present stage, at least
    closed: bool = False
    sort: Sort = Sort.NEWEST

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """As an address has it; what nobody here has written there counts as not said."""
        given = query.get
        sort = given("sort", "").upper()
        source = given("source", "").replace("\0", "").strip()[:_LONGEST_CODE]
        return cls(
            group=given("group", "") if given("group", "") in {"prospects", "applicants"} else "",
            stage=_number(given("stage", "")),
            source=source,
            search=given("q", "").replace("\0", " ").strip()[:_LONGEST],
            waiting=next((days for days in WAITS if str(days) == given("waiting", "")), 0),
            closed=given("show", "") == "closed",
            sort=Sort[sort] if sort in Sort.__members__ else Sort.NEWEST,
        )

    @property
    def address(self) -> str:
        """The query of an address that asks for the same."""
        said = {
            "group": self.group,
            "stage": self.stage,
            "source": self.source,
            "q": self.search,
            "waiting": self.waiting,
            "show": "closed" if self.closed else "",
            "sort": "" if self.sort is Sort.NEWEST else self.sort.name.lower(),
        }
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.group or self.stage or self.source or self.search or self.waiting or self.closed)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
