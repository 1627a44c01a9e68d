"""The demo's own data: there once, and only in a demo."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from skaffa.accounts import queries as users
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.activity.models import Entry
from skaffa.applications import queries as applications
from skaffa.applications.models import Application, CloseReason
from skaffa.candidates.models import Candidate
from skaffa.core.clock import now
from skaffa.documents import queries as documents
from skaffa.interviews.models import Feedback, Interview
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus
from skaffa.pools import queries as talent_pools
from tests import personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, clock):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"demo": True})


def test_a_demo_starts_with_people_jobs_and_somebody_on_them(demo):
    out = io.StringIO()

    call_command("seed_demo", small=True, stdout=out)

    found = users.by_email("rhea@demo.example")
    assert found
    rhea = Actor.of(found)
    mine = {job.code: job for job in jobs.filtered(rhea, mine=True)}
    assert {code: job.status for code, job in mine.items()} == {
        "DEMO-1": "active",
        "DEMO-2": "active",
        "DEMO-3": "draft",
    }
    assert len(personas.tab(rhea, mine["DEMO-1"], prospects=True)) == 2
    assert len(personas.tab(rhea, mine["DEMO-2"], prospects=False)) == 2
    pools = {str(pool): pool for pool in talent_pools.visible_to(rhea)}
    assert {name: talent_pools.counts([pool])[pool.pk] for name, pool in pools.items()} == {
        "People who make things grow": 3
    }
    assert talent_pools.visible_to(SYSTEM).count() == 2
    assert Candidate.objects.count() == 7  # who is in a pool and on a job is one person
    resume, letter = documents.visible_to(rhea).order_by("pk")
    assert (str(letter), letter.kind) == ("Cleo Sample, cover letter.txt", "cover_letter")
    assert (str(resume), resume.application) == (
        "Cleo Sample, CV.txt",
        applications.visible_to(rhea).get(candidate__first_name="Cleo"),
    )
    assert out.getvalue().splitlines()[0].split() == ["ada@demo.example", "demo", "administrator", "and", "recruiter"]


def test_the_demo_password_signs_in(demo, rf):
    call_command("seed_demo", small=True, stdout=io.StringIO())

    signed_in = authenticate(rf.post("/"), email="hal@demo.example", password="demo")

    assert str(signed_in) == "Hal Demo"


def test_seeding_again_changes_nothing(demo):
    call_command("seed_demo", small=True, stdout=io.StringIO())
    before = (users.users(SYSTEM).count(), Job.objects.count(), Candidate.objects.count())

    call_command("seed_demo", small=True, stdout=io.StringIO())

    assert before == (users.users(SYSTEM).count(), Job.objects.count(), Candidate.objects.count()) == (4, 3, 7)


def test_an_environment_that_is_no_demo_is_left_alone(clock):
    with pytest.raises(CommandError, match="SKAFFA_DEMO"):
        call_command("seed_demo", small=True, stdout=io.StringIO())

    assert users.by_email("ada@demo.example") is None


def test_a_demo_of_ordinary_size_has_a_year_of_hiring_behind_it(demo):
    call_command("seed_demo", stdout=io.StringIO())

    hired = Application.objects.filter(close_reason=CloseReason.HIRED)
    assert hired.count() >= 3
    assert [job.code for job in Job.objects.filter(status=JobStatus.PENDING)] == ["DEMO-7"]
    assert Interview.objects.filter(starts_at__gt=now()).exists()
    assert Feedback.objects.count() > 10
    happened = list(Entry.objects.filter(job__isnull=False).order_by("pk").values_list("at", flat=True))
    assert happened == sorted(happened)
    assert happened[-1] <= now()
