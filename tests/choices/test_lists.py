"""Own entries of the lists: who adds them, what they may be called, and wherever they are chosen and shown (A150)."""

import dataclasses
import json
import re

import pytest
from django.test import Client
from django.utils import translation

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.analytics import actions as counting
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.choices import actions, queries
from skaffa.choices.actions import Words
from skaffa.choices.models import Choice, ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs import files
from skaffa.jobs import queries as job_queries
from skaffa.jobs.approvals import actions as approvals
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db

SEASONAL = Words(name_en="Seasonal", name_sv="Säsong", counts_as="temporary")
NO_PERMIT = Words(name_en="No permit", name_sv="Inget tillstånd")


@pytest.fixture
def seasonal(ada: User, at) -> Choice:
    """An own employment type."""
    return actions.add("employment_type", SEASONAL, by=Actor.of(ada), at=at)


@pytest.fixture
def no_permit(ada: User, at) -> Choice:
    """An own rejection reason."""
    return actions.add("rejection_reason", NO_PERMIT, by=Actor.of(ada), at=at)


def retired(one: Choice, ada: User, at) -> None:
    actions.retire(one.list, one.code, by=Actor.of(ada), at=at)


# --- the list ---------------------------------------------------------------------------------------------------------
def test_own_entries_stand_after_the_built_in_ones_and_before_other(no_permit: Choice):
    with translation.override("sv"):
        offered = Lists().offered("rejection_reason")

    assert [label for _code, label in offered[-3:]] == ["Inte intresserad", "Inget tillstånd", "Annat"]
    assert offered[-2] == ("no-permit", "Inget tillstånd")


@pytest.mark.parametrize(
    ("name_en", "name_sv", "wrong"),
    [
        ("", "Säsong", {"name_en"}),
        ("x" * 81, "Säsong", {"name_en"}),
        ("full-TIME", "Säsong", {"name_en"}),
        ("Full  time", "Säsong", {"name_en"}),
        ("Flexible", "HELTID", {"name_sv"}),
        ("gig", "Säsong", {"name_en"}),
        ("Flexible", "gigg", {"name_sv"}),
        ("Gig", "Gigg", {"name_en", "name_sv"}),
    ],
)
def test_a_name_is_free_in_its_list_and_language(name_en: str, name_sv: str, wrong: set[str], ada: User, at):
    by = Actor.of(ada)
    retired(actions.add("employment_type", Words(name_en="Gig", name_sv="Gigg"), by=by, at=at), ada, at)

    with pytest.raises(refusals.Invalid) as refused:
        actions.add("employment_type", Words(name_en=name_en, name_sv=name_sv), by=by, at=at)

    assert set(refused.value.fields) == wrong
    assert actions.add("seniority", Words(name_en="Gig", name_sv="Gigg"), by=by, at=at).code == "gig"


@pytest.mark.parametrize(
    ("of", "counts_as"), [("employment_type", "entry"), ("employment_type", "gig"), ("rejection_reason", "skills")]
)
def test_only_a_built_in_entry_of_its_list_is_what_one_counts_as(of: str, counts_as: str, ada: User, at):
    with pytest.raises(refusals.Invalid) as refused:
        actions.add(of, dataclasses.replace(SEASONAL, counts_as=counts_as), by=Actor.of(ada), at=at)

    assert set(refused.value.fields) == {"counts_as"}


def test_every_entry_has_a_code_of_its_own_that_never_changes(ada: User, at):
    by = Actor.of(ada)
    names = ("大学", "展覧会", "Full_time!", "An employment type that is long", "An employment type that is longer")

    made = [actions.add("employment_type", Words(name_en=name, name_sv=name), by=by, at=at) for name in names]
    renamed = actions.change("employment_type", made[0].code, SEASONAL, by=by, at=at)

    codes = [one.code for one in made]
    assert len(set(codes)) == len(names)
    assert not set(codes) & {"full_time"}
    assert all(0 < len(code) <= 20 for code in codes)
    assert (renamed.code, str(renamed)) == (codes[0], "Seasonal")


def test_an_entry_keeps_its_own_names(seasonal: Choice, ada: User, at):
    same = actions.change("employment_type", "seasonal", SEASONAL, by=Actor.of(ada), at=at)

    assert (same.name_en, same.name_sv) == ("Seasonal", "Säsong")


@pytest.mark.parametrize(("of", "code"), [("employment_type", "full_time"), ("seniority", "x"), ("colours", "red")])
def test_what_is_built_in_or_unknown_stays_as_it_is(of: str, code: str, ada: User, at):
    with pytest.raises(queries.ChoiceUnknown):
        actions.retire(of, code, by=Actor.of(ada), at=at)


def test_what_is_built_in_is_named_without_a_question(django_assert_num_queries, seasonal: Choice):
    lists = Lists()

    with django_assert_num_queries(0):
        assert lists.name("employment_type", "full_time") == "Full-time"
        assert lists.name("seniority", "") == ""
    with django_assert_num_queries(1):
        assert [lists.name("employment_type", "seasonal") for _time in range(9)] == ["Seasonal"] * 9
        assert lists.name("rejection_reason", "gone") == "gone"


def test_administrators_keep_the_lists(client: Client, ada: User, clock: Watch):
    client.force_login(ada)
    named = {"name_en": "Seasonal", "name_sv": "Säsong", "counts_as": "temporary"}

    client.post("/admin-center/lists/employment_type", named)
    client.post("/admin-center/lists/employment_type/seasonal", named | {"name_en": "Summer"})
    client.post("/admin-center/lists/employment_type/seasonal/retire")
    refused = client.post("/admin-center/lists/employment_type", named | {"name_en": "Winter"})

    assert refused.status_code == 422
    assert "There is an entry of this name." in refused.content.decode()
    page = client.get("/admin-center/lists").content.decode()
    assert "Summer" in page
    assert "counts as Temporary" in page
    assert "Offer again" in page
    client.post("/admin-center/lists/employment_type/seasonal/restore")
    assert Choice.objects.get().retired_at is None
    assert 'name="counts_as"' not in client.get("/admin-center/lists/rejection_reason").content.decode()
    assert client.get("/admin-center/lists/colours").status_code == 404


# --- a job ------------------------------------------------------------------------------------------------------------
def test_a_job_has_an_own_employment_type_and_keeps_a_retired_one(
    seasonal: Choice, rhea: User, ada: User, clock: Watch
):
    job = personas.draft(rhea, employment_type="seasonal")
    retired(seasonal, ada, clock.tick())
    kept = dataclasses.replace(job_queries.details(job), title="Diver")

    assert jobs.edit(job, kept, by=Actor.of(rhea), at=clock.tick()).employment_type == "seasonal"
    with pytest.raises(refusals.Invalid) as refused:
        personas.draft(rhea, employment_type="seasonal")
    assert set(refused.value.fields) == {"employment_type"}


def test_the_form_offers_what_can_be_chosen_and_what_the_job_has(
    client: Client, seasonal: Choice, rhea: User, ada: User, clock: Watch
):
    client.force_login(rhea)
    with_it, without = personas.draft(rhea, employment_type="seasonal"), personas.draft(rhea, code="X-1")
    assert '<option value="seasonal">Seasonal</option>' in client.get(f"/jobs/{without.pk}/edit").content.decode()

    retired(seasonal, ada, clock.tick())

    assert '<option value="seasonal" selected>' in client.get(f"/jobs/{with_it.pk}/edit").content.decode()
    assert "seasonal" not in client.get(f"/jobs/{without.pk}/edit").content.decode()
    assert "Seasonal" in client.get(f"/jobs/{with_it.pk}/").content.decode()


def test_an_approver_reads_its_name(client: Client, seasonal: Choice, rhea: User, ivan: User, clock: Watch):
    job = personas.draft(rhea, employment_type="seasonal")
    approvals.add_approver(job, ivan, by=Actor.of(rhea), at=clock.tick())
    approvals.send(job, by=Actor.of(rhea), at=clock.tick())
    client.force_login(ivan)

    assert "Seasonal" in client.get(f"/jobs/{job.pk}/approval").content.decode()


def test_the_public_reads_its_name_and_search_engines_what_it_counts_as(client: Client, rhea: User, ada: User, at):
    actions.add("employment_type", SEASONAL, by=Actor.of(ada), at=at)
    actions.add("employment_type", Words(name_en="Gig", name_sv="Gigg"), by=Actor.of(ada), at=at)
    summer = personas.active_job(rhea, employment_type="seasonal")
    gig = personas.active_job(rhea, code="G-1", employment_type="gig")

    shown = client.get(f"/careers/{summer.code}", headers={"accept-language": "sv"}).content.decode()

    assert "Säsong" in shown
    assert '"employmentType": "TEMPORARY"' in shown
    assert '"employmentType": "OTHER"' in client.get(f"/careers/{gig.code}").content.decode()
    listed = client.get("/careers/").content.decode()
    assert "Seasonal" in listed
    assert "Gig" in listed


@pytest.mark.parametrize("written", ["Säsong", "SEASONAL", " seasonal "])
def test_a_file_says_it_in_any_language(written: str, seasonal: Choice, ada: User, at):
    def read() -> files.Row:
        lines = [(2, ["Diver", written, "entry level"])]
        return next(files.rows(["Title", "Employment type", "Seniority"], lines, country="SE"))

    assert (read().details.employment_type, read().details.seniority) == ("seasonal", "entry")
    retired(seasonal, ada, at)
    assert read().details.employment_type == ""
    assert "The employment type is not one we know." in read().shortcomings


# --- a rejection ------------------------------------------------------------------------------------------------------
def test_somebody_is_rejected_for_an_own_reason_which_everything_names(
    client: Client, job: Job, no_permit: Choice, rhea: User, clock: Watch
):
    client.force_login(rhea)
    one = personas.applicant(job)
    assert "No permit" in client.get(f"/applications/{one.pk}/reject").content.decode()

    client.post(f"/applications/{one.pk}/reject", {"reason": "no-permit"})

    assert Application.objects.get(pk=one.pk).rejection_reason == "no-permit"
    for page in (
        f"/jobs/{job.pk}/applicants?show=closed",
        f"/candidates/{one.candidate_id}/",
        f"/candidates/{one.candidate_id}/activity",
        f"/jobs/{job.pk}/activity",
    ):
        assert "No permit" in client.get(page).content.decode(), page
    while counting.count_next():
        pass
    figures = client.get(f"/analytics/rejections.csv?from={START:%Y-%m}&to={START:%Y-%m}").content.decode()
    assert re.search(r"No permit.1.", figures)


def test_a_reason_that_is_not_offered_is_refused(job: Job, no_permit: Choice, rhea: User, ada: User, clock: Watch):
    one = personas.applicant(job)
    retired(no_permit, ada, clock.tick())

    for reason in ("no-permit", "nonsense", ""):
        with pytest.raises(refusals.Invalid):
            applications.reject(one, reason=reason, by=SYSTEM, at=clock.tick())


def test_programs_read_every_list():
    known = queries.every(Lists(), *ChoiceList)

    assert {one.list for one in known} == set(ChoiceList)
    assert json.loads(json.dumps(known[0]))[1:4] == ["experience", "Experience", "Erfarenhet"]
