"""What kind of work a job is and what somebody should know: what may be written, and what is proposed (A12)."""

import dataclasses
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.jobs import actions, files, functions, queries, skills
from skaffa.jobs.functions import JobFunction
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def test_a_function_of_the_list_is_known_however_it_is_written():
    said = ["sales", " Försäljning ", "SUPPLY  chain", "Lamps", "lamps", "", "Human Resources", "Personal/HR"]

    assert functions.known(said) == ("sales", "supply_chain", "Lamps", "human_resources")
    with translation.override("sv"):
        assert functions.names(["sales", "Lamps"]) == ["Försäljning", "Lamps"]


def test_no_two_functions_have_one_name_in_a_language():
    for language in ("en", "sv"):
        with translation.override(language):
            assert len({str(label).casefold() for label in JobFunction.labels}) == len(JobFunction)
            assert all("," not in str(label) for label in JobFunction.labels)


def test_a_job_keeps_functions_and_skills_tidied(rhea: User):
    job = personas.draft(rhea, functions=["Lamps", "Sales"], skills=[" Knots", "knots ", "", "First  aid"])

    job.refresh_from_db()
    assert (job.functions, job.skills) == (["Lamps", "sales"], ["Knots", "First aid"])


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"functions": ["Lamps", "Ropes", "Bells", "Buoys"]}, "functions"),
        ({"functions": ["x" * 81]}, "functions"),
        ({"functions": JobFunction.values[:11]}, "functions"),
        ({"skills": ["x" * 121]}, "skills"),
        ({"skills": [f"skill {number}" for number in range(51)]}, "skills"),
    ],
)
def test_what_is_too_much_is_refused_where_it_stands(changes: dict[str, Any], wrong: str, rhea: User):
    with pytest.raises(refusals.Invalid) as refused:
        personas.draft(rhea, **changes)

    assert set(refused.value.fields) == {wrong}


def test_three_words_of_ones_own_go_with_those_of_the_list(rhea: User):
    job = personas.draft(rhea, functions=["Lamps", "Ropes", "Bells", "sales", "art"])

    assert len(job.functions) == 5


def test_what_stays_as_it_was_is_no_change(rhea: User, clock: Watch):
    job = personas.draft(rhea, functions=["sales"], skills=["Knots"])

    after = actions.edit(job, queries.details(job), by=Actor.of(rhea), at=clock.tick())
    changed = dataclasses.replace(queries.details(job), skills=("Knots", "Bells"))

    assert after.modified_at == job.modified_at
    assert list(actions.edit(job, changed, by=Actor.of(rhea), at=clock.tick()).skills) == ["Knots", "Bells"]


def test_a_file_has_several_in_one_cell():
    row = next(
        files.rows(["Title", "Skills", "Job function"], [(2, ["Diver", "Knots; First aid", "Sales|Lamps"])], country="")
    )

    assert (row.details.skills, row.details.functions) == (("Knots", "First aid"), ("sales", "Lamps"))


def test_skills_are_proposed_from_jobs_one_sees_from_our_list_and_from_people(rhea: User, ivan: User):
    personas.draft(rhea, skills=["Python 3", "python", "Rope access"])
    personas.draft(rhea, code="X-2", skills=["python"])
    for _one in range(3):
        personas.candidate(skills=["PyTorch", "Knots"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE candidates_candidate")

    assert skills.proposed(Actor.of(rhea), "py") == ["python", "Python 3", "PyTorch"]
    assert skills.proposed(Actor.of(ivan), "py") == ["Python"]
    assert skills.proposed(SYSTEM, "knot") == ["Knots"]


@pytest.mark.parametrize("said", ["", "%", "_", "zzz", "\\", "100%"])
def test_nothing_is_proposed_for_what_begins_no_skill(said: str, rhea: User):
    personas.draft(rhea, skills=["Rope access"])

    assert skills.proposed(Actor.of(rhea), said) == []


def test_at_most_ten_are_proposed(rhea: User):
    personas.draft(rhea, skills=[f"Rope {number}" for number in range(20)])

    assert len(skills.proposed(Actor.of(rhea), "rope")) == 10
