"""How long a stage change takes to be seen under In ATS in Recruiter: alone, and while a first load is under way."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice

from bench import customer
from bench.customer import Size
from bench.figures import HEADING, Figures, verdict
from tests.stack import Stack, until
from tests.story import Job, Person, Recruiter, Story

PEOPLE = 15
FIRST_LOAD = Size(people=20_000, applications=30_000)
GOAL_ALONE, GOAL_LOADING = 5.0, 10.0
_PATIENCE = 60.0
_SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
_FIRST_NUMBER = 1_000_000
_STAGES = ("Application", "Screen", "Interview", "Offer")
_DESCRIPTION = "A job that exists to measure how long a stage takes to be seen under In ATS in Recruiter. " * 3
_LATEST = re.compile(r'<span class="hint line">([^<]+)</span>')


def measure(stack: Stack) -> bool:
    """Print the figures; whether every goal is met."""
    story = Story(stack).set_up()
    with ExitStack() as doors:
        rhea = doors.enter_context(story.person("rhea"))
        ada = doors.enter_context(story.person("ada"))
        seat = doors.enter_context(story.recruiter("rhea"))
        first, second = (rhea.open_job(f"Measured job {number}", _DESCRIPTION) for number in (1, 2))
        story.listed(first.code, second.code)
        alone = _changes(stack, rhea, seat, first)
        with _loading(stack, ada):
            loading = _changes(stack, rhea, seat, second)
    print(f"\nStage change -> In ATS, {len(alone)} changes each way\n{HEADING}")
    print(Figures.of(alone).line("nothing else is going on"))
    print(Figures.of(loading).line("during a first load"))
    return all(
        [
            verdict("a stage change is seen, p95", Figures.of(alone).p95, GOAL_ALONE),
            verdict("during a first load, p95", Figures.of(loading).p95, GOAL_LOADING),
        ]
    )


def _changes(stack: Stack, rhea: Person, seat: Recruiter, job: Job) -> list[float]:
    """Seconds from the press of Advance until Recruiter shows the stage, for several people and every stage."""
    pushes = {seat.export(member, job.code): member for member in islice(seat.members(), PEOPLE)}
    until(lambda: len(rhea.candidates(job.id)) == PEOPLE, saying="the exported people to be on the Prospect tab")
    with stack.database() as database:
        rows = database.execute(
            "SELECT export.application_id, push.remote_id FROM linkedin_exportedprofile export"
            " JOIN linkedin_notification push ON push.id = export.notification_id WHERE export.job_id = %s",
            (job.id,),
        ).fetchall()
    applications = {int(str(application)): pushes[str(push)] for application, push in rows}
    rhea.get(f"/jobs/{job.id}/prospects")
    return [
        _seen(seat, rhea, application, member, stage)
        for stage in _STAGES
        for application, member in applications.items()
    ]


def _seen(seat: Recruiter, rhea: Person, application: int, member: int, stage: str) -> float:
    began = time.perf_counter()
    rhea.post(f"/applications/{application}/advance", {})
    until(
        lambda: stage in _LATEST.findall(seat.get(f"/talent/profile/{member}").text),
        patience=_PATIENCE,
        every=0.05,
        saying=f"Recruiter to show {stage}",
    )
    return time.perf_counter() - began


@contextmanager
def _loading(stack: Stack, ada: Person) -> Iterator[None]:
    """While everything is sent that LinkedIn does not have yet."""
    with stack.database() as database, database.cursor() as cursor:
        jobs = stack.count("SELECT count(*) FROM jobs_job WHERE status = 'active'")
        author = stack.count("SELECT min(id) FROM accounts_user WHERE email LIKE 'rhea%%'")
        customer.write_people(cursor, FIRST_LOAD, jobs=jobs, author=author, since=_SINCE, first=_FIRST_NUMBER)
    ada.get("/admin-center/linkedin/health")
    ada.post("/admin-center/linkedin/health/compare", {})
    yield
    left = stack.count("SELECT count(*) FROM linkedin_syncitem WHERE bulk")
    print(f"  {left:,} marks of the first load were still waiting at the end")
    if not left:
        raise RuntimeError("the first load ended before the stages were measured")
