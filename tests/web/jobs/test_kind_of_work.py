"""Functions and skills on the pages: the form with and without its script, what one reads, what is proposed."""

import re

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.jobs.models import Job
from tests import personas
from tests.web.jobs.test_job import DETAILS


def test_the_form_takes_words_with_commas_between(client: Client, job: Job, rhea: User):
    client.force_login(rhea)
    typed = {**DETAILS, "functions": "Försäljning, Lamps", "skills": "Knots,, First aid ,knots"}

    client.post(f"/jobs/{job.pk}/edit", typed)

    job.refresh_from_db()
    assert (job.functions, job.skills) == (["sales", "Lamps"], ["Knots", "First aid"])
    form = client.get(f"/jobs/{job.pk}/edit").content.decode()
    assert re.search(r'name="functions"[^>]*value="Sales, Lamps"|value="Sales, Lamps"[^>]*name="functions"', form)
    assert 'value="Knots, First aid"' in form
    shown = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "Sales, Lamps" in shown
    assert "Knots, First aid" in shown


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_too_much(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "functions": "One, Two, Three, Four"})

    assert answer.status_code == 422
    assert "Give at most 3 of your own." in answer.content.decode()
    assert 'value="One, Two, Three, Four"' in answer.content.decode()


def test_skills_are_proposed_as_options(client: Client, rhea: User):
    client.force_login(rhea)
    personas.draft(rhea, skills=["Rope <access>"])

    answer = client.get("/jobs/skills", {"q": "rope"})

    assert '<option value="Rope &lt;access&gt;"></option>' in answer.content.decode()


@pytest.mark.parametrize("who", ["ivan", "reed", "stan"])
def test_who_writes_no_jobs_is_proposed_nothing(client: Client, request: pytest.FixtureRequest, who: str):
    client.force_login(request.getfixturevalue(who))

    assert client.get("/jobs/skills", {"q": "rope"}).status_code == 403
