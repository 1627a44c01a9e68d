"""The pages of one job: details, activation, closing, process, activity, and who may do what."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.models import SecurityRole, User
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.personas import DESCRIPTION

DETAILS = {
    "title": "Lamp keeper",
    "description": DESCRIPTION,
    "city": "Gothenburg",
    "region": "",
    "country": "SE",
    "openings": "2",
    "employment_type": "full_time",
    "seniority": "",
    "enable_prospects": "on",
    "is_listed": "on",
    "confirm_to": "applying",
    "hiring_managers_handle_prospects": "on",
}
TABS = ("", "team", "process", "prospects", "applicants", "activity")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("who", ["rhea", "hal", "ada", "reed"])
def test_every_tab_opens_for_who_may_read_it(
    client: Client, job: Job, request: pytest.FixtureRequest, who: str, tab: str
):
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/jobs/{job.pk}/{tab}").status_code == 200


@pytest.mark.parametrize("tab", [*TABS, "edit", "close", "prospects/add", "applicants/add"])
def test_a_stranger_does_not_even_learn_that_the_job_exists(client: Client, job: Job, stan: User, tab: str):
    client.force_login(stan)

    assert client.get(f"/jobs/{job.pk}/{tab}").status_code == 404


@pytest.mark.parametrize("action", ["activate", "close", "delete", "edit", "team", "prospects/add", "applicants/add"])
def test_a_stranger_can_do_nothing_with_it(client: Client, job: Job, stan: User, action: str):
    client.force_login(stan)

    assert client.post(f"/jobs/{job.pk}/{action}", DETAILS).status_code == 404


@pytest.mark.parametrize("action", ["activate", "close", "delete", "edit", "team", "prospects/add", "applicants/add"])
@pytest.mark.parametrize("who", ["ivan", "reed"])
def test_who_only_reads_is_refused_and_told_whom_to_ask(
    client: Client, job: Job, ada: User, request: pytest.FixtureRequest, who: str, action: str
):
    client.force_login(request.getfixturevalue(who))

    answer = client.post(f"/jobs/{job.pk}/{action}", {**DETAILS, "role": "recruiter", "user": str(ada.pk)})

    assert answer.status_code == 403
    assert ada.email in answer.content.decode()


def test_an_interviewer_has_no_prospect_tab(client: Client, job: Job, ivan: User):
    client.force_login(ivan)

    assert f"/jobs/{job.pk}/prospects" not in client.get(f"/jobs/{job.pk}/").content.decode()
    assert client.get(f"/jobs/{job.pk}/prospects").status_code == 403


@pytest.mark.parametrize(("allowed", "status"), [(True, 200), (False, 403)])
def test_a_hiring_manager_sees_prospects_where_the_job_lets_them(
    client: Client, rhea: User, hal: User, allowed: bool, status: int
):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=allowed)
    client.force_login(hal)

    shown = client.get(f"/jobs/{job.pk}/").content.decode()

    assert client.get(f"/jobs/{job.pk}/prospects").status_code == status
    assert client.get(f"/jobs/{job.pk}/prospects/add").status_code == status
    assert (f"/jobs/{job.pk}/prospects" in shown) is allowed


def test_only_buttons_one_may_use_are_shown(client: Client, job: Job, rhea: User, hal: User, reed: User):
    def shown(user: User) -> str:
        client.force_login(user)
        return client.get(f"/jobs/{job.pk}/").content.decode()

    assert f"/jobs/{job.pk}/close" in shown(rhea)
    assert f"/jobs/{job.pk}/close" not in shown(hal)
    assert f"/jobs/{job.pk}/edit" in shown(hal)
    assert f"/jobs/{job.pk}/edit" not in shown(reed)


def test_a_job_is_edited(client: Client, rhea: User):
    job = personas.draft(rhea)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "title": "Keeper of lamps", "is_confidential": "on"})

    job.refresh_from_db()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.title, job.openings, job.is_confidential) == ("Keeper of lamps", 2, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("description", "x" * 25_001),
        ("description", "a\x00b"),
        ("country", "XX"),
        ("openings", "0"),
        ("openings", "many"),
        ("openings", "99999999999999999999"),
        ("employment_type", "gig"),
        ("seniority", "boss"),
        ("city", "x" * 121),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_the_rest_stays(client: Client, rhea: User, field: str, value: str):
    job = personas.draft(rhea)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "region": "typed with care", field: value})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_errors" in shown
    assert "typed with care" in shown
    job.refresh_from_db()
    assert job.region == ""


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مهندس الموانئ", "Lamp keeper 🏮", "'\"&<b>"])
def test_any_writing_is_kept_and_shown_as_written(client: Client, rhea: User, text: str):
    job = personas.draft(rhea)
    client.force_login(rhea)

    client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "title": text, "description": text})
    shown = client.get(f"/jobs/{job.pk}/").content.decode()

    job.refresh_from_db()
    assert job.title == job.description == text
    assert "<script>alert" not in shown
    assert "<b>" not in shown


def test_the_process_options_of_an_active_job_stay(client: Client, job: Job, rhea: User):
    client.force_login(rhea)
    given = {name: value for name, value in DETAILS.items() if name != "enable_prospects"}

    answer = client.post(f"/jobs/{job.pk}/edit", given | {"city": "Uddevalla"})

    job.refresh_from_db()
    assert answer.status_code == 302
    assert job.enable_prospects
    assert job.city == "Uddevalla"


def test_an_active_job_keeps_its_description(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "description": ""})

    assert answer.status_code == 422
    assert "id_description_errors" in answer.content.decode()


def test_before_activation_the_page_says_what_is_missing_and_what_linkedin_would_refuse(client: Client, rhea: User):
    job = personas.draft(rhea, description="Short.", city="")
    client.force_login(rhea)

    shown = client.get(f"/jobs/{job.pk}/").content.decode()

    assert "Ready to activate?" in shown
    assert "The location has no city." in shown
    assert "The description is shorter than 100 characters." in shown
    assert f"/jobs/{job.pk}/activate" not in shown


def test_activating_an_incomplete_job_is_refused_with_what_is_missing(client: Client, rhea: User):
    job = personas.draft(rhea, city="")
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/activate")

    job.refresh_from_db()
    assert answer.status_code == 409
    assert "The location has no city." in answer.content.decode()
    assert job.status == "draft"


def test_a_complete_job_is_activated_and_leads_to_its_prospects(client: Client, rhea: User):
    job = personas.draft(rhea)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/activate", follow=True)

    job.refresh_from_db()
    assert job.is_active
    assert answer.redirect_chain[0][0] == f"/jobs/{job.pk}/prospects"
    assert "The job is active." in answer.content.decode()


def test_a_job_without_prospects_has_no_prospect_tab(client: Client, rhea: User):
    job = personas.draft(rhea, enable_prospects=False)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/activate", follow=True)

    assert answer.redirect_chain[0][0] == f"/jobs/{job.pk}/applicants"
    assert f"/jobs/{job.pk}/prospects" not in answer.content.decode()


def test_an_imported_draft_shows_its_reasons_until_it_is_edited(client: Client, rhea: User):
    job = personas.draft(rhea)
    job.shortcomings = ["The row has no country."]
    job.save()
    client.force_login(rhea)

    before = client.get(f"/jobs/{job.pk}/").content.decode()
    client.post(f"/jobs/{job.pk}/edit", {**DETAILS, "city": "Lysekil"})
    after = client.get(f"/jobs/{job.pk}/").content.decode()

    assert "The row has no country." in before
    assert "The row has no country." not in after


def test_the_question_before_closing_says_what_exactly_happens(client: Client, job: Job, rhea: User):
    personas.prospect(job)
    personas.prospect(job)
    client.force_login(rhea)

    page = client.get(f"/jobs/{job.pk}/close").content.decode()
    dialog = client.get(f"/jobs/{job.pk}/close", headers={"HX-Request": "true"}).content.decode()

    for shown in (page, dialog):
        assert "2 prospects who are still active are closed" in shown
        assert "cannot be undone" in shown
    assert "<html" in page
    assert "<html" not in dialog
    assert "data-dialog-open" in dialog


def test_a_closed_job_shows_why(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/close", {"reason": "cancelled", "comment": "No ships any more."}, follow=True)

    job.refresh_from_db()
    shown = answer.content.decode()
    assert job.status == "closed"
    assert "Job cancelled" in shown
    assert "No ships any more." in shown
    assert f"/jobs/{job.pk}/edit" not in shown


@pytest.mark.parametrize("given", [{}, {"reason": "filled"}, {"reason": "cancelled", "comment": "x" * 2_001}])
def test_a_job_is_not_closed_for_a_reason_that_cannot_be(client: Client, job: Job, rhea: User, given: dict[str, str]):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/close", given, headers={"HX-Request": "true"})

    job.refresh_from_db()
    assert answer.status_code == 422
    assert "data-dialog-open" in answer.content.decode()
    assert job.is_active


def test_a_hiring_manager_cannot_close_a_job(client: Client, job: Job, hal: User):
    client.force_login(hal)

    assert client.post(f"/jobs/{job.pk}/close", {"reason": "cancelled"}).status_code == 403


def test_a_draft_can_be_deleted_and_an_active_job_cannot(client: Client, job: Job, rhea: User):
    draft = personas.draft(rhea)
    client.force_login(rhea)

    assert client.post(f"/jobs/{draft.pk}/delete")["Location"] == "/jobs/"
    assert client.post(f"/jobs/{job.pk}/delete").status_code == 409
    assert list(Job.objects.all()) == [job]


def test_the_process_says_that_it_is_frozen(client: Client, job: Job, rhea: User):
    draft = personas.draft(rhea)
    client.force_login(rhea)

    assert "Frozen since" in client.get(f"/jobs/{job.pk}/process").content.decode()
    assert "Frozen since" not in client.get(f"/jobs/{draft.pk}/process").content.decode()


def test_the_activity_tells_who_did_what(client: Client, job: Job, rhea: User):
    greta = personas.candidate("Greta", "Lund<b>")
    personas.prospect(job, greta, by=rhea)
    client.force_login(rhea)

    shown = client.get(f"/jobs/{job.pk}/activity").content.decode()

    assert "Rhea Persona activated the job." in shown
    assert f'Rhea Persona added <a href="/candidates/{greta.pk}/">Greta Lund&lt;b&gt;</a> as a prospect.' in shown


def test_a_job_that_cannot_be_is_not_found(client: Client, rhea: User):
    client.force_login(rhea)

    assert client.get("/jobs/99999999999999999999999/").status_code == 404


def test_without_sign_in_one_is_asked_to(client: Client, job: Job):
    answer = client.get(f"/jobs/{job.pk}/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("tab", TABS)
def test_a_job_with_many_people_costs_few_queries(
    client: Client, job: Job, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries, tab: str
):
    for number in range(30):
        (personas.prospect if number % 2 else personas.applicant)(
            job, personas.candidate(emails=[f"p{number}@x.example"])
        )
    client.force_login(rhea)

    with django_assert_max_num_queries(24):
        client.get(f"/jobs/{job.pk}/{tab}")


def test_the_page_speaks_the_readers_language(client: Client, db: None):
    sven = personas.user("Sven", SecurityRole.RECRUITER, language="sv")
    job = personas.draft(sven)
    client.force_login(sven)

    answer = client.get(f"/jobs/{job.pk}/")

    assert answer["Content-Language"] == "sv"
    assert "Gothenburg, Sverige" in answer.content.decode()


def test_a_job_by_link_only_says_so_to_its_team(client: Client, rhea: User):
    job = personas.active_job(rhea, is_listed=False)
    client.force_login(rhea)

    shown = client.get(f"/jobs/{job.pk}/").content.decode()

    assert "By link only" in shown
    assert f'href="/careers/{job.code}"' in shown
