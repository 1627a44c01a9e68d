"""The matrix's acts by API: a key reaches no further than the one it acts for."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus
from skaffa.keys import queries as keys
from skaffa.keys.models import ApiKey, Scope
from skaffa.notes import actions as notes
from skaffa.notes.models import Note
from skaffa.pools import actions as pools
from skaffa.pools.models import Contributor, Membership, Pool
from tests import personas

_SECRET = "skaffa_matrix"


def ask(world: Any, method: str, path: str, **body: Any) -> Any:
    """What the API says to a key of the one who tries, with every scope; None for a no."""
    ApiKey.objects.get_or_create(
        user=world.tries,
        name="Matrix",
        hash=keys.hashed(_SECRET),
        scopes=Scope.values,
        created_at=personas.START,
    )
    answer = Client(headers={"authorization": f"Bearer {_SECRET}"}).generic(
        method, f"/api/v1{path}", json.dumps(body) if body else "", content_type="application/json"
    )
    assert answer.status_code in {200, 201, 204, 403, 404}, (answer.status_code, answer.content)
    return json.loads(answer.content or "true") if answer.status_code < 300 else None


def create_a_job(world: Any) -> bool:
    role = "hiring_manager" if "hiring_manager" in world.tries.roles else "recruiter"
    ask(world, "POST", "/jobs", title="Tide keeper", role=role)
    return Job.objects.filter(title="Tide keeper").exists()


def change_a_job(world: Any) -> bool:
    ask(world, "PATCH", f"/jobs/{world.job.pk}", title="Tide keeper")
    return Job.objects.get(pk=world.job.pk).title == "Tide keeper"


def activate_a_job(world: Any) -> bool:
    ask(world, "POST", f"/jobs/{world.job.pk}/activate")
    return Job.objects.get(pk=world.job.pk).status == JobStatus.ACTIVE


def close_a_job(world: Any) -> bool:
    world.activate()
    ask(world, "POST", f"/jobs/{world.job.pk}/close", reason="cancelled")
    return Job.objects.get(pk=world.job.pk).status == JobStatus.CLOSED


def delete_a_job(world: Any) -> bool:
    ask(world, "DELETE", f"/jobs/{world.job.pk}")
    return not Job.objects.filter(pk=world.job.pk).exists()


def view_prospects(world: Any) -> bool:
    """In the job's list and in everybody's; the one never without the other."""
    one = world.prospect()
    found = ask(world, "GET", f"/jobs/{world.job.pk}/applications")
    shown = found is not None and one.pk in {row["id"] for row in found["items"]}
    assert (one.pk in {row["id"] for row in ask(world, "GET", "/applications")["items"]}) is shown
    assert (ask(world, "GET", f"/applications/{one.pk}") is not None) is shown
    return shown


def add_an_applicant(world: Any) -> bool:
    person = personas.candidate()
    ask(world, "POST", f"/jobs/{world.activate().pk}/applications", candidate_id=person.pk)
    return Application.objects.filter(job=world.job).exists()


def move_an_application(world: Any) -> bool:
    one = world.applicant()
    last = jobs.stages(world.job)[-1]
    ask(world, "POST", f"/applications/{one.pk}/move", stage_id=last.pk)
    return Application.objects.get(pk=one.pk).stage_id == last.pk


def reject_an_application(world: Any) -> bool:
    one = world.applicant()
    ask(world, "POST", f"/applications/{one.pk}/reject", reason="skills")
    return not Application.objects.get(pk=one.pk).is_active


def read_notes(world: Any) -> bool:
    one, by = world.applicant(), Actor.of(world.owner)
    notes.write(one.candidate, application=one, text="Calm.", by=by, at=personas.START)
    found = ask(world, "GET", f"/applications/{one.pk}/notes")
    return found is not None and [row["text"] for row in found["items"]] == ["Calm."]


def write_a_note(world: Any) -> bool:
    one = world.applicant()
    ask(world, "POST", f"/applications/{one.pk}/notes", text="Brave.")
    return Note.objects.filter(application=one).exists()


def read_all_feedback(world: Any) -> bool:
    one = world.applicant()
    interviews.submit(one, Opinion("yes", comment="Dives well"), by=Actor.of(world.owner), at=personas.START)
    found = ask(world, "GET", f"/applications/{one.pk}/feedback")
    return found is not None and [row["comment"] for row in found["items"]] == ["Dives well"]


def search_candidates(world: Any) -> bool:
    person = world.unlinked_candidate()
    found = ask(world, "GET", "/candidates?q=" + person.first_name)
    shown = found is not None and person.pk in {row["id"] for row in found["items"]}
    assert (ask(world, "GET", f"/candidates/{person.pk}") is not None) is shown
    return shown


def change_a_candidate(world: Any) -> bool:
    person = world.unlinked_candidate()
    ask(world, "PUT", f"/candidates/{person.pk}", first_name="Gunilla")
    return Candidate.objects.get(pk=person.pk).first_name == "Gunilla"


def create_a_pool(world: Any) -> bool:
    ask(world, "POST", "/pools", name="Rowers")
    return Pool.objects.filter(name="Rowers", owner=world.tries).exists()


def see_a_pool(world: Any) -> bool:
    made = pools.create("Divers", by=Actor.of(world.owner), at=personas.START)
    found = ask(world, "GET", f"/pools/{made.pk}")
    assert (ask(world, "GET", f"/pools/{made.pk}/members") is not None) is (found is not None)
    return found is not None


def fill_a_pool(world: Any) -> bool:
    made, person = pools.create("Divers", by=Actor.of(world.owner), at=personas.START), personas.candidate()
    Contributor.objects.create(pool=made, user=world.tries, added_at=personas.START)
    pools.add(made, personas.candidate("Nils"), by=SYSTEM, at=personas.START)
    ask(world, "POST", f"/pools/{made.pk}/members", candidate_id=person.pk)
    return Membership.objects.filter(pool=made, candidate=person).exists()


ACTS: Mapping[str, Callable[[Any], bool]] = {
    "read a job by API": lambda world: ask(world, "GET", f"/jobs/{world.job.pk}") is not None,
    "create a job by API": create_a_job,
    "change a job by API": change_a_job,
    "activate a job by API": activate_a_job,
    "close a job by API": close_a_job,
    "delete a job by API": delete_a_job,
    "view prospects by API": view_prospects,
    "add an applicant by API": add_an_applicant,
    "move an application by API": move_an_application,
    "reject an application by API": reject_an_application,
    "read an application's notes by API": read_notes,
    "write an application note by API": write_a_note,
    "read all feedback by API": read_all_feedback,
    "search candidates by API": search_candidates,
    "change a candidate by API": change_a_candidate,
    "create a talent pool by API": create_a_pool,
    "see somebody else's talent pool by API": see_a_pool,
    "add a candidate to a talent pool that is shared with one by API": fill_a_pool,
}
