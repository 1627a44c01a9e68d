"""What keeps the search true: people who have changed are marked with the change, and made anew a moment later."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from skaffa.candidates.models import Candidate
from skaffa.search import entries
from skaffa.search.models import Mark

BATCH = 500
_ONE_AT_A_TIME = 7_306_113
"""The lock of whoever writes entries: the latest look at a person is the one that stays."""


def mark(people: Iterable[int], *, at: datetime) -> bool:
    """Remember that these people are to be made anew; whether somebody has to be woken for it."""
    waits = Mark.objects.exists()
    Mark.objects.bulk_create((Mark(candidate_id=pk, at=at) for pk in people), batch_size=1_000)
    return not waits


@transaction.atomic
def freshen() -> bool:
    """Make anew who is marked, as many as fit a moment; False when nobody is."""
    _alone()
    marks = list(Mark.objects.order_by("pk")[:BATCH])
    _write({mark.candidate_id for mark in marks})
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return bool(marks)


def rebuild(*, after: int = 0, told: Callable[[int, int], None] = lambda _done, _last: None) -> int:
    """Make everybody anew, in order of their numbers; `told` hears after each step the number reached and the last.

    It can be stopped and begun again `after` the number it has reached; people may work meanwhile. Gives how many.
    """
    last, many = Candidate.objects.aggregate(last=Max("pk"))["last"] or 0, 0
    while people := list(Candidate.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            _alone()
            _write(people)
        after, many = people[-1], many + len(people)
        told(after, last)
    return many


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _write(people: Iterable[int]) -> None:
    given: dict[str, Any] = {
        "people": list(people),
        "most_skills": entries.MOST_SKILLS,
        "most_characters": entries.MOST_CHARACTERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(entries.FORGET, given)
        cursor.execute(entries.WRITE, given)
