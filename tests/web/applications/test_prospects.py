"""The Prospect tab: who is on it, how it keeps itself current, and adding people by hand."""

import json
import re
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld, Person
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from skaffa.web.applications import lists
from tests import personas
from tests.personas import START

HTMX = {"HX-Request": "true"}
GRETA = {"first_name": "Greta", "last_name": "Lund", "email": "greta@example.com", "source": "recruiter"}


def poll_address(page: str) -> str:
    """What the list on this page asks for next."""
    found = re.search(r'id="people-list" hx-get="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_prospects_are_listed_with_what_is_known_of_them(client: Client, job: Job, rhea: User):
    greta = personas.candidate("Greta", "Lund", location="Ystad", employments=(JobHeld("Fyr AB", "Keeper", "", True),))
    personas.prospect(job, greta, by=rhea)
    client.force_login(rhea)

    shown = client.get(f"/jobs/{job.pk}/prospects").content.decode()

    assert "Greta Lund" in shown
    assert "Keeper at Fyr AB · Ystad" in shown
    assert "No e-mail yet" in shown
    assert "Added by recruiter · Rhea" in shown


def test_an_empty_tab_explains_how_to_export(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    shown = client.get(f"/jobs/{job.pk}/prospects").content.decode()

    assert "No prospects yet" in shown
    assert f"<strong>{job.code}</strong>" in shown


def test_an_unchanged_list_answers_204_and_nothing_else(client: Client, job: Job, rhea: User):
    personas.prospect(job)
    client.force_login(rhea)
    address = poll_address(client.get(f"/jobs/{job.pk}/prospects").content.decode())

    answer = client.get(address, headers=HTMX)

    assert answer.status_code == 204
    assert answer.content == b""


def test_a_new_prospect_comes_in_and_is_announced(client: Client, job: Job, rhea: User):
    personas.prospect(job)
    client.force_login(rhea)
    address = poll_address(client.get(f"/jobs/{job.pk}/prospects").content.decode())

    personas.prospect(job, personas.candidate("Greta", "Lund"))
    answer = client.get(address, headers=HTMX)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in shown
    assert "Greta Lund" in shown
    assert '<span class="tab-count" id="count-prospects" hx-swap-oob="true">2</span>' in shown
    assert json.loads(answer["HX-Trigger"])["announce"]["text"] == "New on this list: Greta Lund."
    assert client.get(poll_address(shown), headers=HTMX).status_code == 204


@pytest.mark.parametrize("change", ["name", "rejected", "closed"])
def test_every_change_that_shows_brings_the_list_anew(client: Client, job: Job, rhea: User, change: str):
    application = personas.prospect(job, personas.candidate("Greta", "Lund"))
    client.force_login(rhea)
    address = poll_address(client.get(f"/jobs/{job.pk}/prospects").content.decode())
    by, at = Actor.of(rhea), START.replace(hour=10)

    if change == "name":
        candidates.edit(application.candidate, Person("Margareta", "Lund"), by=by, at=at)
    elif change == "rejected":
        actions.reject(application, reason="skills", by=by, at=at)
    else:
        jobs.close(job, reason="cancelled", by=by, at=at)

    answer = client.get(address, headers=HTMX)

    assert answer.status_code == 200
    assert "Greta Lund" not in answer.content.decode()
    assert "HX-Trigger" not in answer


def test_asking_for_news_is_cheap(
    client: Client, job: Job, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for _ in range(20):
        personas.prospect(job)
    client.force_login(rhea)
    address = poll_address(client.get(f"/jobs/{job.pk}/prospects").content.decode())

    with django_assert_max_num_queries(6):
        assert client.get(address, headers=HTMX).status_code == 204


@pytest.mark.parametrize("who", ["ivan", "stan"])
def test_news_are_not_told_to_who_may_not_read_them(
    client: Client, job: Job, rhea: User, request: pytest.FixtureRequest, who: str
):
    client.force_login(rhea)
    address = poll_address(client.get(f"/jobs/{job.pk}/prospects").content.decode())
    client.force_login(request.getfixturevalue(who))

    answer = client.get(address, headers=HTMX)

    assert answer.status_code in {403, 404}


def test_whoever_arrives_while_the_list_is_made_is_news_at_the_next_question(client: Client, job: Job, rhea: User):
    personas.prospect(job, personas.candidate("Greta"))
    client.force_login(rhea)
    late = [personas.candidate("Late")]

    def arrives_meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if late and "candidates_email" in sql:  # the people have been read
            personas.prospect(job, late.pop())
        return result

    with database.execute_wrapper(arrives_meanwhile):
        page = client.get(f"/jobs/{job.pk}/prospects").content.decode()
    news = client.get(poll_address(page), headers=HTMX)

    assert not late
    assert "Late" not in page
    assert news.status_code == 200
    assert "Late" in news.content.decode()


@pytest.mark.parametrize("query", ["version=", "version=%F0%9F%98%80&newest=abc&shown=-3", "version=x&shown=999999999"])
def test_a_made_up_version_brings_the_list(client: Client, job: Job, rhea: User, query: str):
    personas.prospect(job)
    client.force_login(rhea)

    assert client.get(f"/jobs/{job.pk}/prospects?{query}", headers=HTMX).status_code == 200


def test_a_long_list_goes_on_and_keeps_what_was_loaded(client: Client, job: Job, rhea: User):
    for _ in range(35):
        personas.prospect(job)
    client.force_login(rhea)

    first = client.get(f"/jobs/{job.pk}/prospects")
    second = client.get(f"/jobs/{job.pk}/prospects", {"cursor": first.context["page"].next_cursor}, headers=HTMX)
    again = client.get(f"/jobs/{job.pk}/prospects?version=old&shown=35", headers=HTMX)

    assert len(first.context["rows"]) == lists.SIZE
    assert len(second.context["rows"]) == 35 - lists.SIZE
    assert len(again.context["rows"]) == 35


def test_somebody_without_email_is_added_by_hand(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/prospects/add", {"first_name": "Greta", "source": "referral"}, follow=True)

    application = Application.objects.get()
    assert answer.redirect_chain[0][0] == f"/jobs/{job.pk}/prospects"
    assert "Greta has been added." in answer.content.decode()
    assert (application.stage.kind, application.source_id, application.added_by) == ("prospect", "referral", rhea)


def test_somebody_known_is_found_again_by_email(client: Client, job: Job, rhea: User):
    known = personas.candidate("Greta", "Lund", emails=["Greta@Example.com"])
    client.force_login(rhea)

    client.post(f"/jobs/{job.pk}/prospects/add", {**GRETA, "phone": "+46 70 1"})

    assert Application.objects.get().candidate == known
    assert known.phones.get().number == "+46 70 1"


def test_somebody_known_is_found_again_by_linkedin_profile_and_not_by_any_website(client: Client, job: Job, rhea: User):
    known = personas.candidate("Greta", links=["https://www.linkedin.com/in/greta", "https://lamps.example"])
    client.force_login(rhea)

    client.post(f"/jobs/{job.pk}/prospects/add", {"first_name": "G", "source": "other", "links": "lamps.example"})
    client.post(f"/jobs/{job.pk}/prospects/add", {**GRETA, "email": "", "links": "se.linkedin.com/in/Greta/"})

    assert Candidate.objects.count() == 2
    assert Application.objects.filter(candidate=known).count() == 1


def test_adding_twice_makes_one_prospect(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    client.post(f"/jobs/{job.pk}/prospects/add", GRETA)
    answer = client.post(f"/jobs/{job.pk}/prospects/add", GRETA, follow=True)

    assert Application.objects.count() == Candidate.objects.count() == 1
    assert "2" not in str(answer.context["counts"]["prospects"])


def test_somebody_rejected_before_can_be_reopened_from_the_form(client: Client, job: Job, rhea: User):
    client.force_login(rhea)
    client.post(f"/jobs/{job.pk}/prospects/add", GRETA)
    application = Application.objects.get()
    client.post(f"/applications/{application.pk}/reject", {"reason": "skills"})

    answer = client.post(f"/jobs/{job.pk}/prospects/add", GRETA, headers=HTMX)

    assert answer.status_code == 422
    assert f"/applications/{application.pk}/reopen" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "x" * 121),
        ("last_name", "a\x00b"),
        ("email", "not an address"),
        ("phone", "no digits"),
        ("links", "javascript:alert(1)"),
        ("links", "https://a.example/" + "x" * 600),
        ("headline", "x" * 401),
        ("source", "nowhere"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_the_rest_stays(
    client: Client, job: Job, rhea: User, field: str, value: str
):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/prospects/add", {**GRETA, "headline": "typed with care", field: value})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_errors" in shown
    assert field == "headline" or "typed with care" in shown
    assert not Candidate.objects.exists()


def test_nobody_is_added_to_a_closed_job(client: Client, job: Job, rhea: User):
    jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=START)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/prospects/add", GRETA)

    assert answer.status_code == 422
    assert "This job is not active." in answer.content.decode()
    assert not Candidate.objects.exists()
