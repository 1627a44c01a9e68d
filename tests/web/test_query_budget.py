"""Main pages ask the database at most fifteen questions, LinkedIn connected, and none asks more because there are more rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import customer
from rsc_client.generations import Generation
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld
from skaffa.interviews.availability import actions as availabilities
from skaffa.interviews.schedule import actions as interviews
from skaffa.jobs.models import Job, TeamRole
from skaffa.linkedin import quota
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncKind
from skaffa.notes import actions as notes
from skaffa.notify import actions as notify
from skaffa.pools import actions as pools
from skaffa.search import actions as search
from tests import personas
from tests.interviews.scheduling import asked as availability
from tests.interviews.scheduling import plan
from tests.linkedin import in_full

MOST = 15
FEW, MANY = 10, 10_000
MANY_JOBS = 500
_FIRST = 1_000_000  # numbers that nothing else has here

_MANY = """
UPDATE applications_application one SET stage_id = stage.id FROM jobs_stage stage
WHERE stage.job_id = %(job)s AND one.job_id = %(job)s AND one.id > %(first)s
    AND stage.kind = (ARRAY['prospect', 'screening', 'application', 'interview', 'offer'])[1 + one.id %% 5];
INSERT INTO pools_membership (pool_id, candidate_id, added_at, added_by_id)
SELECT %(pool)s, id, created_at, %(rhea)s FROM candidates_candidate WHERE id > %(first)s;
INSERT INTO pools_pool (name, source, owner_id, created_at, modified_at)
SELECT 'Many ' || n, 'internal', %(rhea)s, now(), now() FROM generate_series(1, %(jobs)s) n;
INSERT INTO notes_note (candidate_id, application_id, author_id, text, visibility, created_at, modified_at)
SELECT candidate_id, application_id, author_id, text || n, visibility, created_at, modified_at
FROM notes_note, generate_series(1, %(jobs)s) n WHERE candidate_id = %(candidate)s;
INSERT INTO activity_entry SELECT (jsonb_populate_record(NULL::activity_entry, to_jsonb(one) || jsonb_build_object('id', %(first)s + n))).*
FROM (SELECT * FROM activity_entry WHERE candidate_id = %(candidate)s ORDER BY id LIMIT 1) one, generate_series(1, %(jobs)s) n;
INSERT INTO notify_notice SELECT (jsonb_populate_record(NULL::notify_notice, to_jsonb(one) || jsonb_build_object('id', %(first)s + n))).*
FROM (SELECT * FROM notify_notice WHERE user_id = %(rhea)s ORDER BY id LIMIT 1) one, generate_series(1, %(jobs)s) n;
INSERT INTO interviews_interview SELECT (jsonb_populate_record(NULL::interviews_interview, to_jsonb(one) || jsonb_build_object(
    'id', %(first)s + n, 'application_id', %(first)s + n, 'uid', gen_random_uuid()))).*
FROM (SELECT * FROM interviews_interview ORDER BY id LIMIT 1) one, generate_series(1, %(jobs)s) n;
INSERT INTO interviews_panelist SELECT (jsonb_populate_record(NULL::interviews_panelist, to_jsonb(one) || jsonb_build_object(
    'id', %(first)s + n, 'interview_id', %(first)s + n))).*
FROM (SELECT * FROM interviews_panelist ORDER BY id LIMIT 1) one, generate_series(1, %(jobs)s) n;
"""


class Place:
    """An employer where rhea works on a job with people; what there is of everything can be made many."""

    def __init__(self, rhea: User) -> None:
        self.rhea, self.by = rhea, Actor.of(rhea)
        self.job: Job = personas.active_job(rhea, team=[(rhea, TeamRole.INTERVIEWER)])
        self.pool = pools.create("Divers", by=self.by, at=personas.START)
        self.candidate = personas.candidate("Greta", emails=("greta@example.com",))
        self.application = personas.applicant(self.job, self.candidate)
        asked_for = availability(self.application, by=rhea)
        slots = set(asked_for.slots.values_list("pk", flat=True))
        availabilities.answer(asked_for, slots, none_fits=False, time_zone="UTC", word="", at=personas.START)

    def few(self) -> None:
        """A handful of everything."""
        for number in range(FEW):
            personas.applicant(personas.active_job(self.rhea, f"Diver {number}"), self.candidate)
            held = JobHeld("Harbour Works", "Diver", "", is_current=True)
            known = personas.candidate("Anna", emails=(f"anna{number}@example.com",), employments=(held,))
            pools.create(f"Pool {number}", by=self.by, at=personas.START)
            pools.add(self.pool, known, by=self.by, at=personas.START)
            (personas.prospect if number % 2 else personas.applicant)(self.job, known)
            notes.write(self.candidate, application=None, text="Calm.", by=self.by, at=personas.START)
            notify.notice([self.rhea.pk], kind="Told", data={}, url="/", at=personas.START)
        interviews.schedule(
            self.application, [plan(self.rhea)], tell_team=False, candidate=None, by=self.by, at=personas.START
        )
        search.rebuild()
        customer.connected(Generation.V2)
        linkedin_has_everybody()
        personas.active_job(self.rhea, "Diver, at night")  # which LinkedIn has not got yet
        Application.objects.filter(job=self.job, passed_prospect_at=None).update(passed_prospect_at=personas.START)

    def many(self) -> None:
        """Ten thousand people on the job and in the pool, hundreds of whatever else there can be hundreds of."""
        customer.more_jobs(self.job, MANY_JOBS)
        given = {"first": _FIRST, "job": self.job.pk, "pool": self.pool.pk, "rhea": self.rhea.pk}
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")  # a search sets it, for what is one transaction here
            size = customer.Size(MANY, MANY)
            customer.write_people(cursor, size, jobs=1, author=self.rhea.pk, since=personas.START, first=_FIRST)
            customer.run(cursor, _MANY, given | {"candidate": self.candidate.pk, "jobs": MANY_JOBS})
        search.rebuild(after=_FIRST)
        linkedin_has_everybody()


def linkedin_has_everybody() -> None:
    """Every candidate and application, as LinkedIn has accepted it; a few still wait."""
    made = Connection.objects.get()
    for kind, rows in ((SyncKind.CANDIDATE, Candidate.objects), (SyncKind.APPLICATION, Application.objects)):
        there = RemoteRecord.objects.filter(kind=kind).values("entity_id")
        RemoteRecord.objects.bulk_create(
            RemoteRecord(connection=made, kind=kind, entity_id=pk, state=RemoteState.HELD, accepted_at=personas.START)
            for pk in rows.exclude(pk__in=there).values_list("pk", flat=True)
        )


PAGES: dict[str, Callable[[Place], str]] = {
    "dashboard": lambda _place: "/",
    "jobs": lambda _place: "/jobs/",
    "job": lambda place: f"/jobs/{place.job.pk}/",
    "prospects": lambda place: f"/jobs/{place.job.pk}/prospects",
    "applicants": lambda place: f"/jobs/{place.job.pk}/applicants",
    "board": lambda place: f"/jobs/{place.job.pk}/pipeline?view=board",
    "list": lambda place: f"/jobs/{place.job.pk}/pipeline?view=list",
    "candidates": lambda _place: "/candidates/",
    "candidate": lambda place: f"/candidates/{place.candidate.pk}/",
    "documents": lambda place: f"/candidates/{place.candidate.pk}/documents",
    "notes": lambda place: f"/candidates/{place.candidate.pk}/notes",
    "interviews of somebody": lambda place: f"/applications/{place.application.pk}/interviews",
    "feedback": lambda place: f"/applications/{place.application.pk}/feedback",
    "team": lambda place: f"/jobs/{place.job.pk}/team",
    "process": lambda place: f"/jobs/{place.job.pk}/process",
    "analytics": lambda _place: "/analytics/",
    "job analytics": lambda place: f"/jobs/{place.job.pk}/analytics",
    "duplicates": lambda _place: "/duplicates/",
    "activity": lambda place: f"/candidates/{place.candidate.pk}/activity",
    "interviews": lambda _place: "/interviews/",
    "pools": lambda _place: "/talent-pools/",
    "pool": lambda place: f"/talent-pools/{place.pool.pk}/",
    "search": lambda _place: "/search?q=anna",
    "notices": lambda _place: "/notices",
    "LinkedIn of somebody": lambda place: f"/candidates/{place.candidate.pk}/linkedin",
    "LinkedIn of somebody: profile": lambda place: f"/candidates/{place.candidate.pk}/linkedin/plugin",
    "LinkedIn of somebody: finding": lambda place: f"/candidates/{place.candidate.pk}/linkedin/finding",
    "LinkedIn of somebody: sight": lambda place: f"/candidates/{place.candidate.pk}/linkedin/sight",
    "LinkedIn of somebody: history": lambda place: f"/candidates/{place.candidate.pk}/linkedin/history",
}
"""For everybody; what a page fetches once it stands is asked for here as the page of its own that it is without script."""


ADMINISTERED: dict[str, Callable[[Place], str]] = {
    "LinkedIn's settings": lambda _place: "/admin-center/linkedin",
    "LinkedIn's settings: plugin": lambda _place: "/admin-center/linkedin/plugin",
    "Recruiter seats": lambda _place: "/admin-center/linkedin/seats",
    "Closed accounts": lambda _place: "/admin-center/linkedin/closed-accounts",
    "Integration health": lambda _place: "/admin-center/linkedin/health",
    "Integration health: load": lambda _place: "/admin-center/linkedin/health/load",
    "Integration health: Recruiter": lambda _place: "/admin-center/linkedin/health/recruiter",
    "Integration health: conversation": lambda _place: "/admin-center/linkedin/health/conversation",
    "Integration health: deletions": lambda _place: "/admin-center/linkedin/health/deletions",
}


def test_main_pages_keep_their_budget_with_ten_rows_and_with_ten_thousand(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quota, "LIMITS", dict(quota.LIMITS))  # which a benchmark's LinkedIn does without
    place = Place(personas.user("Rhea", SecurityRole.RECRUITER))
    ada = administrator(place)
    clients = {"recruiter": signed_in(place.rhea), "administrator": signed_in(ada)}

    def all_asked() -> dict[str, int]:
        pages = {who: PAGES | (ADMINISTERED if who == "administrator" else {}) for who in clients}
        return {
            f"{name}, {who}": asked(client, address(place))
            for who, client in clients.items()
            for name, address in pages[who].items()
        }

    place.few()
    in_full.fill(Connection.objects.get(), place.application, place.rhea, ada)
    few = all_asked()
    place.many()
    many = all_asked()

    assert {name: (few[name], number) for name, number in many.items() if number > few[name]} == {}
    assert {name: number for name, number in many.items() if number > MOST} == {}


def administrator(place: Place) -> User:
    """Who sees everything, and works on the job besides."""
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)
    place.job.team.create(user=ada, role=TeamRole.RECRUITER, added_at=personas.START)
    return ada


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, address: str) -> int:
    """How many questions a page asks, once it was asked before."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    with CaptureQueriesContext(connection) as questions:
        client.get(address)
    return len(questions)
