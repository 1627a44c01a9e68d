"""What analytics costs with many applications: every figure asked for as the page asks, in a database filled by SQL.

It also prints what counting everything anew takes, and one job; exits 1 when a figure misses its goal at the largest size.
"""

import functools
import time
from collections.abc import Callable
from datetime import date

from bench import customer, figures
from bench.customer import Size
from bench.figures import Figures

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 20
GOAL = 0.2
"""Seconds, p95, for each figure at the largest size."""

_HISTORY = """
UPDATE applications_application SET
    source = (ARRAY['linkedin', 'referral', 'indeed', 'career_site', 'agency', 'monster', 'university', 'other'])[1 + id %% 8],
    status = CASE WHEN id %% 10 < 2 THEN 'active' ELSE 'closed' END,
    close_reason = CASE WHEN id %% 10 < 2 THEN '' WHEN id %% 50 = 7 THEN 'hired' WHEN id %% 10 = 3 THEN 'withdrawn' ELSE 'rejected' END,
    rejection_reason = CASE WHEN id %% 10 < 2 OR id %% 50 = 7 OR id %% 10 = 3 THEN ''
        ELSE (ARRAY['experience', 'education', 'skills', 'competency', 'licensure', 'not_interested', 'other'])[1 + id %% 7] END,
    offer = CASE WHEN id %% 50 = 7 THEN 'accepted' ELSE '' END,
    offer_at = CASE WHEN id %% 50 = 7 THEN created_at + (10 + id %% 60) * interval '1 day' END
WHERE id > %(first)s
"""


def measure() -> bool:
    with customer.database(customer.LINKEDIN):
        return _measured()


def _measured() -> bool:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from tests import personas  # noqa: PLC0415

    customer.fill(Size(0, 0))
    filled, worst = 0, {}
    for size in SIZES:
        with connection.cursor() as cursor:
            more = Size(size - filled, size - filled)
            customer.write_people(cursor, more, jobs=customer.JOBS, author=1, since=personas.START, first=filled)
            cursor.execute(_HISTORY, {"first": filled})
        filled = size
        worst = _at(size)
    missed = [name for name, took in worst.items() if took > GOAL]
    print(
        f"goal at {SIZES[-1]:,}: p95 of each figure at most {GOAL * 1_000:.0f} ms: {'missed: ' + ', '.join(missed) if missed else 'met'}"
    )
    return not missed


def _at(size: int) -> dict[str, float]:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts.actor import SYSTEM, Actor  # noqa: PLC0415
    from skaffa.accounts.models import User  # noqa: PLC0415
    from skaffa.analytics import actions, queries  # noqa: PLC0415
    from skaffa.analytics.models import Count  # noqa: PLC0415
    from skaffa.analytics.queries import Selection  # noqa: PLC0415
    from skaffa.analytics.rules import Period  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.jobs.models import Job  # noqa: PLC0415

    started = time.perf_counter()
    actions.note_everything(at=clock.now())
    while actions.count_next():
        pass
    whole = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    job = Job.objects.order_by("pk")[0]
    print(
        f"\n{size:,} applications: {Count.objects.count():,} counts; everything anew in {whole:.1f} s, "
        f"one job of {size // customer.JOBS:,} in {_timed(functools.partial(_one_job, job.pk)).p50 * 1_000:.0f} ms (p50)"
    )
    everything = Period(date(2026, 1, 1), date(2029, 12, 1))
    recruiter = Actor.of(User.objects.get(email="rhea@example.com"))
    looks = {
        "all jobs": (SYSTEM, Selection(everything)),
        "a recruiter's": (recruiter, Selection(everything, sources=("linkedin",))),
        "one job": (SYSTEM, Selection(everything, job_id=job.pk)),
    }
    asked = {
        "funnel, sources, months": queries.sums,
        "rejections": queries.rejections,
        "time in stage": queries.stays,
        "time to hire": queries.hires,
    }
    asked |= {"time to fill": queries.fills, "open jobs": queries.open_jobs}
    worst: dict[str, float] = {}
    print(figures.HEADING)
    for name, ask in asked.items():
        for who, (actor, selection) in looks.items():
            took = _timed(functools.partial(ask, actor, selection))
            worst[f"{name}, {who}"] = took.p95
            print(took.line(f"{name}, {who}"))
    return worst


def _one_job(job_id: int) -> None:
    from skaffa.analytics import actions  # noqa: PLC0415 - Django is ready only now
    from skaffa.core import clock  # noqa: PLC0415

    actions.note(job_id, at=clock.now())
    actions.count_next()


def _timed(work: Callable[[], object]) -> Figures:
    took = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return Figures.of(took)
