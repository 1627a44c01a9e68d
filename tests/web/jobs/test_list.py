"""The list of jobs: who sees which, filters, pages, the next step."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.jobs import actions
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import START


def page(client: Client, url: str = "/jobs/") -> str:
    return client.get(url).content.decode()


def test_one_sees_the_jobs_of_ones_own_teams(client: Client, job: Job, stan: User, ivan: User):
    client.force_login(ivan)
    assert "Lamp keeper" in page(client)

    client.force_login(stan)
    assert "Lamp keeper" not in page(client)


def test_who_sees_all_jobs_can_narrow_them_to_their_own(client: Client, job: Job, ada: User):
    client.force_login(ada)

    assert "Lamp keeper" in page(client)
    assert "Lamp keeper" not in page(client, "/jobs/?scope=mine")


def test_who_sees_only_their_own_is_not_offered_the_choice(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    assert "My jobs" not in page(client)


def test_filters_stay_in_the_address(client: Client, job: Job, rhea: User):
    personas.draft(rhea, "Net mender")
    client.force_login(rhea)

    answer = client.get("/jobs/?status=draft&q=net")

    shown = answer.content.decode()
    assert "Net mender" in shown
    assert "Lamp keeper" not in shown
    assert '<input type="hidden" name="status" value="draft">' in shown
    assert answer.context["total"] == 1


def test_the_search_knows_title_job_id_and_city(client: Client, rhea: User):
    personas.draft(rhea, "Net mender", code="NM-7", city="Smögen")
    client.force_login(rhea)

    assert all("Net mender" in page(client, f"/jobs/?q={q}") for q in ("mender", "nm-7", "smög"))


def test_a_search_without_result_leads_back_to_all_jobs(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    shown = page(client, "/jobs/?q=submarine")

    assert "No job matches" in shown
    assert "Show all jobs" in shown


@pytest.mark.parametrize(("role", "words"), [(SecurityRole.RECRUITER, "Create your first job"), (None, "hiring team")])
def test_an_empty_list_says_the_next_step(client: Client, db: None, role: SecurityRole | None, words: str):
    client.force_login(personas.user("Nina", *([role] if role else [])))

    assert words in page(client)


def test_the_list_goes_on_where_it_ended(client: Client, rhea: User):
    for number in range(30):
        personas.draft(rhea, f"Job {number:03}")
    client.force_login(rhea)

    first = client.get("/jobs/")
    cursor = first.context["page"].next_cursor
    second = client.get("/jobs/", {"cursor": cursor})

    titles = [job.title for answer in (first, second) for job in answer.context["page"].rows]
    assert len(titles) == len(set(titles)) == 30
    assert "Load more" in first.content.decode()
    assert "Load more" not in second.content.decode()


@pytest.mark.parametrize("query", ["?cursor=nonsense", "?q=%00", "?q=" + "x" * 300, "?status=%00"])
def test_a_damaged_address_is_a_message_and_no_fault(client: Client, rhea: User, query: str):
    client.force_login(rhea)

    answer = client.get(f"/jobs/{query}")

    assert answer.status_code == 422


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    client: Client, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(40):
        personas.active_job(rhea, f"Job {number}")
    client.force_login(rhea)

    with django_assert_max_num_queries(8):
        client.get("/jobs/")


def test_a_new_job_starts_as_a_draft_with_its_creator_in_the_team(client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.post("/jobs/new", {"title": "Net mender", "role": "recruiter"})

    job = Job.objects.get(title="Net mender")
    assert urlsplit(answer["Location"]).path == f"/jobs/{job.pk}/edit"
    assert job.status == "draft"
    assert job.code
    assert [(member.user, member.role) for member in job.team.all()] == [(rhea, "recruiter")]


@pytest.mark.parametrize(
    "given",
    [
        {"title": "", "role": "recruiter"},
        {"title": "x" * 201, "role": "recruiter"},
        {"title": "a\x00b", "role": "recruiter"},
        {"title": "Net mender", "role": "hiring_manager"},
        {"title": "Net mender", "role": ""},
    ],
)
def test_what_cannot_be_a_job_is_said_and_nothing_typed_is_lost(client: Client, rhea: User, given: dict[str, str]):
    client.force_login(rhea)

    answer = client.post("/jobs/new", given)

    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode() or 'aria-invalid="true"' in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("who", ["ada", "reed", "stan", "ivan"])
def test_only_recruiters_and_hiring_managers_create_jobs(client: Client, request: pytest.FixtureRequest, who: str):
    client.force_login(request.getfixturevalue(who))

    assert "New job" not in page(client)
    assert client.get("/jobs/new").status_code == 403
    assert client.post("/jobs/new", {"title": "Net mender", "role": "recruiter"}).status_code == 403


def test_somebody_with_both_roles_chooses_theirs(client: Client, db: None):
    both = personas.user("Bo", SecurityRole.RECRUITER, SecurityRole.HIRING_MANAGER)
    client.force_login(both)

    client.post("/jobs/new", {"title": "Net mender", "role": "hiring_manager"})

    assert Job.objects.get().team.get().role == "hiring_manager"


def test_closed_jobs_have_their_own_filter(client: Client, job: Job, rhea: User):
    actions.close(job, reason="cancelled", by=Actor.of(rhea), at=START)
    client.force_login(rhea)

    assert "Lamp keeper" in page(client, "/jobs/?status=closed")
    assert "Lamp keeper" not in page(client, "/jobs/?status=active")
