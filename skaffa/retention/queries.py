"""How long people are kept here, who is due, who is kept on purpose, and what became of those who were erased.

The list is found by an index over how everybody stood when stock was taken (once a night), then judged by the rules on
what is true now. That misses nobody: whatever happens to a person keeps them for at least another month.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.activity.models import Entry
from skaffa.applications.models import Application, ApplicationStatus, CloseReason
from skaffa.candidates.merging.events import CandidatesMerged, MergeUndone
from skaffa.candidates.models import Candidate
from skaffa.core import paging, refusals
from skaffa.retention import rules
from skaffa.retention.events import PersonKept, PersonReleased
from skaffa.retention.models import Erasure, Ground, Hold, Outcome, Policy, Run, Standing
from skaffa.retention.rules import Considered, Facts, Rules

PAGE = 50
MOST_COUNTED = 1_000
_OURS = (PersonKept.__name__, PersonReleased.__name__, CandidatesMerged.__name__, MergeUndone.__name__)
"""What we write down about a person ourselves; to be looked at for erasure, or merged, is nothing that happened to them."""


class RunNotFound(refusals.NotFound):
    """There was no such erasure."""

    sentence = _("There was no such erasure.")


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list: since when nothing has happened, and from when they are due."""

    candidate: Candidate
    ground: Ground
    last_at: datetime
    due_on: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class ListedPage:
    """The longest silent first; `next_cursor` is empty on the last page."""

    rows: Sequence[Listed]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are due and how many will be within the warning period, by the last stock; at most MOST_COUNTED each."""

    due: int
    coming: int

    @property
    def is_many(self) -> bool:
        return max(self.due, self.coming) >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Progress:
    """One run and how far it is."""

    run: Run
    waiting: int
    erased: int
    kept: int
    failed: int
    stopped: int

    @property
    def total(self) -> int:
        return self.waiting + self.done

    @property
    def done(self) -> int:
        return self.erased + self.kept + self.failed + self.stopped


def policy() -> Policy | None:
    """What was chosen; None while nothing was."""
    return Policy.objects.first()


def chosen(row: Policy | None) -> Rules:
    """The policy as the rules take it; nothing was chosen: everybody is kept."""
    if row is None:
        return Rules()
    months = {ground: getattr(row, f"{ground.value}_months") for ground in rules.RULED}
    return Rules(
        months={ground: many for ground, many in months.items() if many is not None},
        notice_days=row.notice_days,
        time_zone=row.time_zone,
        erases_by_itself=row.erases_by_itself,
        most_a_night=row.most_a_night,
    )


def wants_stock(row: Policy | None, *, overdue: datetime) -> bool:
    """Whether stock has to be taken: never, not since the rules changed, or not since `overdue`."""
    if row is None or not chosen(row).months:
        return False
    return row.stock_taken_at is None or row.stock_taken_at < max(row.changed_at, overdue)


def facts(ids: Iterable[int]) -> dict[int, Facts]:
    """What the rules ask of each of these people, as it is now; four queries for any number, who is gone is missing."""
    added = dict(Candidate.objects.filter(pk__in=list(ids)).values_list("pk", "created_at"))
    happened = Entry.objects.filter(candidate__in=added).exclude(event__in=_OURS).order_by().values("candidate")
    latest = dict(happened.annotate(latest=Max("at")).values_list("candidate", "latest"))
    held = dict(Hold.objects.filter(candidate__in=added).values_list("candidate", "until"))
    considered: dict[int, list[Considered]] = {}
    columns = ("candidate_id", "status", "passed_prospect_at", "close_reason")
    for pk, *values in Application.objects.filter(candidate__in=added).values_list(*columns):
        considered.setdefault(pk, []).append(_considered(*values))
    return {
        pk: Facts(
            last_at=max(created_at, latest.get(pk, created_at)),
            applications=tuple(considered.get(pk, ())),
            held_until=held.get(pk),
        )
        for pk, created_at in added.items()
    }


def listed(actor: Actor, wanted: Rules, *, at: datetime, cursor: str = "", size: int = PAGE) -> ListedPage:
    """Who is due or will be within the warning period, the longest silent first; as many queries for any number."""
    permissions.require(actor, Action.ADMIN_CENTER)
    branches = _silent(wanted, rules.last_listed_day(wanted, at))
    heads = [paging.page(rows, by="last_at", cursor=cursor, size=size + 1).rows for rows in branches]
    rows = Standing.objects.filter(pk__in=[row.pk for row in chain(*heads)]).select_related("candidate")
    page = paging.page(rows, by="last_at", size=size)
    known = facts(row.pk for row in page.rows)
    judged = (_listed(row.candidate, known[row.pk], wanted, at) for row in page.rows if row.pk in known)
    return ListedPage([row for row in judged if row], page.next_cursor)


def counted(actor: Actor, wanted: Rules, *, at: datetime) -> Counted:
    permissions.require(actor, Action.ADMIN_CENTER)
    due = _count(_silent(wanted, rules.day(at, wanted.time_zone)))
    return Counted(due, _count(_silent(wanted, rules.last_listed_day(wanted, at))) - due)


def due(wanted: Rules, *, at: datetime, most: int | None = None) -> list[int]:
    """Everybody who is due by the last stock, the longest silent first; whoever acts on it judges each anew."""
    branches = _silent(wanted, rules.day(at, wanted.time_zone))
    found = (rows.order_by("last_at", "pk").values_list("last_at", "pk")[:most] for rows in branches)
    return [pk for _last_at, pk in sorted(chain(*found))[:most]]


def still_listed(actor: Actor, wanted: Rules, ids: Iterable[int], *, at: datetime) -> list[Candidate]:
    """Those of these people who stand on the list now."""
    permissions.require(actor, Action.ADMIN_CENTER)
    found = [pk for pk, known in facts(ids).items() if rules.is_listed(wanted, known, at)]
    return list(Candidate.objects.filter(pk__in=found).order_by("pk"))


def holds(actor: Actor) -> QuerySet[Hold]:
    """Who is kept on purpose, also those whose hold has ended, to be paged by "until"."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return Hold.objects.select_related("candidate", "by")


def hold_of(candidate: Candidate) -> Hold | None:
    return Hold.objects.filter(candidate=candidate).first()


def erased(actor: Actor) -> QuerySet[Erasure]:
    """Who was erased, by number, to be paged by "-done_at"."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return Erasure.objects.filter(outcome=Outcome.ERASED, done_at__isnull=False).select_related("run", "done_by")


def last_run(actor: Actor) -> Progress | None:
    permissions.require(actor, Action.ADMIN_CENTER)
    run = Run.objects.select_related("asked_by").order_by("-pk").first()
    return progress(run) if run else None


def progress(run: Run) -> Progress:
    rows = run.erasures.order_by().values_list("outcome").annotate(Count("pk"))
    many = dict(rows)
    return Progress(run, *(many.get(outcome.value, 0) for outcome in Outcome))


def run(actor: Actor, pk: int) -> Run:
    permissions.require(actor, Action.ADMIN_CENTER)
    found = Run.objects.filter(pk=pk).first()
    if found is None:
        raise RunNotFound
    return found


def left(*, at: datetime) -> list[int]:
    """Unfinished runs that nobody is at."""
    at_work = Erasure.objects.filter(run=OuterRef("pk"), outcome=Outcome.WAITING, lease_until__gt=at)
    rows = Run.objects.filter(~Exists(at_work), finished_at=None)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True))


def _considered(status: str, passed_prospect_at: datetime | None, close_reason: str) -> Considered:
    return Considered(
        is_open=status == ApplicationStatus.ACTIVE,
        passed_prospect=passed_prospect_at is not None,
        was_hired=close_reason == CloseReason.HIRED,
    )


def _silent(wanted: Rules, on: date) -> Iterator[QuerySet[Standing]]:
    """Who is due on this day, one search for each ground that has a rule: each reads its own stretch of the index."""
    still_held = Exists(Hold.objects.filter(candidate=OuterRef("candidate"), until__gte=on))
    for ground, months in wanted.months.items():
        silent = Q(ground=ground, last_at__lt=rules.silent_before(months, on, wanted.time_zone))
        yield Standing.objects.filter(~still_held, silent)


def _count(branches: Iterable[QuerySet[Standing]]) -> int:
    return min(MOST_COUNTED, sum(rows[:MOST_COUNTED].count() for rows in branches))


def _listed(candidate: Candidate, known: Facts, wanted: Rules, at: datetime) -> Listed | None:
    due_from = rules.due_on(wanted, known)
    if due_from is None or not rules.is_listed(wanted, known, at):
        return None
    is_due = rules.is_due(wanted, known, at)
    return Listed(candidate, rules.ground(known.applications), known.last_at, due_from, is_due)
