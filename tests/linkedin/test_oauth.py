"""A user's own connection, through the browser."""

from urllib.parse import parse_qs, urlsplit

import pytest

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.linkedin import personal, queries, setup, tasks
from skaffa.linkedin.models import Account, OAuthState
from skaffa.linkedin.queries import AccountState
from tests.linkedin.world import browser_of

CALLBACK = "/linkedin/oauth/callback"


def account(user):
    return queries.account(Actor.of(user))


@pytest.fixture
def away(world, connection, rhea):
    """Rhea's browser on its way, and LinkedIn's consent page."""
    browser = browser_of(rhea)
    return browser, browser.post("/linkedin/oauth/start")["Location"]


def test_before_set_up_the_administrators_are_named(world, ada, rhea):
    assert account(rhea).administrators == (ada,)
    assert not account(rhea).available
    assert browser_of(rhea).post("/linkedin/oauth/start")["Location"] == "/settings/connections"


def test_consent_connects_the_user_to_one_member(world, connection, rhea):
    world.consent(rhea, "rhea")

    assert account(rhea).state is AccountState.CONNECTED
    assert account(rhea).name == "Rhea Demo"  # as LinkedIn calls her
    assert Account.objects.get().person_urn == world.person_urn("rhea")
    assert not OAuthState.objects.exists()


def test_where_linkedin_does_not_tell_the_members_name_the_users_own_stands_in(world, connection, rhea):
    world.alter = lambda body: body.replace(b"localized", b"unheardOf")

    world.consent(rhea, "rhea")

    assert account(rhea).name == "Rhea Persona"


def test_the_state_works_once(world, away, rhea):
    browser, page = away
    back = world.agree(page, "rhea")
    browser.get(back)

    browser.get(world.agree(page, "hal"))

    assert Account.objects.get().person_urn == world.person_urn("rhea")


def test_the_state_works_only_for_its_own_user_and_session(world, away, rhea, hal):
    _, page = away

    browser_of(hal).get(world.agree(page, "hal"))

    assert not Account.objects.filter(person_urn__isnull=False).exists()
    assert not OAuthState.objects.exists()


def test_the_state_works_only_in_the_session_it_began_in(world, away, rhea):
    _, page = away

    browser_of(rhea).get(world.agree(page, "rhea"))

    assert account(rhea).state is AccountState.NOT_CONNECTED


def test_the_state_expires_after_ten_minutes(world, away, rhea):
    browser, page = away
    back = world.agree(page, "rhea")
    world.clock.tick(minutes=10)

    browser.get(back)

    assert account(rhea).state is AccountState.NOT_CONNECTED


@pytest.mark.parametrize("query", ["", "?state=&code=", "?code=1", "?state=unknown&code=1", "?state=%00&code=%00"])
def test_a_way_back_that_nobody_began_connects_nobody(world, connection, rhea, query):
    answer = browser_of(rhea).get(CALLBACK + query)

    assert answer["Location"] == "/settings/connections"
    assert not Account.objects.exists()


def test_cancelling_at_linkedin_shows_as_error_and_can_be_tried_again(world, away, rhea):
    browser, page = away
    state = parse_qs(urlsplit(page).query)["state"][0]

    browser.get(f"{CALLBACK}?error=user_cancelled_authorize&state={state}&code=anything")

    assert account(rhea).state is AccountState.ERROR
    assert account(rhea).error
    world.consent(rhea, "rhea")
    assert account(rhea).state is AccountState.CONNECTED


def test_a_member_belongs_to_one_user(world, connection, rhea, hal):
    world.consent(rhea, "rhea")

    world.consent(hal, "rhea")

    assert account(hal).state is AccountState.ERROR
    assert "another user" in account(hal).error
    assert account(rhea).state is AccountState.CONNECTED


def test_a_failed_second_try_leaves_the_first_connection(world, connection, rhea):
    browser = world.consent(rhea, "rhea")
    page = browser.post("/linkedin/oauth/start")["Location"]
    back = world.agree(page, "rhea")
    world.down = True

    browser.get(back)

    assert account(rhea).state is AccountState.CONNECTED


def test_without_linkedin_the_failure_is_shown(world, away, rhea):
    browser, page = away
    back = world.agree(page, "rhea")
    world.down = True

    browser.get(back)

    assert account(rhea).error


def test_disconnect_forgets_the_member(world, connection, rhea):
    browser = world.consent(rhea, "rhea")

    answer = browser.post("/linkedin/oauth/disconnect")

    assert answer["Location"] == "/settings/connections"
    assert account(rhea).state is AccountState.NOT_CONNECTED


def test_a_deactivated_user_is_disconnected(world, connection, rhea, ada, hal):
    world.consent(rhea, "rhea")

    accounts.deactivate(rhea, by=Actor.of(ada), at=world.clock.at)

    assert not Account.objects.exists()
    world.consent(hal, "rhea")
    assert account(hal).state is AccountState.CONNECTED


def test_start_and_disconnect_only_by_post_and_only_signed_in(world, connection, rhea, client):
    browser = browser_of(rhea)
    for path in ("start", "disconnect"):
        assert browser.get(f"/linkedin/oauth/{path}").status_code == 405
        assert "/accounts/login" in client.post(f"/linkedin/oauth/{path}")["Location"]
    assert browser.post(CALLBACK).status_code == 405
    assert "/accounts/login" in client.get(CALLBACK)["Location"]


def test_nobody_has_no_connection(world, connection):
    with pytest.raises(refusals.NotAllowed):
        personal.start(session_key="", by=SYSTEM, at=world.clock.at)
    assert queries.account(SYSTEM).state is AccountState.NOT_CONNECTED


def test_consents_that_never_came_back_are_forgotten(world, away):
    world.clock.tick(days=1)

    tasks.tidy_up()

    assert not OAuthState.objects.exists()


def test_who_is_deactivated_during_the_consent_stays_unconnected(world, away, ada, rhea):
    browser, page = away
    back = world.agree(page, "rhea")

    def meanwhile(said):
        if User.objects.filter(pk=rhea.pk, is_active=True).exists():
            accounts.deactivate(rhea, by=Actor.of(ada), at=world.clock.at)
        return said

    world.alter = meanwhile
    browser.get(back)

    assert not Account.objects.exists()


def test_a_consent_that_comes_after_the_disconnect_connects_nobody(world, away, ada):
    browser, page = away
    back = world.agree(page, "rhea")

    def meanwhile(said):
        world.alter = bytes
        setup.disconnect(by=Actor.of(ada), at=world.clock.at)
        return said

    world.alter = meanwhile
    browser.get(back)

    assert not Account.objects.exists()
