"""A compiled query gives what its query set would give, whatever values it is asked with, and asks Django for it once."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.models import User
from skaffa.core.compiled import compiled
from skaffa.jobs.models import Job, JobStatus, Stage, TeamMember, TeamRole
from tests import personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(rhea: User, hal: User) -> list[Job]:
    return [
        personas.active_job(rhea, "Diver"),
        personas.active_job(rhea, "Clerk", team=[(hal, TeamRole.HIRING_MANAGER)]),
        personas.draft(rhea, "Baker"),
    ]


def by_title(rows: "QuerySet[Job, Job]") -> "QuerySet[Job, Job]":
    return rows.order_by("title")


def test_the_same_rows_with_other_values(jobs: list[Job], rhea: User, hal: User):
    @compiled
    def of_team(user: int, status: JobStatus | None) -> "QuerySet[Job, Job]":
        rows = Job.objects.filter(Exists(TeamMember.objects.filter(job=OuterRef("pk"), user=user)))
        return by_title(rows.filter(status=status) if status else rows)

    assert [job.title for job in of_team(rhea.pk, None)] == ["Baker", "Clerk", "Diver"]
    assert [job.title for job in of_team(hal.pk, None)] == ["Clerk"]
    assert [job.title for job in of_team(rhea.pk, JobStatus.ACTIVE)] == ["Clerk", "Diver"]
    assert [job.title for job in of_team(rhea.pk, status=JobStatus.DRAFT)] == ["Baker"]
    assert of_team(0, None) == []


def test_every_kind_of_value(jobs: list[Job]):
    @compiled
    def some(among: list[int], title: str, since: datetime, *, but: int) -> "QuerySet[Job, Job]":
        return Job.objects.filter(pk__among=among, title__gt=title, created_at__gte=since).exclude(pk=but)

    numbers = [job.pk for job in jobs]
    since = jobs[0].created_at
    assert {job.title for job in some(numbers, "B", since, but=0)} == {"Diver", "Clerk", "Baker"}
    assert {job.title for job in some(numbers, "Baker", since, but=jobs[1].pk)} == {"Diver"}
    assert some(numbers[:1], "E", since, but=0) == some(numbers, "B", since + timedelta(days=1), but=0) == []
    assert some([], "B", since, but=0) == []  # which has no SQL, and asks nothing


def test_what_comes_with_the_rows(jobs: list[Job], rhea: User):
    @compiled
    def whole(pk: int) -> "QuerySet[Job, Job]":
        rows = Job.objects.filter(pk=pk).select_related("created_by").prefetch_related("stages")
        return rows.annotate(is_open=Exists(Stage.objects.filter(job=OuterRef("pk"), position=0))).only(
            "title", "created_by"
        )

    for job in jobs:
        (found,) = whole(job.pk)
        with CaptureQueriesContext(connection) as asked:
            assert (found, found.title, found.created_by, vars(found)["is_open"]) == (job, job.title, rhea, True)
            assert list(found.stages.all())
        assert not asked.captured_queries


def test_values_alone(jobs: list[Job]):
    @compiled
    def titles(status: str) -> "QuerySet[Job, tuple[int, str]]":
        return Job.objects.filter(status=status).order_by("title").values_list("pk", "title")

    assert titles(JobStatus.DRAFT.value) == [(jobs[2].pk, "Baker")]
    assert titles("closed") == []


def test_rows_know_whom_they_were_asked_of(jobs: list[Job]):
    @compiled
    def stages(job: tuple[Job]) -> "QuerySet[Stage, Stage]":
        return job[0].stages.all()

    with CaptureQueriesContext(connection) as asked:
        assert {stage.job for stage in stages((jobs[0],))} == {jobs[0]}
    assert len(asked) == 1


class Seen(NamedTuple):
    everything: bool
    jobs: list[int]


def test_values_in_a_tuple(jobs: list[Job]):
    @compiled
    def titles(seen: Seen) -> "QuerySet[Job, str]":
        rows = Job.objects.order_by("title").values_list("title", flat=True)
        return rows if seen.everything else rows.filter(pk__among=seen.jobs)

    assert titles(Seen(True, [])) == ["Baker", "Clerk", "Diver"]
    assert titles(Seen(False, [jobs[0].pk, jobs[2].pk])) == ["Baker", "Diver"]
    assert titles(Seen(False, [])) == []


def test_a_number_that_no_field_holds(jobs: list[Job]):
    @compiled
    def one(pk: int) -> "QuerySet[Job, Job]":
        return Job.objects.filter(pk=pk)

    assert one(2**63) == one(10**30) == []
    assert one(jobs[0].pk) == [jobs[0]]


def test_django_writes_it_once_for_each_shape(jobs: list[Job]):
    asked: list[tuple[object, ...]] = []

    @compiled
    def one(pk: int, is_active: bool) -> "QuerySet[Job, Job]":
        asked.append((pk, is_active))
        rows = Job.objects.filter(pk=pk)
        return rows.filter(status=JobStatus.ACTIVE) if is_active else rows

    for job in jobs:
        one(job.pk, False)
        one(job.pk, True)

    marks = {pk for pk, _is_active in asked} - {job.pk for job in jobs}  # the tests' own check asks with true values
    assert len(marks) == 2
    assert len([pk for pk, _is_active in asked if pk in marks]) == 4


def test_a_value_that_python_looks_at_is_refused(jobs: list[Job]):
    @compiled
    def late(pk: int, days: int) -> "QuerySet[Job, Job]":
        return Job.objects.filter(pk=pk, created_at__gte=jobs[0].created_at + timedelta(days=days))

    @compiled
    def first(many: int) -> "QuerySet[Job, Job]":
        return Job.objects.all()[:many]

    @compiled
    def unused(pk: int) -> "QuerySet[Job, Job]":
        return Job.objects.all()

    for asked in (lambda: late(1, 2), lambda: first(3), lambda: unused(4)):
        with pytest.raises(TypeError, match="does not reach the SQL"):
            asked()
