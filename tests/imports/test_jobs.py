"""Jobs of a file come in as drafts, complete those we know, and go again."""

import os
from pathlib import Path

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.imports import actions, queries
from skaffa.imports.models import Import, Kind, Row
from skaffa.imports.reading import actions as reading
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamMember
from tests import personas
from tests.imports.test_people import counts, undone, work
from tests.personas import Watch

pytestmark = pytest.mark.django_db

LONG = "You look after the lamps of the harbour and mend what the storm broke, in every weather. " * 2
HEADER = "Jobbnummer;Titel;Beskrivning;Ort;Land;Antal;Anställningsform"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def imported(
    content: bytes, by: User, clock: Watch, place: tuple[str, str] = ("", ""), duplicates: str = "fill"
) -> Import:
    actor = Actor.of(by)
    run = actions.upload(Kind.JOBS, "jobs.csv", content, by=actor, at=clock.tick())
    actions.choose(run, run.columns, place=place, by=actor, at=clock.tick())
    reading.read_all(run.pk)
    actions.decide(run, duplicates, by=actor)
    actions.begin(run, by=actor, at=clock.tick())
    return work(run, clock)


def test_jobs_come_in_as_drafts_that_say_what_they_lack_and_go_again(rhea: User, clock: Watch):
    run = imported(
        table(f"L-1;Fyrvaktare;{LONG};Göteborg;Sverige;2;Heltid", "L-2;Bojmålare;;;Norge;;ibland", "L-3;;;;;;"),
        rhea,
        clock,
        place=("Malmö", "SE"),
    )

    assert counts(run) == {"added": 2, "faulty": 1}
    first, second = Job.objects.order_by("code")
    assert (first.title, first.city, first.country, first.openings) == ("Fyrvaktare", "Göteborg", "SE", 2)
    assert (first.employment_type, first.shortcomings, first.status) == ("full_time", [], "draft")
    assert (second.city, second.country) == ("Malmö", "NO")
    assert len(second.shortcomings) == 2
    assert TeamMember.objects.filter(user=rhea, job=first, role="recruiter").exists()
    assert queries.faulty(run).get().problems == [[1, "Give the job a title."]]

    assert counts(undone(run, rhea, clock)) == {"undone": 2, "faulty": 1}
    assert not Job.objects.exists()


def test_a_job_we_know_is_completed_and_put_back(rhea: User, clock: Watch):
    job = personas.draft(rhea, "Fyrvaktare", code="L-1", description="", city="Lund")

    run = imported(table(f"l-1;Fyrvaktare;{LONG};Göteborg;SE;;Heltid"), rhea, clock)

    job.refresh_from_db()
    assert counts(run) == {"completed": 1}
    assert (job.description, job.city, job.employment_type) == (LONG.strip(), "Lund", "full_time")
    undone(run, rhea, clock)
    job.refresh_from_db()
    assert (job.description, job.city, job.employment_type) == ("", "Lund", "")


def test_functions_and_skills_come_along_and_go_again(rhea: User, clock: Watch):
    job = personas.draft(rhea, "Fyrvaktare", code="L-1")
    content = table("L-1;Fyrvaktare;Teknik, Lampor;Knopar, Segling", header="Jobbnummer;Titel;Yrkesområde;Kompetenser")

    run = imported(content, rhea, clock)

    job.refresh_from_db()
    assert (counts(run), job.functions, job.skills) == (
        {"completed": 1},
        ["engineering", "Lampor"],
        ["Knopar", "Segling"],
    )
    assert counts(undone(run, rhea, clock)) == {"undone": 1}
    job.refresh_from_db()
    assert (job.functions, job.skills) == ([], [])


@pytest.mark.parametrize(
    ("choice", "told", "many"),
    [("skip", {"skipped": 1}, 1), ("fill", {"present": 1}, 1), ("create", {"added": 1}, 2)],
)
def test_a_job_is_known_by_title_and_place_where_it_has_no_number(
    choice: str, told: dict[str, int], many: int, rhea: User, clock: Watch
):
    personas.draft(rhea, "Fyrvaktare", city="Lund", employment_type="full_time")

    run = imported(table(";FYRVAKTARE;;lund;SE;;"), rhea, clock, duplicates=choice)

    assert counts(run) == told
    assert Job.objects.count() == many


def test_a_number_belongs_to_one_job_also_when_it_is_made_anew_or_not_seen(rhea: User, hal: User, clock: Watch):
    personas.draft(rhea, "Fyrvaktare", code="L-1")

    created = imported(table("L-1;Fyrvaktare;;;;;"), rhea, clock, duplicates="create")
    assert counts(created) == {"added": 1}
    assert Row.objects.get(parent=created).job.code != "L-1"  # type: ignore[union-attr]

    unseen = imported(table("L-1;Fyrvaktare;;;;;"), hal, clock)
    assert counts(unseen) == {"faulty": 1}
    assert queries.faulty(unseen).get().problems == [[-1, "Another job has this Job ID."]]


def test_the_same_number_twice_in_a_file_is_one_job(rhea: User, clock: Watch):
    run = imported(table(f"L-1;Fyrvaktare;{LONG};;;;", "L-1;Fyrvaktare;;Lund;SE;;"), rhea, clock)

    assert counts(run) == {"added": 1, "completed": 1}
    assert Job.objects.get().city == "Lund"
    undone(run, rhea, clock)
    assert not Job.objects.exists()


def test_a_job_that_was_worked_with_is_kept(rhea: User, ada: User, clock: Watch):
    run = imported(table(f"L-1;Fyrvaktare;{LONG};Lund;SE;;", "L-2;Bojmålare;;;;;"), rhea, clock)
    active = jobs.activate(Job.objects.get(code="L-1"), by=Actor.of(rhea), at=clock.tick())
    personas.applicant(active)

    undone(run, ada, clock)

    assert [row.job for row in queries.kept(run)] == [active]
    assert "happened to this job since" in queries.kept(run).get().problems[0][1]


def test_only_who_may_create_jobs_imports_them(ada: User, reed: User, clock: Watch):
    for user in (ada, reed):
        with pytest.raises(refusals.NotAllowed):
            imported(table("L-1;Fyrvaktare;;;;;"), user, clock)


def test_a_citys_real_postings_come_in(rhea: User, clock: Watch):
    folder = os.environ.get("SKAFFA_REAL_DATA")
    if not folder:
        pytest.skip("SKAFFA_REAL_DATA does not name a folder with jobs-nyc.csv")
    lines = Path(folder, "jobs-nyc.csv").read_bytes().splitlines(keepends=True)

    run = imported(b"".join(lines[:301]), rhea, clock, place=("New York", "US"))

    assert run.many() == 0
    assert counts(run)["added"] == Job.objects.count() > 200
    assert set(Job.objects.values_list("city", "country")) == {("New York", "US")}
    jobs.delete(Job.objects.first(), by=SYSTEM, at=clock.tick())  # type: ignore[arg-type]
    undone(run, rhea, clock)
    assert not Job.objects.exists()
