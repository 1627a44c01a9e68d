"""Which of LinkedIn's generations carries what: chosen on the LinkedIn Integration page, used from the next call on."""

import re

import pytest
from django.test import Client

from skaffa.activity.models import Entry
from skaffa.linkedin import editions
from skaffa.linkedin.models import RemoteRecord, SyncKind
from tests import personas

PAGE = "/admin-center/linkedin"
CHOICES = {resource.name.replace(" ", "_").lower(): "v2" for resource in editions.RESOURCES} | {"version": "202604"}


@pytest.fixture
def office(client: Client, ada) -> Client:
    client.force_login(ada)
    return client


def called(world):
    """The collections of people and applications that were asked for."""
    with world.sandbox.transaction() as tx:
        rows = tx.execute("SELECT path FROM calls").fetchall()
    return {"/".join(row[0].strip("/").split("/")[:2]) for row in rows}


def test_v2_carries_everything_until_somebody_chooses(office, world, connection):
    shown = office.get(PAGE).content.decode()

    assert shown.count('value="v2" selected') == len(editions.RESOURCES) == 10
    assert 'value="202604"' in shown


def test_what_is_chosen_is_used_from_the_next_call_on(office, world, connection, job):
    world.run()
    saved = office.post(f"{PAGE}/generations", CHOICES | {"candidates": "rest", "stages": "rest", "version": "202604"})
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()

    assert saved.status_code == 302
    connection.refresh_from_db()
    assert connection.generations == {"candidates": "rest", "stages": "rest"}
    assert {"rest/candidates", "rest/applicationStage", "v2/atsApplications"} <= called(world)
    assert "v2/atsCandidates" not in called(world)
    assert RemoteRecord.objects.filter(kind=SyncKind.STAGES, accepted_at__isnull=False).exists()
    assert office.get(PAGE).content.decode().count('value="rest" selected') == 2


def test_a_choice_is_kept_in_the_audit_trail_and_the_same_choice_is_none(office, world, connection, ada):
    for _time in range(2):
        office.post(f"{PAGE}/generations", CHOICES | {"entity_acls": "rest", "version": "202603"})

    entry = Entry.objects.get(event="LinkedInGenerationsChosen")
    assert entry.actor == ada
    assert entry.data["versioned"] == ["entity ACLs"]
    assert entry.data["version"] == "202603"


@pytest.mark.parametrize("version", ["", "202613", "202600", "2604", "latest", "2026-04", "199901"])
def test_a_version_that_cannot_be_one_is_refused_beside_its_field(office, world, connection, version):
    answer = office.post(f"{PAGE}/generations", CHOICES | {"candidates": "rest", "version": version})

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert re.search(r'id="generations"\s+open', shown)
    assert re.search(r'name="version"[^>]*aria-invalid="true"', shown)
    connection.refresh_from_db()
    assert connection.generations == {}


def test_a_generation_that_does_not_exist_is_refused(office, world, connection):
    answer = office.post(f"{PAGE}/generations", CHOICES | {"candidates": "v3"})

    assert answer.status_code == 422
    connection.refresh_from_db()
    assert connection.generations == {}


@pytest.mark.parametrize("who", ["rhea", "hal", "ivan", "reed", "stan"])
def test_only_administrators_choose(client: Client, request: pytest.FixtureRequest, world, connection, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{PAGE}/generations", CHOICES | {"candidates": "rest"}).status_code == 403
    connection.refresh_from_db()
    assert connection.generations == {}
