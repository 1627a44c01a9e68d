"""The filters beside the hits: values in the reader's words, with how many people each is true of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.applications.models import ApplicationStatus
from skaffa.candidates.sources import queries as sources
from skaffa.core.refusals import Message
from skaffa.processes.models import StageKind
from skaffa.search import queries
from skaffa.search.rules import Facet
from skaffa.web import http

_SHOWN = 8
_NAMES: dict[str, dict[str, Message]] = {
    Facet.STATUS: dict(ApplicationStatus.choices),
    Facet.STAGE: dict(StageKind.choices),
    Facet.MEDAL: {"silver": _("Silver medalists")},
    Facet.KIND: {"internal": _("Internal"), "external": _("External")},
    Facet.DOCUMENTS: {"yes": _("With documents")},
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value; `url` leads to the hits with it or, where it is chosen, without."""

    key: str
    name: Message
    many: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    facet: str
    label: Message
    values: Sequence[Value]


def chosen(request: HttpRequest) -> dict[str, str]:
    """The filters in the address."""
    values = {facet.value: http.text(request, facet.value) for facet in Facet}
    return {facet: value for facet, value in values.items() if value}


def groups(
    request: HttpRequest, actor: Actor, picked: Mapping[str, str], counts: Mapping[str, Sequence[tuple[str, int]]]
) -> list[Group]:
    """The facets that tell hits apart, and those that are chosen."""
    names = _NAMES | _names_of_rows(actor, counts)
    found = []
    for facet in Facet:
        known = [(value, many) for value, many in counts.get(facet, []) if facet not in names or value in names[facet]]
        values = [
            Value(
                key=value,
                name=names.get(facet, {}).get(value, value),
                many=many,
                is_chosen=picked.get(facet) == value,
                url=http.address(request, cursor="", **{facet.value: "" if picked.get(facet) == value else value}),
            )
            for value, many in known[:_SHOWN]
        ]
        if values:
            found.append(Group(facet.value, facet.label, values))
    return found


def _names_of_rows(actor: Actor, counts: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, dict[str, Message]]:
    """Sources, and jobs and pools by name: only those the reader may know of."""
    job_ids = [int(value) for value, _many in counts.get(Facet.JOB, [])]
    pool_ids = [int(value) for value, _many in counts.get(Facet.POOL, [])]
    return {
        Facet.SOURCE: dict(sources.names()) if counts.get(Facet.SOURCE) else {},
        Facet.JOB: {str(pk): job.title for pk, job in queries.known_jobs(actor, job_ids).items()} if job_ids else {},
        Facet.POOL: {str(pk): str(pool) for pk, pool in queries.known_pools(actor, pool_ids).items()}
        if pool_ids
        else {},
    }
