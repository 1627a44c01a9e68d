"""Analytics over HTTP: who sees which figures, filters in the address, tables as files."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.analytics import actions
from skaffa.applications import actions as applications
from skaffa.candidates.sources import actions as sources
from skaffa.jobs.models import Job
from skaffa.web.analytics import tables
from tests import personas
from tests.personas import START, Watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def counted(job: Job) -> Job:
    """Three people on rhea's job, one of whom came by LinkedIn; one on a job of somebody else's."""
    for source in ("linkedin", "indeed", "referral"):
        applications.add_applicant(job, personas.candidate(), source=source, by=SYSTEM, at=START)
    personas.applicant(personas.active_job(personas.user("Olga", SecurityRole.RECRUITER), "Rope maker"))
    while actions.count_next():
        pass
    return job


def rows(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_page_shows_every_figure_of_the_jobs_one_works_on(client: Client, counted: Job, rhea: User):
    client.force_login(rhea)

    page = client.get("/analytics/").content.decode()

    for name in tables.TABLES:
        assert f'id="{name}"' in page
    assert "Of 3 who arrived, 0 reached an interview and 0 were hired." in page
    assert "3 arrived, 1 of them by LinkedIn." in page
    assert "Counted up to" in page


@pytest.mark.parametrize(("who", "expected"), [("rhea", "3"), ("hal", "3"), ("ada", "4"), ("reed", "4")])
def test_files_hold_what_the_reader_sees(
    who: str, expected: str, client: Client, counted: Job, request: pytest.FixtureRequest
):
    client.force_login(request.getfixturevalue(who))

    assert rows(client, "/analytics/funnel.csv")[1] == ["Arrived", expected, "100.0", ""]


@pytest.mark.parametrize("who", ["ivan", "stan"])
def test_who_has_no_job_to_see_figures_of_is_refused(who: str, client: Client, counted: Job, request):
    client.force_login(request.getfixturevalue(who))

    for address in ("/analytics/", "/analytics/funnel.csv", f"/jobs/{counted.pk}/analytics"):
        assert client.get(address).status_code in {403, 404}, address
    assert "Analytics" not in client.get("/").content.decode()


def test_a_recruiter_reads_nothing_of_a_job_of_others(client: Client, counted: Job, rhea: User):
    others = Job.objects.get(title="Rope maker")
    client.force_login(rhea)

    assert client.get(f"/jobs/{others.pk}/analytics").status_code == 404
    assert rows(client, f"/analytics/funnel.csv?job={others.pk}")[1][1] == "0"


def test_filters_stay_in_the_address_and_go_into_the_files(client: Client, counted: Job, ada: User, rhea: User):
    client.force_login(ada)

    page = client.get(
        f"/analytics/?q=lamp&recruiter={rhea.pk}&source=job_board&from=2026-01&to=2026-06"
    ).content.decode()

    assert "January 2026 – June 2026" in page
    assert '<option value="job_board" selected>' in page
    assert "/analytics/funnel.csv?q=lamp&amp;recruiter=" in page
    assert rows(client, "/analytics/funnel.csv?q=lamp&source=job_board")[1][1] == "1"
    assert rows(client, "/analytics/funnel.csv?from=2027-01&to=2027-02")[1][1] == "0"


def test_the_tab_of_a_job_has_figures_of_that_job(client: Client, counted: Job, ada: User):
    client.force_login(ada)

    page = client.get(f"/jobs/{counted.pk}/analytics").content.decode()

    assert "Of 3 who arrived" in page
    assert f"/analytics/sources.xlsx?job={counted.pk}" in page
    assert 'id="fills"' not in page


def test_a_table_in_excel_has_numbers_and_never_a_formula(client: Client, counted: Job, ada: User, clock: Watch):
    evil = sources.add("=1+1", by=Actor.of(ada), at=clock.tick())
    applications.add_applicant(counted, personas.candidate(), source=evil.code, by=SYSTEM, at=clock.tick())
    while actions.count_next():
        pass
    client.force_login(ada)

    sheet = load_workbook(io.BytesIO(client.get("/analytics/sources.xlsx").content)).active
    assert sheet is not None
    found = {row[0].value: row for row in sheet.iter_rows()}

    assert found["=1+1"][0].data_type == "s"
    assert found["=1+1"][1].value == 1
    assert ["'=1+1", "1"] in [row[:2] for row in rows(client, "/analytics/sources.csv")]


def test_sources_stand_against_linkedin(client: Client, counted: Job, rhea: User):
    client.force_login(rhea)

    found = {row[0]: row[1:] for row in rows(client, "/analytics/sources.csv")}

    assert found["Job board: Indeed"][:3] == ["1", "0", "1"]
    assert found["All other sources"][:3] == ["2", "0", "2"]


@pytest.mark.parametrize("address", ["/analytics/nothing.csv", "/analytics/funnel.pdf"])
def test_other_files_do_not_exist(address: str, client: Client, ada: User):
    client.force_login(ada)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["from=x&to=y", "recruiter=abc", "recruiter=99999999999999999999", "source=nothing", "q=%25_", "from=2026-13"],
)
def test_odd_filters_do_no_harm(query: str, client: Client, ada: User):
    client.force_login(ada)

    assert client.get(f"/analytics/?{query}").status_code == 200


def test_the_page_asks_as_much_with_few_people_as_with_many(
    client: Client, counted: Job, ada: User, django_assert_max_num_queries
):
    client.force_login(ada)
    client.get("/analytics/")

    with django_assert_max_num_queries(15):
        client.get("/analytics/?q=lamp")
    with django_assert_max_num_queries(15):
        client.get(f"/jobs/{counted.pk}/analytics")


def test_the_pictures_are_drawn_from_the_tables(client: Client, counted: Job, ada: User):
    client.force_login(ada)
    page = client.get("/analytics/").content.decode()

    for figure in page.split("<figure")[1:]:
        series = figure.count('class="swatch')
        body = figure.partition("<tbody>")[2].partition("</tbody>")[0]
        assert series >= 1
        assert body.count("<data ") == series * body.count("<tr>")
