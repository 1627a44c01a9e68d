"""The list of open jobs by function (A145), and what a public job says of the kind of work."""

import json
import re
from urllib.parse import quote

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.jobs.models import Job
from tests import personas
from tests.web.careers.test_applying import main_of, titles
from tests.web.careers.test_places import chosen, offered

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def harbour(rhea: User) -> dict[str, Job]:
    """Three with functions, one without, and one of which the public knows nothing."""
    personas.active_job(rhea, "Secret keeper", functions=["legal"], is_confidential=True)
    return {
        "lamp": personas.active_job(rhea, "Lamp keeper", functions=["engineering", "Lamps & buoys"]),
        "rope": personas.active_job(
            rhea, "Rope maker", city="Bergen", country="NO", functions=["sales", "engineering"]
        ),
        "bell": personas.active_job(rhea, "Bell ringer"),
        "horn": personas.active_job(rhea, "Horn player", functions=["art"], skills=["Brass <bands>", "Scales"]),
    }


def test_the_functions_of_open_jobs_are_offered_by_name(client: Client, harbour: dict[str, Job]):
    answer = client.get("/careers/")

    assert [one for one in offered(answer) if "," not in one[0] and one[0]] == [
        ("art", "Art/Creative"),
        ("engineering", "Engineering"),
        ("Lamps &amp; buoys", "Lamps &amp; buoys"),
        ("sales", "Sales"),
    ]
    assert re.search(r'<select[^>]*name="function"[^>]*aria-label="Job function"', main_of(answer))


@pytest.mark.parametrize(
    ("said", "value", "found"),
    [
        ("engineering", "engineering", ["Rope maker", "Lamp keeper"]),
        ("Teknik", "engineering", ["Rope maker", "Lamp keeper"]),
        ("lamps & BUOYS", "Lamps &amp; buoys", ["Lamp keeper"]),
    ],
)
def test_a_function_shows_its_jobs_however_it_is_written_and_stays_chosen(
    client: Client, harbour: dict[str, Job], said: str, value: str, found: list[str]
):
    answer = client.get(f"/careers/?function={quote(said)}")

    assert titles(answer) == found
    assert chosen(answer) == [value]


def test_function_city_and_words_go_together(client: Client, harbour: dict[str, Job]):
    answer = client.get("/careers/?function=engineering&place=Bergen,NO&q=rope&source=indeed")

    assert titles(answer) == ["Rope maker"]
    assert chosen(answer) == ["Bergen,NO", "engineering"]
    nothing = client.get("/careers/?function=art&place=Bergen,NO")
    assert titles(nothing) == []
    assert "There is no open job in Art/Creative that matches all you chose." in main_of(nothing)
    assert 'href="/careers/?place=Bergen%2CNO"' in main_of(nothing)


@pytest.mark.parametrize("said", ["", " ", "\0", "legal", "x" * 5_000, "<b>"])
def test_an_address_with_anything_in_it_is_calm(client: Client, harbour: dict[str, Job], said: str):
    answer = client.get("/careers/", {"function": said})

    assert answer.status_code == 200
    assert "Secret" not in main_of(answer)
    assert bool(titles(answer)) is not bool(said.strip("\0 "))


def test_where_there_are_no_functions_there_is_nothing_to_choose(client: Client, job: Job):
    assert 'name="function"' not in main_of(client.get("/careers/"))


def test_a_public_job_names_its_functions_and_skills_to_people_and_search_engines(
    client: Client, harbour: dict[str, Job]
):
    shown = client.get(f"/careers/{harbour['horn'].code}").content.decode()

    said = json.loads(shown.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (said["occupationalCategory"], said["skills"]) == (["Art/Creative"], ["Brass <bands>", "Scales"])
    assert "Art/Creative" in shown
    assert "Brass &lt;bands&gt;" in shown
    plain = client.get(f"/careers/{harbour['bell'].code}").content.decode()
    assert "occupationalCategory" not in plain
