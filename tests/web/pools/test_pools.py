"""The pages of talent pools, as people use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.documents.models import Document
from skaffa.imports.models import Import
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.pools import actions, queries
from skaffa.pools.models import Contributor, Membership, Pool
from tests import personas
from tests.personas import START, Watch
from tests.web import html

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pool(rhea: User) -> Pool:
    return actions.create("Divers", by=Actor.of(rhea), at=START)


@pytest.fixture
def greta(pool: Pool, rhea: User) -> Candidate:
    """In the pool."""
    person = personas.candidate("Greta", "Lund", headline="Lamp keeper", emails=("greta@example.com",))
    actions.add(pool, person, by=Actor.of(rhea), at=START)
    return person


@pytest.fixture
def recruiter(client: Client, rhea: User) -> Client:
    client.force_login(rhea)
    return client


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def fill(pool: Pool, many: int) -> None:
    """So many people with everything a row shows."""
    put = actions.filler(pool, by=SYSTEM, at=START)
    for person in personas.crowd(many, "Otto", emails=("o@example.com",)):
        put(person)


def test_talent_pools_are_a_place_of_their_own_for_those_who_may_use_them(client: Client, rhea: User, stan: User):
    client.force_login(rhea)
    assert 'data-keys="g p"' in shown(client, "/")
    client.force_login(stan)
    assert 'data-keys="g p"' not in shown(client, "/")
    assert client.get("/talent-pools/").status_code == 403


def test_without_pools_the_page_says_what_they_are_for(client: Client, recruiter: Client, reed: User):
    assert "Create your first talent pool" in shown(recruiter, "/talent-pools/")
    assert "No talent pool matches" in shown(recruiter, "/talent-pools/", q="zeppelin")
    client.force_login(reed)
    assert "Create your first talent pool" not in shown(client, "/talent-pools/")


def test_cards_say_whose_they_are_and_how_many_are_in_them_the_linkedin_pool_first(
    recruiter: Client, pool: Pool, greta: Candidate, hal: User, rhea: User
):
    actions.gather_shared(personas.candidate("Mina"), at=START)
    others = actions.create("archers", by=Actor.of(hal), at=START)
    actions.share(others, rhea, by=Actor.of(hal), at=START)

    answer = recruiter.get("/talent-pools/")
    cards = [(str(card), answer.context["counts"][card.pk]) for card in answer.context["page"].rows]

    assert cards == [("LinkedIn talent pool", 1), ("archers", 0), ("Divers", 1)]
    page = answer.content.decode()
    assert "Hal Persona" in page
    assert "Yours" in page
    assert f"/talent-pools/{others.pk}/edit" not in page
    assert "archers" not in shown(recruiter, "/talent-pools/", whose="mine")
    assert "Divers" not in shown(recruiter, "/talent-pools/", whose="shared")
    assert [str(card) for card in recruiter.get("/talent-pools/?q=linkedin").context["page"].rows] == [
        "LinkedIn talent pool"
    ]


def test_as_many_questions_for_a_thousand_people_as_for_ten(
    recruiter: Client, pool: Pool, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    fill(pool, 10)
    with django_assert_max_num_queries(24) as few:
        assert "Load more" not in shown(recruiter, f"/talent-pools/{pool.pk}/")
    with django_assert_max_num_queries(14) as cards:
        shown(recruiter, "/talent-pools/")
    fill(pool, 990)
    for number in range(20):
        actions.create(f"Pool {number}", by=Actor.of(rhea), at=START)

    with django_assert_max_num_queries(len(few.captured_queries)):
        page = shown(recruiter, f"/talent-pools/{pool.pk}/")
    with django_assert_max_num_queries(len(few.captured_queries)):
        shown(recruiter, f"/talent-pools/{pool.pk}/", q="otto")
    with django_assert_max_num_queries(len(cards.captured_queries)):
        assert "1,000" in shown(recruiter, "/talent-pools/")

    assert page.count('class="row-title"') == 25
    assert "Load more" in page


def test_the_list_goes_on_where_it_ended_and_nobody_is_missed(recruiter: Client, pool: Pool):
    fill(pool, 120)
    seen, address = [], f"/talent-pools/{pool.pk}/"
    while address:
        answer = recruiter.get(address)
        seen += [row.candidate.pk for row in answer.context["rows"]]
        cursor = answer.context["page"].next_cursor
        address = f"/talent-pools/{pool.pk}/?cursor={cursor}" if cursor else ""

    assert len(seen) == len(set(seen)) == 120


def test_people_are_found_in_the_pool_alone(recruiter: Client, pool: Pool, greta: Candidate):
    personas.candidate("Greta", "Elsewhere")

    page = shown(recruiter, f"/talent-pools/{pool.pk}/", q="greta")

    assert "Greta Lund" in page
    assert "Elsewhere" not in page
    assert "Nobody in this talent pool matches" in shown(recruiter, f"/talent-pools/{pool.pk}/", q="zeppelin")


def test_contributors_are_picked_one_after_the_other_before_anything_is_saved(
    recruiter: Client, hal: User, ada: User, stan: User
):
    first = shown(recruiter, "/talent-pools/new")
    assert "hal@example.com" in first
    assert "stan@example.com" not in first
    picked = recruiter.post("/talent-pools/new", {"name": "Divers", "pick": hal.pk}).content.decode()
    [form] = [form for form in html.forms(picked) if "contributors" in form.values()]
    assert form.values()["contributors"] == [str(hal.pk)]
    assert form.values()["name"] == ["Divers"]
    both = recruiter.post("/talent-pools/new", form.values() | {"pick": [str(ada.pk)]}).content.decode()
    [form] = [form for form in html.forms(both) if "contributors" in form.values()]
    assert sorted(form.values()["contributors"]) == sorted([str(hal.pk), str(ada.pk)])
    less = recruiter.post("/talent-pools/new", form.values() | {"drop": [str(hal.pk)]}).content.decode()
    [form] = [form for form in html.forms(less) if "contributors" in form.values()]
    assert not Pool.objects.exists()

    recruiter.post("/talent-pools/new", form.values() | {"create": ["1"], "contributors": [str(ada.pk), str(stan.pk)]})

    assert Contributor.objects.get().user == ada
    assert Pool.objects.get().name == "Divers"


def test_a_taken_name_is_explained_beside_the_field_and_nobody_picked_is_lost(recruiter: Client, pool: Pool, hal: User):
    answer = recruiter.post("/talent-pools/new", {"name": "divers", "contributors": hal.pk, "create": "1"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Another talent pool has this name" in page
    assert f'name="contributors" value="{hal.pk}"' in page


def test_the_owner_shares_renames_and_deletes_and_reads_what_is_lost(
    recruiter: Client, pool: Pool, greta: Candidate, hal: User
):
    here = f"/talent-pools/{pool.pk}"
    recruiter.post(f"{here}/access", {"user": hal.pk})
    assert "hal@example.com" in shown(recruiter, f"{here}/access")
    recruiter.post(f"{here}/edit", {"name": "Deep divers"})
    asked = shown(recruiter, f"{here}/delete")
    assert "The list of 1 person is lost for good. The person stays a candidate" in asked
    assert "1 contributor loses it too." in asked
    dialog = recruiter.get(f"{here}/delete", headers=HTMX)
    assert dialog["HX-Retarget"] == "#dialog"
    assert Pool.objects.get().name == "Deep divers"
    recruiter.post(f"{here}/access/{hal.pk}/remove")
    assert not Contributor.objects.exists()

    recruiter.post(f"{here}/delete")

    assert not Pool.objects.exists()
    assert Candidate.objects.filter(pk=greta.pk).exists()


def test_a_contributor_adds_and_removes_and_is_offered_nothing_else(
    client: Client, pool: Pool, greta: Candidate, rhea: User, hal: User
):
    actions.share(pool, hal, by=Actor.of(rhea), at=START)
    client.force_login(hal)

    page = shown(client, f"/talent-pools/{pool.pk}/")

    assert f"/talent-pools/{pool.pk}/add" in page
    assert f"/people/{greta.pk}/remove" in page
    assert f"/talent-pools/{pool.pk}/delete" not in page
    assert client.get(f"/talent-pools/{pool.pk}/edit").status_code == 403
    assert client.post(f"/talent-pools/{pool.pk}/access", {"user": hal.pk}).status_code == 403


def test_a_reader_reads_and_is_offered_nothing(client: Client, pool: Pool, greta: Candidate, reed: User):
    client.force_login(reed)

    page = shown(client, f"/talent-pools/{pool.pk}/")

    assert "Greta Lund" in page
    for act in ("/add", "/remove", "/delete", "/edit"):
        assert f'{act}"' not in page
    assert "Add to talent pool" not in shown(client, f"/candidates/{greta.pk}/")


def test_who_is_removed_leaves_an_offer_to_undo_it_in_their_place(recruiter: Client, pool: Pool, greta: Candidate):
    here = f"/talent-pools/{pool.pk}/people/{greta.pk}"

    gone = recruiter.post(f"{here}/remove", headers=HTMX).content.decode()
    assert "Greta Lund has been removed from this talent pool." in gone
    assert f"{here}/put-back" in gone
    assert 'id="count-people" hx-swap-oob="true">0<' in gone
    back = recruiter.post(f"{here}/put-back", headers=HTMX).content.decode()

    assert f"/candidates/{greta.pk}/?pool={pool.pk}" in back
    assert 'hx-swap-oob="true">1<' in back
    assert Membership.objects.get().removed_at is None


def test_without_a_script_the_offer_to_undo_stands_above_the_list(recruiter: Client, pool: Pool, greta: Candidate):
    answer = recruiter.post(f"/talent-pools/{pool.pk}/people/{greta.pk}/remove", follow=True)

    assert f"/people/{greta.pk}/put-back" in answer.content.decode()
    assert "put-back" not in shown(recruiter, f"/talent-pools/{pool.pk}/", removed="abc")


def test_a_typed_in_person_comes_in_with_their_document(recruiter: Client, pool: Pool):
    typed = {"email": "nils@example.com", "first_name": "Nils", "source": "referral"}
    address = f"/talent-pools/{pool.pk}/add"
    assert recruiter.post(address, {**typed, "email": ""}).status_code == 422
    bad = recruiter.post(address, {**typed, "file": SimpleUploadedFile("x.exe", b"MZ")})
    assert bad.status_code == 422
    assert "Choose a PDF" in bad.content.decode()
    assert not Candidate.objects.exists()

    added = recruiter.post(address, {**typed, "file": personas.text_file("Knows the tides.")}, follow=True)
    again = recruiter.post(address, typed, follow=True)

    assert "Nils has been added." in added.content.decode()
    assert "Nils was here already." in again.content.decode()
    assert Document.objects.get().candidate == Candidate.objects.get()


def test_a_colleague_is_found_in_the_directory(recruiter: Client, pool: Pool, hal: User):
    address = f"/talent-pools/{pool.pk}/add/internal"
    assert "hal@example.com" not in shown(recruiter, address)
    assert "hal@example.com" in shown(recruiter, address, q="HAL@")
    assert "Nobody who works here" in shown(recruiter, address, q="nobody@")

    recruiter.post(address, {"user": hal.pk})

    assert "Internal" in shown(recruiter, f"/talent-pools/{pool.pk}/")
    assert recruiter.post(address, {"user": 0}).status_code == 404


def test_the_candidate_one_opened_from_a_pool_leads_back_to_it_from_every_tab(
    recruiter: Client, client: Client, pool: Pool, greta: Candidate, hal: User
):
    for tab in ("", "documents", "notes", "linkedin", "activity"):
        page = shown(recruiter, f"/candidates/{greta.pk}/{tab}", pool=str(pool.pk))
        assert f'<a class="breadcrumb-line" href="/talent-pools/{pool.pk}/"><bdi>Divers</bdi></a>' in page
        assert f"/candidates/{greta.pk}/linkedin?pool={pool.pk}" in page
    assert "breadcrumb-line" in shown(recruiter, f"/candidates/{greta.pk}/", pool="x")
    client.force_login(hal)
    assert "Divers" not in shown(client, f"/candidates/{greta.pk}/", pool=str(pool.pk))


def test_somebody_is_put_into_a_pool_from_their_page_and_from_a_jobs_lists(
    recruiter: Client, pool: Pool, job: Job, hal: User
):
    hidden = actions.create("Archers", by=Actor.of(hal), at=START)
    prospect, applicant = personas.prospect(job), personas.applicant(job)
    for tab, application in (("prospects", prospect), ("applicants", applicant)):
        assert f"/applications/{application.pk}/menu?tab={tab}" in shown(recruiter, f"/jobs/{job.pk}/{tab}")
        assert "Add to talent pool" in shown(recruiter, f"/applications/{application.pk}/menu?tab={tab}")

    for application in (prospect, applicant):
        here = f"/candidates/{application.candidate_id}/pools"
        dialog = recruiter.get(here, headers=HTMX).content.decode()
        assert "Divers" in dialog
        assert "Archers" not in dialog
        answer = recruiter.post(here, {"pool": pool.pk}, headers=HTMX)
        assert "In this talent pool" in answer.content.decode()
        assert "is in Divers" in answer["HX-Trigger"]

    assert queries.counts([pool]) == {pool.pk: 2}
    assert recruiter.post(here, {"pool": hidden.pk}).status_code == 404
    assert "Divers" in shown(recruiter, f"/candidates/{prospect.candidate_id}/")


def test_the_search_inside_a_dialog_answers_with_what_was_found(recruiter: Client, pool: Pool, greta: Candidate):
    answer = recruiter.get(f"/candidates/{greta.pk}/pools?q=zeppelin", headers={**HTMX, "HX-Target": "found"})

    assert "HX-Retarget" not in answer
    assert "No talent pool matches" in answer.content.decode()


def test_somebody_from_a_pool_is_put_on_a_job(recruiter: Client, greta: Candidate, job: Job, rhea: User, hal: User):
    without = personas.active_job(rhea, "Diver", enable_prospects=False)
    personas.active_job(hal, "Secret rower", role=TeamRole.HIRING_MANAGER)
    personas.draft(rhea, "Draft rower")

    dialog = shown(recruiter, f"/candidates/{greta.pk}/jobs")
    assert all(title in dialog for title in (job.title, "Diver"))
    assert "rower" not in dialog
    assert "Diver" not in shown(recruiter, f"/candidates/{greta.pk}/jobs", q="lamp").split("found")[1]
    pool = Pool.objects.get()
    answer = recruiter.post(f"/candidates/{greta.pk}/jobs?pool={pool.pk}", {"job": job.pk}, follow=True)
    assert answer.redirect_chain == [(f"/candidates/{greta.pk}/?pool={pool.pk}", 302)]
    first = answer.content.decode()
    second = recruiter.post(f"/candidates/{greta.pk}/jobs", {"job": without.pk}, follow=True).content.decode()

    assert "Greta Lund is a prospect for Lamp keeper." in first
    assert "Greta Lund is an applicant for Diver." in second
    assert set(Application.objects.values_list("stage__kind", flat=True)) == {"prospect", "application"}
    assert "On this job" in shown(recruiter, f"/candidates/{greta.pk}/jobs")


def test_a_hiring_manager_who_may_not_handle_prospects_is_not_offered_the_job(
    client: Client, greta: Candidate, hal: User
):
    kept = personas.active_job(hal, "Diver", role=TeamRole.HIRING_MANAGER, hiring_managers_handle_prospects=False)
    personas.active_job(hal, "Rower", role=TeamRole.HIRING_MANAGER)
    client.force_login(hal)

    dialog = shown(client, f"/candidates/{greta.pk}/jobs")

    assert "Rower" in dialog
    assert "Diver" not in dialog
    assert client.post(f"/candidates/{greta.pk}/jobs", {"job": kept.pk}).status_code == 403


def test_who_was_rejected_for_the_job_before_can_be_taken_up_again(
    recruiter: Client, greta: Candidate, job: Job, clock: Watch
):
    before = personas.prospect(job, greta)
    applications.reject(before, reason="skills", by=SYSTEM, at=clock.tick())

    answer = recruiter.post(f"/candidates/{greta.pk}/jobs", {"job": job.pk})

    assert answer.status_code == 409
    assert f"/applications/{before.pk}/reopen" in answer.content.decode()
    jobs.close(job, reason="cancelled", by=SYSTEM, at=clock.tick())
    assert recruiter.post(f"/candidates/{greta.pk}/jobs", {"job": job.pk}).status_code == 409


def test_a_file_for_the_pool_goes_through_the_import_of_candidates(recruiter: Client, pool: Pool, clock: Watch):
    there = recruiter.get(f"/talent-pools/{pool.pk}/add/excel")["Location"]
    assert f'value="pool-{pool.pk}"' in recruiter.get(there).content.decode()

    file = SimpleUploadedFile("people.csv", b"E-mail;First name\notto@example.com;Otto\n")
    recruiter.post("/candidates/import", {"file": file, "place": f"pool-{pool.pk}"})
    run = Import.objects.get()
    assert run.pool == pool
    recruiter.post(f"/imports/{run.pk}/columns", {"check": "1", "column-0": "email", "column-1": "first_name",
        "source": "referral", "place": f"pool-{pool.pk}"})  # fmt: skip
    reading.read_all(run.pk)
    recruiter.post(f"/imports/{run.pk}/begin")
    assert "People are being added from people.csv" in recruiter.get(f"/talent-pools/{pool.pk}/").content.decode()
    while taking.take_next(run.pk, at=clock.tick()):
        pass

    assert [one.candidate.first_name for one in Membership.objects.filter(pool=pool)] == ["Otto"]


def test_the_linkedin_pool_offers_to_take_somebody_out_and_nothing_else(recruiter: Client, clock: Watch):
    made = actions.gather_shared(personas.candidate("Mina"), at=clock.tick()).pool
    here = f"/talent-pools/{made.pk}"

    page = shown(recruiter, f"{here}/")

    assert "/remove" in page
    assert f"{here}/add" not in page
    assert "Manage access" not in page
    assert recruiter.get(f"{here}/access").status_code == 409
    assert recruiter.get(f"{here}/add").status_code == 409
