"""Candidates: the list, the page with its history, contact details, LinkedIn, activity."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld, Study
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import START

KNOWN = {"first_name": "Greta", "last_name": "Lund", "emails": "greta@example.com", "phones": "", "links": ""}


@pytest.fixture
def greta(db: None) -> Candidate:
    return personas.candidate(
        "Greta",
        "Lund",
        headline="Lamp keeper",
        emails=["greta@example.com", "g@example.com"],
        phones=["+46 70 1"],
        links=["https://www.linkedin.com/in/greta"],
        employments=(JobHeld("Fyr AB", "Keeper", "2019 – now", is_current=True),),
        educations=(Study("Chalmers", "M.Sc."),),
        skills=("Oil", "Wicks"),
    )


def test_an_interviewer_finds_people_by_name_email_and_employer(client: Client, greta: Candidate, job: Job, ivan: User):
    personas.applicant(job, greta)
    personas.applicant(job, personas.candidate("Nils", "Berg"))
    client.force_login(ivan)

    for q in ("lund", "g@example", "fyr"):
        answer = client.get("/candidates/", {"q": q})
        shown = answer.content.decode()
        assert "Greta Lund" in shown
        assert "Nils Berg" not in shown
        assert answer.context["total"] == 1


def test_an_empty_list_says_where_candidates_come_from(client: Client, ivan: User):
    client.force_login(ivan)

    assert "No candidates yet" in client.get("/candidates/").content.decode()
    assert "Nobody matches" in client.get("/candidates/?q=zeppelin").content.decode()


def test_an_interviewer_sees_only_the_applicants_of_their_jobs(
    client: Client, greta: Candidate, job: Job, ivan: User, stan: User
):
    nils = personas.candidate("Nils", "Berg")
    personas.applicant(job, nils)
    personas.prospect(job, greta)
    client.force_login(ivan)

    shown = client.get("/candidates/").content.decode()

    assert "Nils Berg" in shown
    assert "Greta Lund" not in shown
    assert client.get(f"/candidates/{nils.pk}/").status_code == 200
    assert client.get(f"/candidates/{greta.pk}/").status_code == 404
    client.force_login(stan)
    assert "Nils Berg" not in client.get("/candidates/").content.decode()


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    client: Client, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(40):
        personas.candidate(emails=[f"p{number}@example.com"])
    client.force_login(rhea)

    with django_assert_max_num_queries(11):
        client.get("/candidates/")


def test_the_list_goes_on_where_it_ended(client: Client, rhea: User):
    for _ in range(55):
        personas.candidate()
    client.force_login(rhea)

    first = client.get("/candidates/")
    second = client.get("/candidates/", {"cursor": first.context["page"].next_cursor})

    assert len({row.pk for answer in (first, second) for row in answer.context["page"].rows}) == 55


def test_the_profile_shows_all_that_is_known(client: Client, greta: Candidate, rhea: User):
    client.force_login(rhea)

    shown = client.get(f"/candidates/{greta.pk}/").content.decode()

    for known in ("Lamp keeper", "g@example.com", "+46 70 1", "linkedin.com/in/greta", "Fyr AB", "Chalmers", "Wicks"):
        assert known in shown


def test_the_history_names_every_job_and_opens_those_of_ones_teams(
    client: Client, greta: Candidate, job: Job, rhea: User
):
    personas.prospect(job, greta)
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    client.force_login(rut)
    others = client.get(f"/candidates/{greta.pk}/").content.decode()
    client.force_login(rhea)
    own = client.get(f"/candidates/{greta.pk}/").content.decode()

    assert "Lamp keeper" in others
    assert f"/jobs/{job.pk}/prospects" not in others
    assert "/applications/" not in others
    assert f"/jobs/{job.pk}/prospects" in own
    assert "/applications/" in own


def test_a_confidential_job_is_not_named_to_others(client: Client, greta: Candidate, rhea: User):
    secret = personas.active_job(rhea, "Secret keeper", is_confidential=True)
    personas.prospect(secret, greta)
    client.force_login(personas.user("Rut", SecurityRole.RECRUITER))

    assert "Secret keeper" not in client.get(f"/candidates/{greta.pk}/").content.decode()
    assert "Secret keeper" not in client.get(f"/candidates/{greta.pk}/activity").content.decode()


def test_contact_details_are_edited_and_the_rest_stays(client: Client, greta: Candidate, rhea: User):
    client.force_login(rhea)

    answer = client.post(
        f"/candidates/{greta.pk}/edit",
        {**KNOWN, "emails": "new@example.com\r\ngreta@example.com\r\n", "phones": "070-2\n070-3"},
    )

    greta.refresh_from_db()
    assert answer["Location"] == f"/candidates/{greta.pk}/"
    assert [(email.address, email.is_primary) for email in greta.emails.order_by("pk")] == [
        ("new@example.com", True),
        ("greta@example.com", False),
    ]
    assert greta.phones.count() == 2
    assert greta.skills == ["Oil", "Wicks"]
    assert greta.employments.get().company == "Fyr AB"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("last_name", "x" * 121),
        ("emails", "good@example.com\nbad"),
        ("emails", "a\x00b@example.com"),
        ("phones", "none"),
        ("links", "ftp://example.com"),
        ("headline", "x" * 401),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_the_rest_stays(
    client: Client, greta: Candidate, rhea: User, field: str, value: str
):
    client.force_login(rhea)

    answer = client.post(f"/candidates/{greta.pk}/edit", {**KNOWN, "location": "typed with care", field: value})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_errors" in shown
    assert "typed with care" in shown


@pytest.mark.parametrize(("who", "status"), [("reed", 403), ("stan", 403), ("ivan", 403)])
def test_readers_cannot_edit(client: Client, greta: Candidate, request: pytest.FixtureRequest, who: str, status: int):
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/candidates/{greta.pk}/edit", KNOWN).status_code == status
    assert client.get(f"/candidates/{greta.pk}/edit").status_code == status


@pytest.mark.parametrize(("who", "status"), [("rhea", 200), ("hal", 200), ("ada", 200), ("reed", 403)])
def test_the_linkedin_tab_is_for_who_works_with_it(
    client: Client, greta: Candidate, request: pytest.FixtureRequest, who: str, status: int
):
    client.force_login(request.getfixturevalue(who))

    shown = client.get(f"/candidates/{greta.pk}/").content.decode()

    assert client.get(f"/candidates/{greta.pk}/linkedin").status_code == status
    assert (f"/candidates/{greta.pk}/linkedin" in shown) is (status == 200)


def test_the_activity_tells_the_story_of_the_person(client: Client, greta: Candidate, job: Job, rhea: User):
    application = personas.prospect(job, greta, by=rhea)
    actions.advance(application, by=Actor.of(rhea), at=START)
    actions.reject(application, reason="other", comment="No lamps left.", by=Actor.of(rhea), at=START)
    client.force_login(rhea)

    shown = client.get(f"/candidates/{greta.pk}/activity").content.decode()

    link = f'<a href="/jobs/{job.pk}/">Lamp keeper</a>'
    assert f"Rhea Persona added them as a prospect for {link}." in shown
    assert f"Rhea Persona moved them from Prospect to Application for {link}." in shown
    assert f"Rhea Persona rejected them for {link}. Reason: Other." in shown
    assert "No lamps left." in shown


def test_one_active_application_is_acted_on_from_the_header(client: Client, greta: Candidate, job: Job, rhea: User):
    application = personas.prospect(job, greta)
    client.force_login(rhea)

    once = client.get(f"/candidates/{greta.pk}/").context["only_entry"]
    personas.prospect(personas.active_job(rhea, "Rope maker"), greta)
    twice = client.get(f"/candidates/{greta.pk}/").context["only_entry"]

    assert once.application == application
    assert twice is None


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مريم", "🏮", "javascript:alert(1)"])
def test_any_writing_is_shown_as_written(client: Client, rhea: User, text: str):
    found = personas.candidate(text, headline=text, skills=[text])
    client.force_login(rhea)

    for page in ("", "activity", "edit", "linkedin"):
        answer = client.get(f"/candidates/{found.pk}/{page}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert 'href="javascript:' not in answer.content.decode()


def test_a_withdrawal_is_noted_from_the_candidates_page_and_read_in_the_activity(
    client: Client, greta: Candidate, job: Job, rhea: User
):
    applicant = personas.applicant(job, greta)
    client.force_login(rhea)
    asked = client.get(f"/applications/{applicant.pk}/withdraw", headers={"HX-Request": "true"})

    answer = client.post(
        f"/applications/{applicant.pk}/withdraw",
        {"comment": "Found a quieter lamp.", "tab": "candidate"},
        headers={"HX-Request": "true"},
    )

    assert asked.headers["HX-Retarget"] == "#dialog"
    assert answer.headers["HX-Redirect"] == f"/candidates/{greta.pk}/"
    profile = client.get(f"/candidates/{greta.pk}/").content.decode()
    activity = client.get(f"/candidates/{greta.pk}/activity").content.decode()
    assert all("Found a quieter lamp." in page and "Candidate withdrew" in page for page in (profile, activity))


def test_an_applicant_is_deleted_from_a_job_once_asked(client: Client, greta: Candidate, job: Job, rhea: User):
    applicant = personas.applicant(job, greta)
    client.force_login(rhea)

    asked = client.get(f"/applications/{applicant.pk}/delete").content.decode()
    client.post(f"/applications/{applicant.pk}/delete")

    assert "The person stays a candidate." in asked
    assert Candidate.objects.get() == greta
    told = client.get(f"/jobs/{job.pk}/activity").content.decode()
    assert "deleted the application of" in told
    assert (
        "deleted the application of"
        not in client_of(job, "interviewer").get(f"/jobs/{job.pk}/activity").content.decode()
    )


def client_of(job: Job, role: str) -> Client:
    """The browser of whoever holds this role on the job."""
    client = Client()
    client.force_login(User.objects.get(team_memberships__job=job, team_memberships__role=role))
    return client


def test_erasing_asks_for_the_name(client: Client, greta: Candidate, ada: User):
    client.force_login(ada)

    wrong = client.post(f"/candidates/{greta.pk}/erase", {"name": "Nils Berg"})
    assert Candidate.objects.exists()
    client.post(f"/candidates/{greta.pk}/erase", {"name": "  greta   LUND "})

    assert wrong.status_code == 422
    assert "This is not the name of the person." in wrong.content.decode()
    assert not Candidate.objects.exists()
