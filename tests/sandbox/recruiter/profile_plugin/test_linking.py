"""Linking and unlinking in the profile plugin, and what LinkedIn then takes the candidate for."""

import pytest

from rsc_sandbox.linkedin import indicator, linking
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import members
from rsc_sandbox.store.members import Member
from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.profile_plugin.iframe import MINA_QUILL, PLUGIN, Opened, okoro, secret_of, told
from tests.sandbox.vendor import MINA, ORGANIZATION, RHEA_SEAT, Vendor


def links(iframe: Browser, member_id: int) -> Browser:
    """Press Link beside that member."""
    offered = iframe.values("member")
    iframe.submit(f"{PLUGIN}/link", form=offered.index(str(member_id)))
    return iframe


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
    assert "Another profile fits." in iframe.text
    assert iframe.values("member")[0] == str(MINA)
    iframe.submit(PLUGIN, q="Lindqvist")
    assert "Åsa Lindqvist" in iframe.text


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
    assert "Linked to another candidate: Mina Okoro" in iframe.text

    links(iframe, MINA_QUILL)

    assert "Link Mina Quill here too?" in iframe.text
    assert "Already linked to another candidate: Mina Okoro." in iframe.text
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


def test_nobody_is_unlinked_who_was_not_taken_for_the_candidate(connected: Vendor, sandbox: Sandbox, mina: str) -> None:
    subject = linking.Subject(application_id=connected.application_id, context=ORGANIZATION, external_id=mina)

    with pytest.raises(NotFound):
        linking.unlink(sandbox, subject, member_id=MINA_QUILL)
