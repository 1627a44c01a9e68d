"""The first page, and notices."""

import re

import pytest
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.notify import actions as notify
from skaffa.notify.models import Notice
from tests import personas
from tests.personas import Watch


def _page(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_recruiter_sees_their_open_jobs_with_counts_and_new_people(client: Client, rhea: User, job: Job):
    personas.prospect(job, personas.candidate("Greta", "Gull"))
    personas.prospect(job)
    personas.applicant(job)

    page = _page(client, rhea)

    assert "Lamp keeper" in page
    assert re.search(r"Prospect <strong>2</strong>", page)
    assert re.search(r"Application <strong>1</strong>", page)
    assert "Greta Gull" in page


def test_a_stranger_sees_no_job_and_nobody(client: Client, stan: User, job: Job):
    personas.prospect(job, personas.candidate("Greta", "Gull"))

    page = _page(client, stan)

    assert "Lamp keeper" not in page
    assert "Greta" not in page
    assert "Jobs appear here when somebody puts you in their hiring team." in page


def test_an_interviewer_sees_the_job_but_not_its_prospects(client: Client, ivan: User, job: Job):
    personas.prospect(job, personas.candidate("Greta", "Gull"))

    page = _page(client, ivan)

    assert "Lamp keeper" in page
    assert "Greta" not in page


def test_other_peoples_jobs_are_not_mine_even_for_one_who_reads_all(client: Client, reed: User, job: Job):
    personas.prospect(job, personas.candidate("Greta", "Gull"))

    assert "Greta" not in _page(client, reed)


def test_an_empty_dashboard_leads_a_recruiter_to_the_first_job(client: Client, rhea: User):
    page = _page(client, rhea)

    assert "No open job of yours" in page
    assert 'href="/jobs/new"' in page


def test_prospects_are_new_until_one_has_looked_at_their_job(
    client: Client, rhea: User, hal: User, job: Job, clock: Watch
):
    personas.prospect(job, personas.candidate("Greta", "Gull"), at=clock.tick())
    before = _new(client, rhea)
    clock.tick()
    _page(client, rhea, f"/jobs/{job.pk}/prospects")
    seen = _new(client, rhea)
    personas.prospect(job, personas.candidate("Late", "Lind"), at=clock.tick())

    assert (before, seen, _new(client, rhea)) == (["Greta Gull"], [], ["Late Lind"])
    assert _new(client, hal) == ["Late Lind", "Greta Gull"]


def _new(client: Client, user: User) -> list[str]:
    client.force_login(user)
    return [str(line.application.candidate) for line in client.get("/").context["overview"].prospects]


def test_who_waits_longest_stands_first_and_a_week_is_marked(client: Client, rhea: User, job: Job, clock: Watch):
    personas.applicant(job, personas.candidate("Otto", "Old"), at=clock.at)
    personas.applicant(job, personas.candidate("Nina", "New"), at=clock.tick(days=8))

    page = _page(client, rhea)

    assert "1 waits over a week" in page
    assert 0 < page.index("Otto Old") < page.index("Nina New")
    assert "8 days here" in page


def test_drafts_are_mentioned(client: Client, rhea: User):
    personas.draft(rhea)

    assert "You have 1 draft." in _page(client, rhea)


def test_people_of_a_closed_job_are_no_longer_new(client: Client, rhea: User, job: Job, clock: Watch):
    personas.prospect(job, personas.candidate("Greta", "Gull"))
    jobs.close(job, reason="cancelled", comment="", by=Actor.of(rhea), at=clock.at)

    page = _page(client, rhea)

    assert "No new prospects" in page
    assert "No open job of yours" in page


def test_the_dashboard_costs_the_same_for_one_job_and_for_many(
    client: Client, rhea: User, hal: User, django_assert_max_num_queries
):
    for number in range(12):
        job = personas.active_job(rhea, f"Job {number}", team=[(hal, TeamRole.HIRING_MANAGER)])
        personas.prospect(job)
    client.force_login(rhea)

    with django_assert_max_num_queries(14):
        page = client.get("/").content.decode()

    assert "All my jobs" in page


def _notify(user: User, clock: Watch, **changes: object) -> Notice:
    given = {"candidate": "Greta Gull", "job": "Lamp keeper", "source": "linkedin", **changes}
    return notify.notice([user.pk], kind="ProspectAdded", data=given, url="/jobs/", at=clock.at)[0]


def test_the_bell_counts_what_is_new_and_a_pressed_notice_is_read(client: Client, rhea: User, clock: Watch):
    notice = _notify(rhea, clock)

    before = _page(client, rhea, "/notices")
    answer = client.post(f"/notices/{notice.pk}")
    after = _page(client, rhea, "/notices")

    assert "Notices, 1 new" in before
    assert "Greta Gull was exported from LinkedIn to Lamp keeper." in before
    assert answer["Location"] == "/jobs/"
    assert "Notices, 1 new" not in after


def test_all_notices_can_be_read_at_once(client: Client, rhea: User, clock: Watch):
    _notify(rhea, clock)
    _notify(rhea, clock)
    client.force_login(rhea)

    client.post("/notices/read")

    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_reads_another_persons_notices(client: Client, rhea: User, hal: User, clock: Watch):
    notice = _notify(rhea, clock)
    client.force_login(hal)

    page = client.get("/notices").content.decode()
    answer = client.post(f"/notices/{notice.pk}")

    assert "Greta" not in page
    assert answer.status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_is_read_in_the_readers_language(client: Client, clock: Watch, db: None):
    sven = personas.user("Sven", language="sv")
    _notify(sven, clock)

    assert "exporterades från LinkedIn" in _page(client, sven, "/notices")


@pytest.mark.parametrize(("kind", "data"), [("Unheard", {}), ("ProspectAdded", {}), ("Unheard", {"text": "Look here"})])
def test_a_notice_of_an_unknown_kind_is_still_shown(
    client: Client, rhea: User, clock: Watch, kind: str, data: dict[str, str]
):
    notify.notice([rhea.pk], kind=kind, data=data, at=clock.at)

    page = _page(client, rhea, "/notices")

    assert data.get("text", "Something happened that concerns you.") in page


def test_a_notice_never_leads_to_another_host(client: Client, rhea: User, clock: Watch):
    [notice] = notify.notice([rhea.pk], kind="ProspectAdded", data={}, url="https://evil.example/", at=clock.at)
    client.force_login(rhea)

    assert client.post(f"/notices/{notice.pk}")["Location"] == "/notices"
