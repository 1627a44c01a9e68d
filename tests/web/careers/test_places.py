"""The list of open jobs by city: chosen in a select, kept in the address, calm whatever stands there."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.careers.rules import LONGEST_PLACE, Place
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import Watch
from tests.web.careers.test_applying import main_of, titles

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def harbours(rhea: User) -> dict[str, Job]:
    """Two in Gothenburg, one in Bergen, and those of which the public knows nothing."""
    personas.active_job(rhea, "Secret keeper", city="Skagen", country="DK", is_confidential=True)
    personas.draft(rhea, "Draft keeper", city="Helsinki", country="FI")
    return {
        "lamp": personas.active_job(rhea, "Lamp keeper"),
        "rope": personas.active_job(rhea, "Rope maker", city="Bergen", country="NO"),
        "bell": personas.active_job(rhea, "Bell ringer", city="GOTHENBURG"),
    }


def offered(answer: Any) -> list[tuple[str, str]]:
    """What the select offers: value and name."""
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]+)</option>', main_of(answer))


def chosen(answer: Any) -> list[str]:
    return re.findall(r'<option value="([^"]*)"\s+selected', main_of(answer))


def results(answer: Any) -> str:
    """The text below the form, white space as one blank."""
    return " ".join(re.sub(r"<[^>]+>", " ", main_of(answer).partition('id="results"')[2]).split())


def test_each_city_of_an_open_job_is_offered_once_with_its_country(client: Client, harbours: dict[str, Job]):
    answer = client.get("/careers/")

    assert [name.casefold() for _value, name in offered(answer)] == [
        "all cities",
        "bergen, norway",
        "gothenburg, sweden",
    ]
    assert chosen(answer) == []
    assert titles(answer) == ["Bell ringer", "Rope maker", "Lamp keeper"]
    assert re.search(r'<select[^>]*name="place"[^>]*aria-label="City"', main_of(answer))


def test_a_city_shows_its_jobs_however_it_is_written_and_stays_chosen(client: Client, harbours: dict[str, Job]):
    for value, _name in offered(client.get("/careers/"))[1:]:
        answer = client.get(f"/careers/?place={quote(value)}")
        assert chosen(answer) == [value]
        assert titles(answer) == (["Rope maker"] if "Bergen" in value else ["Bell ringer", "Lamp keeper"])
    for said in ("gothenburg,se", " Gothenburg , SE ", "gothenburg"):
        answer = client.get(f"/careers/?place={quote(said)}")
        assert titles(answer) == ["Bell ringer", "Lamp keeper"]
        assert len(offered(answer)) == 3


def test_city_search_source_and_language_go_together(client: Client, harbours: dict[str, Job]):
    address = "/careers/?q=ringer&place=Gothenburg,SE&source=indeed"

    english = client.get(address)
    swedish = client.get(address, headers={"accept-language": "sv"})

    for answer in (english, swedish):
        assert titles(answer) == ["Bell ringer"]
        assert 'value="ringer"' in main_of(answer)
        assert '<input type="hidden" name="source" value="indeed">' in main_of(answer)
        assert "?source=indeed" in results_links(answer)[0]
    assert ("Bergen,NO", "Bergen, Norge") in offered(swedish)
    assert offered(swedish)[0] == ("", "Alla orter")
    kept = re.search(r'name="next" value="([^"]+)"', english.content.decode())
    assert kept
    assert kept[1].replace("&amp;", "&") == address


def results_links(answer: Any) -> list[str]:
    return re.findall(r'href="([^"]+)"', main_of(answer).partition('id="results"')[2])


def test_names_are_sorted_as_the_language_sorts(client: Client, rhea: User):
    for city in ("Örebro", "Ängelholm", "Åre", "Zinkgruvan", "Oxie"):
        personas.active_job(rhea, city, city=city)

    swedish = offered(client.get("/careers/", headers={"accept-language": "sv"}))
    english = offered(client.get("/careers/"))

    assert [value[:2] for value, _name in swedish[1:]] == ["Ox", "Zi", "År", "Än", "Ör"]
    assert [value[:2] for value, _name in english[1:]] == ["Än", "År", "Ör", "Ox", "Zi"]


def test_a_city_without_open_jobs_says_so_and_leads_back(client: Client, harbours: dict[str, Job], rhea: User):
    jobs.close(harbours["rope"], reason="cancelled", by=Actor.of(rhea), at=personas.START)

    answer = client.get("/careers/?place=Bergen,NO&source=indeed")

    assert answer.status_code == 200
    assert "There is no open job in Bergen, Norway right now." in results(answer)
    assert chosen(answer) == ["Bergen,NO"]
    assert results_links(answer) == ["/careers/?source=indeed"]


def test_words_that_nothing_in_the_city_has_lead_to_all_cities(client: Client, harbours: dict[str, Job]):
    answer = client.get("/careers/?q=rope&place=Gothenburg,SE", headers={"accept-language": "sv"})

    assert "Sverige innehåller orden ”rope”." in results(answer)
    everywhere, all_jobs = results_links(answer)
    assert (everywhere, all_jobs) == ("/careers/?q=rope", "/careers/")
    assert titles(client.get(everywhere)) == ["Rope maker"]


@pytest.mark.parametrize("said", ["", ",", ",SE", " , ", "x" * (LONGEST_PLACE + 1), "%00", "%00,%00"])
def test_what_names_no_city_is_no_choice(client: Client, harbours: dict[str, Job], said: str):
    answer = client.get(f"/careers/?place={said}")

    assert answer.status_code == 200
    assert len(titles(answer)) == 3
    assert chosen(answer) == []


@pytest.mark.parametrize(
    "said", ["nonsense", "Skagen,DK", "Helsinki,FI", "Bergen,SE", "%25_,%25", "%F0%28,", "<b>,SE", "x" * LONGEST_PLACE]
)
def test_a_city_where_there_is_nothing_shows_nothing_and_no_more(client: Client, harbours: dict[str, Job], said: str):
    answer = client.get(f"/careers/?place={said}")

    assert answer.status_code == 200
    assert titles(answer) == []
    assert "There is no open job in" in results(answer)
    assert "<b>" not in main_of(answer)


def test_more_jobs_of_a_city_keep_it_and_the_words(
    client: Client, rhea: User, job: Job, django_assert_num_queries: DjangoAssertNumQueries
):
    address = "/careers/?q=keeper&place=Bergen,NO"
    personas.active_job(rhea, "Rope keeper", city="Bergen", country="NO")
    with django_assert_num_queries(3):
        client.get(address)
    for number in range(32):
        personas.active_job(rhea, f"Keeper {number}", city="Bergen", country="NO")
        personas.active_job(rhea, f"Keeper {number}", city=f"Town {number}", country="NO")

    with django_assert_num_queries(3):
        first = client.get(address)
    more = re.search(r'hx-get="([^"]+cursor=[^"]+)"', main_of(first))
    assert more
    second = client.get(more[1].replace("&amp;", "&"))

    assert (len(titles(first)), len(titles(second))) == (30, 3)
    assert titles(second)[-1] == "Rope keeper"
    assert chosen(second) == ["Bergen,NO"]


def test_where_all_jobs_are_in_one_city_there_is_nothing_to_choose(client: Client, job: Job):
    assert not offered(client.get("/careers/"))
    assert not offered(client.get("/careers/?q=keeper"))


def test_what_search_engines_read_does_not_depend_on_a_city(client: Client, harbours: dict[str, Job]):
    assert client.get("/careers/sitemap.xml?place=Bergen,NO").content == client.get("/careers/sitemap.xml").content
    page = client.get(f"/careers/{harbours['rope'].code}?place=Gothenburg,SE").content.decode()
    assert '"addressLocality": "Bergen"' in page


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Bergen,no", Place("Bergen", "NO")),
        ("Washington, D.C.,US", Place("Washington, D.C.", "US")),
        ("Bergen", Place("Bergen", None)),
        ("Bergen,", Place("Bergen", "")),
        (",NO", None),
    ],
)
def test_a_place_is_read_from_an_address_and_written_into_one(said: str, meant: Place | None, clock: Watch):
    assert Place.of(said) == meant
    assert meant is None or Place.of(str(meant)) == meant
