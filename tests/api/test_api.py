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
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.keys import actions as keys
from skaffa.keys.models import ApiKey, Scope
from tests import personas
from tests.personas import Watch

DOCUMENT = Path(__file__).parents[2] / "docs/api/openapi.json"


class Program:
    """Something that calls the API with a key."""

    def __init__(self, secret: str = "") -> None:
        self.http = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def get(self, path: str, **query: Any) -> Any:
        return self._read(self.http.get(f"/api/v1{path}", query))

    def send(self, method: str, path: str, **body: Any) -> Any:
        answer = self.http.generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json")
        return self._read(answer)

    def _read(self, answer: Any) -> Any:
        self.status = answer.status_code
        self.type = answer["Content-Type"]
        return answer.json()


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
    bodies = {"first_name": "Greta", "candidate_id": 1, "stage_id": 1, "reason": "skills", "text": "Calm"}
    assert len(calls) == 17
    for method, path in calls:
        stranger, useless = Program(), Program(nothing.secret)
        stranger.send(method, path)
        said = useless.send(method, path, **bodies) if method != "GET" else useless.get(path)
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
    again = program.send("POST", "/candidates", first_name="G", emails=["GRETA@people.example"], phones=["+46 70 1"])
    assert again["id"] == added["id"]
    assert again["phones"] == ["+46 70 1"]

    changed = program.send("PUT", f"/candidates/{added['id']}", first_name="Margareta", emails=["g@people.example"])

    assert (changed["first_name"], changed["emails"], changed["phones"]) == ("Margareta", ["g@people.example"], [])
    assert program.get(f"/candidates/{added['id']}") == changed
    assert program.get("/candidates", q="margareta")["items"] == [changed]


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
    assert program.get(f"{place}/notes") == [note]
    assert [one["strengths"] for one in program.get(f"{place}/feedback")] == ["Calm"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "/candidates", {}, 422, "first_name"),
        ("POST", "/candidates", {"first_name": "G", "emails": ["nonsense"]}, 422, "emails"),
        ("POST", "/candidates", {"first_name": "\0"}, 422, "first_name"),
        ("POST", "/candidates", {"first_name": "G", "source": "moon"}, 422, "source"),
        ("GET", "/jobs?cursor=nonsense", {}, 422, None),
        ("GET", "/jobs?limit=0", {}, 422, "limit"),
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


def test_every_operation_is_described_and_tells_what_a_no_looks_like():
    document = api.get_openapi_schema()
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["summary"]
        assert one["security"]
        assert "application/problem+json" in one["responses"]["default"]["content"]


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
