"""Parts of a page that are fetched once it stands: what they hold the place of, what is said when one does not come."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skaffa.accounts.models import SecurityRole, User
from skaffa.core import clock
from skaffa.linkedin.models import Connection, Deletion, LinkOrigin, Member, MemberLink, MemberUnlink, SyncKind
from tests import personas
from tests.browser.test_content import Desk
from tests.browser.test_health import busy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEALTH = "/admin-center/linkedin/health"
CONVERSATION = f"**{HEALTH}/conversation"


@pytest.fixture
def place(pictures: Path):
    """Ada, who administers and recruits, with an applicant, and LinkedIn connected and busy."""
    pictures.mkdir(parents=True, exist_ok=True)
    ada = personas.user("Ada", SecurityRole.RECRUITER, SecurityRole.ADMINISTRATOR)
    job = personas.active_job(ada)
    nora = personas.applicant(job, personas.candidate("Nora", "Ek", emails=("nora@people.example",)))
    return ada, nora, busy(job, nora)


def broken(route: Route) -> None:
    route.fulfill(status=500, body="")


def away(route: Route) -> None:
    route.abort()


@pytest.mark.parametrize("fault", [broken, away])
def test_a_part_that_does_not_come_says_so_where_it_would_stand_and_is_tried_again(
    fault, place, chromium: Browser, live_server, pictures: Path
):
    ada, _nora, _connection = place
    with Desk(chromium, live_server.url, ada, pictures, 1280) as desk:
        desk.page.route(CONVERSATION, fault)
        desk.open(HEALTH)
        part = desk.page.locator("[data-part]")
        expect(part).to_have_count(1)  # the others have come
        expect(part.get_by_role("status")).to_contain_text("Quotas, pushes and seats: this could not be fetched.")
        expect(part).to_have_attribute("aria-busy", "false")
        expect(desk.page.locator("#toasts [data-toast]")).to_have_count(0)
        expect(part.locator("#quotas")).to_be_visible()
        desk.look("part-that-failed")

        desk.page.unroute(CONVERSATION)
        part.get_by_role("button", name="Try again: Quotas, pushes and seats").press("Enter")

        expect(desk.page.locator("#quotas")).to_contain_text("v2/atsCandidates")
        expect(desk.page.locator("#announcer")).to_have_text("Here now: Quotas, pushes and seats")
        expect(desk.page.locator("#main")).to_be_focused()
        expect(part).to_have_count(0)


def test_while_a_part_is_fetched_its_place_is_held_and_its_panels_are_named(
    place, chromium: Browser, live_server, pictures: Path
):
    ada, _nora, _connection = place
    with Desk(chromium, live_server.url, ada, pictures, 1280) as desk:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        desk.page.route(CONVERSATION, hold)
        desk.open(HEALTH)
        part = desk.page.locator("[data-part]")
        expect(part).to_have_count(1)

        expect(part).to_have_attribute("aria-busy", "true")
        assert part.get_by_role("heading").all_inner_texts() == [
            "LinkedIn’s quotas",
            "From LinkedIn",
            "Not connected",
            "Exports per seat this month",
        ]
        expect(part.locator("[data-part-failed]")).to_be_hidden()
        desk.keep("part-that-waits")
        held[0].continue_()
        expect(part).to_have_count(0)


def test_an_address_with_a_name_leads_to_what_has_come(place, chromium: Browser, live_server, pictures: Path):
    ada, _nora, connection = place
    now = clock.now()
    Deletion.objects.bulk_create(
        Deletion(connection=connection, kind=SyncKind.CANDIDATE, remote_id=str(number), asked_at=now)
        for number in range(30)
    )
    with Desk(chromium, live_server.url, ada, pictures, 1280) as desk:
        for name in ("deletions", "unconnected"):
            desk.open("/")
            desk.open(f"{HEALTH}#{name}")
            desk.ready()
            desk.quiet()
            expect(desk.page.locator("[data-part]")).to_have_count(0)
            expect(desk.page.locator(f"#{name}")).to_be_in_viewport()


def test_without_script_each_part_is_a_page(place, chromium: Browser, live_server, pictures: Path):
    ada, nora, _connection = place
    with Desk(chromium, live_server.url, ada, pictures, 1280, script=False) as desk:
        desk.open(HEALTH)
        desk.page.get_by_role("link", name="Open by itself: Quotas, pushes and seats").click()
        expect(desk.page.locator("#quotas")).to_contain_text("v2/atsCandidates")
        desk.page.get_by_role("main").get_by_role("link", name="Integration health").click()
        expect(desk.page.locator("#flow")).to_be_visible()
        desk.open(f"/candidates/{nora.candidate_id}/linkedin")
        desk.page.get_by_role("link", name="Open by itself: How this profile was found").click()
        expect(desk.page.locator("#finding")).to_contain_text("No profile fits.")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_the_linkedin_tab_a_profile_is_unlinked_and_linked_again(
    language: str, width: int, colours: Literal["light", "dark"], place, chromium: Browser, live_server, pictures: Path
):
    ada, nora, connection = place
    User.objects.filter(pk=ada.pk).update(language=language)
    ada.refresh_from_db()
    linked(nora.candidate, connection)
    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        desk.page.emulate_media(color_scheme=colours)
        desk.open(f"/candidates/{nora.candidate_id}/linkedin")
        finding = desk.page.locator("#finding")
        expect(finding).to_contain_text("Lamp mender")
        expect(desk.page.locator("#sight")).to_contain_text("nora@people.example")
        expect(desk.page.locator("#dealings")).to_be_visible()
        expect(recruiter(desk.page)).to_have_attribute("href", "https://linkedin.example/in/nora")
        desk.look(f"linkedin-tab-{width}-{colours}")
        desk.press("Not the right person? Unlink")
        desk.says("The profile is unlinked, and stays so until somebody links it again.")
        assert MemberUnlink.objects.get().candidate == nora.candidate
        expect(finding).to_contain_text(desk.told("Unlinked by %(name)s", name=str(ada)))
        expect(recruiter(desk.page)).to_have_attribute("href", re.compile(r"/talent/search\?keywords=Nora\+Ek$"))
        desk.press("Link again")
        expect(finding).to_contain_text(desk.words("Linked by hand, here."))


def linked(candidate, connection: Connection) -> None:
    """LinkedIn has told of the member that this candidate is."""
    now = clock.now()
    urn = "urn:li:person:nora"
    Member.objects.create(
        connection=connection, urn=urn, name="Nora Ek", words=["ek", "nora"], headline="Lamp mender",
        profile_url="https://linkedin.example/in/nora", met_at=now, met_in="export",
    )  # fmt: skip
    MemberLink.objects.create(
        connection=connection, candidate=candidate, member_urn=urn, origin=LinkOrigin.EXPORT, created_at=now,
        modified_at=now,
    )  # fmt: skip


def recruiter(page: Page):
    return page.locator("#recruiter-place a")
