"""Every cell of the permission matrix, acted out over HTTP; the matrix is the specification's, not the code's."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import Invitation, SecurityRole, User
from skaffa.activity.models import Entry
from skaffa.applications import actions as applications
from skaffa.applications.models import ActivityState, Application
from skaffa.applications.offers import actions as offers
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Candidate, SourceChoice
from skaffa.choices.models import Choice as Own
from skaffa.documents.models import Document
from skaffa.duplicates.models import Policy as DuplicatesPolicy
from skaffa.hooks.models import Webhook
from skaffa.imports import actions as imports
from skaffa.imports.models import Import, State
from skaffa.imports.models import Kind as FileKind
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.interviews import actions as interviews
from skaffa.interviews.models import Feedback, FeedbackRequest, Interview
from skaffa.interviews.requests import actions as feedback_requests
from skaffa.interviews.rules import Opinion
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.approvals import actions as approvals
from skaffa.jobs.models import Approval, Job, JobStatus, Stage, StageActivity, TeamMember, TeamRole
from skaffa.linkedin import members
from skaffa.linkedin.models import Connection, Member, MemberLink, MetIn
from skaffa.mail import actions as mail
from skaffa.mail.letter import Letter, Reader
from skaffa.mail.models import Choice, Email, Kind, Look, Recipient, Status, Template
from skaffa.notes import actions as notes
from skaffa.notes.models import Note
from skaffa.pools import actions as pools
from skaffa.pools.models import Contributor, Membership, Pool
from skaffa.processes import actions as processes
from skaffa.processes import queries as process_queries
from skaffa.processes import rules as process_rules
from skaffa.processes.models import ProcessTemplate
from skaffa.retention import actions as retention
from skaffa.retention.models import Erasure, Ground, Hold, Policy, Run
from skaffa.retention.rules import Rules
from skaffa.search import actions as search
from tests import matrix_by_api, personas
from tests.interviews.scheduling import scheduled

MATRIX = Path(__file__).with_name("permission_matrix.csv")
ROLES = ("recruiter", "hiring_manager", "interviewer", "read_only", "administrator")
TEAM_ROLES = {
    "recruiter": TeamRole.RECRUITER,
    "hiring_manager": TeamRole.HIRING_MANAGER,
    "interviewer": TeamRole.INTERVIEWER,
}


class Answer(Protocol):
    status_code: int
    content: bytes


@dataclass(frozen=True)
class Case:
    act: str
    role: str
    on_team: bool
    option: bool
    expected: bool

    def __str__(self) -> str:
        where = "on the team" if self.on_team else "off the team"
        return f"{self.act}: {self.role} {where}{'' if self.option else ', option off'}"


def cases() -> Iterator[Case]:
    lines = (line for line in MATRIX.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines):
        for role in ROLES:
            reach = row[role]
            assert reach in {"no", "team", "option", "all"}, row
            yield Case(row["act"], role, on_team=False, option=True, expected=reach == "all")
            if role in TEAM_ROLES:
                yield Case(row["act"], role, on_team=True, option=True, expected=reach != "no")
            if reach == "option":
                yield Case(row["act"], role, on_team=True, option=False, expected=False)


class World:
    """A job with somebody on it, and the one who tries something there."""

    def __init__(self, case: Case) -> None:
        self.owner = personas.user("Rhea", SecurityRole.RECRUITER)
        self.job = personas.draft(
            self.owner, hiring_managers_handle_prospects=case.option, hiring_managers_make_offers=case.option
        )
        roles = [] if case.role == "interviewer" else [SecurityRole(case.role)]
        self.tries = personas.user("Tova", *roles)
        if case.on_team:
            jobs.add_team_member(self.job, self.tries, role=TEAM_ROLES[case.role], by=SYSTEM, at=personas.START)
        self.client = Client(raise_request_exception=True)
        self.client.force_login(self.tries)

    def activate(self) -> Job:
        self.job = jobs.activate(self.job, by=SYSTEM, at=personas.START)
        return self.job

    def prospect(self) -> Application:
        return personas.prospect(self.activate())

    def applicant(self) -> Application:
        return personas.applicant(self.activate())

    def unlinked_candidate(self) -> Candidate:
        return personas.candidate()

    def opens(self, address: str) -> bool:
        return self.verdict(self.client.get(address))

    def sends(self, address: str, **values: object) -> None:
        self.verdict(self.client.post(address, values))

    @staticmethod
    def verdict(answer: Answer) -> bool:
        assert answer.status_code in {200, 204, 302, 403, 404}, (answer.status_code, answer.content[:2000])
        return answer.status_code in {200, 204}


def create_a_job(world: World) -> bool:
    role = "hiring_manager" if SecurityRole.HIRING_MANAGER in world.tries.roles else "recruiter"
    world.sends("/jobs/new", title="Tide keeper", role=role)
    return Job.objects.filter(title="Tide keeper").exists()


def change_job_details(world: World) -> bool:
    world.sends(
        f"/jobs/{world.job.pk}/edit", title="Tide keeper", openings=1, description="", country="", confirm_to="nobody"
    )
    return Job.objects.get(pk=world.job.pk).title == "Tide keeper"


def change_the_hiring_team(world: World) -> bool:
    newcomer = personas.user("Nils")
    world.sends(f"/jobs/{world.job.pk}/team", role="interviewer", user=newcomer.pk)
    return TeamMember.objects.filter(job=world.job, user=newcomer).exists()


def remove_from_the_team(world: World) -> bool:
    jobs.add_team_member(world.job, personas.user("Nils"), role=TeamRole.INTERVIEWER, by=SYSTEM, at=personas.START)
    member = TeamMember.objects.get(job=world.job, user__first_name="Nils")
    world.sends(f"/jobs/{world.job.pk}/team/{member.pk}/remove")
    return not TeamMember.objects.filter(pk=member.pk).exists()


def activate_a_job(world: World) -> bool:
    world.sends(f"/jobs/{world.job.pk}/activate")
    return Job.objects.get(pk=world.job.pk).status == JobStatus.ACTIVE


def close_a_job(world: World) -> bool:
    world.activate()
    world.sends(f"/jobs/{world.job.pk}/close", reason="cancelled", comment="")
    return Job.objects.get(pk=world.job.pk).status == JobStatus.CLOSED


def delete_a_job(world: World) -> bool:
    world.sends(f"/jobs/{world.job.pk}/delete")
    return not Job.objects.filter(pk=world.job.pk).exists()


def add(world: World, tab: str) -> bool:
    world.activate()
    world.sends(f"/jobs/{world.job.pk}/{tab}/add", first_name="Greta", source="recruiter")
    return Application.objects.filter(job=world.job).exists()


def view(world: World, application: Application, tab: str) -> bool:
    answer = world.client.get(f"/jobs/{world.job.pk}/{tab}")
    return world.verdict(answer) and str(application.candidate) in answer.content.decode()


def take_back_a_move(world: World) -> bool:
    application = world.applicant()
    entered = application.stage_id
    applications.advance(application, by=SYSTEM, at=personas.START)
    world.sends(f"/applications/{application.pk}/take-back")
    return Application.objects.get(pk=application.pk).stage_id == entered


def advance_an_application(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/advance")
    return Application.objects.get(pk=application.pk).stage_id != application.stage_id


def reject_an_application(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/reject", reason="skills", comment="")
    return not Application.objects.get(pk=application.pk).is_active


def withdraw(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/withdraw", comment="")
    return not Application.objects.get(pk=application.pk).is_active


def note_an_offer(world: World) -> bool:
    application = personas.offered_to(world.activate())
    world.sends(f"/applications/{application.pk}/offer", offer="extended", decline_reason="", comment="")
    return Application.objects.get(pk=application.pk).offer == "extended"


def take_an_offer_back(world: World) -> bool:
    application = offers.note(personas.offered_to(world.activate()), "accepted", by=SYSTEM, at=personas.START)
    world.sends(f"/applications/{application.pk}/offer/take-back")
    return Application.objects.get(pk=application.pk).is_active


def send_for_approval(world: World) -> bool:
    world.sends(f"/jobs/{world.job.pk}/approval/approvers", user=world.owner.pk)
    if not Approval.objects.filter(job=world.job).exists():
        approvals.add_approver(world.job, world.owner, by=SYSTEM, at=personas.START)
        world.sends(f"/jobs/{world.job.pk}/approval/send")
        assert Job.objects.get(pk=world.job.pk).status == JobStatus.DRAFT
        return False
    world.sends(f"/jobs/{world.job.pk}/approval/send")
    return Job.objects.get(pk=world.job.pk).status == JobStatus.PENDING


def change_the_process(world: World) -> bool:
    seen = process_rules.fingerprint(job_queries.plan(world.job))
    world.sends(f"/jobs/{world.job.pk}/process", act="add_stage", seen=seen, name="Trial day", kind="screen")
    return Stage.objects.filter(job=world.job, name="Trial day").exists()


def note_an_activity(world: World) -> bool:
    stage = world.job.stages.get(kind="application")
    activity = StageActivity.objects.create(stage=stage, kind="web_content", position=0, url="https://example.com")
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/activities", activity=activity.pk, status="completed")
    return ActivityState.objects.filter(application=application, status="completed").exists()


def make_a_template(world: World) -> bool:
    world.sends("/process-templates/", name="Sailors")
    return ProcessTemplate.objects.filter(name="Sailors").exists()


def make_a_template_of_ones_own(world: World) -> bool:
    processes.manage(own_templates=True, by=SYSTEM, at=personas.START)
    return make_a_template(world)


def change_a_template(world: World) -> bool:
    processes.manage(own_templates=True, by=SYSTEM, at=personas.START)
    theirs = processes.create("Divers", by=Actor.of(world.owner), at=personas.START)
    world.sends(f"/process-templates/{theirs.pk}/", name="Sailors", confirm_to="nobody")
    return ProcessTemplate.objects.filter(name="Sailors").exists()


def choose_the_default(world: World) -> bool:
    made = processes.create("Divers", by=SYSTEM, at=personas.START)
    world.sends(f"/process-templates/{made.pk}/default")
    return ProcessTemplate.objects.get(is_default=True) == made


def choose_who_makes_templates(world: World) -> bool:
    world.sends("/process-templates/management", own_templates="on")
    return process_queries.own_templates()


def delete_an_applicant(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/delete")
    return not Application.objects.filter(pk=application.pk).exists()


def read_a_document(world: World, document: Document) -> bool:
    """Listed and handed over; the one never without the other."""
    listed = world.client.get(f"/candidates/{document.candidate_id}/documents")
    shown = world.verdict(listed) and document.file_name in listed.content.decode()
    assert world.opens(f"/documents/{document.pk}") is shown
    return shown


def add_a_document(world: World, person: Candidate, about: int) -> bool:
    values = {"file": personas.text_file("Knows the tides."), "kind": "resume", "about": about}
    answer = world.client.post(f"/candidates/{person.pk}/documents", values)
    assert answer.status_code in {302, 403, 404, 422}  # 422: nothing of this job is offered to add to
    return Document.objects.filter(candidate=person, application=about or None).exists()


def change_a_document(world: World) -> bool:
    kept = personas.document(world.applicant())
    world.sends(f"/documents/{kept.pk}/edit", kind="other")
    return Document.objects.get(pk=kept.pk).kind == "other"


def delete_a_document(world: World, kept: Document) -> bool:
    world.sends(f"/documents/{kept.pk}/delete")
    return not Document.objects.filter(pk=kept.pk).exists()


def add_an_application_document(world: World) -> bool:
    application = world.applicant()
    return add_a_document(world, application.candidate, application.pk)


def note(world: World, by: User) -> Note:
    application = world.applicant()
    return notes.write(application.candidate, application=application, text="Calm.", by=Actor.of(by), at=personas.START)


def read_notes(world: World) -> bool:
    written = note(world, world.owner)
    answer = world.client.get(f"/candidates/{written.candidate_id}/notes")
    return world.verdict(answer) and "Calm." in answer.content.decode()


def write_a_note(world: World) -> bool:
    application = world.applicant()
    values = {"text": "Brave.", "about": application.pk, "visibility": "shared"}
    answer = world.client.post(f"/candidates/{application.candidate_id}/notes", values)
    assert answer.status_code in {302, 403, 404, 422}  # 422: nothing of this job is offered to write about
    return Note.objects.filter(application=application).exists()


def change_a_note(world: World) -> bool:
    """Of one's own: written while one could, changed under the rights of now."""
    written = note(world, world.owner)
    Note.objects.filter(pk=written.pk).update(author=world.tries)
    world.sends(f"/notes/{written.pk}/edit", text="Brave.", visibility="shared")
    return Note.objects.get(pk=written.pk).text == "Brave."


def delete_a_note(world: World) -> bool:
    written = note(world, world.owner)
    world.sends(f"/notes/{written.pk}/delete")
    return not Note.objects.filter(pk=written.pk).exists()


def write_about_a_person(world: World) -> bool:
    person = world.unlinked_candidate()
    world.sends(f"/candidates/{person.pk}/notes", text="Brave.", about=0, visibility="shared")
    return Note.objects.filter(candidate=person, application=None).exists()


def read_all_feedback(world: World) -> bool:
    given = feedback(world)
    answer = world.client.get(f"/applications/{given.application_id}/feedback")
    return world.verdict(answer) and "Dives well" in answer.content.decode()


def read_feedback_that_is_shown(world: World) -> bool:
    """Before one has given one's own, where the job's option says so (A49)."""
    Job.objects.filter(pk=world.job.pk).update(feedback_shown_before_own=True)
    return read_all_feedback(world)


def view_an_applications_activity(world: World) -> bool:
    """On the page of the person: what happened on the job."""
    one = world.applicant()
    applications.advance(one, by=SYSTEM, at=personas.START)
    answer = world.client.get(f"/candidates/{one.candidate_id}/activity")
    return world.verdict(answer) and world.job.title in answer.content.decode()


def add_a_webhook(world: World) -> bool:
    world.sends("/admin-center/webhooks", url="https://hooks.example.org/", topics=["jobs"])
    return Webhook.objects.exists()


def give_feedback(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/feedback", recommendation="yes", act="submit")
    return Feedback.objects.filter(application=application, status="submitted").exists()


def delete_feedback(world: World) -> bool:
    given = feedback(world)
    world.sends(f"/feedback/{given.pk}/delete")
    return not Feedback.objects.filter(pk=given.pk).exists()


def feedback(world: World) -> Feedback:
    opinion = Opinion("yes", comment="Dives well")
    return interviews.submit(world.applicant(), opinion, by=Actor.of(world.owner), at=personas.START)


def interview(world: World) -> Interview:
    """Known to nobody yet."""
    return scheduled(world.applicant(), world.owner, by=world.owner, told=False)


def ask_for_feedback(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/feedback/ask", people=world.owner.pk, act="ask")
    return FeedbackRequest.objects.filter(application=application).exists()


def no_longer_ask_for_feedback(world: World) -> bool:
    application = world.applicant()
    feedback_requests.ask(application, [world.owner.pk], by=Actor.of(world.owner), at=personas.START)
    asked = FeedbackRequest.objects.get(application=application)
    world.sends(f"/feedback-requests/{asked.pk}/take-back")
    return not FeedbackRequest.objects.filter(pk=asked.pk).exists()


def read_interviews(world: World) -> bool:
    planned = interview(world)
    listed = world.client.get(f"/applications/{planned.application_id}/interviews")
    shown = world.verdict(listed) and planned.title in listed.content.decode()
    assert world.opens(f"/interviews/{planned.pk}") is shown
    assert world.opens(f"/interviews/{planned.pk}/interview.ics") is shown
    return shown


def plan_form(world: World, title: str) -> dict[str, object]:
    return {
        "title": title,
        "day": "2026-03-03",
        "time": "09:00",
        "minutes": 60,
        "time_zone": "UTC",
        "interviewers": world.owner.pk,
        "how": "together",
        "language": "en",
        "candidate_time_zone": "UTC",
        "act": "plan",
    }


def schedule_an_interview(world: World) -> bool:
    application = world.applicant()
    world.sends(f"/applications/{application.pk}/interviews/new", **plan_form(world, "First"))
    return Interview.objects.filter(application=application).exists()


def change_an_interview(world: World) -> bool:
    planned = interview(world)
    world.sends(f"/interviews/{planned.pk}/edit", **plan_form(world, "Second"))
    return Interview.objects.get(pk=planned.pk).title == "Second"


def cancel_an_interview(world: World) -> bool:
    planned = interview(world)
    world.sends(f"/interviews/{planned.pk}/cancel", word="")
    return not Interview.objects.get(pk=planned.pk).is_planned


def tell_interviewers(world: World) -> bool:
    planned = interview(world)
    world.sends(f"/interviews/{planned.pk}/tell-interviewers")
    return planned.panelists.filter(told_at__isnull=False).exists()


def tell_the_candidate(world: World) -> bool:
    planned = interview(world)
    values = {"email": "greta@people.internal", "language": "en", "candidate_time_zone": "UTC"}
    world.sends(f"/interviews/{planned.pk}/tell-candidate", **values)
    return Interview.objects.get(pk=planned.pk).candidate_told_at is not None


def ask_when_they_can_come(world: World) -> bool:
    application = world.applicant()
    hours = {"first_day": "2026-03-03", "last_day": "2026-03-03", "earliest": "09:00", "latest": "12:00"}
    world.sends(f"/applications/{application.pk}/availability", **hours, minutes=60, time_zone="UTC", language="en")
    return application.availabilities.exists()


def erase_a_person(world: World) -> bool:
    person = world.unlinked_candidate()
    world.sends(f"/candidates/{person.pk}/erase", name=str(person))
    return not Candidate.objects.filter(pk=person.pk).exists()


def merge_two_records(world: World) -> bool:
    kept, other = world.unlinked_candidate(), personas.candidate()
    world.sends(f"/candidates/{kept.pk}/merge/{other.pk}")
    return not Candidate.objects.filter(pk=other.pk).exists()


def undo_a_merge(world: World) -> bool:
    kept, other = world.unlinked_candidate(), personas.candidate()
    merge = merging.merge(kept, other, {}, by=SYSTEM, at=personas.START)
    world.sends(f"/merges/{merge.pk}/undo")
    return Candidate.objects.filter(pk=other.pk).exists()


def person_due(world: World) -> Candidate:
    """Somebody in no job, a year after the last thing that happened to them."""
    person = world.unlinked_candidate()
    retention.change_rules(Rules(months={Ground.NO_JOB: 1}), by=SYSTEM, at=personas.START - timedelta(days=400))
    Candidate.objects.update(created_at=personas.START - timedelta(days=400))
    Entry.objects.filter(candidate=person).update(at=personas.START - timedelta(days=400))
    retention.take_stock()
    return person


def read_who_is_due(world: World) -> bool:
    person = person_due(world)
    answer = world.client.get("/admin-center/retention/")
    return world.verdict(answer) and str(person) in answer.content.decode()


def choose_rules(world: World) -> bool:
    months = {"applicant_months": 24, "prospect_months": 24, "no_job_months": 7}
    more = {"no_job_on": "on", "notice_days": 30, "time_zone": "UTC", "most_a_night": 10}
    world.sends("/admin-center/retention/rules", **months, **more)
    return Policy.objects.filter(no_job_months=7).exists()


def keep_on_purpose(world: World) -> bool:
    person = world.unlinked_candidate()
    world.sends(f"/admin-center/retention/people/{person.pk}/keep", until="2027-01-01", reason="A dispute.")
    return Hold.objects.filter(candidate=person).exists()


def no_longer_keep(world: World) -> bool:
    person = world.unlinked_candidate()
    retention.keep(person, until=date(2027, 1, 1), reason="A dispute.", by=SYSTEM, at=personas.START)
    world.sends(f"/admin-center/retention/people/{person.pk}/release")
    return not Hold.objects.exists()


def erase_who_is_due(world: World) -> bool:
    person = person_due(world)
    world.sends("/admin-center/retention/erase", person=person.pk, people=1)
    return Erasure.objects.filter(number=person.pk).exists()


def stop_an_erasure(world: World) -> bool:
    person_due(world)
    run = retention.erase_all_due(by=SYSTEM, at=personas.START)
    world.sends(f"/admin-center/retention/runs/{run.pk}/stop")
    return Run.objects.get().finished_at is not None


def search_candidates(world: World) -> bool:
    """In the list by no words at all, and in the search by their name."""
    person = world.unlinked_candidate()
    while search.freshen():
        pass
    listed = world.client.get("/candidates/")
    found = world.client.get("/search", {"q": f'"{person}"'})
    shown = [str(person) in listed.content.decode(), f"/candidates/{person.pk}/" in found.content.decode()]
    assert all(shown) or not any(shown)
    return world.verdict(found) and all(shown)


def change_a_candidate(world: World) -> bool:
    person = world.unlinked_candidate()
    world.sends(f"/candidates/{person.pk}/edit", first_name="Gunilla")
    return Candidate.objects.get(pk=person.pk).first_name == "Gunilla"


def linkedin_member(person: Candidate) -> Member:
    """A member of the same name whom LinkedIn told of, at the connection of this environment."""
    connection = Connection.objects.create(
        kind="own", world="production", client_id="matrix", created_at=personas.START, modified_at=personas.START
    )
    told = candidate_queries.person(person)
    members.meet(connection, "urn:li:person:matrix", told, where=MetIn.EXPORT, at=personas.START)
    return Member.objects.get()


def link_a_profile(world: World) -> bool:
    person = world.unlinked_candidate()
    world.sends(f"/candidates/{person.pk}/linkedin/link", member=linkedin_member(person).urn)
    return MemberLink.objects.filter(candidate=person).exists()


def unlink_a_profile(world: World) -> bool:
    person = world.unlinked_candidate()
    member = linkedin_member(person)
    MemberLink.objects.create(
        connection=member.connection,
        candidate=person,
        member_urn=member.urn,
        created_at=personas.START,
        modified_at=personas.START,
    )
    world.sends(f"/candidates/{person.pk}/linkedin/unlink", member=member.urn)
    return not MemberLink.objects.exists()


def make_own_link(world: World) -> bool:
    person = world.unlinked_candidate()
    linkedin_member(person)
    world.sends(f"/candidates/{person.pk}/linkedin/own-link")
    return Entry.objects.filter(event="OwnLinkMade", candidate=person).exists()


def invite_a_user(world: World) -> bool:
    world.sends("/admin-center/users/invite", email="new@example.com", roles=["recruiter"])
    return Invitation.objects.filter(email="new@example.com").exists()


def pool(world: World, whose: str = "") -> Pool:
    """A talent pool with somebody in it: the owner's alone, shared with the one who tries, or once their own."""
    made = pools.create("Divers", by=Actor.of(world.owner), at=personas.START)
    pools.add(made, personas.candidate("Greta"), by=SYSTEM, at=personas.START)
    if whose == "shared":
        Contributor.objects.create(pool=made, user=world.tries, added_at=personas.START)
    elif whose == "own":
        Pool.objects.filter(pk=made.pk).update(owner=world.tries)
    return Pool.objects.get(pk=made.pk)


def linkedin_pool(_world: World) -> Pool:
    return pools.gather_shared(personas.candidate("Greta"), at=personas.START).pool


def sees_pool(world: World, made: Pool) -> bool:
    """Listed and opened; the one never without the other."""
    listed = world.client.get("/talent-pools/")
    shown = world.verdict(listed) and f"/talent-pools/{made.pk}/" in listed.content.decode()
    assert world.opens(f"/talent-pools/{made.pk}/") is shown
    return shown


def change_a_source(world: World) -> bool:
    one = world.applicant()
    world.sends(f"/applications/{one.pk}/source", source="agency")
    return Application.objects.filter(pk=one.pk, source="agency").exists()


def mark_a_silver_medalist(world: World) -> bool:
    one = world.applicant()
    while one.stage.kind != "offer":
        one = applications.advance(one, by=SYSTEM, at=personas.START)
    world.sends(f"/applications/{one.pk}/medal")
    return Application.objects.filter(pk=one.pk, silver_medal_at__isnull=False).exists()


def add_a_source(world: World) -> bool:
    world.sends("/admin-center/sources", name_en="Harbour fair", category="")
    return SourceChoice.objects.filter(name_en="Harbour fair").exists()


def add_a_rejection_reason(world: World) -> bool:
    world.sends("/admin-center/lists/rejection_reason", name_en="No permit", name_sv="Inget tillstånd")
    return Own.objects.filter(name_sv="Inget tillstånd").exists()


def choose_when_to_ask(world: World) -> bool:
    world.sends("/admin-center/duplicates", same="99", maybe="60", region="SE")
    return DuplicatesPolicy.objects.filter(maybe=0.6).exists()


def create_a_pool(world: World) -> bool:
    world.sends("/talent-pools/new", name="Rowers", create="1")
    return Pool.objects.filter(name="Rowers", owner=world.tries).exists()


def share_a_pool(world: World, whose: str = "") -> bool:
    newcomer = personas.user("Nils", SecurityRole.RECRUITER)
    made = pool(world, whose)
    world.sends(f"/talent-pools/{made.pk}/access", user=newcomer.pk)
    return Contributor.objects.filter(pool=made, user=newcomer).exists()


def unshare_a_pool(world: World) -> bool:
    newcomer, made = personas.user("Nils", SecurityRole.RECRUITER), pool(world, "shared")
    pools.share(made, newcomer, by=SYSTEM, at=personas.START)
    world.sends(f"/talent-pools/{made.pk}/access/{newcomer.pk}/remove")
    return not Contributor.objects.filter(pool=made, user=newcomer).exists()


def rename_a_pool(world: World) -> bool:
    world.sends(f"/talent-pools/{pool(world).pk}/edit", name="Rowers")
    return Pool.objects.get().name == "Rowers"


def delete_a_pool(world: World, whose: str) -> bool:
    world.sends(f"/talent-pools/{pool(world, whose).pk}/delete")
    return not Pool.objects.exists()


def fill_a_pool(world: World, whose: str = "") -> bool:
    typed = {"first_name": "Otto", "email": "otto@example.com", "source": "referral"}
    world.sends(f"/talent-pools/{pool(world, whose).pk}/add", **typed)
    return Membership.objects.filter(candidate__first_name="Otto").exists()


def add_a_colleague(world: World) -> bool:
    world.sends(f"/talent-pools/{pool(world, 'shared').pk}/add/internal", user=world.owner.pk)
    return Membership.objects.filter(candidate__is_internal=True).exists()


def add_from_a_file(world: World) -> bool:
    people = SimpleUploadedFile("people.csv", b"E-mail;First name\notto@example.com;Otto\n")
    world.sends("/candidates/import", file=people, place=f"pool-{pool(world, 'shared').pk}")
    return Import.objects.filter(pool__isnull=False).exists()


def import_people(world: World) -> bool:
    world.sends("/candidates/import", file=SimpleUploadedFile("people.csv", b"First name\nOtto\n"))
    return Import.objects.exists()


def import_jobs(world: World) -> bool:
    world.sends("/jobs/import", file=SimpleUploadedFile("jobs.csv", b"Title\nDiver\n"))
    return Import.objects.exists()


def undo_an_import_of_somebody_else(world: World) -> bool:
    by = Actor.of(world.owner)
    run = imports.upload(FileKind.CANDIDATES, "people.csv", b"First name\nOtto\n", by=by, at=personas.START)
    imports.choose(run, run.columns, by=by, at=personas.START)
    reading.read_all(run.pk)
    imports.begin(run, by=by, at=personas.START)
    while taking.take_next(run.pk, at=personas.START):
        pass
    world.sends(f"/imports/{run.pk}/undo")
    return Import.objects.get().state == State.UNDOING


def put_into_a_pool(world: World) -> bool:
    person, made = personas.candidate("Otto"), pool(world, "shared")
    world.sends(f"/candidates/{person.pk}/pools", pool=made.pk)
    return Membership.objects.filter(candidate=person).exists()


def remove_from(world: World, made: Pool) -> bool:
    greta = Candidate.objects.get(first_name="Greta")
    world.sends(f"/talent-pools/{made.pk}/people/{greta.pk}/remove")
    return not Membership.objects.filter(removed_at=None).exists()


def put_back_into_a_pool(world: World) -> bool:
    made, greta = pool(world, "shared"), Candidate.objects.get(first_name="Greta")
    pools.remove(made, greta, by=SYSTEM, at=personas.START)
    world.sends(f"/talent-pools/{made.pk}/people/{greta.pk}/put-back")
    return Membership.objects.filter(removed_at=None).exists()


def add_to_a_job(world: World) -> bool:
    person, job = personas.candidate("Otto"), world.activate()
    world.sends(f"/candidates/{person.pk}/jobs", job=job.pk)
    return Application.objects.filter(job=job, candidate=person).exists()


def an_email(world: World) -> Email:
    """About an applicant of the job."""
    reader = Reader(recipient=Recipient.CANDIDATE, address="greta@people.example", name="Greta")
    letter = Letter(kind=Kind.WITHDRAWAL_CONFIRMED, to=reader, application=world.applicant())
    written = mail.send_automatic(letter, at=personas.START)
    assert written
    return written


def write_an_email(world: World) -> bool:
    application = personas.applicant(world.activate(), personas.candidate(emails=("greta@harbour.se",)))
    world.sends(f"/applications/{application.pk}/e-mail", subject="Hello", body="Text", template="message:0")
    return Email.objects.filter(application=application, subject="Hello").exists()


def send_an_email_again(world: World) -> bool:
    written = an_email(world)
    Email.objects.update(status=Status.REFUSED)
    world.sends(f"/e-mails/{written.pk}/send-again")
    return Email.objects.get(pk=written.pk).status == Status.WAITING


def write_a_mail_template(world: World) -> bool:
    world.sends("/admin-center/e-mail/new?pair=message:candidate", title="Mine", subject_en="Hello", body_en="Text")
    return Template.objects.exists()


def choose_what_is_automatic(world: World) -> bool:
    world.sends("/admin-center/e-mail/types/application_rejected/candidate/choose", automatic="yes")
    return Choice.objects.filter(is_automatic=True).exists()


def change_the_look(world: World) -> bool:
    world.sends("/admin-center/e-mail/settings", privacy_url="https://harbour.se/privacy")
    return Look.objects.exists()


ACTS: dict[str, Callable[[World], bool]] = {
    "create a job": create_a_job,
    "read job details": lambda world: world.opens(f"/jobs/{world.job.pk}/"),
    "change job details": change_job_details,
    "read the hiring team": lambda world: world.opens(f"/jobs/{world.job.pk}/team"),
    "change the hiring team": change_the_hiring_team,
    "remove somebody from the hiring team": remove_from_the_team,
    "read the process": lambda world: world.opens(f"/jobs/{world.job.pk}/process"),
    "activate a job": activate_a_job,
    "close a job": close_a_job,
    "delete a job": delete_a_job,
    "view prospects": lambda world: view(world, world.prospect(), "prospects"),
    "add a prospect": lambda world: add(world, "prospects"),
    "view applicants": lambda world: view(world, world.applicant(), "applicants"),
    "add an applicant": lambda world: add(world, "applicants"),
    "advance an application": advance_an_application,
    "take back a move": take_back_a_move,
    "reject an application": reject_an_application,
    "note that a candidate withdrew": withdraw,
    "choose approvers and send a job to them": send_for_approval,
    "change the process before activation": change_the_process,
    "note that an activity is done": note_an_activity,
    "make a process template": make_a_template,
    "make a process template where recruiters and hiring managers do": make_a_template_of_ones_own,
    "change somebody else's process template": change_a_template,
    "choose the default template": choose_the_default,
    "choose who makes process templates": choose_who_makes_templates,
    "note an offer": note_an_offer,
    "take an offer back": take_an_offer_back,
    "change an application's source": change_a_source,
    "mark a silver medalist": mark_a_silver_medalist,
    "read an application's interviews": read_interviews,
    "schedule an interview": schedule_an_interview,
    "change an interview": change_an_interview,
    "cancel an interview": cancel_an_interview,
    "tell interviewers of an interview": tell_interviewers,
    "tell the candidate of an interview": tell_the_candidate,
    "ask when a candidate can come": ask_when_they_can_come,
    "delete an applicant": delete_an_applicant,
    "read an application's e-mails": lambda world: world.opens(f"/e-mails/{an_email(world).pk}"),
    "write a candidate an e-mail": write_an_email,
    "send an e-mail again": send_an_email_again,
    "read e-mail templates": lambda world: world.opens("/admin-center/e-mail/"),
    "write an e-mail template": write_a_mail_template,
    "choose which e-mail is sent automatically": choose_what_is_automatic,
    "read the outbox": lambda world: world.opens("/admin-center/e-mail/outbox"),
    "change what e-mails look like": change_the_look,
    "read an application's documents": lambda world: read_a_document(world, personas.document(world.applicant())),
    "add an application document": add_an_application_document,
    "change an application document": change_a_document,
    "delete an application document": lambda world: delete_a_document(world, personas.document(world.applicant())),
    "read a person's document": lambda world: read_a_document(world, personas.document(world.unlinked_candidate())),
    "add a document of a person": lambda world: add_a_document(world, world.unlinked_candidate(), 0),
    "delete a document of a person": lambda world: delete_a_document(
        world, personas.document(world.unlinked_candidate())
    ),
    "read an application's notes": read_notes,
    "write an application note": write_a_note,
    "change one's own application note": change_a_note,
    "delete somebody's application note": delete_a_note,
    "read all feedback": read_all_feedback,
    "read others' feedback where the job shows it": read_feedback_that_is_shown,
    "give feedback": give_feedback,
    "ask somebody for feedback": ask_for_feedback,
    "no longer ask somebody for feedback": no_longer_ask_for_feedback,
    "delete somebody's feedback": delete_feedback,
    "view the job's analytics": lambda world: world.opens(f"/jobs/{world.job.pk}/analytics"),
    "view the job's activity": lambda world: world.opens(f"/jobs/{world.job.pk}/activity"),
    "view an application's activity": view_an_applications_activity,
    "search candidates": search_candidates,
    "read a candidate": lambda world: world.opens(f"/candidates/{world.unlinked_candidate().pk}/"),
    "change a candidate": change_a_candidate,
    "write a note about a person": write_about_a_person,
    "merge two records of a person": merge_two_records,
    "undo a merge": undo_a_merge,
    "erase a person": erase_a_person,
    "read who is due": read_who_is_due,
    "choose the rules of retention": choose_rules,
    "keep a person on purpose": keep_on_purpose,
    "no longer keep a person": no_longer_keep,
    "erase who is due": erase_who_is_due,
    "stop an erasure": stop_an_erasure,
    "create a talent pool": create_a_pool,
    "see one's own talent pool": lambda world: sees_pool(world, pool(world, "own")),
    "see a talent pool that is shared with one": lambda world: sees_pool(world, pool(world, "shared")),
    "see somebody else's talent pool": lambda world: sees_pool(world, pool(world)),
    "see the LinkedIn talent pool": lambda world: sees_pool(world, linkedin_pool(world)),
    "share one's own talent pool": lambda world: share_a_pool(world, "own"),
    "share a talent pool that is shared with one": lambda world: share_a_pool(world, "shared"),
    "share somebody else's talent pool": share_a_pool,
    "take a shared talent pool away from somebody": unshare_a_pool,
    "rename somebody else's talent pool": rename_a_pool,
    "delete one's own talent pool": lambda world: delete_a_pool(world, "own"),
    "delete a talent pool that is shared with one": lambda world: delete_a_pool(world, "shared"),
    "add a candidate to a talent pool that is shared with one": lambda world: fill_a_pool(world, "shared"),
    "add a candidate to somebody else's talent pool": fill_a_pool,
    "add a colleague to a talent pool that is shared with one": add_a_colleague,
    "add candidates from a file to a talent pool that is shared with one": add_from_a_file,
    "import candidates from a file": import_people,
    "import jobs from a file": import_jobs,
    "undo an import of somebody else": undo_an_import_of_somebody_else,
    "put somebody from their page into a talent pool that is shared with one": put_into_a_pool,
    "remove a candidate from a talent pool that is shared with one": lambda world: remove_from(
        world, pool(world, "shared")
    ),
    "put a removed candidate back into a talent pool": put_back_into_a_pool,
    "remove a candidate from the LinkedIn talent pool": lambda world: remove_from(world, linkedin_pool(world)),
    "add a candidate from a talent pool to a job": add_to_a_job,
    "open the LinkedIn tab": lambda world: world.opens(f"/candidates/{world.unlinked_candidate().pk}/linkedin"),
    "link a LinkedIn profile": link_a_profile,
    "unlink a LinkedIn profile": unlink_a_profile,
    "make a person's own LinkedIn link": make_own_link,
    "open the admin center": lambda world: world.opens("/admin-center/users"),
    "invite a user": invite_a_user,
    "read the webhooks": lambda world: world.opens("/admin-center/webhooks"),
    "add a webhook": add_a_webhook,
    "read the API keys": lambda world: world.opens("/admin-center/api-keys"),
    "choose what applicants agree to": lambda world: world.opens("/admin-center/career-site"),
    "add a source": add_a_source,
    "add a rejection reason": add_a_rejection_reason,
    "choose when somebody is asked about duplicates": choose_when_to_ask,
    **matrix_by_api.ACTS,
}


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_the_product_answers_as_the_matrix_says(case: Case):
    allowed = ACTS[case.act](World(case))

    assert allowed is case.expected


def test_nobody_is_a_user_without_a_column():
    assert {role.value for role in SecurityRole} == set(ROLES)
