"""Who is found: ranked, counted and filtered, and never by what the reader may not know."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import OperationalError, connection
from django.db.models import CharField, Exists, ExpressionWrapper, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from psycopg import errors

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.core import refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pools import queries as pools
from skaffa.pools.models import Pool
from skaffa.pools.rules import PoolNotFound
from skaffa.search import rules
from skaffa.search.models import Entry, Together
from skaffa.search.rules import Facet, Term

PAGE = 25
MOST_VALUES = 30
"""Of one facet, the most frequent."""
_LONGEST = 3_000
"""Milliseconds that PostgreSQL may think about one search."""

_SETTINGS = f"""SELECT set_config('statement_timeout', '{_LONGEST}', true), set_config('work_mem', '64MB', true),
set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true), set_config('synchronize_seqscans', 'off', true),
set_config('max_parallel_workers_per_gather', '0', true)"""
"""For this one question, sent together with it. To look for words row by row, as is planned for those of many people,
takes four times as long as their index; the last two let every page begin with the same hits."""

_COMMON = 100_000
"""People, as PostgreSQL estimates: where so many profiles have the words, the first that are met are ranked."""

_RANKED = """
WITH entry AS MATERIALIZED ({entries}),
hit AS MATERIALIZED (
    SELECT DISTINCT ON (candidate_id) candidate_id, rank, labels FROM entry
    ORDER BY candidate_id, cardinality(labels) DESC LIMIT {most}
)
SELECT EXISTS (SELECT FROM search_mark), (SELECT count(*) FROM entry), (SELECT count(*) FROM hit),
    (SELECT json_agg(row_to_json(page)) FROM (
        SELECT candidate_id, rank FROM hit WHERE (rank, candidate_id) < (%s, %s)
        ORDER BY rank DESC, candidate_id DESC LIMIT {page} + 1
    ) page),
    (SELECT json_agg(row_to_json(facet)) FROM (
        SELECT label, many FROM (
            SELECT label, many, row_number() OVER (PARTITION BY split_part(label, ':', 1) ORDER BY many DESC, label) place
            FROM (SELECT unnest(labels) AS label, count(*) AS many FROM hit GROUP BY label) counted
        ) placed WHERE place <= {values} ORDER BY many DESC, label
    ) facet)
"""
_FOUND = "{entries} LIMIT {most} + 1"
_FOUND_IN_HEADS_FIRST = """
WITH head AS MATERIALIZED (
    SELECT * FROM ({heads} LIMIT {most} + 1) first WHERE (SELECT search_estimate({query}) >= {common})
)
SELECT * FROM head WHERE (SELECT count(*) FROM head) > {most}
UNION ALL
SELECT * FROM ({entries} LIMIT {most} + 1) every WHERE (SELECT count(*) FROM head) <= {most}
"""
"""Words of very many people: their index would name all of these, ten times as slow as meeting enough on the way."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, best first, by their ids, and what is true of all that were ranked."""

    people: Sequence[int]
    total: int
    is_more: bool  # more than were ranked and counted
    waits: bool  # somebody has changed whom the search knows only as they were
    next_cursor: str
    counts: Mapping[str, Sequence[tuple[str, int]]]  # of each facet: values with their number, the most frequent first


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """Entries of everybody for those who may search; of an application for those who may open it (A162)."""
    if not permissions.allowed(actor, Action.CANDIDATE_SEARCH):
        return Entry.objects.none()
    if permissions.allowed(actor, Action.PROSPECT_VIEW):
        return Entry.objects.all()
    theirs = applications.visible_to(actor).filter(pk=OuterRef("application"))
    return Entry.objects.filter(Q(application=None) | Exists(theirs))


def found(actor: Actor, wanted: Sequence[Term], labels: Sequence[str] = (), cursor: str = "") -> Found:
    """Whom all of these terms and labels are true of, as far as the actor may know."""
    permissions.require(actor, Action.CANDIDATE_SEARCH)
    _require_known(actor, labels)
    before = _decode(cursor) if cursor else (2**31 - 1, 2**63 - 1)
    sql, params = _entries(visible_to(actor), wanted, labels)
    statement = _RANKED.format(entries=sql, most=rules.MOST_HITS, page=PAGE, values=MOST_VALUES)
    waits, entry_count, total, page, facets = _asked(statement, [*params, *before])
    rows = [(row["candidate_id"], row["rank"]) for row in page or []]
    counts: dict[str, list[tuple[str, int]]] = {}
    for row in facets or []:
        facet, _colon, value = row["label"].partition(":")
        counts.setdefault(facet, []).append((value, row["many"]))
    return Found(
        people=[pk for pk, _rank in rows[:PAGE]],
        total=total,
        is_more=entry_count > rules.MOST_HITS,
        waits=waits,
        next_cursor=_encode(rows[PAGE - 1]) if len(rows) > PAGE else "",
        counts=counts,
    )


def known_jobs(actor: Actor, ids: Iterable[int]) -> dict[int, Job]:
    """With their titles, those of these jobs whose people the actor may look for: open ones, and those they see."""
    rows = Job.objects.filter(pk__in=list(ids)).only("title")
    return rows.filter(Q(is_confidential=False) | Q(pk__in=jobs.visible_to(actor).values("pk"))).in_bulk()


def known_pools(actor: Actor, ids: Iterable[int]) -> dict[int, Pool]:
    return pools.visible_to(actor).filter(pk__in=list(ids)).in_bulk()


def _require_known(actor: Actor, labels: Iterable[str]) -> None:
    """Who may not know of a job or a pool does not learn who is in it."""
    for facet, _colon, value in (label.partition(":") for label in labels):
        if facet == Facet.JOB and not (value.isdecimal() and known_jobs(actor, [int(value)])):
            raise jobs.JobNotFound
        if facet == Facet.POOL and not (value.isdecimal() and known_pools(actor, [int(value)])):
            raise PoolNotFound


def _entries(entries: QuerySet[Entry], wanted: Sequence[Term], labels: Sequence[str]) -> tuple[str, list[Any]]:
    """The question for at most as many entries as are ranked, and one more."""
    if labels:
        entries = entries.filter(labels__contains=list(labels))
    if not wanted:
        nobody_first = Value(0, output_field=IntegerField())
        sql, params = _columns(entries.order_by("-candidate_id"), nobody_first)
        return _FOUND.format(entries=sql, most=rules.MOST_HITS), list(params)
    query = _query(wanted)
    rank = Func(F("head"), query, template="(ts_rank(%(expressions)s) * 1000000)::int", output_field=IntegerField())
    sql, params = _columns(entries.annotate(all_words=Together("head", "body")).filter(all_words=query), rank)
    if labels:
        return _FOUND.format(entries=sql, most=rules.MOST_HITS), list(params)
    heads, more = _columns(entries.filter(head=query), rank)
    alone = ExpressionWrapper(query, output_field=SearchQueryField())
    said, words = Entry.objects.values_list(alone).query.sql_with_params()
    asked = said.removeprefix("SELECT ").partition(" AS ")[0]
    found = _FOUND_IN_HEADS_FIRST.format(entries=sql, heads=heads, query=asked, most=rules.MOST_HITS, common=_COMMON)
    return found, [*more, *words, *params]


def _columns(entries: QuerySet[Entry], rank: Any) -> tuple[str, tuple[Any, ...]]:
    return entries.annotate(rank=rank).values("candidate_id", "rank", "labels").query.sql_with_params()


def _query(wanted: Sequence[Term]) -> Any:
    """Every term at once, each folded by PostgreSQL as the entries are."""
    query: Any = None
    for term in wanted:
        text = Func(Value(" ".join(term.words)), function="search_fold", output_field=CharField())
        if term.is_phrase:
            one = SearchQuery(text, config="simple", search_type="phrase")
        else:
            template = (
                "(quote_literal(%(expressions)s) || ':*')" if term.is_beginning else "quote_literal(%(expressions)s)"
            )
            one = SearchQuery(
                Func(text, template=template, output_field=CharField()), config="simple", search_type="raw"
            )
        query = one if query is None else query & one
    return query


def _asked(statement: str, params: Sequence[Any]) -> tuple[Any, ...]:
    """The answer, the same for every page of one search; TooBroad when it takes too long."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"{_SETTINGS}; {statement}", params)
        except OperationalError as error:
            if isinstance(error.__cause__, errors.QueryCanceled):
                raise rules.TooBroad from error
            raise
        cursor.nextset()
        return tuple(cursor.fetchone())


def _encode(row: tuple[int, int]) -> str:
    pk, rank = row
    return base64.urlsafe_b64encode(json.dumps([rank, pk]).encode()).decode()


def _decode(cursor: str) -> tuple[int, int]:
    try:
        rank, pk = (int(part) for part in json.loads(base64.urlsafe_b64decode(cursor.encode())))
    except (ValueError, TypeError) as error:
        raise refusals.Invalid(_("This list has moved on. Start again from its first page.")) from error
    if not (0 <= rank < 2**31 and 0 < pk < 2**63):
        raise refusals.Invalid(_("This list has moved on. Start again from its first page."))
    return rank, pk
