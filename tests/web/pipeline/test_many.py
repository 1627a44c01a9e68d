"""Many people at once, over HTTP: the question, the answer for few and for many, a list that changed, undo."""

import json
import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from skaffa.mail.models import Email
from skaffa.pipeline.bulk import actions
from skaffa.pipeline.models import Bulk
from skaffa.pools import actions as pools
from skaffa.pools.models import Membership
from tests import personas
from tests.personas import START

HTMX = {"HX-Request": "true"}


@pytest.fixture
def people(job: Job) -> list[Application]:
    return [personas.applicant(job, personas.candidate(name, "Sample")) for name in ("Bo", "Cleo", "Dag")]


def test_the_question_says_how_many_and_keeps_who(client: Client, job: Job, rhea: User, people: list[Application]):
    client.force_login(rhea)
    who = [one.pk for one in people[:2]]

    dialog = client.post(f"/jobs/{job.pk}/pipeline/many/move", {"who": who}, headers=HTMX)
    whole = client.post(f"/jobs/{job.pk}/pipeline/many/reject", {"who": who})

    for answer in (dialog, whole):
        shown = answer.content.decode()
        assert "This is about 2 people." in shown
        assert re.findall(r'name="who" value="(\d+)"', shown) == [str(pk) for pk in who]
    assert dialog["HX-Retarget"] == "#dialog"
    assert "<html" in whole.content.decode()
    assert not Bulk.objects.exists()


def test_few_are_moved_at_once_and_brought_back_from_the_toast(
    client: Client, job: Job, rhea: User, people: list[Application]
):
    client.force_login(rhea)
    to = job.stages.get(kind="screen").pk
    sure = {"who": [one.pk for one in people], "sure": "1", "stage": to, "list": "sort=waiting"}

    answer = client.post(f"/jobs/{job.pk}/pipeline/many/move", sure, headers=HTMX)

    told = json.loads(answer["HX-Trigger"])["toast"]
    assert told["text"] == "Move to Screen: 3 people."
    assert 'value="sort=waiting"' in answer.content.decode()
    assert set(Application.objects.values_list("stage", flat=True)) == {to}
    back = client.post(told["undo"], headers={**HTMX, "HX-Target": "people-list"})
    assert "Undo: Move to Screen: 3 people." in json.loads(back["HX-Trigger"])["toast"]["text"]
    assert set(Application.objects.values_list("stage__kind", flat=True)) == {"application"}


def test_refusals_are_shown_one_by_one(client: Client, job: Job, rhea: User, people: list[Application]):
    applications.reject(people[0], reason="skills", by=Actor.of(rhea), at=START)
    client.force_login(rhea)
    sure = {"who": [one.pk for one in people], "sure": "1", "reason": "experience"}

    answer = client.post(f"/jobs/{job.pk}/pipeline/many/reject", sure, headers=HTMX)
    page = client.get(answer["HX-Redirect"]).content.decode()

    assert "Done for 2 people." in page
    assert "Bo Sample" in page
    assert "This application is closed." in page
    assert "/undo" in page


def test_everybody_who_matches_is_counted_again_before_anything_happens(client: Client, job: Job, rhea: User):
    for _ in range(3):
        personas.applicant(job)
    personas.prospect(job)
    client.force_login(rhea)
    address, meant = f"/jobs/{job.pk}/pipeline/many/note", {"everybody": "1", "list": "group=applicants"}
    question = client.post(address, meant, headers=HTMX).content.decode()
    personas.applicant(job)

    sure = {**meant, "sure": "1", "counted": "3", "text": "Ask about boats"}
    stale = client.post(address, sure, headers=HTMX)
    fresh = client.post(address, {**sure, "counted": "4"}, headers=HTMX)

    assert "This is about 3 people." in question
    assert stale.status_code == 422
    assert "The list has changed meanwhile." in stale.content.decode()
    assert 'name="counted" value="4"' in stale.content.decode()
    assert fresh.status_code == 200
    assert Bulk.objects.get().rows.count() == 4


def test_many_go_on_in_the_background_and_the_page_follows(client: Client, job: Job, rhea: User):
    for _ in range(21):
        personas.applicant(job)
    client.force_login(rhea)
    to = job.stages.get(kind="screen").pk
    sure = {"everybody": "1", "counted": "21", "sure": "1", "stage": to}

    answer = client.post(f"/jobs/{job.pk}/pipeline/many/move", sure)
    bulk = Bulk.objects.get()
    waiting = client.get(answer["Location"]).content.decode()
    actions.do_next(bulk.pk, at=START)
    follows = client.get(answer["Location"], headers={**HTMX, "HX-Target": "bulk"}).content.decode()

    assert answer["Location"] == f"/bulk/{bulk.pk}"
    assert "0 of 21" in waiting
    assert "1 of 21" in follows
    assert "<html" not in follows
    assert ProcrastinateJob.objects.filter(task_name="pipeline.go_on", args={"bulk_id": bulk.pk}).exists()


def test_people_are_gathered_in_a_pool_of_ones_own(
    client: Client, job: Job, rhea: User, hal: User, people: list[Application]
):
    mine = pools.create("Divers", by=Actor.of(rhea), at=START)
    his = pools.create("Keepers", by=Actor.of(hal), at=START)
    client.force_login(rhea)
    address, sure = f"/jobs/{job.pk}/pipeline/many/pool", {"who": [people[0].pk], "sure": "1"}

    wrong = client.post(address, {**sure, "pool": his.pk}, headers=HTMX)
    right = client.post(address, {**sure, "pool": mine.pk}, headers=HTMX)

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert "Keepers" not in wrong.content.decode()
    assert Membership.objects.get().candidate == people[0].candidate


@pytest.mark.parametrize(
    ("act", "sent", "status"),
    [
        ("move", {}, 422),
        ("move", {"who": "abc"}, 422),
        ("fire", {"who": "1"}, 404),
        ("note", {"who": "THEM", "sure": "1", "text": " "}, 422),
        ("reject", {"who": "THEM", "sure": "1", "reason": "because"}, 422),
        ("move", {"who": "THEM", "sure": "1", "stage": "0"}, 422),
        ("move", {"who": "9" * 30, "sure": "1"}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    client: Client, job: Job, rhea: User, people: list[Application], act: str, sent: dict[str, str], status: int
):
    client.force_login(rhea)
    sent = {name: value.replace("THEM", str(people[0].pk)) for name, value in sent.items()}

    answer = client.post(f"/jobs/{job.pk}/pipeline/many/{act}", sent, headers=HTMX)

    assert answer.status_code == status
    assert not Bulk.objects.exists()


def test_an_interviewer_is_not_offered_and_not_allowed_anything(
    client: Client, job: Job, ivan: User, people: list[Application]
):
    client.force_login(ivan)

    for act in ("move", "reject", "pool", "note"):
        assert client.post(f"/jobs/{job.pk}/pipeline/many/{act}", {"who": people[0].pk}).status_code == 403


def test_before_many_are_rejected_one_sees_who_is_told_who_cannot_be_and_what_they_read(
    client: Client, job: Job, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    client.force_login(rhea)
    many = personas.crowd(30, "Ava")
    told = [personas.candidate(name, "Ek", emails=(f"{name}@lamps.se".lower(),)) for name in ("Bo", "Cleo")]
    who = [personas.applicant(job, one).pk for one in (*told, *many)]
    here = f"/jobs/{job.pk}/pipeline/many/reject"

    with django_assert_max_num_queries(25):
        asked = client.post(here, {"who": who}, headers=HTMX).content.decode()
    silent = client.post(here, {"who": who, "letter": ""}, headers={**HTMX, "HX-Target": "many-letter"})

    assert "2 people get an e-mail each, in ten minutes." in asked
    assert "30 people have no address that can be written to:" in asked
    assert "and 20 more" in asked
    assert "As Bo Ek reads it" in asked
    assert "Hello Bo," in asked
    assert '<option value="0" selected>' in asked
    assert "Nobody gets an e-mail." in silent.content.decode()
    assert 'name="reason"' not in silent.content.decode()


@pytest.mark.parametrize(
    ("letter", "said", "many"),
    [("0", "Reject: 2 people. 1 gets an e-mail in ten minutes.", 1), ("", "Reject: 2 people.", 0)],
)
def test_many_are_rejected_with_or_without_an_e_mail(
    client: Client, job: Job, rhea: User, letter: str, said: str, many: int
):
    client.force_login(rhea)
    known = personas.candidate("Bo", "Ek", emails=("bo@lamps.se",))
    who = [personas.applicant(job, one).pk for one in (known, personas.candidate())]
    answer = {"who": who, "sure": "1", "reason": "skills", "comment": "", "letter": letter}

    rejected = client.post(f"/jobs/{job.pk}/pipeline/many/reject", answer, headers=HTMX)
    bulk = client.get(f"/bulk/{Bulk.objects.get().pk}").content.decode()

    assert json.loads(rejected["HX-Trigger"])["toast"]["text"] == said
    assert Email.objects.count() == many
    assert ("1 person gets an e-mail, ten minutes after" in bulk) == bool(many)


def test_a_template_that_is_not_offered_is_refused_beside_its_field(
    client: Client, job: Job, rhea: User, people: list[Application]
):
    client.force_login(rhea)
    answer = {"who": [people[0].pk], "sure": "1", "reason": "skills", "letter": "4711"}

    refused = client.post(f"/jobs/{job.pk}/pipeline/many/reject", answer, headers=HTMX)

    assert refused.status_code == 422
    assert "4711 is not one of the available choices" in refused.content.decode()
    assert not Bulk.objects.exists()
