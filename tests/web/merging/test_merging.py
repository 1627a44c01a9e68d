"""Merging on the pages: finding the other record, side by side, the merge, the way back, and where old addresses lead."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.candidates import queries as people
from skaffa.candidates.merging import actions, queries
from skaffa.candidates.models import Candidate, Merge
from skaffa.jobs.models import Job, TeamRole
from skaffa.keys import actions as keys
from skaffa.notes import actions as notes
from skaffa.pools import actions as pools
from skaffa.search import actions as search
from tests import personas
from tests.personas import START, Watch
from tests.web import html

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def anna() -> Candidate:
    return personas.candidate("Anna", "Berg", headline="Lamp keeper", emails=("anna@example.com",))


@pytest.fixture
def ann() -> Candidate:
    return personas.candidate("Ann", "Berg", headline="Keeper of lamps", emails=("ann@example.com",), skills=("Oil",))


@pytest.fixture
def desk(client: Client, rhea: User, clock: Watch) -> Client:
    client.force_login(rhea)
    return client


def said(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_everybody_of_the_name_is_proposed_and_others_are_searched_for(desk: Client, anna: Candidate):
    twin, other = personas.candidate("Anna", "Berg"), personas.candidate("Nils", "Lind")
    search.freshen()

    proposed = said(desk, f"/candidates/{anna.pk}/merge/")
    searched = said(desk, f"/candidates/{anna.pk}/merge/?q=Nils")

    assert f"/candidates/{anna.pk}/merge/{twin.pk}" in proposed
    assert f"/candidates/{anna.pk}/merge/{other.pk}" not in proposed
    assert f"/candidates/{anna.pk}/merge/{anna.pk}" not in proposed
    assert f"/candidates/{anna.pk}/merge/{other.pk}" in searched
    assert "Nobody else matches" in said(desk, f"/candidates/{anna.pk}/merge/?q=Xerxes")
    assert "Type a name" in said(desk, f"/candidates/{anna.pk}/merge/?q=")


def test_the_page_says_what_differs_and_what_happens(
    desk: Client, anna: Candidate, ann: Candidate, job: Job, rhea: User
):
    for one in (anna, ann):
        personas.applicant(job, one)
        personas.document(one, b"The same.\n", name="cv.txt")
        notes.write(one, text="Calm.", by=Actor.of(rhea), at=START)
    pool = pools.create("Divers", by=Actor.of(rhea), at=START)
    for one in (anna, ann):
        pools.add(pool, one, by=Actor.of(rhea), at=START)

    page = said(desk, f"/candidates/{anna.pk}/merge/{ann.pk}")

    assert 'name="first_name"' in page
    assert 'name="headline"' in page
    assert 'name="last_name"' not in page
    assert "This moves: 1 note." in page
    assert "Both are considered for Lamp keeper" in page
    assert "Both have the same file, cv.txt" in page
    assert "Both are in Divers" in page


def test_one_press_merges_and_another_undoes_it(desk: Client, anna: Candidate, ann: Candidate):
    page = f"/candidates/{anna.pk}/merge/{ann.pk}"
    answer = desk.post(page, {"first_name": "kept", "headline": "absorbed"}, follow=True)
    merged = answer.content.decode()
    merge = Merge.objects.get()

    assert answer.redirect_chain[-1][0] == f"/candidates/{anna.pk}/"
    assert "Keeper of lamps" in merged
    assert f'data-undo-at="/merges/{merge.pk}/undo"' in merged
    assert "Ann Berg" in said(desk, f"/candidates/{anna.pk}/activity")

    undone = desk.post(f"/merges/{merge.pk}/undo", follow=True)

    assert undone.redirect_chain[-1][0] == f"/candidates/{anna.pk}/"
    assert "The merge has been undone" in undone.content.decode()
    assert Candidate.objects.get(pk=anna.pk).headline == "Lamp keeper"
    assert "undid the merge of this record" in said(desk, f"/candidates/{ann.pk}/activity")
    assert "Merged records" not in said(desk, f"/candidates/{anna.pk}/activity")
    assert desk.post(f"/merges/{merge.pk}/undo").status_code == 409


def test_which_address_comes_first_is_asked_and_the_undo_gives_back_the_former(
    desk: Client, anna: Candidate, ann: Candidate
):
    page = f"/candidates/{anna.pk}/merge/{ann.pk}"
    assert "Primary e-mail address" in said(desk, page)
    assert asked(desk, page, "primary_email") == {"kept": True, "absorbed": False}
    assert asked(desk, f"{page}?primary_email=absorbed", "primary_email") == {"kept": False, "absorbed": True}

    desk.post(page, {"primary_email": "absorbed"})

    assert emails(anna) == ["ann@example.com", "anna@example.com"]
    desk.post(f"/merges/{Merge.objects.get().pk}/undo")
    assert (emails(anna), emails(ann)) == (["anna@example.com"], ["ann@example.com"])


def test_one_address_of_both_is_not_asked_about(desk: Client, anna: Candidate):
    twin = personas.candidate("Anna", "Berg", headline="Lamp keeper", emails=("Anna@Example.com",))

    assert "primary_email" not in said(desk, f"/candidates/{anna.pk}/merge/{twin.pk}")


def asked(client: Client, path: str, name: str) -> dict[str, bool]:
    """What can be chosen on the page, and what is."""
    fields = [field for form in html.forms(said(client, path)) for field in form.fields]
    return {field.value: field.checked for field in fields if (field.name, field.kind) == (name, "radio")}


def emails(candidate: Candidate) -> list[str]:
    """As they come to be written to, the first one in front."""
    return list(people.person(Candidate.objects.get(pk=candidate.pk)).emails)


def test_old_addresses_lead_to_the_kept_record(desk: Client, anna: Candidate, ann: Candidate, stan: User):
    actions.merge(anna, ann, {}, by=SYSTEM, at=START)

    for tab in ("", "documents", "notes", "activity?cursor="):
        answer = desk.get(f"/candidates/{ann.pk}/{tab}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/candidates/{anna.pk}/{tab}"
    late = desk.post(f"/candidates/{ann.pk}/edit", {"first_name": "Late"}, follow=True)
    assert "has been merged into another one meanwhile" in late.content.decode()
    assert Candidate.objects.get(pk=anna.pk).first_name == "Anna"
    desk.force_login(stan)
    assert desk.get(f"/candidates/{ann.pk}/").status_code == 404


def test_programs_are_told_where_a_record_went(
    client: Client, ada: User, anna: Candidate, ann: Candidate, clock: Watch
):
    secret = keys.make("Payroll", scopes=["candidates:read"], by=Actor.of(ada), at=START).secret
    actions.merge(anna, ann, {}, by=SYSTEM, at=START)

    answer = client.get(f"/api/v1/candidates/{ann.pk}", headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, answer.json()["code"]) == (410, "CandidateMerged")
    assert answer.json()["detail"] == f"This record has been merged into candidate {anna.pk}."


def test_what_the_reader_may_not_know_is_only_counted(
    desk: Client, anna: Candidate, ann: Candidate, hal: User, ada: User
):
    secret = personas.active_job(hal, "Secret keeper", role=TeamRole.HIRING_MANAGER, is_confidential=True)
    theirs = pools.create("Secret pool", by=Actor.of(ada), at=START)
    for one in (anna, ann):
        personas.applicant(secret, one)
        pools.add(theirs, one, by=Actor.of(ada), at=START)

    page = said(desk, f"/candidates/{anna.pk}/merge/{ann.pk}")

    assert "Secret" not in page
    assert "2 more that you may not see." in page


def test_the_page_asks_few_questions_however_much_there_is(
    desk: Client, anna: Candidate, ann: Candidate, rhea: User, job: Job
):
    def grow(many: int, first: int) -> int:
        for number in range(first, first + many):
            other = personas.active_job(rhea, f"Diver {number}")
            for one in (anna, ann):
                applications.add_applicant(other, one, source="recruiter", by=SYSTEM, at=START)
                personas.document(one, f"Page {number}\n".encode(), name=f"{number}.txt")
                notes.write(one, text="Calm.", by=Actor.of(rhea), at=START)
        with CaptureQueriesContext(connection) as asked:
            said(desk, f"/candidates/{anna.pk}/merge/{ann.pk}")
        return len(asked)

    said(desk, f"/candidates/{anna.pk}/merge/{ann.pk}")
    few, many = grow(2, 0), grow(6, 2)

    assert few == many
    assert many <= MOST, many


def test_the_other_way_round_keeps_the_other(desk: Client, anna: Candidate, ann: Candidate):
    assert f'href="/candidates/{ann.pk}/merge/{anna.pk}"' in said(desk, f"/candidates/{anna.pk}/merge/{ann.pk}")

    desk.post(f"/candidates/{ann.pk}/merge/{anna.pk}", {"first_name": "absorbed"})

    assert list(Candidate.objects.values_list("pk", "first_name")) == [(ann.pk, "Anna")]
    assert queries.lives_as(anna.pk) == ann.pk
