"""Admin center > LinkedIn Integration: from Connect to Enabled and back, over HTTP, with the sandbox as LinkedIn."""

import json
import re

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, Visibility
from tests import personas
from tests.linkedin.world import AMERICAS, LINKEDIN, NORDICS, World

PAGE = "/admin-center/linkedin"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def shown(office: Client) -> str:
    return office.get(PAGE).content.decode()


def steps(page: str) -> list[str]:
    return re.findall(r"setup-step setup-step-(\w+)", page)


def tell(office: Client, told: object):
    return office.post(f"{PAGE}/requested", {"told": json.dumps(told)}, headers=HTMX)


@pytest.mark.parametrize("who", ["rhea", "hal", "ivan", "reed", "stan"])
@pytest.mark.parametrize(
    "address", ["", "/connect", "/plugin", "/requested", "/notify", "/check", "/settings", "/disconnect"]
)
def test_only_administrators_get_in(client: Client, request: pytest.FixtureRequest, who: str, address: str):
    client.force_login(request.getfixturevalue(who))

    assert client.get(PAGE + address).status_code in {403, 405}
    assert client.post(PAGE + address).status_code in {403, 405}


def test_the_whole_way_from_connect_to_enabled(office: Client, world: World):
    assert steps(shown(office)) == ["now", "later", "later", "later", "later"]

    office.post(f"{PAGE}/connect")
    assert steps(shown(office)) == ["done", "now", "later", "later", "later"]

    answer = tell(office, world.request(NORDICS, AMERICAS))
    assert answer.status_code == 200
    assert steps(answer.content.decode()) == ["done", "done", "done", "done", "now"]
    assert "Partner ready" in shown(office)

    world.switch(on=True)
    world.run()
    page = shown(office)
    assert steps(page) == ["done"] * 5
    assert "Company level" in page
    assert "2 waiting" not in page
    assert page.count("Data from Recruiter") == 2


def test_the_page_notices_by_itself_when_linkedins_administrator_has_acted(office: Client, world: World):
    office.post(f"{PAGE}/connect")
    tell(office, world.request())
    asks = re.search(r'hx-get="([^"]+)"', shown(office))
    assert asks
    address = asks[1].replace("&amp;", "&")

    assert office.get(address, headers=HTMX).status_code == 204

    world.switch(on=True)
    world.run()
    assert office.get(address, headers=HTMX)["HX-Refresh"] == "true"


def test_what_the_plugin_tells_is_believed_only_as_far_as_linkedin_confirms_it(office: Client, world: World):
    office.post(f"{PAGE}/connect")
    made_up = [{"integrationType": "ONE_CLICK_EXPORT", "integrationContext": "urn:li:organization:666"}]

    answer = tell(office, made_up)

    assert answer.status_code == 422
    assert "LinkedIn knows of no request yet" in answer.content.decode()
    assert not connections.require().integrations.exists()


@pytest.mark.parametrize("told", ["", "{", "[" * 40_000, '"\\u0000"', "[1, null, {}]", "x" * 60_000])
def test_nonsense_from_the_plugin_is_refused_in_words(office: Client, world: World, told: str):
    office.post(f"{PAGE}/connect")

    answer = office.post(f"{PAGE}/requested", {"told": told}, headers=HTMX)

    assert answer.status_code == 422
    assert 'class="notice notice-bad"' in answer.content.decode()


def test_the_plugins_callback_needs_our_form(ada: User, world: World):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)

    answer = strict.post(f"{PAGE}/requested", {"told": "[]"})

    assert answer.status_code == 403


def test_linkedins_scripts_are_allowed_in_the_plugins_document_and_nowhere_else(office: Client, world: World):
    office.post(f"{PAGE}/connect")

    document, page = office.get(f"{PAGE}/plugin"), office.get(PAGE)
    policy = dict(part.strip().split(" ", 1) for part in document["Content-Security-Policy"].split(";"))

    assert LINKEDIN in policy["script-src"]
    assert policy["frame-src"] == LINKEDIN
    assert policy["connect-src"] == LINKEDIN
    assert policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert document["X-Frame-Options"] == "SAMEORIGIN"
    assert f"api_key: {connections.require().client_id}" in document.content.decode()
    assert LINKEDIN not in page["Content-Security-Policy"].replace(f"form-action 'self' {LINKEDIN}", "")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_callback_address_linkedin_cannot_reach_is_told_before_it_is_tried(office: Client, world: World, settings):
    office.post(f"{PAGE}/connect")
    Connection.objects.update(world="production")
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "production"})

    page = shown(office)

    assert "LinkedIn needs an address that starts with https://" in page


def test_own_credentials_are_asked_for_where_no_partner_provides_any(office: Client, world: World, settings):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"linkedin_parent_client_id": ""})

    refused = office.post(f"{PAGE}/connect", {"client_id": "mine", "client_secret": ""})
    assert refused.status_code == 422
    assert 'value="mine"' in refused.content.decode()

    taken = office.post(f"{PAGE}/connect", {"client_id": "mine", "client_secret": "a secret of mine"})
    assert taken.status_code == 302
    assert connections.require().client_id == "mine"
    assert "a secret of mine" not in shown(office)


def test_settings_are_saved_and_shown(office: Client, connection: Connection, world: World):
    given = {"visibility": "acl", "export_to": "team", "availability": "public"}

    saved = office.post(f"{PAGE}/settings", given)

    assert saved.status_code == 302
    connection.refresh_from_db()
    assert (connection.visibility, connection.export_to, connection.availability) == ("acl", "team", "public")
    assert re.search(r'value="public"[^>]*checked', shown(office))


def test_a_setting_that_does_not_exist_is_refused(office: Client, connection: Connection):
    answer = office.post(f"{PAGE}/settings", {"visibility": "nobody", "export_to": "team", "availability": "public"})

    assert answer.status_code == 422
    connection.refresh_from_db()
    assert connection.visibility == Visibility.EVERYONE


def test_linkedins_administrator_turning_it_off_is_explained(office: Client, connection: Connection, world: World):
    world.switch(on=False)
    world.run()

    page = shown(office)

    assert "turned the integration off" in page
    assert steps(page)[-1] == "bad"


def test_disconnecting_says_what_is_lost_and_starts_over(office: Client, connection: Connection, job, world: World):
    world.run()
    page = shown(office)
    assert "1 job is no longer offered in Recruiter." in page

    office.post(f"{PAGE}/disconnect")

    assert steps(shown(office))[0] == "now"
    assert connections.live() is None


def test_a_linkedin_that_does_not_answer_is_told_on_the_page(office: Client, connection: Connection, world: World):
    world.down = True

    answer = office.post(f"{PAGE}/check")

    assert answer.status_code == 422
    assert "LinkedIn could not be reached." in answer.content.decode()


def test_health_tells_what_came_and_what_went(office: Client, connection: Connection, job, world: World):
    world.run()
    world.export(job.code)
    world.run()

    page = shown(office)

    assert "1 listed, 0 waiting, 0 refused" in page
    assert "4 today" in page  # three integrations were enabled, one person was exported


def test_jobs_that_recruiter_does_not_offer_are_listed_with_the_reason(
    office: Client, connection: Connection, rhea: User, world: World
):
    personas.active_job(rhea, "Quiet keeper", is_confidential=True)
    personas.active_job(rhea, "No prospects here", enable_prospects=False)
    world.run()

    page = shown(office)

    assert "Confidential jobs are offered only where" in page
    assert "This job does not take prospects." in page


def test_the_page_asks_a_fixed_number_of_queries(
    office: Client, connection: Connection, rhea: User, world: World, django_assert_max_num_queries
):
    for number in range(12):
        closed = personas.active_job(rhea, f"Keeper {number}", enable_prospects=False)
        world.announce(closed.code)
    world.run()

    with django_assert_max_num_queries(40):
        shown(office)


def test_each_contract_has_its_row(office: Client, world: World, ada: User):
    world.connect(ada, NORDICS, AMERICAS)
    world.switch(on=True, contract=AMERICAS)
    world.run()

    rows = re.findall(r'<th scope="row">(\d+)</th>(.*?)</tr>', shown(office), re.DOTALL)

    assert [(number, re.findall(r">\s*(On|Off)\s*<", row)) for number, row in rows] == [
        (str(NORDICS), ["On", "Off"]),
        (str(AMERICAS), ["On", "On"]),
    ]


def test_an_environment_at_another_address_is_asked_whether_it_moved_or_is_a_copy(
    office: Client, world: World, connection: Connection, settings
):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"server_url": "https://new.birch.example"})

    page = shown(office)
    assert "Address changed" in page
    assert connection.callback_url in page
    assert "https://new.birch.example/linkedin/webhooks/" in page
    assert "Where exports go now, nothing changes." in page
    assert "no longer offered in Recruiter" not in page

    office.post(f"{PAGE}/notify")
    assert "All is set up" in shown(office)


def test_an_application_in_use_elsewhere_is_taken_over_only_when_that_is_said(
    office: Client, world: World, connection: Connection, settings
):
    elsewhere = {"server_url": "https://new.birch.example", "base_url": "https://new.birch.example"}
    settings.SKAFFA = settings.SKAFFA.model_copy(update=elsewhere)
    Connection.objects.update(callback_url="")

    refused = office.post(f"{PAGE}/notify")
    assert refused.status_code == 422
    assert connection.callback_url in refused.content.decode()
    assert "Take its place" in refused.content.decode()
    told = tell(office, world.request())
    assert told.status_code == 422
    assert "Take its place" in told.content.decode()

    office.post(f"{PAGE}/notify", {"take_over": "1"})
    assert "All is set up" in shown(office)
    assert "Take its place" not in shown(office)
