"""The public page of a job: anybody reads it while the job is open, and nobody learns more."""

import json
import re

import pytest
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.jobs import actions
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import START


def described(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    said: dict[str, object] = json.loads(found[1])
    return said


def test_anybody_reads_an_active_job(client: Client, job: Job):
    answer = client.get(f"/careers/{job.code}")

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Lamp keeper" in shown
    assert "Gothenburg, Sweden" in shown
    assert "Rhea" not in shown


def test_the_job_describes_itself_to_search_engines(client: Client, rhea: User):
    title = "</script><script>alert(1)</script>"
    job = personas.active_job(rhea, title, employment_type="full_time", region="Västra Götaland")

    shown = client.get(f"/careers/{job.code}").content.decode()

    said = described(shown)
    assert said["title"] == title
    assert said["employmentType"] == "FULL_TIME"
    assert said["datePosted"] == "2026-03-02"
    assert said["jobLocation"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Gothenburg",
            "addressRegion": "Västra Götaland",
            "addressCountry": "SE",
        },
    }
    assert "<script>alert" not in shown


@pytest.mark.parametrize("state", ["draft", "closed", "confidential", "unknown"])
def test_what_is_not_open_to_the_public_all_looks_the_same(client: Client, rhea: User, state: str):
    code = "K-1"
    if state == "draft":
        personas.draft(rhea, code=code)
    elif state == "closed":
        job = personas.active_job(rhea, code=code)
        actions.close(job, reason="cancelled", by=Actor.of(rhea), at=START)
    elif state == "confidential":
        personas.active_job(rhea, code=code, is_confidential=True)

    answer = client.get(f"/careers/{code}")

    assert answer.status_code == 404
    assert "This job is not open" in answer.content.decode()
    assert "Lamp keeper" not in answer.content.decode()


def test_a_job_by_link_only_is_found_by_who_has_the_link(client: Client, rhea: User):
    listed = personas.active_job(rhea, "Rope maker", city="Bergen", functions=["sales"])
    by_link = personas.active_job(rhea, "Bell ringer", city="Visby", functions=["art"], is_listed=False)

    jobs, sitemap = (client.get(f"/careers/{page}").content.decode() for page in ("", "sitemap.xml"))
    assert "Rope maker" in jobs
    assert not [word for word in ("Bell ringer", "Visby", "Art/Creative") if word in jobs]
    assert (f"/careers/{listed.code}<" in sitemap, f"/careers/{by_link.code}<" in sitemap) == (True, False)

    for page in ("", "/apply"):
        shown = client.get(f"/careers/{by_link.code}{page}").content.decode()
        assert "Bell ringer" in shown
        assert '<meta name="robots" content="noindex, nofollow">' in shown
        assert "ld+json" not in shown
    assert "robots" not in client.get(f"/careers/{listed.code}").content.decode()


def test_the_description_is_shown_as_written(client: Client, rhea: User):
    job = personas.active_job(
        rhea, description="First line.\n\n<img src=x onerror=alert(1)> & more words. " + "x " * 60
    )

    shown = client.get(f"/careers/{job.code}").content.decode()

    assert "<p>First line.</p>" in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("code", ["A/B 7", "é-9", "%", "a?b#c"])
def test_any_job_id_has_an_address(client: Client, rhea: User, code: str):
    job = personas.active_job(rhea, code=code)
    client.force_login(rhea)
    link = re.search(r'href="(/careers/[^"]+)"', client.get(f"/jobs/{job.pk}/").content.decode())

    assert link
    assert client.get(link[1]).status_code == 200


def test_the_page_speaks_the_readers_language(client: Client, job: Job):
    answer = client.get(f"/careers/{job.code}", headers={"Accept-Language": "sv"})

    assert answer["Content-Language"] == "sv"
    assert "Gothenburg, Sverige" in answer.content.decode()


@pytest.mark.parametrize("code", ["%00", "x" * 3_000, "..%2F..%2Fetc"])
def test_a_damaged_address_is_nothing(client: Client, db: None, code: str):
    assert client.get(f"/careers/{code}").status_code == 404


def test_nothing_can_be_posted(client: Client, job: Job):
    assert client.post(f"/careers/{job.code}").status_code == 405
