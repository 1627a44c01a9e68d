"""Where the link of an invitation leads."""

import pytest
from django.test import Client

from skaffa.accounts import actions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from tests.personas import Watch

GIVEN = {"first_name": "Nils", "last_name": "Newcomer", "password": "seven grey seagulls"}


@pytest.fixture
def link(ada: User, clock: Watch) -> str:
    invitation = actions.invite("nils@example.com", roles=["recruiter"], by=Actor.of(ada), at=clock.at)
    return f"/invitations/{invitation.token}"


def test_an_invited_person_becomes_a_user_and_is_signed_in(client: Client, link: str):
    shown = client.get(link).content.decode()
    answer = client.post(link, GIVEN)

    nils = User.objects.get(email="nils@example.com")
    assert "Ada Persona has invited you" in shown
    assert nils.roles == ["recruiter"]
    assert answer["Location"] == "/"
    assert client.get("/about").status_code == 200


def test_an_invited_person_joins_in_the_language_they_read(client: Client, link: str):
    client.post(link, GIVEN, headers={"Accept-Language": "sv"})

    assert User.objects.get(email="nils@example.com").language == "sv"


def test_the_link_works_once(client: Client, link: str):
    client.post(link, GIVEN)

    answer = Client().get(link)

    assert answer.status_code == 404
    assert "not valid any more" in answer.content.decode()


def test_the_link_expires(client: Client, link: str, clock: Watch):
    clock.tick(days=8)

    assert client.get(link).status_code == 404
    assert client.post(link, GIVEN).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("last_name", "\x00"),
        ("password", "12345678"),
        ("password", "short"),
        ("password", "x" * 129),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(client: Client, link: str, field: str, value: str):
    answer = client.post(link, GIVEN | {field: value})

    assert answer.status_code == 422
    assert f"id_{field}_errors" in answer.content.decode()
    assert not User.objects.filter(email="nils@example.com").exists()


def test_a_made_up_link_is_nothing(client: Client, db: None):
    assert client.get("/invitations/made-up").status_code == 404
