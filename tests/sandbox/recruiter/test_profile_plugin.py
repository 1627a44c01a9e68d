"""The profile plugin in its iframe, over HTTP: every state, and what linking does to the candidate."""

import html
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask
from msgspec import structs

from rsc_sandbox.linkedin import collecting, indicator, inmail, member_notes
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, members, seats, tickets
from rsc_sandbox.store.members import Member
from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.vendor import ADA_SEAT, MINA, ORGANIZATION, RHEA_SEAT, Vendor

PLUGIN = "/xdoor/widgets/profile"
PAGE = "https://birch.ats.example"
MINA_QUILL = 800_001
SignIn = Callable[[str], Browser]
Opened = Callable[..., Browser]


@pytest.fixture
def opened(connected: Vendor, stan: Browser) -> Opened:
    """Opens the plugin as an embedding page does, in a browser that never sends our cookie."""

    def opens(candidate: str = "C77", browser: Browser = stan, **asked: str) -> Browser:
        page = {"api_key": connected.client_id, "origin": PAGE, "lang": "en"}
        said = {"candidate": candidate, "context": ORGANIZATION, "unlink": "true"}
        browser.open(f"{PLUGIN}?{urlencode({**page, **said, **asked})}")
        return browser

    return opens


@pytest.fixture
def plugin(opened: Opened, rhea: Browser) -> Opened:
    """Opens the plugin and signs Rhea in for it."""

    def opens(candidate: str = "C77", **asked: str) -> Browser:
        return enter(opened(candidate, **asked), rhea)

    return opens


@pytest.fixture
def mina(connected: Vendor) -> str:
    """A synced candidate who is Mina Okoro by e-mail."""
    sync.taken(sync.candidates(connected, C1=okoro()))
    return "C1"


@pytest.fixture
def nobody(connected: Vendor) -> str:
    """A synced candidate whom no rule takes for anybody."""
    sync.taken(sync.candidates(connected, C77=sync.candidate()))
    return "C77"


def okoro(**changes):
    return sync.candidate(firstName="Mina", lastName="Okoro", emailAddresses=["mina.okoro@example.org"], **changes)


def enter(iframe: Browser, window: Browser) -> Browser:
    code = html.unescape(iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition('"')[0])
    window.open(f"/xdoor/widgets/approve/{code}")
    window.submit(window.address.partition("?")[0])
    iframe.submit(PLUGIN)
    return iframe


def told(iframe: Browser) -> dict[str, str]:
    raw = iframe.page.partition('data-told="')[2].partition('"')[0]
    found: dict[str, str] = json.loads(html.unescape(raw)) if raw else {}
    return found


def secret_of(iframe: Browser) -> str:
    return iframe.values("ticket")[0]


def bring(iframe: Browser, secret: str, *, application: int) -> None:
    """Let the browser bring a secret that it should not have for that application."""
    iframe.client.set_cookie(f"rsc_sandbox_plugin_test_{application}", secret, path="/xdoor/widgets/")


def links(iframe: Browser, member_id: int) -> Browser:
    """Press Link beside that member."""
    offered = iframe.values("member")
    iframe.submit(f"{PLUGIN}/link", form=offered.index(str(member_id)))
    return iframe


@pytest.mark.parametrize(
    "address",
    ["/rsc/extensions/profile-widget", "/recruiter/widget/hcm", "/talent/widgets/assets/javascripts/profile-widget.js"],
)
def test_the_extension_is_a_script_at_each_of_its_addresses(stan: Browser, address: str) -> None:
    stan.open(address)

    assert stan.headers["Content-Type"].startswith("text/javascript")
    assert 'window.IN.extension("HcmWidget"' in stan.page


def test_only_a_registered_page_may_embed_it(opened: Opened) -> None:
    assert opened(origin="https://elsewhere.example").status == 403

    iframe = opened()

    assert iframe.status == 200
    assert iframe.headers["Content-Security-Policy"].endswith(f"frame-ancestors {PAGE}")
    assert "Sign in to see the profile" in iframe.text


def test_a_recruiter_signs_in_beside_it_and_sees_the_matched_profile(opened: Opened, rhea: Browser, mina: str) -> None:
    iframe = enter(opened(mina), rhea)

    assert "the page you came from goes on by itself" in rhea.text
    assert "Mina Okoro Marine maintenance planner at Fir Shipping" in iframe.text
    assert "Matched automatically" in iframe.text
    assert "Ferry engineer" in iframe.text
    assert told(iframe) == {}


def test_the_next_page_of_the_ats_need_not_ask_again(plugin: Opened, opened: Opened, mina: str, nobody: str) -> None:
    cookie = plugin(mina).headers["Set-Cookie"]

    assert "Who is Nobody Known?" in opened(nobody).text
    for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/xdoor/widgets/"):
        assert word in cookie


def test_a_kept_sign_in_ends_after_twelve_hours(plugin: Opened, opened: Opened, sandbox: Sandbox, mina: str) -> None:
    iframe = plugin(mina)
    sandbox.clock.advance(tickets.WORKING_DAY)

    iframe.submit(PLUGIN)
    assert iframe.status == 403
    assert "This took too long" in iframe.text
    assert iframe.headers["Content-Security-Policy"].endswith(f"frame-ancestors {PAGE}")

    assert "Sign in to see the profile" in opened(mina).text


def test_a_kept_sign_in_is_good_for_the_same_application_and_page_only(
    plugin: Opened, opened: Opened, app: Flask, connected: Vendor, sandbox: Sandbox, mina: str
) -> None:
    secret = secret_of(plugin(mina))
    other, elsewhere = Vendor(app).join("tenant-043"), "https://elsewhere.example"
    with sandbox.transaction() as tx:
        ours = applications.get(tx, connected.application_id)
        assert ours
        applications.change(tx, structs.replace(ours, js_domains=(PAGE, elsewhere)))

    for application, asked in (
        (other.application_id, {"api_key": other.client_id}),
        (connected.application_id, {"origin": elsewhere}),
    ):
        fresh = Browser(app)
        bring(fresh, secret, application=application)
        assert "Sign in to see the profile" in opened(mina, fresh, **asked).text


@pytest.mark.parametrize("where", ["recruiter", "widget"])
def test_signing_out_shows_the_prompt_again(
    plugin: Opened, opened: Opened, rhea: Browser, mina: str, where: str
) -> None:
    iframe = plugin(mina)

    if where == "widget":
        iframe.submit(f"{PLUGIN}/sign-out")
    else:
        rhea.open("/talent/search")
        rhea.submit("/talent/sign-out")
        iframe.submit(PLUGIN, view="activities")

    assert "Sign in to see the profile" in iframe.text
    assert "Sign in to see the profile" in opened(mina).text
    assert "Mina" not in iframe.text


def test_where_our_cookie_is_sent_nobody_signs_in_twice(opened: Opened, rhea: Browser, mina: str) -> None:
    assert "Mina Okoro" in opened(mina, rhea).text

    rhea.submit(f"{PLUGIN}/sign-out")

    assert "Sign in to see the profile" in opened(mina, rhea).text


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"context": "urn:li:organization:9"}, "This page is set up wrongly"),
        ({"contract": "urn:li:contract:9"}, "This page is set up wrongly"),
        ({"contract": "urn:li:contract:5502"}, "No Recruiter seat at Birch &amp; Rowan"),
    ],
)
def test_a_page_about_somebody_elses_company_or_contract_shows_nothing(
    plugin: Opened, mina: str, asked: dict[str, str], title: str
) -> None:
    iframe = plugin(mina, **asked)

    assert f"<h1>{title}</h1>" in iframe.page
    assert "Mina" not in iframe.text
    assert (told(iframe).get("kind") == "problem") is (title == "This page is set up wrongly")


def test_it_works_only_while_the_integration_is_on_for_the_contract(
    plugin: Opened, connected: Vendor, mina: str
) -> None:
    connected.switch(on=False)
    iframe = plugin(mina)
    assert "Profiles are not turned on" in iframe.text
    assert "is not enabled" in told(iframe)["value"]

    connected.switch(contract_id=5502)
    iframe.submit(PLUGIN)
    assert "Profiles are not turned on" in iframe.text

    connected.switch(contract_id=5501)
    iframe.submit(PLUGIN)
    assert "Mina Okoro" in iframe.text


@pytest.mark.parametrize(("view", "seen"), [("hiring_managers", False), ("everyone", True)])
def test_without_a_licence_it_is_not_usable(plugin: Opened, sandbox: Sandbox, mina: str, view: str, seen: bool) -> None:
    sandbox.switch({"plugin_public_view": view})
    with sandbox.transaction() as tx:
        seats.set_state(tx, RHEA_SEAT, "INACTIVE")

    iframe = plugin(mina)

    assert "No Recruiter seat at Birch & Rowan" in iframe.text
    assert ("Mina Okoro" in iframe.text) is seen
    assert "Ferry engineer" not in iframe.text
    iframe.client.post(
        f"{PLUGIN}/inmail", data={"ticket": secret_of(iframe), "member": MINA, "subject": "a", "body": "b"}
    )
    with sandbox.transaction() as tx:
        assert tx.execute("SELECT 1 FROM threads").fetchone() is None


@pytest.mark.parametrize(("view", "seen"), [("hiring_managers", True), ("nobody", False)])
def test_a_hiring_manager_reads_only_what_is_public(
    opened: Opened, sign_in: SignIn, sandbox: Sandbox, mina: str, nobody: str, view: str, seen: bool
) -> None:
    sandbox.switch({"plugin_public_view": view})
    hal = sign_in("hal")

    iframe = enter(opened(mina), hal)

    assert ("Mina Okoro" in iframe.text) is seen
    assert "Ferry engineer" not in iframe.text
    assert "Send InMail" not in iframe.text
    iframe.client.post(f"{PLUGIN}/link", data={"ticket": secret_of(iframe), "member": MINA_QUILL, "sure": "1"})
    assert "No profile to show" in opened(nobody).text


def test_a_candidate_who_was_never_synced_has_no_profile(plugin: Opened) -> None:
    assert "This candidate is not in Recruiter yet" in plugin("C404").text


def test_a_link_by_hand_is_told_and_stays(plugin: Opened, opened: Opened, connected: Vendor, nobody: str) -> None:
    iframe = plugin(nobody)
    assert "Nobody matches “Nobody Known”." in iframe.text
    iframe.submit(PLUGIN, q="Quill")

    links(iframe, MINA_QUILL)

    assert "Mina Quill is linked to this candidate." in iframe.text
    report = told(iframe)
    assert report["kind"] == "linked"
    assert report["value"].startswith("urn:li:person:")
    assert sync.matched(connected) == ([], report["value"])
    sync.taken(sync.candidates(connected, C77=sync.candidate(lastName="Changed")))
    fresh = opened(nobody)
    assert "Mina Quill" in fresh.text
    assert "Linked by hand" in fresh.text
    assert told(fresh) == {}


def test_of_several_possible_profiles_one_is_chosen(plugin: Opened, connected: Vendor, sandbox: Sandbox) -> None:
    with sandbox.transaction() as tx:
        for number, name in ((800_003, "Elder"), (800_004, "Younger")):
            twin = Member(id=number, slug=name, first_name=name, last_name="Twin", emails=("twin@example.org",))
            members.add(tx, twin)
    sync.taken(sync.candidates(connected, C2=sync.candidate(emailAddresses=["twin@example.org"])))
    iframe = plugin("C2")
    assert "Several profiles fit." in iframe.text
    both, nobody = sync.matched(connected, "C2")

    links(iframe, 800_004)

    assert (len(both), nobody) == (2, None)
    assert "Younger Twin" in iframe.text
    assert sync.matched(connected, "C2") == (both, told(iframe)["value"])


def test_an_undone_match_does_not_come_straight_back(
    plugin: Opened, connected: Vendor, sandbox: Sandbox, mina: str
) -> None:
    matched, _ = sync.matched(connected, mina)
    iframe = plugin(mina)

    iframe.submit(f"{PLUGIN}/unlink")

    assert "Mina Okoro is no longer linked." in iframe.text
    assert "Who is Mina Okoro?" in iframe.text
    assert told(iframe) == {"kind": "unlinked", "value": matched[0]}
    assert sync.matched(connected, mina) == ([], None)
    sync.taken(sync.candidates(connected, C1=okoro(currentJobTitle="Planner")))
    assert sync.matched(connected, mina) == ([], None)
    assert indicator.in_ats(sandbox, seat_id=RHEA_SEAT, member_ids=[MINA]) == frozenset()

    sync.taken(sync.link(connected, mina, matched[0]))
    sync.taken(sync.patch(connected, mina, {"$delete": ["manualMatchedMember"]}))
    assert sync.matched(connected, mina) == (matched, None)


def test_unlinking_by_hand_leaves_other_matches_to_choose_from(plugin: Opened, connected: Vendor, mina: str) -> None:
    sync.taken(sync.link(connected, mina, connected.person(MINA_QUILL)))
    iframe = plugin(mina)
    assert "Mina Quill" in iframe.text

    iframe.submit(f"{PLUGIN}/unlink")

    assert "Mina Quill is no longer linked." in iframe.text
    assert "Possible profiles" in iframe.text
    assert iframe.values("member")[0] == str(MINA)


def test_a_switch_lets_the_match_come_back(plugin: Opened, connected: Vendor, sandbox: Sandbox, mina: str) -> None:
    sandbox.switch({"unlink_undoes_match": False})
    before = sync.matched(connected, mina)

    plugin(mina).submit(f"{PLUGIN}/unlink")

    assert sync.matched(connected, mina) == before


def test_unlinking_asks_first_where_the_page_wants_it(plugin: Opened, connected: Vendor, mina: str) -> None:
    iframe = plugin(mina, confirm="true")

    iframe.submit(f"{PLUGIN}/unlink")

    assert "Unlink Mina Okoro?" in iframe.text
    assert sync.matched(connected, mina)[0]
    iframe.submit(f"{PLUGIN}/unlink")
    assert sync.matched(connected, mina)[0] == []


@pytest.mark.parametrize("unlink", ["false", ""])
def test_without_its_attribute_nobody_unlinks(plugin: Opened, connected: Vendor, mina: str, unlink: str) -> None:
    iframe = plugin(mina, unlink=unlink)
    assert "Unlink" not in iframe.text

    answer = iframe.client.post(f"{PLUGIN}/unlink", data={"ticket": secret_of(iframe), "member": MINA, "sure": "1"})

    assert answer.status_code == 409
    assert sync.matched(connected, mina)[0]


def test_a_member_is_linked_to_a_second_candidate_only_knowingly(
    plugin: Opened, connected: Vendor, mina: str, nobody: str
) -> None:
    sync.taken(sync.link(connected, mina, connected.person(MINA_QUILL)))
    iframe = plugin(nobody)
    iframe.submit(PLUGIN, q="Quill")
    assert "Linked to Mina Okoro" in iframe.text

    links(iframe, MINA_QUILL)

    assert "Link Mina Quill here too?" in iframe.text
    assert "Already linked to: Mina Okoro." in iframe.text
    assert sync.matched(connected) == ([], None)
    iframe.submit(f"{PLUGIN}/link")
    assert "Mina Quill is linked to this candidate." in iframe.text
    assert sync.matched(connected)[1] == sync.matched(connected, mina)[1]


@pytest.mark.parametrize("member", ["", "9", "x", "9" * 40])
def test_nobody_is_linked_to_a_member_who_does_not_exist(
    plugin: Opened, connected: Vendor, nobody: str, member: str
) -> None:
    iframe = plugin(nobody)

    answer = iframe.client.post(f"{PLUGIN}/link", data={"ticket": secret_of(iframe), "member": member, "lang": "en"})

    assert answer.status_code == 409
    assert "not on LinkedIn any more" in answer.get_data(as_text=True)
    assert sync.matched(connected) == ([], None)


def test_each_reads_of_the_recruiting_activities_what_is_theirs(
    app: Flask, opened: Opened, rhea: Browser, ada: Browser, sandbox: Sandbox, mina: str
) -> None:
    thread = inmail.compose(
        sandbox, seat_id=RHEA_SEAT, member_id=MINA, subject="Ferries", body="Would you plan for us?"
    )
    inmail.reply(sandbox, thread_id=thread.id, body="Yes")
    for text, public in (("Knows engines", True), ("Ask about pay", False)):
        member_notes.write(sandbox, seat_id=RHEA_SEAT, member_id=MINA, text=text, public=public)
    collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason="Wrong town")

    iframe = enter(opened(mina), rhea)
    iframe.submit(PLUGIN, view="activities")
    own = iframe.text
    iframe = enter(opened(mina, Browser(app)), ada)
    iframe.submit(PLUGIN, view="activities")
    colleague = iframe.text

    for text in ("Ferries", "Would you plan for us?", "Accepted", "Knows engines", "Ask about pay", "Wrong town"):
        assert text in own
    assert "Rhea Demo" in colleague
    assert "Only the sender reads the text." in colleague
    assert "Knows engines" in colleague
    for text in ("Ferries", "Would you plan", "Accepted", "Ask about pay", "Wrong town"):
        assert text not in colleague


def test_an_inmail_is_sent_and_read_under_activities(plugin: Opened, sandbox: Sandbox, mina: str) -> None:
    iframe = plugin(mina)

    iframe.submit(f"{PLUGIN}/inmail", subject="Ferries", body="")
    assert iframe.status == 422
    assert "Write a subject" in iframe.text
    assert 'value="Ferries"' in iframe.page
    iframe.submit(f"{PLUGIN}/inmail", subject="Ferries", body="Would you plan for us?")
    assert "Sent to Mina Okoro." in iframe.text
    iframe.submit(PLUGIN, view="activities")

    assert "Ferries Would you plan for us?" in iframe.text
    assert "No answer yet" in iframe.text
    inmail.decline(sandbox, thread_id=inmail.inbox(sandbox, member_id=MINA)[0].id)
    iframe.submit(PLUGIN, view="activities")
    assert "Declined" in iframe.text


def test_a_member_is_saved_to_a_project_old_or_new(plugin: Opened, sandbox: Sandbox, mina: str) -> None:
    kept_before = collecting.begin_project(sandbox, seat_id=ADA_SEAT, name="Planners")
    iframe = plugin(mina)

    iframe.submit(f"{PLUGIN}/save", project=str(kept_before.id), name="")
    assert "Saved to Planners." in iframe.text
    iframe.submit(f"{PLUGIN}/save", name="Ferry people")

    assert "In Ferry people In Planners" in iframe.text
    assert [found.name for found in collecting.saved_in(sandbox, seat_id=RHEA_SEAT, member_id=MINA)] == [
        "Ferry people",
        "Planners",
    ]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": ""}, "Choose a project, or name a new one."),
        ({"project": "99", "name": " "}, "Choose a project, or name a new one."),
        ({"name": "Planners"}, "There is a project of that name already."),
        ({"name": "x" * 101}, "A name has at most 100 characters."),
    ],
)
def test_what_is_no_project_is_explained(
    plugin: Opened, sandbox: Sandbox, mina: str, given: dict[str, str], error: str
) -> None:
    collecting.begin_project(sandbox, seat_id=ADA_SEAT, name="Planners")
    iframe = plugin(mina)

    iframe.submit(f"{PLUGIN}/save", given)

    assert iframe.status == 422
    assert error in iframe.text
    assert collecting.saved_in(sandbox, seat_id=RHEA_SEAT, member_id=MINA) == []


def test_news_of_a_member_is_asked_for_and_given_up(plugin: Opened, sandbox: Sandbox, mina: str) -> None:
    iframe = plugin(mina)

    iframe.submit(f"{PLUGIN}/update-me")
    assert "You will be told news of Mina Okoro." in iframe.text
    assert collecting.is_updated(sandbox, seat_id=RHEA_SEAT, member_id=MINA)
    iframe.submit(f"{PLUGIN}/update-me")

    assert "You will not be told news any more." in iframe.text
    assert not collecting.is_updated(sandbox, seat_id=RHEA_SEAT, member_id=MINA)


@pytest.mark.parametrize("action", ["save", "inmail", "update-me", "unlink"])
def test_an_action_meant_for_somebody_else_does_nothing(
    plugin: Opened, connected: Vendor, sandbox: Sandbox, mina: str, action: str
) -> None:
    iframe = plugin(mina)
    sync.taken(sync.link(connected, mina, connected.person(MINA_QUILL)))

    iframe.submit(f"{PLUGIN}/{action}", {"subject": "a", "body": "b", "name": "c", "on": "1"})

    assert iframe.status == 409
    assert "Mina Quill" in iframe.text
    assert inmail.threads_of_seat(sandbox, seat_id=RHEA_SEAT) == []
    assert collecting.projects_of(sandbox, seat_id=RHEA_SEAT) == []
    assert not collecting.is_updated(sandbox, seat_id=RHEA_SEAT, member_id=MINA)
    assert sync.matched(connected, mina)[1] is not None


def test_of_several_seats_the_pages_contract_decides(opened: Opened, ada: Browser, mina: str) -> None:
    assert "Birch & Rowan Nordics" in enter(opened(mina), ada).text

    assert "Birch & Rowan US" in opened(mina, contract="urn:li:contract:5502").text
