"""Integration health: how far a load is, and the buttons that pause and resume it."""

from datetime import timedelta

import pytest
from django.test import Client

from skaffa.linkedin.models import Connection, Load, LoadKind, SyncItem, SyncKind
from skaffa.linkedin.sync import outbox
from tests.linkedin.world import browser_of

HEALTH, PANEL = "/admin-center/linkedin/health", "/admin-center/linkedin/health/load"


@pytest.fixture
def connection(db, at, settings) -> Connection:
    return Connection.objects.create(
        kind="own", world=settings.SKAFFA.kind, client_id="1", client_secret="s", created_at=at, modified_at=at
    )


@pytest.fixture
def load(connection, at) -> Load:
    return Load.objects.create(
        connection=connection,
        kind=LoadKind.FIRST,
        begun_at=at,
        since=at - timedelta(days=800),
        totals={SyncKind.APPLICATION: [150_000, 150_000], SyncKind.STAGES: [150_000, 300_000]},
        remaining={SyncKind.APPLICATION: 0, SyncKind.STAGES: 150_000},
        counted_at=at,
        rate=50.0,
    )


@pytest.fixture
def browser(ada) -> Client:
    return browser_of(ada)


def test_without_a_load_there_is_no_panel(browser, connection):
    assert 'id="load"' not in browser.get(HEALTH).content.decode()


def test_the_panel_says_how_far_it_is_and_which_limit_decides(browser, load):
    page = browser.get(HEALTH).content.decode()

    assert "First load" in page
    assert "150,000 of 300,000" in page
    assert "requests a day for v2/atsApplications/stages" in page
    assert "about 15 h left" in page
    assert "No filter: everything past Prospect" in page
    assert f'hx-get="{PANEL}"' in page
    assert browser.get(PANEL).status_code == 200


def test_it_is_paused_and_resumed(browser, load):
    browser.post(f"{PANEL}/pause")
    load.refresh_from_db()
    assert load.paused_at is not None
    page = browser.get(PANEL).content.decode()
    assert "Nothing of it is sent until somebody resumes it." in page
    assert "left" not in page

    browser.post(f"{PANEL}/resume")
    load.refresh_from_db()
    assert load.paused_at is None


def test_while_it_is_paused_its_marks_are_not_claimed(connection, load, at):
    outbox.mark(SyncKind.STAGES, [1], at=at, bulk=True)
    outbox.mark(SyncKind.STAGES, [2], at=at)
    Load.objects.update(paused_at=at)

    assert [item.entity_id for item in outbox.claim(connection, SyncKind.STAGES, at=at)] == [2]
    Load.objects.update(paused_at=None)
    assert [item.entity_id for item in outbox.claim(connection, SyncKind.STAGES, at=at)] == [1]
    assert SyncItem.objects.count() == 2


@pytest.mark.parametrize(("has", "said"), [(300, "the totals agree"), (299, "LinkedIn lacks some of it")])
def test_an_ended_load_says_whether_the_totals_agree(browser, load, at, has, said):
    Load.objects.update(finished_at=at, outcome={kind: [0, 0] for kind in SyncKind} | {SyncKind.STAGES: [300, has]})

    page = browser.get(PANEL).content.decode()

    assert said in page
    assert "hx-get" not in page
    assert ("differs" in page) == (has != 300)
