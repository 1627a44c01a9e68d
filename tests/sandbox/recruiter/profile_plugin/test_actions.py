"""What a recruiter does and reads in the profile plugin once the member is known."""

import pytest
from flask import Flask

from rsc_sandbox.linkedin import collecting, inmail, member_notes
from rsc_sandbox.sandbox import Sandbox
from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.profile_plugin.iframe import MINA_QUILL, PLUGIN, Opened, enter
from tests.sandbox.vendor import ADA_SEAT, MINA, RHEA_SEAT, Vendor


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
