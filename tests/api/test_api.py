"""The API as programs use it: keys and scopes, pages, every operation, and what a no looks like."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.api.app import api
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.choices import actions as choices
from skaffa.choices.actions import Words
from skaffa.duplicates import actions as duplicates
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.keys import actions as keys
from skaffa.keys.models import ApiKey, Remembered, Scope
from skaffa.pools import actions as pools
from tests import personas
from tests.personas import Watch

DOCUMENT = Path(__file__).parents[2] / "docs/api/openapi.json"


class Program:
    """Something that calls the API with a key."""

    def __init__(self, secret: str = "") -> None:
        self.http = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def get(self, path: str, **query: Any) -> Any:
        return self._read(self.http.get(f"/api/v1{path}", query))

    def send(self, method: str, path: str, *, once: str = "", **body: Any) -> Any:
        headers = {"idempotency-key": once} if once else {}
        answer = self.http.generic(
            method, f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
        )
        return self._read(answer)

    def _read(self, answer: Any) -> Any:
        self.status = answer.status_code
        self.type = answer.get("Content-Type", "")
        return answer.json() if answer.content else None


@pytest.fixture
def boss(db: None) -> User:
    """Administers and recruits."""
    return personas.user("Bo", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)


@pytest.fixture
def key(boss: User, clock: Watch) -> ApiKey:
    return keys.make("Payroll", scopes=Scope.values, by=Actor.of(boss), at=clock.at)


@pytest.fixture
def program(key: ApiKey) -> Program:
    return Program(key.secret)


def test_without_a_key_nobody_comes_in_and_is_told_how(db: None):
    for program in (Program(), Program("skaffa_nonsense")):
        said = program.get("/jobs")
        assert (program.status, program.type) == (401, "application/problem+json")
        assert said["code"] == "KeyMissing"


def test_every_operation_asks_for_a_key_and_for_a_scope(boss: User, clock: Watch):
    nothing = keys.make("Useless", scopes=[Scope.JOBS_READ], by=Actor.of(boss), at=clock.at)
    ApiKey.objects.update(scopes=[])
    calls = [
        (method.upper(), re.sub(r"{\w+}", "1", path).removeprefix("/api/v1"))
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    ]
    bodies: dict[str, Any] = {
        "first_name": "Greta",
        "candidate_id": 1,
        "stage_id": 1,
        "text": "Calm",
        "title": "Diver",
        "name": "Crew",
        "offer": "prepared",
    }
    assert len(calls) == 34
    for method, path in calls:
        stranger, useless = Program(), Program(nothing.secret)
        stranger.send(method, path)
        reason = "cancelled" if path.endswith("/close") else "skills"
        said = useless.send(method, path, **bodies, reason=reason) if method != "GET" else useless.get(path)
        assert (stranger.status, useless.status, said["code"]) == (401, 403, "ScopeMissing"), (method, path)


def test_a_revoked_key_and_a_key_of_somebody_who_left_open_nothing(
    program: Program, key: ApiKey, boss: User, ada: User, clock: Watch
):
    program.get("/jobs")
    assert program.status == 200
    accounts.deactivate(boss, by=Actor.of(ada), at=clock.tick())
    program.get("/jobs")
    assert program.status == 401
    accounts.reactivate(boss, by=Actor.of(ada), at=clock.tick())
    keys.revoke(key.pk, by=Actor.of(ada), at=clock.tick())
    program.get("/jobs")
    assert program.status == 401


def test_the_secret_is_nowhere_in_the_database(key: ApiKey):
    kept = ApiKey.objects.get()
    assert key.secret.startswith("skaffa_")
    assert key.secret not in (kept.hash, kept.hint)
    assert kept.secret == ""


def test_a_key_does_only_what_it_was_made_for(boss: User, clock: Watch):
    made = keys.make("Reader", scopes=[Scope.JOBS_READ], by=Actor.of(boss), at=clock.at)
    program = Program(made.secret)

    program.get("/jobs")
    assert program.status == 200
    said = program.get("/candidates")
    assert (program.status, said["code"]) == (403, "ScopeMissing")
    program.send("POST", "/candidates", first_name="Greta")
    assert program.status == 403
    assert not Candidate.objects.exists()


def test_a_key_does_no_more_than_its_user_may(program: Program, boss: User, ada: User, clock: Watch, job: Job):
    accounts.assign_roles(boss, [SecurityRole.RECRUITER], by=Actor.of(ada), at=clock.tick())
    assert program.get("/jobs")["items"] == []
    said = program.get(f"/jobs/{job.pk}")
    assert (program.status, said["code"]) == (404, "JobNotFound")


def test_jobs_come_in_pages(program: Program, boss: User, clock: Watch):
    made = [personas.active_job(boss, title) for title in ("Lamp keeper", "Rope maker", "Diver")]
    first = program.get("/jobs", limit=2)
    rest = program.get("/jobs", limit=2, cursor=first["next_cursor"])

    assert [job["id"] for job in first["items"] + rest["items"]] == [job.pk for job in reversed(made)]
    assert rest["next_cursor"] == ""
    assert [job["title"] for job in program.get("/jobs", q="rope")["items"]] == ["Rope maker"]
    assert program.get("/jobs", status="draft")["items"] == []


def test_a_person_is_added_found_again_and_changed(program: Program):
    added = program.send(
        "POST", "/candidates", first_name="Greta", last_name="Lind", emails=["greta@people.example"], source="agency"
    )
    assert program.status == 201
    assert added["possible_duplicates"] == []
    again = program.send("POST", "/candidates", first_name="G", emails=["GRETA@people.example"], phones=["+46 70 1"])
    assert again["id"] == added["id"]
    assert again["phones"] == ["+46 70 1"]

    changed = program.send("PUT", f"/candidates/{added['id']}", first_name="Margareta", emails=["g@people.example"])

    assert (changed["first_name"], changed["emails"], changed["phones"]) == ("Margareta", ["g@people.example"], [])
    assert program.get(f"/candidates/{added['id']}") == changed
    assert program.get("/candidates", q="margareta")["items"] == [changed]


def test_who_is_maybe_known_is_added_and_told(program: Program):
    known = personas.candidate("Margareta", "Engelfält", location="Visby")
    while duplicates.freshen(at=personas.START):
        pass

    added = program.send("POST", "/candidates", first_name="Greta", last_name="Engelfält", location="Visby")

    assert (program.status, added["id"] != known.pk) == (201, True)
    assert [one["id"] for one in added["possible_duplicates"]] == [known.pk]


def test_an_application_goes_its_way(program: Program, boss: User):
    job = personas.active_job(boss)
    greta = personas.candidate("Greta", "Lind")
    made = program.send(
        "POST", f"/jobs/{job.pk}/applications", candidate_id=greta.pk, entry="prospect", source="agency"
    )
    assert (program.status, made["stage"], made["source"]) == (201, "prospect", "agency")
    stages = {stage["kind"]: stage["id"] for stage in program.get(f"/jobs/{job.pk}/stages")}
    place = f"/applications/{made['id']}"

    moved = program.send("POST", f"{place}/move", stage_id=stages["interview"])
    assert moved["stage"] == "interview"
    assert program.send("POST", f"{place}/reject", reason="skills", comment="Not yet")["close_reason"] == "rejected"
    said = program.send("POST", f"{place}/reject", reason="skills")
    assert (program.status, said["code"]) == (409, "ApplicationIsClosed")
    assert program.send("POST", f"{place}/reopen")["status"] == "active"
    assert program.send("POST", f"{place}/withdraw", comment="Moved")["close_reason"] == "withdrawn"
    program.send("POST", f"{place}/reopen")
    assert program.send("POST", f"{place}/offer", offer="extended")["code"] == "NotAtOffer"
    program.send("POST", f"{place}/move", stage_id=stages["offer"])
    assert program.send("POST", f"{place}/offer", offer="prepared")["offer"] == "prepared"
    assert program.send("POST", f"{place}/offer", offer="declined")["code"] == "Invalid"
    said = program.send("POST", f"{place}/offer", offer="declined", decline_reason="relocation")
    assert (said["close_reason"], said["decline_reason"]) == ("offer_declined", "relocation")
    assert program.send("POST", f"{place}/offer/take-back")["offer"] == "extended"
    assert program.send("POST", f"{place}/offer", offer="accepted")["close_reason"] == "hired"
    assert program.get(place)["id"] == made["id"]
    assert [one["id"] for one in program.get(f"/jobs/{job.pk}/applications")["items"]] == [made["id"]]
    assert program.get(f"/jobs/{job.pk}/applications", status="active")["items"] == []


def test_who_is_on_the_job_is_not_put_there_twice(program: Program, boss: User):
    application = personas.applicant(personas.active_job(boss))
    again = program.send("POST", f"/jobs/{application.job_id}/applications", candidate_id=application.candidate_id)
    assert again["id"] == application.pk
    assert Application.objects.count() == 1


def test_a_stage_of_another_job_is_refused_by_its_name(program: Program, boss: User):
    application = personas.applicant(personas.active_job(boss))
    other = jobs.stages(personas.active_job(boss, "Diver"))[0]
    said = program.send("POST", f"/applications/{application.pk}/move", stage_id=other.pk)
    assert (program.status, list(said["fields"])) == (422, ["stage_id"])


def test_notes_and_feedback(program: Program, boss: User, ivan: User, clock: Watch):
    application = personas.applicant(personas.active_job(boss, team=[(ivan, TeamRole.INTERVIEWER)]))
    interviews.submit(application, Opinion("yes", strengths="Calm"), by=Actor.of(ivan), at=clock.tick())
    place = f"/applications/{application.pk}"

    note = program.send("POST", f"{place}/notes", text="Knows the tides")

    assert (program.status, note["author"], note["visibility"]) == (201, "Bo Persona", "shared")
    assert program.get(f"{place}/notes")["items"] == [note]
    assert [one["strengths"] for one in program.get(f"{place}/feedback")["items"]] == ["Calm"]
    about = f"/candidates/{application.candidate_id}/notes"
    assert program.get(about)["items"] == []
    general = program.send("POST", about, text="Wants to stay", visibility="private")
    assert program.get(about)["items"] == [general]


def test_what_can_be_chosen_is_read_and_sent(program: Program, boss: User, clock: Watch):
    words = Words(name_en="Seasonal", name_sv="Säsong", counts_as="temporary")
    choices.add("employment_type", words, by=Actor.of(boss), at=clock.tick())
    choices.add("rejection_reason", Words(name_en="No permit", name_sv="-"), by=Actor.of(boss), at=clock.tick())
    application = personas.applicant(personas.active_job(boss))

    own = [one for one in program.get("/choices") if not one["is_built_in"]]
    made = program.send("POST", "/jobs", title="Diver", employment_type=own[1]["code"])
    ended = program.send("POST", f"/applications/{application.pk}/reject", reason=own[0]["code"])

    assert [(one["list"], one["counts_as"]) for one in own] == [
        ("rejection_reason", ""),
        ("employment_type", "temporary"),
    ]
    assert (made["employment_type"], ended["close_reason"]) == ("seasonal", "rejected")
    refused = program.send("POST", "/jobs", title="Diver", employment_type="gig")
    assert (program.status, list(refused["fields"])) == (422, ["employment_type"])


def test_a_job_goes_its_way(program: Program, boss: User):
    written = {"title": "Diver", "description": personas.DESCRIPTION, "city": "Gothenburg", "country": "se"}
    made = program.send("POST", "/jobs", code="X-17", seniority="entry", **written)
    place = f"/jobs/{made['id']}"
    assert (program.status, made["status"], made["country"], made["employment_type"]) == (201, "draft", "SE", "")
    assert [job["id"] for job in program.get("/jobs", code="x-17")["items"]] == [made["id"]]
    said = program.send("POST", "/jobs", code="x-17", **written)
    assert (program.status, said["code"], list(said["fields"])) == (409, "JobIdTaken", ["code"])

    changed = program.send(
        "PATCH", place, openings=3, employment_type="full_time", seniority=None, functions=["Sales"], skills=["Knots"]
    )
    assert changed | {"modified_at": ""} == made | {
        "openings": 3,
        "employment_type": "full_time",
        "seniority": "",
        "functions": ["sales"],
        "skills": ["Knots"],
        "modified_at": "",
    }
    assert program.send("POST", f"{place}/activate")["status"] == "active"
    assert program.send("DELETE", place)["code"] == "ActiveJobStays"
    assert program.send("POST", f"{place}/close", reason="cancelled")["status"] == "closed"
    program.send("DELETE", place)
    assert program.status == 204
    assert program.get("/jobs")["items"] == []


def test_people_are_gathered_in_a_talent_pool(program: Program, boss: User, rhea: User):
    people = [personas.candidate(name) for name in ("Greta", "Nils", "Olle")]
    pool = program.send("POST", "/pools", name="Summer crew")
    members = f"/pools/{pool['id']}/members"
    assert (program.status, pool["owner"], pool["source"]) == (201, "Bo Persona", "internal")
    for person in people:
        program.send("POST", members, candidate_id=person.pk)
        assert program.status == 201

    first = program.get(members, limit=2)
    rest = program.get(members, limit=2, cursor=first["next_cursor"])
    assert [one["first_name"] for one in first["items"] + rest["items"]] == ["Olle", "Nils", "Greta"]
    program.send("DELETE", f"{members}/{people[1].pk}")
    assert program.status == 204
    assert [one["candidate_id"] for one in program.get(members)["items"]] == [people[2].pk, people[0].pk]
    assert program.get(f"/pools/{pool['id']}") == pool
    assert program.get("/pools", q="summer")["items"] == [pool]


def test_a_pool_that_is_not_shared_with_its_user_is_none_for_a_key(
    program: Program, boss: User, rhea: User, ada: User, clock: Watch
):
    theirs = pools.create("Divers", by=Actor.of(rhea), at=clock.at)
    assert program.get("/pools")["items"][0]["id"] == theirs.pk  # administrators see all
    accounts.assign_roles(boss, [SecurityRole.RECRUITER], by=Actor.of(ada), at=clock.tick())
    assert program.get("/pools")["items"] == []
    said = program.get(f"/pools/{theirs.pk}/members")
    assert (program.status, said["code"]) == (404, "PoolNotFound")


def test_what_has_changed_since_is_read_from_there_on(program: Program, boss: User, clock: Watch):
    old = [personas.candidate(name) for name in ("Greta", "Nils", "Olle")]
    moment = clock.tick(hours=1)
    for person in (old[1], old[0]):
        clock.tick()
        program.send("PUT", f"/candidates/{person.pk}", first_name="Changed", emails=["c@people.example"])

    first = program.get("/candidates", updated_since=moment.isoformat(), limit=1)
    rest = program.get("/candidates", updated_since=moment.isoformat(), cursor=first["next_cursor"])

    assert [one["id"] for one in first["items"] + rest["items"]] == [old[1].pk, old[0].pk]
    assert {one["id"] for one in program.get("/candidates", email=" C@people.example")["items"]} == {
        old[1].pk,
        old[0].pk,
    }
    for nonsense in ("2026-03-02", "0001-01-01T00:00:00+14:00", "yesterday"):
        program.get("/applications", updated_since=nonsense)
        assert program.status == 422, nonsense


def test_applications_of_every_job_in_one_list(program: Program, boss: User):
    lamps, ropes = personas.active_job(boss), personas.active_job(boss, "Rope maker")
    first, second = personas.applicant(lamps), personas.prospect(ropes)
    assert [one["id"] for one in program.get("/applications")["items"]] == [second.pk, first.pk]
    found = program.get("/applications", candidate_id=first.candidate_id, status="active")
    assert [one["job_id"] for one in found["items"]] == [lamps.pk]


def test_what_is_sent_twice_with_one_idempotency_key_is_done_once(program: Program, boss: User, clock: Watch):
    first = program.send("POST", "/candidates", once="import-1", first_name="Greta")
    again = program.send("POST", "/candidates", once="import-1", first_name="Greta")
    assert (program.status, again) == (201, first)
    assert Candidate.objects.count() == 1

    said = program.send("POST", "/candidates", once="import-1", first_name="Nils")
    assert (program.status, said["code"]) == (422, "UsedForSomethingElse")
    other = keys.make("Other", scopes=Scope.values, by=Actor.of(boss), at=clock.at)
    assert Program(other.secret).send("POST", "/candidates", once="import-1", first_name="Nils")["id"] != first["id"]

    clock.tick(days=1, hours=1)
    keys.forget_answers(at=clock.at)
    assert program.send("POST", "/candidates", once="import-1", first_name="Greta")["id"] != first["id"]


def test_a_no_is_not_remembered(program: Program, boss: User):
    application = personas.applicant(personas.active_job(boss))
    place = f"/applications/{application.pk}"
    program.send("POST", f"{place}/reopen", once="a")
    assert program.status == 409
    program.send("POST", f"{place}/reject", reason="skills")
    program.send("POST", f"{place}/reopen", once="a")
    assert program.status == 200
    program.send("POST", f"{place}/reject", once="x" * 201, reason="skills")
    assert program.status == 422
    Program("skaffa_nonsense").send("POST", f"{place}/reject", once="b", reason="skills")
    assert Remembered.objects.count() == 1


def test_what_is_not_there_is_a_problem_too(program: Program):
    for method, path, status in (("GET", "/nowhere", 404), ("PUT", "/jobs", 405), ("GET", "/jobs/x", 404)):
        said = program.send(method, path)
        assert (program.status, program.type, said["status"]) == (status, "application/problem+json", status)


def test_more_than_a_request_may_hold_is_refused(key: ApiKey):
    http = Client(headers={"authorization": f"Bearer {key.secret}"})
    answer = http.generic("POST", "/api/v1/candidates", b" " * 3_000_000, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "/candidates", {}, 422, "first_name"),
        ("POST", "/candidates", {"first_name": "G", "emails": ["nonsense"]}, 422, "emails"),
        ("POST", "/candidates", {"first_name": "\0"}, 422, "first_name"),
        ("POST", "/candidates", {"first_name": "G", "source": "moon"}, 422, "source"),
        ("GET", "/jobs?cursor=nonsense", {}, 422, None),
        ("GET", "/jobs?limit=0", {}, 422, "limit"),
        ("GET", "/jobs?code=%00", {}, 422, "code"),
        ("GET", f"/jobs?limit={'9' * 40}", {}, 422, "limit"),
        ("POST", "/pools", {"name": "x" * 121}, 422, "name"),
        ("POST", "/pools/1/members", {"candidate_id": 10**30}, 422, "candidate_id"),
        ("GET", "/applications?candidate_id=-1", {}, 422, "candidate_id"),
        ("GET", "/jobs/999999", {}, 404, None),
        ("GET", f"/jobs/{'9' * 30}", {}, 404, None),
        ("GET", "/applications/1", {}, 404, None),
    ],
)
def test_nonsense_is_refused_near_its_cause(
    program: Program, method: str, path: str, body: dict[str, Any], status: int, field: str | None
):
    said = program.send(method, path, **body) if method == "POST" else program.get(path)
    assert (program.status, program.type) == (status, "application/problem+json")
    assert said["status"] == status
    if field:
        assert field in said["fields"]


def test_what_is_no_json_is_refused(key: ApiKey):
    http = Client(headers={"authorization": f"Bearer {key.secret}"})
    answer = http.generic("POST", "/api/v1/candidates", b"{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_session_is_no_key(boss: User):
    client = Client()
    client.force_login(boss)
    assert client.get("/api/v1/jobs").status_code == 401


def test_the_committed_document_is_the_one_that_is_served(db: None):
    served = Client().get("/api/v1/openapi.json").json()
    committed = json.loads(DOCUMENT.read_text())
    assert served == committed, "run: python scripts/api_document.py"


def test_a_key_is_made_shown_once_and_revoked(boss: User):
    admin = Client()
    admin.force_login(boss)
    made = admin.post("/admin-center/api-keys", {"name": "Payroll", "scopes": ["jobs:read"]}).content.decode()
    key = ApiKey.objects.get()

    secret = next(word for word in made.split('"') if word.startswith("skaffa_") and len(word) > 20)
    program = Program(secret)
    program.get("/jobs")
    assert program.status == 200
    assert secret not in admin.get("/admin-center/api-keys").content.decode()
    assert admin.post(f"/admin-center/api-keys/{key.pk}/revoke").status_code == 302
    program.get("/jobs")
    assert program.status == 401
    assert "Revoked" in admin.get("/admin-center/api-keys").content.decode()


@pytest.mark.parametrize(
    "form", [{"name": "", "scopes": ["jobs:read"]}, {"name": "Payroll"}, {"name": "P", "scopes": ["x"]}]
)
def test_a_key_needs_a_name_and_a_purpose(boss: User, form: dict[str, Any]):
    admin = Client()
    admin.force_login(boss)
    assert admin.post("/admin-center/api-keys", form).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_recruiter_makes_no_keys(rhea: User):
    client = Client()
    client.force_login(rhea)
    assert client.get("/admin-center/api-keys").status_code == 403
    with pytest.raises(Exception, match="right"):
        keys.make("X", scopes=["jobs:read"], by=Actor.of(rhea), at=personas.START)
    assert SYSTEM.is_system
