"""Admin center, Duplicates: the thresholds, and what agreement is worth."""

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import User
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Source
from skaffa.candidates.rules import Person
from skaffa.duplicates import actions, queries
from skaffa.duplicates.models import Mark, Record
from skaffa.duplicates.queries import Verdict
from tests import personas

pytestmark = pytest.mark.django_db
ADDRESS = "/admin-center/duplicates"
GRETA = Person("Margareta", "Engelfält", "Lamp keeper", "Visby", phones=("070-174 06 05",))


@pytest.fixture
def administrator(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def work() -> None:
    while actions.freshen(at=personas.START):
        pass


def test_the_page_says_what_every_field_is_worth(administrator: Client):
    page = administrator.get(ADDRESS).content.decode()

    assert page.count('<table class="weights">') == len(Record._meta.get_fields()) - 2  # not the number and the keys
    assert "In common what one of 1024 has" in page.replace("1,024", "1024")
    assert 'value="95"' in page
    assert 'value="50"' in page


def test_another_threshold_holds_for_whoever_comes_next(administrator: Client):
    candidates.add(GRETA, source=Source.OTHER, by=SYSTEM, at=personas.START)
    work()
    like = Person("Greta", "Engelfält", "Lamp keeper", "Visby")
    (before,) = queries.find(like)

    answer = administrator.post(ADDRESS, {"same": "100", "maybe": "100", "region": "SE"}, follow=True)

    assert "Saved." in answer.content.decode()
    assert before.verdict is Verdict.SAME
    assert queries.find(like) == []


def test_another_country_has_everybodys_numbers_read_anew(administrator: Client):
    candidates.add(GRETA, source=Source.OTHER, by=SYSTEM, at=personas.START)
    work()
    assert Record.objects.get().phone == ["+46701740605"]

    administrator.post(ADDRESS, {"same": "95", "maybe": "50", "region": "NO"})

    assert Mark.objects.exists()
    work()
    assert Record.objects.get().phone != ["+46701740605"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"same": "40", "maybe": "50", "region": "SE"}, "Give a number from 1 to the one above."),
        ({"same": "0", "maybe": "50", "region": "SE"}, "Ensure this value is greater than or equal to 1."),
        ({"same": "95", "maybe": "50", "region": "XX"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(administrator: Client, given: dict[str, str], said: str):
    answer = administrator.post(ADDRESS, given)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert queries.policy().changed_at is None


def test_only_administrators_choose(client: Client, rhea: User):
    client.force_login(rhea)

    assert client.post(ADDRESS, {"same": "100", "maybe": "100", "region": "SE"}).status_code == 403
