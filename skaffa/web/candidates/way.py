"""The list one came from to a candidate: the way back to it, and who comes before and after in it."""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.urls import reverse

from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import clock, paging
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pipeline import queries as pipeline
from skaffa.pipeline.rules import Wanted
from skaffa.pools import queries as pools
from skaffa.pools.models import Membership, Pool
from skaffa.web import http
from skaffa.web.addresses import address
from skaffa.web.http import Request

_LONGEST_NUMBER = 18
_LONGEST_LIST = 800
_IN_POOL = "-added_at"
_TABS = frozenset({"candidate_documents", "candidate_notes", "candidate_feedback", "candidate_activity"})
"""Tabs that stay open when one goes on to the next person."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody beside the candidate in the list."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where one came from: how it is called, its address, and what keeps it in the addresses of the candidate."""

    label: Message = ""
    url: str = ""
    kept: dict[str, str] = field(default_factory=dict)
    before: Neighbour | None = None
    after: Neighbour | None = None

    @property
    def query(self) -> str:
        return f"?{urlencode(self.kept)}" if self.kept else ""


def to(application: Application, wanted: Wanted, *, tab: str = "candidate") -> str:
    """The address of a candidate in a list of a job's people."""
    place = paging.cursor_of(application, by=wanted.sort.value)
    return f"{address(tab, application.candidate_id)}?{_list(application.job_id, wanted)}&place={quote_plus(place)}"


@lru_cache(maxsize=1_000)
def _list(job_id: int, wanted: Wanted) -> str:
    """The same for everybody in the list."""
    return urlencode(_said({"job": str(job_id), "list": wanted.address}))


def to_member(membership: Membership, search: str = "", *, tab: str = "candidate") -> str:
    """The address of a candidate in a talent pool."""
    kept = {"pool": str(membership.pool_id), "of": search, "place": paging.cursor_of(membership, by=_IN_POOL)}
    return _candidate(membership.candidate_id, kept, tab)


def back(request: Request, found: Candidate | None = None) -> Way:
    """The list one came from, while one may see it; with `found`, whom it has beside them."""
    if number := _number(request, "job"):
        job = jobs.visible_to(request.actor).filter(pk=number).first()
        return _from_job(request, job, found) if job else Way()
    if number := _number(request, "pool"):
        pool = pools.visible_to(request.actor).filter(pk=number).first()
        return _from_pool(request, pool, found) if pool else Way()
    return Way()


def _from_job(request: Request, job: Job, found: Candidate | None) -> Way:
    wanted = Wanted.of(QueryDict(http.text(request, "list", limit=_LONGEST_LIST)).dict())
    kept = {"job": str(job.pk), "list": wanted.address}
    place = http.text(request, "place", limit=_LONGEST_LIST)
    beside: list[Neighbour | None] = [None, None]
    if found and place:
        both = pipeline.neighbours(request.actor, job, wanted, place, but=found.pk, at=clock.now())
        beside = [
            None if one is None else Neighbour(str(one.candidate), to(one, wanted, tab=_tab(request))) for one in both
        ]
    return Way(job.title, _list_address(job, wanted), _said(kept | {"place": place}), *beside)


def _list_address(job: Job, wanted: Wanted) -> str:
    if wanted.group and not (wanted.stage or wanted.source or wanted.search or wanted.waiting):
        tab = reverse(f"job_{wanted.group}", args=[job.pk])
        return f"{tab}?show=closed" if wanted.closed else tab
    return f"{reverse('job_pipeline', args=[job.pk])}?{wanted.address}"


def _from_pool(request: Request, pool: Pool, found: Candidate | None) -> Way:
    search, place = http.text(request, "of"), http.text(request, "place", limit=_LONGEST_LIST)
    kept = {"pool": str(pool.pk), "of": search, "place": place}
    beside: list[Neighbour | None] = [None, None]
    if found and place:
        rows = pools.people(request.actor, pool, search).exclude(candidate=found)
        ways = (paging.before, paging.after)
        both = [step(rows, by=_IN_POOL, cursor=place).first() for step in ways]
        beside = [
            None if one is None else Neighbour(str(one.candidate), to_member(one, search, tab=_tab(request)))
            for one in both
        ]
    address = reverse("pool", args=[pool.pk])
    return Way(str(pool), f"{address}?{urlencode({'q': search})}" if search else address, _said(kept), *beside)


def _tab(request: Request) -> str:
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return here if here in _TABS else "candidate"


def _candidate(pk: int, kept: dict[str, str], tab: str) -> str:
    return f"{address(tab, pk)}?{urlencode(_said(kept))}"


def _said(kept: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if value}


def _number(request: Request, name: str) -> int:
    given = http.text(request, name, limit=_LONGEST_NUMBER)
    return int(given) if given.isdecimal() else 0
