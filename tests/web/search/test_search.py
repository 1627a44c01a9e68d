"""The search as people use it over HTTP."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.rules import Study
from skaffa.documents.reading import actions as reading
from skaffa.jobs.models import Job
from skaffa.search import actions
from tests import personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def recruiter(client: Client, rhea: User) -> Client:
    client.force_login(rhea)
    return client


def page(client: Client, query: str = "") -> str:
    while actions.freshen():
        pass
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_lead_to_people_with_what_was_found_in_them(recruiter: Client, job: Job):
    greta = personas.candidate("Greta", "Öhman", headline="Diver <b>", educations=(Study("Chalmers", "Ropes"),))
    personas.applicant(job, greta)

    found = page(recruiter, "q=ohman+chalm")

    assert "1 person" in found
    assert f'href="/candidates/{greta.pk}/"><bdi>Greta <mark>Öhman</mark></bdi>' in found
    assert "<mark>Chalm</mark>ers" in found
    assert "Diver &lt;b&gt;" in found
    assert "Lamp keeper" in found


def test_what_was_found_in_a_document_is_shown_to_those_who_may_open_it(recruiter: Client, client: Client, job: Job):
    greta = personas.candidate("Greta")
    document = personas.document(personas.applicant(job, greta), b"Ten years of <b> tides.", name="cv.txt")
    about = personas.document(greta, b"Likes tides too.", name="letter.txt")
    for each in (document, about):
        reading.read(each.pk, now=lambda: personas.START)

    assert "Ten <mark>years</mark> of &lt;b&gt; <mark>tides</mark>." in page(recruiter, "q=tides+years+greta")
    client.force_login(personas.user("Rut", SecurityRole.RECRUITER))
    found = page(client, "q=tides")
    assert f'href="/documents/{about.pk}/view"' in found
    assert "of &lt;b&gt;" not in found


def test_filters_stay_in_the_address_and_can_be_taken_off(recruiter: Client, job: Job):
    personas.applicant(job, personas.candidate("Greta", skills=("Rope",)))
    personas.candidate("Greta", skills=("Knots",))

    both = page(recruiter, "q=greta")
    one = page(recruiter, "q=greta&skill=rope")

    assert "2 people" in both
    assert "/search?q=greta&amp;skill=rope" in both
    assert f"/search?q=greta&amp;job={job.pk}" in both
    assert "1 person" in one
    assert '<input type="hidden" name="skill" value="rope">' in one
    assert 'href="/search?q=greta"' in one


def test_nobody_found_and_nobody_there_say_what_to_do(recruiter: Client):
    assert "No candidates yet" in page(recruiter)
    assert "Nobody matches" in page(recruiter, "q=zeppelin")


def test_a_change_that_is_not_searched_yet_is_said(recruiter: Client):
    personas.candidate("Greta")

    assert "have just changed" in recruiter.get("/search").content.decode()
    assert "have just changed" not in page(recruiter)


def test_the_filters_of_a_confidential_job_are_its_teams(client: Client, rhea: User):
    job = personas.active_job(rhea, "Harbour master", is_confidential=True)
    personas.applicant(job, personas.candidate("Greta"))
    client.force_login(personas.user("Rut", SecurityRole.RECRUITER))

    assert "Harbour master" not in page(client, "q=greta")
    assert client.get(f"/search?job={job.pk}").status_code == 404
    client.force_login(rhea)
    assert "Harbour master" in page(client, f"job={job.pk}")


@pytest.mark.parametrize("query", ["job=x", "pool=1", "pool=99999999999999999999"])
def test_filters_nobody_offered_are_refused(recruiter: Client, query: str):
    assert recruiter.get(f"/search?{query}").status_code in {404, 422}


def test_the_list_of_candidates_leads_to_the_search(recruiter: Client, client: Client, ivan: User):
    assert recruiter.get("/candidates/?q=greta lind")["Location"] == "/search?q=greta+lind"
    client.force_login(ivan)
    assert client.get("/search").status_code == 403
    assert "topbar-search" not in client.get("/").content.decode()


def test_the_page_takes_as_many_queries_for_many_people(
    recruiter: Client, job: Job, django_assert_max_num_queries: DjangoAssertNumQueries
):
    personas.applicant(job, personas.candidate("Greta", skills=("Rope",)))
    page(recruiter, "q=greta")
    with django_assert_max_num_queries(15) as few:
        recruiter.get("/search?q=greta")
    for _ in range(30):
        personas.applicant(job, personas.candidate("Greta", emails=("g@people.example",)))
    while actions.freshen():
        pass
    with django_assert_max_num_queries(len(few)):
        assert "Load more" in recruiter.get("/search?q=greta").content.decode()
