"""User settings > Connections: which LinkedIn member one is."""

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.linkedin.models import Connection
from tests.linkedin.world import World, browser_of

PAGE = "/settings/connections"


def read(browser: Client) -> str:
    return browser.get(PAGE).content.decode()


def test_before_the_set_up_the_administrators_are_named(ada: User, rhea: User):
    page = read(browser_of(rhea))

    assert "Not connected" in page
    assert "Ada Persona" in page
    assert "/linkedin/oauth/start" not in page


def test_an_administrator_is_led_to_the_set_up(ada: User):
    assert "/admin-center/linkedin" in read(browser_of(ada))


@pytest.mark.parametrize("who", ["ada", "rhea", "hal", "ivan", "reed", "stan"])
def test_any_role_may_connect(request, connection: Connection, who: str):
    page = read(browser_of(request.getfixturevalue(who)))

    assert "Not connected" in page
    assert 'action="/linkedin/oauth/start"' in page


def test_connected_as_and_disconnected_again(connection: Connection, rhea: User, world: World):
    browser = world.consent(rhea, "rhea")
    assert "Connected as Rhea" in read(browser)

    browser.post("/linkedin/oauth/disconnect")
    assert "Not connected" in read(browser)


def test_a_member_who_is_somebody_elses_is_explained(connection: Connection, rhea: User, hal: User, world: World):
    world.consent(rhea, "rhea")
    browser = world.consent(hal, "rhea")

    page = read(browser)

    assert "connected to another user" in page
    assert "Connect again" in page


def test_cancelling_at_linkedin_is_explained(connection: Connection, rhea: User):
    browser = browser_of(rhea)
    away = browser.post("/linkedin/oauth/start")["Location"]
    state = away.split("state=")[1].split("&")[0]

    page = browser.get("/linkedin/oauth/callback", {"error": "user_cancelled_authorize", "state": state}, follow=True)

    assert "consent was not given" in page.content.decode()
    assert "Error" in page.content.decode()


def test_a_used_way_back_is_explained(connection: Connection, rhea: User):
    page = browser_of(rhea).get("/linkedin/oauth/callback", {"code": "x", "state": "x"}, follow=True)

    assert "Choose Connect again" in page.content.decode()


def test_signing_in_comes_first(client: Client):
    assert client.get(PAGE).status_code == 302
