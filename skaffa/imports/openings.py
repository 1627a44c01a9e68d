"""What a row says about a job, and what is wrong with it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.imports.models import Import
from skaffa.jobs import files, functions, queries, rules
from skaffa.jobs.files import Place, Row

_SHOWN = 160


def job(run: Import, number: int, said: Mapping[str, Sequence[str]], lists: Lists) -> Row:
    """The job of a row; where it names no place, that of the import."""

    def place(one: Mapping[str, str]) -> Place:
        city, region = one.get("city", ""), one.get("region", "")
        return city or ("" if region else run.city), region, one.get("country", "") or run.country

    return files.row(number, said, lists, place=place)


def faults(known: Row, lists: Lists) -> dict[str, Message]:
    """What keeps the row out, by field; what it only lacks makes a draft of it."""
    wrong: dict[str, Message] = {}
    if len(known.code) > rules.CODE:
        wrong["code"] = _("Use at most %(limit)d characters.") % {"limit": rules.CODE}
    try:
        rules.checked(known.details, queries.offered(lists))
    except refusals.Invalid as refusal:  # an edge: what the job's own rules say, row by row
        wrong |= refusal.fields
    return wrong


def identities(known: Row, cells: Sequence[str]) -> list[tuple[str, str]]:
    """By what two rows are about the same job: number, title and place, or saying the very same."""
    by_code = [("code", known.code.casefold())] if known.code else []
    return [*by_code, *([] if by_code else [placed(known)]), ("row", "\x1f".join(cells).casefold())]


def placed(known: Row) -> tuple[str, str]:
    """Title and place, as jobs without a number are found again."""
    details = known.details
    return "title", "\x1f".join(map(str.casefold, (details.title, details.city, details.country)))


def shown(known: Row, lists: Lists) -> list[tuple[Message, str]]:
    """How the job will look, for a preview."""
    details = known.details
    said = [
        (_("Job ID"), known.code),
        (_("Job title"), details.title),
        (_("Place"), ", ".join(filter(None, [details.city, details.region, details.country]))),
        (_("Openings"), str(details.openings) if details.openings > 1 else ""),
        (_("Employment type"), lists.name(ChoiceList.EMPLOYMENT_TYPE, details.employment_type)),
        (_("Seniority"), lists.name(ChoiceList.SENIORITY, details.seniority)),
        (_("Job functions"), ", ".join(functions.names(details.functions))),
        (_("Skills"), ", ".join(details.skills)),
        (_("Description"), text.shortened(text.line(details.description), _SHOWN)),
    ]
    return [(label, value) for label, value in said if value]
