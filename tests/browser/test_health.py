"""Integration health and what an administrator chooses of LinkedIn's API, in a real browser."""

import math
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.core import clock
from skaffa.linkedin.models import (
    Connection,
    Integration,
    IntegrationStatus,
    Quota,
    RemoteRecord,
    RemoteState,
    Sample,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.rules import EXPORT, INDICATOR
from tests import personas
from tests.browser.test_content import Desk
from tests.stack import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS = (SyncKind.JOB, SyncKind.CANDIDATE, SyncKind.APPLICATION, SyncKind.STAGES, SyncKind.FEEDBACK)


def a_day(connection: Connection) -> None:
    """A day of traffic with a slow hour, as the sender would have counted it."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    rows = []
    for hours in range(20):
        at = now - timedelta(hours=hours)
        for place, kind in enumerate(KINDS):
            many = int(900 * (1 + math.sin(hours / 3 + place)) + 40)
            slow = 240.0 if hours == 7 else 0.0
            rows.append(
                Sample(
                    connection=connection,
                    kind=kind,
                    starts_at=at,
                    accepted=many,
                    accepted_at=at,
                    live=many // 2,
                    seconds=many * 1.5 + slow * 10,
                    longest=4.0 + place + slow,
                    oldest=30.0 + slow if hours % 5 == 2 else None,
                )
            )
    Sample.objects.bulk_create(rows)


def busy(job, nora) -> Connection:
    """An enabled connection with traffic, quotas nearly used, and something refused of each sort."""
    now = clock.now()
    connection = Connection.objects.create(
        kind="own", world=settings.SKAFFA.kind, client_id="of-the-tests", client_secret="-", last_success_at=now, created_at=now,
        modified_at=now,
    )  # fmt: skip
    for kind in (EXPORT, INDICATOR):
        Integration.objects.create(
            connection=connection,
            type=kind,
            context="urn:li:organization:7001",
            status=IntegrationStatus.ENABLED,
            seen_at=now,
        )
    a_day(connection)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for resource, requests in (
        ("v2/atsCandidates", 81_250),
        ("v2/atsApplications/stages", 100_000),
        ("v2/atsSeats", 4),
    ):
        Quota.objects.create(
            client_id=connection.client_id, resource=resource, window="day", starts_at=day, requests=requests
        )
    RemoteRecord.objects.create(
        connection=connection,
        kind=SyncKind.JOB,
        entity_id=job.pk,
        state=RemoteState.REFUSED,
        reason="Invalid Field: /city",
    )
    SyncItem.objects.filter(connection=connection).delete()
    for kind, entity in ((SyncKind.STAGES, nora.pk), (SyncKind.CANDIDATE, nora.candidate_id)):
        SyncItem.objects.create(
            connection=connection, kind=kind, entity_id=entity, marked_at=now, due_at=now, needs_attention=True,
            last_error="LinkedIn wants a last name and an e-mail address.",
        )  # fmt: skip
    return connection


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_integration_health_is_drawn_and_the_generations_are_chosen(
    language: str, width: int, colours: Literal["light", "dark"], chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.RECRUITER, SecurityRole.ADMINISTRATOR, language=language)
    job = personas.active_job(ada)
    personas.active_job(ada, "Ferryman", enable_prospects=False)
    nora = personas.applicant(job, personas.candidate("Nora", "Ek", emails=("nora@people.example",)))
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@people.example",)))
    connection = busy(job, nora)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        desk.page.emulate_media(color_scheme=colours)
        name = f"health-{width}-{colours}"
        desk.open("/admin-center/linkedin/health")
        until(lambda: drawn(desk) == [[True] * 3] * 2, saying="both pictures to be drawn")
        desk.look(name)
        for summary in desk.page.locator("#flow summary").all():
            summary.click()
        expect(desk.page.locator("#flow tbody tr").first).to_be_visible()
        desk.look(f"{name}-figures")
        desk.page.locator("#refused .row-line form button").first.click()
        desk.says("It is on its way to LinkedIn again.")

        desk.open(f"/jobs/{job.pk}/applicants")
        desk.look(f"{name}-applicants")
        desk.open(f"/candidates/{nora.candidate_id}/")
        desk.look(f"{name}-candidate")
        choose(desk, name)
    connection.refresh_from_db()
    assert (connection.generations, connection.rest_version) == ({"stages": "rest"}, "202603")


def choose(desk: Desk, name: str) -> None:
    """A version that cannot be one is refused in words, another is saved."""
    save = desk.page.locator("#generations button[type=submit]")
    desk.open("/admin-center/linkedin")
    desk.page.locator("#generations > summary").click()
    desk.page.locator("select[name=stages]").select_option("rest")
    desk.page.locator("input[name=version]").fill("202613")
    desk.look(f"{name}-generations")
    save.click()
    desk.says("A version is a year and a month, such as 202604.")
    desk.page.locator("input[name=version]").fill("202603")
    save.click()
    desk.says("Saved. It holds from the next call to LinkedIn on.")


def drawn(desk: Desk) -> list[list[bool]]:
    """Of each picture, whether every series of its legend has left pixels of its colour."""
    found: list[list[bool]] = desk.page.locator("#flow figure").evaluate_all(
        """figures => figures.map(figure => {
            const canvas = figure.querySelector("canvas");
            const read = (source) => new Uint32Array(source.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            const pixels = new Set(read(canvas.getContext("2d")));
            return [...figure.querySelectorAll(".swatch")].map(swatch => {
                const probe = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
                probe.fillStyle = getComputedStyle(swatch).color;
                probe.fillRect(0, 0, 1, 1);
                return pixels.has(read(probe)[0]);
            });
        })"""
    )
    return found
