"""A job's pipeline over HTTP: the board, the list with its filters, the choice between them, moves and their undoing."""

import json
import re

import pytest
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions
from skaffa.applications.models import Application
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pipeline.models import Preference
from tests import personas
from tests.personas import START, Watch

HTMX = {"HX-Request": "true"}


def stage(job: Job, kind: str) -> int:
    return next(one.pk for one in jobs.stages(job) if one.kind == kind)


def column(page: str, stage_id: int) -> list[str]:
    """Who stands in a column, from the top."""
    cards = re.search(rf'id="cards-{stage_id}">(.*?)</ul>\s*<p class="board-none"', page, re.DOTALL)
    assert cards
    return re.findall(r'class="row-title"[^>]*><bdi>([^<]*)', cards[1])


def test_the_board_has_a_column_for_each_stage_with_whoever_came_last_on_top(
    client: Client, job: Job, rhea: User, clock: Watch
):
    personas.prospect(job, personas.candidate("Greta", "Gull"))
    first = personas.applicant(job, personas.candidate("Bo", "Berg", emails=["bo@example.com"]))
    personas.applicant(job, personas.candidate("Cleo", "Clam"), at=clock.tick(days=1))
    clock.tick(days=3)
    client.force_login(rhea)

    page = client.get(f"/jobs/{job.pk}/pipeline").content.decode()

    assert column(page, stage(job, "prospect")) == ["Greta Gull"]
    assert column(page, stage(job, "application")) == ["Cleo Clam", "Bo Berg"]
    assert column(page, stage(job, "offer")) == []
    assert f'id="total-{stage(job, "application")}">2<' in page
    card = page[page.index(f'id="card-{first.pk}"') :].split("</li>")[0]
    assert "4 days here" in card
    assert "Career site" in card
    assert "No e-mail yet" not in card


def test_a_column_goes_on_where_its_first_cards_end(client: Client, job: Job, rhea: User):
    for number in range(20):
        personas.applicant(job, personas.candidate("Bo", f"No {number:02}"), at=START.replace(minute=number))
    client.force_login(rhea)
    page = client.get(f"/jobs/{job.pk}/pipeline").content.decode()
    more = re.search(r'hx-get="([^"]+cursor=[^"]+)"', page)
    assert more

    answer = client.get(more[1].replace("&amp;", "&"), headers=HTMX).content.decode()

    assert column(page, stage(job, "application"))[0] == "Bo No 19"
    assert len(column(page, stage(job, "application"))) == 10
    assert re.findall(r'class="row-title"[^>]*><bdi>([^<]*)', answer) == [
        f"Bo No {number:02}" for number in reversed(range(10))
    ]
    assert "<html" not in answer


def test_interviewers_see_no_prospects_and_no_ways_to_move(client: Client, job: Job, ivan: User):
    personas.prospect(job, personas.candidate("Greta", "Gull"))
    personas.applicant(job, personas.candidate("Bo", "Berg"))
    client.force_login(ivan)

    board = client.get(f"/jobs/{job.pk}/pipeline").content.decode()
    listed = client.get(f"/jobs/{job.pk}/pipeline?view=list").content.decode()

    assert "Bo Berg" in board
    assert "Bo Berg" in listed
    assert "Greta" not in board + listed
    assert "draggable" not in board.replace('draggable="false"', "")
    assert "many/move" not in listed


def test_a_dropped_card_comes_back_in_its_column_with_every_number_and_a_way_to_undo(
    client: Client, job: Job, rhea: User
):
    application = personas.applicant(job, personas.candidate("Bo", "Berg"))
    client.force_login(rhea)
    to = stage(job, "interview")

    answer = client.post(
        f"/applications/{application.pk}/move", {"stage": to, "tab": "board", "dropped": "1"}, headers=HTMX
    )

    shown = answer.content.decode()
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#card-{application.pk}", "delete")
    assert f'hx-swap-oob="afterbegin:#cards-{to}"' in shown
    assert f'id="total-{to}" hx-swap-oob="true">1<' in shown
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    back = client.post(undo, headers=HTMX)
    assert f'afterbegin:#cards-{stage(job, "application")}"' in back.content.decode()
    assert Application.objects.get().stage_id == stage(job, "application")


def test_a_refused_drop_says_why_on_the_card(client: Client, job: Job, rhea: User, hal: User):
    application = personas.applicant(job)
    actions.reject(application, reason="skills", by=Actor.of(rhea), at=START)
    client.force_login(hal)

    answer = client.post(
        f"/applications/{application.pk}/move",
        {"stage": stage(job, "offer"), "tab": "board", "dropped": "1"},
        headers=HTMX,
    )

    assert answer.status_code == 409
    assert answer["X-Refusal"]
    assert "This application is closed." in answer.content.decode()


def test_undo_takes_back_its_own_move_only(client: Client, job: Job, rhea: User):
    application = personas.applicant(job)
    client.force_login(rhea)
    first = client.post(f"/applications/{application.pk}/advance", {"tab": "pipeline"}, headers=HTMX)
    client.post(f"/applications/{application.pk}/advance", {"tab": "pipeline"}, headers=HTMX)

    answer = client.post(json.loads(first["HX-Trigger"])["toast"]["undo"], headers=HTMX)

    assert answer.status_code == 409
    assert "They have been moved again since." in answer.content.decode()
    assert Application.objects.get().stage_id == stage(job, "interview")


def test_the_chosen_view_is_remembered_for_every_job(client: Client, job: Job, rhea: User, hal: User):
    other = personas.active_job(rhea, "Diver")
    client.force_login(rhea)

    client.post(f"/jobs/{job.pk}/pipeline/view", {"view": "list"})
    page = client.get(f"/jobs/{other.pk}/pipeline")
    again = client.get(f"/jobs/{other.pk}/pipeline?view=board")
    client.force_login(hal)
    his = client.get(f"/jobs/{job.pk}/pipeline")

    assert [answer.context["view"] for answer in (page, again, his)] == ["list", "board", "board"]
    assert Preference.objects.get().user == rhea
    assert client.post(f"/jobs/{job.pk}/pipeline/view", {"view": "circle"}).status_code == 422


@pytest.fixture
def crowd(job: Job, clock: Watch) -> dict[str, Application]:
    """Four people on the job: one prospect, two who have just applied, one who has waited for a week."""
    old = personas.applicant(job, personas.candidate("Otto", "Old", headline="Diver"), at=START)
    clock.tick(days=8)
    return {
        "old": old,
        "prospect": personas.prospect(job, personas.candidate("Greta", "Gull"), at=clock.at),
        "bo": personas.applicant(job, personas.candidate("Bo", "Berg", emails=["bo@divers.example"]), at=clock.tick()),
        "cleo": personas.applicant(job, personas.candidate("Cleo", "Clam"), at=clock.tick()),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Cleo", "Bo", "Greta", "Otto"]),
        ("sort=waiting", ["Otto", "Greta", "Bo", "Cleo"]),
        ("sort=stage", ["Greta", "Otto", "Bo", "Cleo"]),
        ("stage=prospect", ["Greta"]),
        ("group=applicants", ["Cleo", "Bo", "Otto"]),
        ("source=recruiter", ["Greta"]),
        ("waiting=7", ["Otto"]),
        ("waiting=30", []),
        ("q=diver", ["Bo", "Otto"]),
        ("q=bo+berg", ["Bo"]),
        ("q=%00", ["Cleo", "Bo", "Greta", "Otto"]),
        ("sort=%F0%9F%98%80&stage=abc&waiting=8", ["Cleo", "Bo", "Greta", "Otto"]),
    ],
)
def test_the_list_is_narrowed_and_ordered_by_its_address(
    client: Client, job: Job, rhea: User, crowd: dict[str, Application], query: str, found: list[str]
):
    client.force_login(rhea)
    address = query.replace("stage=prospect", f"stage={stage(job, 'prospect')}")

    page = client.get(f"/jobs/{job.pk}/pipeline?view=list&{address}")

    assert [row.name.split()[0] for row in page.context["rows"]] == found


@pytest.mark.parametrize("sort", ["newest", "waiting", "stage"])
def test_every_order_goes_on_where_it_ended(client: Client, job: Job, rhea: User, sort: str):
    for number in range(30):
        personas.applicant(job, at=START.replace(minute=number))
    client.force_login(rhea)
    address = f"/jobs/{job.pk}/pipeline?view=list&sort={sort}"

    first = client.get(address)
    second = client.get(f"{address}&cursor={first.context['page'].next_cursor}", headers=HTMX)

    both = [row.application.pk for page in (first, second) for row in page.context["rows"]]
    assert len(both) == len(set(both)) == 30


def test_nobody_matches_is_said_with_the_way_out(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    assert "Nobody on this job yet" in client.get(f"/jobs/{job.pk}/pipeline").content.decode()
    assert "Nobody matches" in client.get(f"/jobs/{job.pk}/pipeline?view=list&q=zzz").content.decode()


@pytest.mark.parametrize("view", ["board", "list"])
def test_both_views_cost_the_same_for_few_and_for_many(
    client: Client, job: Job, rhea: User, view: str, django_assert_max_num_queries
):
    by = Actor.of(rhea)
    for number in range(12):
        one = personas.applicant(job)
        if number % 2:
            actions.advance(one, by=by, at=START)
        personas.prospect(job)
    client.force_login(rhea)

    with django_assert_max_num_queries(15):
        client.get(f"/jobs/{job.pk}/pipeline?view={view}")


def test_one_goes_through_the_list_person_by_person_also_after_a_move(
    client: Client, job: Job, rhea: User, crowd: dict[str, Application]
):
    client.force_login(rhea)
    address = f"/jobs/{job.pk}/pipeline?view=list&group=applicants"
    first = client.get(address).context["rows"][0]

    cleo = client.get(first.href)
    client.post(f"/applications/{crowd['cleo'].pk}/advance")
    way = client.get(first.href).context["came_from"]
    bo = client.get(way.after.href)
    bo_notes = client.get(way.after.href.replace("/?", "/notes?"))

    assert "Cleo Clam" in cleo.content.decode()
    assert (way.before, way.after.name) == (None, "Bo Berg")
    assert [one.name for one in (bo.context["came_from"].before, bo.context["came_from"].after)] == [
        "Cleo Clam",
        "Otto Old",
    ]
    assert "/notes?" in bo_notes.context["came_from"].after.href
    assert f'href="/jobs/{job.pk}/applicants"' in bo.content.decode()
