"""The page of Recruiter seats: who holds which, who is not connected, how retrieval stands, and what is chosen there."""

import pytest

from skaffa.accounts.models import SecurityRole
from skaffa.cli import linkedin_facts
from skaffa.linkedin.models import Connection, Lane
from skaffa.notify.models import Notice
from tests import personas
from tests.linkedin.recruiting import Recruiting
from tests.linkedin.world import browser_of

PAGE = "/admin-center/linkedin/seats"


@pytest.fixture
def recruiting(world, connection):
    Connection.objects.update(retrieval_days=0)
    found = Recruiting(world)
    found.open_contract()
    found.fetch()
    return found


def shown(user):
    return browser_of(user).get(PAGE).content.decode()


def test_a_seat_is_matched_by_member_and_others_are_told_apart(world, recruiting, ada, rhea):
    world.consent(rhea, "rhea")
    page = shown(ada)

    assert "Rhea Demo" in page
    assert str(rhea) in page
    assert "Nobody here is connected as this member" in page


def test_who_has_the_same_name_and_is_not_connected_can_be_reminded(world, recruiting, ada):
    hal = personas.user("Hal", SecurityRole.HIRING_MANAGER, last_name="Demo")
    page = shown(ada)
    assert "Remind Hal Demo" in page
    address = page.split('action="/admin-center/linkedin/seats/')[2].split('"')[0]

    assert browser_of(ada).post(f"{PAGE}/{address}").status_code == 302
    notice = Notice.objects.get(user=hal)
    assert (notice.kind, notice.url) == ("SeatReminder", "/settings/connections")
    assert "asks you to connect" in browser_of(hal).get("/notices").content.decode()


def test_without_contract_level_access_the_page_says_who_must_do_what(connection, ada):
    assert "turns on contract-level access" in shown(ada)
    assert any("nothing is fetched" in line for line in linkedin_facts.lines())


def test_depth_and_interval_are_chosen_with_an_estimate(world, recruiting, ada):
    answer = browser_of(ada).post(f"{PAGE}/settings", {"minutes": "60", "days": "365", "notes_shared": "on"})

    assert answer.status_code == 302
    chosen = Connection.objects.get()
    assert (chosen.retrieval_minutes, chosen.retrieval_days, chosen.notes_shared) == (60, 365, True)
    assert Lane.objects.filter(past_at__isnull=False).count() == 7
    assert "730 windows a seat" in shown(ada)


@pytest.mark.parametrize("wrong", [{"minutes": "1", "days": "0"}, {"minutes": "30", "days": "9999"}])
def test_what_cannot_be_is_refused_beside_its_field(recruiting, ada, wrong):
    answer = browser_of(ada).post(f"{PAGE}/settings", wrong)

    assert answer.status_code == 422
    assert Connection.objects.get().retrieval_days == 0


def test_refresh_asks_at_once(world, recruiting, ada):
    recruiting.write(body="Just now")
    world.clock.tick(minutes=2)
    assert browser_of(ada).post(f"{PAGE}/refresh").status_code == 302
    world.run()

    lines = "\n".join(linkedin_facts.lines())
    assert "InMails: 1 kept" in lines
    assert "Seats: 3 kept" in lines
