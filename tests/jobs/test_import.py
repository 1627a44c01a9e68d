"""Jobs from files as they are found in the world."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.cli import job_import
from skaffa.core import refusals
from skaffa.imports import sheets
from skaffa.jobs import actions, files, intake, queries
from skaffa.jobs.intake import Outcome, Result
from skaffa.jobs.models import Job
from tests import personas

LONG = "You look after the lamps of the harbour and mend what the storm broke, in every weather. " * 2
HEADER = "Job ID,Title,Description,City,Region,Country,Openings,Employment type,Seniority"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def only(content: bytes, country: str = "SE") -> files.Row:
    (row,) = rows(content, country)
    return row


def rows(content: bytes, country: str = "SE") -> list[files.Row]:
    table = sheets.opened("jobs.csv", content)
    return list(files.rows(table.header, sheets.lines("jobs.csv", content), country=country))


def test_a_complete_row_is_read_as_it_was_meant():
    row = only(table(f'L-1, Lamp   keeper ,"{LONG}",Göteborg,,no,2,Full-time,Mid-Senior level'))

    assert (row.line, row.code, row.is_complete) == (2, "L-1", True)
    assert row.details == personas.details(
        "Lamp keeper",
        description=LONG.strip(),
        city="Göteborg",
        country="NO",
        openings=2,
        employment_type="full_time",
        seniority="mid_senior",
    )


@pytest.mark.django_db
def test_what_a_row_lacks_is_said():
    row = only(table("L-1,Lamp keeper,Short.,,,,many,sometimes,cosy,surplus"))

    assert [shortcoming.split()[1] for shortcoming in row.shortcomings] == [
        "number",
        "employment",
        "seniority",
        "row",
        "location",
        "description",
    ]


def test_lines_are_counted_where_rows_begin():
    found = rows(table('A,One,"two\nlines",X,,,,,', "", "B,Two,x,X,,,,,"))

    assert [(row.code, row.line) for row in found] == [("A", 2), ("B", 5)]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("New York Cityâ€™s best", "New York City's best"),
        ("<p>One</p><ul><li>Two<li>Three</ul>&amp; four", "One\n\n• Two\n• Three\n& four"),
        ("a < b and c > d", "a < b and c > d"),
        ("First.     Second.\tThird", "First.\n\nSecond. Third"),
        ("<script>alert(1)</script>Hello", "alert(1)Hello"),
        ("  \u00a0 ", ""),
    ],
)
def test_text_is_repaired(raw: str, clean: str):
    assert files.cleaned(raw) == clean


@given(st.binary(max_size=400))
def test_no_file_crashes_the_reader(content: bytes):
    try:
        rows(b"Title\n" + content)
        rows(content)
    except refusals.Refusal:
        return


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_files_of_any_office_are_read(encoding: str):
    assert only("Title\nVägvisare".encode(encoding)).details.title == "Vägvisare"


def test_a_file_without_a_title_column_is_refused():
    with pytest.raises(files.NotATable):
        rows(b"a,b\n1,2")


def test_broken_quotes_are_refused_with_their_line():
    with pytest.raises(refusals.Invalid) as refusal:
        rows(b'Title\n"open')
    assert "Line 2" in str(refusal.value.fields["file"])


@pytest.mark.parametrize(
    ("where", "city"),
    [
        ("110 William St. N Y", "New York"),
        ("335 Adams Street, Brooklyn Ny", "Brooklyn"),
        ("465 Columbus Ave. Valhalla, Ny", "Valhalla"),
        ("30-30 Thomson Ave L I City Qns", "Queens"),
        ("24-55 Bklyn Qns Expy Woodside", "Queens"),
        ("Heating Mgt-Operations", "New York"),
    ],
)
def test_the_citys_own_file_places_jobs_in_the_city(where: str, city: str):
    row = only(
        table(f'1,Painter,"{where}","{LONG}"', header="Job ID,Business Title,Work Location,Job Description"), "US"
    )

    assert (row.details.city, row.details.region, row.details.country) == (city, "New York", "US")


def test_requirements_follow_a_description_and_never_replace_one():
    header = "Business Title,Work Location,Job Description,Minimum Qual Requirements"
    with_both = only(table("Painter,Here,Paint.,A brush.", header=header))
    without = only(table("Painter,Here,,A brush.", header=header))

    assert (with_both.details.description, without.details.description) == ("Paint.\n\nA brush.", "")


def take(content: bytes, by: Actor = SYSTEM, *, activate: bool = False) -> list[Outcome]:
    return [o for batch in intake.take_all(rows(content), by=by, at=personas.START, activate=activate) for o in batch]


GOOD = f'L-1,Lamp keeper,"{LONG}",Göteborg,,,,,'
BAD = "L-2,Buoy painter,Short.,Malmö,,,,,"


@pytest.mark.django_db
def test_complete_rows_become_jobs_and_others_drafts_with_their_reason(rhea: User):
    good, bad = take(table(GOOD, BAD), Actor.of(rhea))

    assert (good.result, bad.result) == (Result.JOB, Result.DRAFT)
    assert bad.reasons == ("The description is shorter than 100 characters.",)
    jobs = {job.code: job for job in queries.filtered(Actor.of(rhea), mine=True)}
    assert (jobs["L-1"].status, jobs["L-1"].shortcomings) == ("draft", [])
    assert (jobs["L-2"].status, jobs["L-2"].shortcomings) == ("draft", list(bad.reasons))


@pytest.mark.django_db
def test_complete_rows_are_activated_on_demand_even_later(rhea: User):
    take(table(GOOD, BAD), Actor.of(rhea))

    outcomes = take(table(GOOD, BAD), Actor.of(rhea), activate=True)

    assert [outcome.result for outcome in outcomes] == [Result.ACTIVATED, Result.ALREADY_HERE]
    assert dict(Job.objects.values_list("code", "status")) == {"L-1": "active", "L-2": "draft"}


@pytest.mark.django_db
def test_importing_again_doubles_nothing_and_completes_drafts():
    take(table(GOOD, BAD))

    outcomes = take(table(GOOD, BAD.replace("Short.", f'"{LONG}"')))

    assert [outcome.result for outcome in outcomes] == [Result.ALREADY_HERE, Result.UPDATED]
    assert Job.objects.count() == 2
    assert Job.objects.get(code="L-2").shortcomings == []


@pytest.mark.django_db
def test_what_people_work_with_is_not_overwritten(rhea: User):
    take(table(BAD), Actor.of(rhea))
    draft = Job.objects.get(code="L-2")
    actions.edit(draft, personas.details("My own title"), by=Actor.of(rhea), at=personas.START)

    take(table(BAD), Actor.of(rhea))

    assert Job.objects.get(code="L-2").title == "My own title"


@pytest.mark.django_db
def test_what_cannot_be_stored_is_left_out_with_its_reason():
    outcomes = take(
        table(GOOD, "l-1,Twin,,,,,,,", "L-3,,,,,,,,", f"L-4,{'x' * 201},,,,,,,", "L-5,Y,,,,Narnia,,,", GOOD)
    )

    assert [(outcome.line, outcome.result) for outcome in outcomes[1:]] == [
        (line, Result.LEFT_OUT) for line in (3, 4, 5, 6, 7)
    ]
    assert outcomes[1].reasons == ("Line 2 has the same Job ID.",)
    assert all(outcome.reasons for outcome in outcomes[1:])
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_rows_without_a_job_id_get_one_each():
    outcomes = take(table(*[GOOD.removeprefix("L-1")] * 120))

    assert len({outcome.code for outcome in outcomes}) == Job.objects.count() == 120


@pytest.mark.django_db
def test_the_command_tells_what_became_of_the_rows(capsys, rhea: User):
    given: dict[str, Any] = {"country": "se", "email": "RHEA@example.com", "activate": True}

    assert job_import.take_in("jobs.csv", table(GOOD, BAD), **given, dry_run=True) == 0
    assert Job.objects.count() == 0
    assert job_import.take_in("jobs.csv", table(GOOD, BAD), **given, dry_run=False) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "The description is shorter than 100 characters. Line 3.",
        "Would be: 1 activated, 1 incomplete, kept as drafts. 2 rows in all.",
        "The description is shorter than 100 characters. Line 3.",
        "1 activated, 1 incomplete, kept as drafts. 2 rows in all.",
    ]
    assert Job.objects.get(code="L-1").created_by == rhea


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [({"country": "Narnia"}, "--country Narnia"), ({"email": "no@example.com"}, "--as no@example.com")],
)
def test_the_command_refuses_what_it_cannot_use(changes, said: str, capsys):
    given: dict[str, Any] = {"country": "SE", "email": "", "activate": False, "dry_run": False, **changes}

    assert job_import.take_in("jobs.csv", table(GOOD), **given) == 2
    assert said in capsys.readouterr().err


@pytest.mark.django_db
def test_the_command_fails_when_nothing_could_be_taken(capsys, stan: User):
    given: dict[str, Any] = {"country": "SE", "activate": False, "dry_run": False}

    assert job_import.take_in("jobs.csv", table(), email="", **given) == 2
    assert job_import.take_in("jobs.csv", b"a,b\n1,2", email="", **given) == 2
    assert job_import.take_in("jobs.csv", table(GOOD), email=stan.email, **given) == 1
    assert "You do not have the right" in capsys.readouterr().out


@pytest.mark.django_db
def test_of_the_citys_real_postings_thirteen_are_complete():
    folder = os.environ.get("SKAFFA_REAL_DATA")
    if not folder:
        pytest.skip("SKAFFA_REAL_DATA does not name a folder with jobs-nyc.csv")
    content = Path(folder, "jobs-nyc.csv").read_bytes()

    found = rows(content, "US")

    assert len(found) == len({row.code for row in found}) == 2_100
    assert sum(row.is_complete for row in found) == 13
