"""Everything that happens leaves one row, read by those who may."""

import pytest

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.activity import actions as activity
from skaffa.activity import queries
from skaffa.activity.models import Entry
from skaffa.activity.subscribers import HEARD
from skaffa.applications import actions as applications
from skaffa.applications.activities import actions as activities
from skaffa.applications.marks import actions as marks
from skaffa.applications.models import Application
from skaffa.applications.offers import actions as offers
from skaffa.candidates import actions as candidates
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Candidate
from skaffa.candidates.queries import CandidateNotFound
from skaffa.candidates.rules import Person
from skaffa.candidates.sources import actions as sources
from skaffa.careers import actions as careers
from skaffa.careers.actions import Letter
from skaffa.choices import actions as choices
from skaffa.choices.actions import Words as Named
from skaffa.core import refusals
from skaffa.documents import actions as documents
from skaffa.documents.rules import checked_file
from skaffa.duplicates.models import Pair
from skaffa.duplicates.pairs import actions as pairs
from skaffa.duplicates.scanning import actions as scanning
from skaffa.interviews import actions as interviews
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.requests import actions as requests
from skaffa.interviews.rules import Opinion
from skaffa.interviews.schedule import actions as schedule
from skaffa.jobs import actions as jobs
from skaffa.jobs.approvals import actions as approvals
from skaffa.jobs.models import Job, StageActivity, TeamMember
from skaffa.keys import actions as keys
from skaffa.linkedin.events import ExportRefused
from skaffa.mail import actions as mails
from skaffa.mail.look import actions as looks
from skaffa.mail.models import Kind, Recipient
from skaffa.mail.rules import Words
from skaffa.notes import actions as notes
from skaffa.pipeline.bulk import actions as bulk
from skaffa.pools import actions as pools
from skaffa.processes import actions as processes
from skaffa.processes.rules import Options
from tests import personas
from tests.interviews.scheduling import asked, plan, scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def kinds(timeline: queries.Timeline) -> list[str]:
    return [line.kind for line in timeline.lines]


def test_everything_a_day_brings_is_remembered_once(rhea: User, ada: User, stan: User, clock: Watch):
    """One of each event, through the actions that publish them."""
    Entry.objects.all().delete()
    by, admin = Actor.of(rhea), Actor.of(ada)
    accounts.invite("new@example.com", roles=[], by=admin, at=clock.tick())
    personas.user("Nora")
    accounts.assign_roles(stan, ["read_only"], by=admin, at=clock.tick())
    accounts.deactivate(stan, by=admin, at=clock.tick())
    accounts.reactivate(stan, by=admin, at=clock.tick())
    job = personas.draft(rhea)
    jobs.edit(job, personas.details("Chief lamp keeper"), by=by, at=clock.tick())
    jobs.add_team_member(job, stan, role="interviewer", by=by, at=clock.tick())
    jobs.remove_team_member(TeamMember.objects.get(job=job, user=stan), by=by, at=clock.tick())
    jobs.activate(job, by=by, at=clock.tick())
    greta = personas.candidate()
    candidates.edit(greta, Person("Margareta"), by=by, at=clock.tick())
    prospect = personas.prospect(job, greta)
    applications.advance(prospect, by=by, at=clock.tick())
    applications.reject(prospect, reason="other", by=by, at=clock.tick())
    applications.reopen(prospect, by=by, at=clock.tick())
    applications.take_back(prospect, by=by, at=clock.tick())
    bo = personas.candidate("Bo")
    an_offer_comes_and_goes(personas.applicant(job, bo), by, clock)
    somebody_applies(job, bo, admin, clock)
    jobs.close(job, reason="cancelled", by=by, at=clock.tick())
    jobs.delete(personas.draft(rhea), by=by, at=clock.tick())

    content_comes_and_goes(bo, rhea, admin, clock)

    assert set(Entry.objects.values_list("event", flat=True)) == {kind.__name__ for kind in HEARD}
    assert Entry.objects.filter(event="ApplicationClosed").count() == 3
    once = set(HEARD) - {*[kind for kind in HEARD if kind.__name__ in SEVERAL]}
    for kind in once:
        assert Entry.objects.filter(event=kind.__name__).count() == 1, kind


def an_offer_comes_and_goes(application: Application, by: Actor, clock: Watch) -> None:
    Application.objects.filter(pk=application.pk).update(stage=application.job.stages.get(kind="offer"))
    offers.note(application, "prepared", by=by, at=clock.tick())
    offers.take_back(application, by=by, at=clock.tick())
    stage = application.job.stages.get(kind="offer")
    activity = StageActivity.objects.create(stage=stage, kind="interview", position=0)
    activities.say(application, activity, "completed", by=by, at=clock.tick())


def an_approval_comes_and_goes(job: Job, by: Actor, clock: Watch) -> None:
    assert by.user is not None
    approval = approvals.add_approver(job, by.user, by=by, at=clock.tick())
    approvals.send(job, by=by, at=clock.tick())
    approvals.remind(approval.pk, at=clock.tick())
    approvals.answer(job, "approved", by=by, at=clock.tick())


def a_template_comes_and_goes(admin: Actor, clock: Watch) -> None:
    template = processes.create("Divers", by=admin, at=clock.tick())
    processes.edit(template, name="Deep divers", options=Options(), by=admin, at=clock.tick())
    processes.delete(template, by=admin, at=clock.tick())
    processes.manage(own_templates=True, by=admin, at=clock.tick())


def somebody_applies(job: Job, other: Candidate, admin: Actor, clock: Watch) -> None:
    """By themselves, and to words that an administrator chooses after it; another comes close."""
    resume = checked_file("resume.txt", b"Ten years.\n")
    letter = Letter(person=Person("Eva", emails=["eva@example.com"]), resume=resume, consent="Yes", language="en")
    careers.apply(job, letter, address="192.0.2.1", at=clock.tick())
    keys.revoke(keys.make("Payroll", scopes=["jobs:read"], by=admin, at=clock.tick()).pk, by=admin, at=clock.tick())
    careers.change_site(consent_en="Yes?", consent_sv="", privacy_url="", by=admin, at=clock.tick())
    somebody_comes_close(job, other, admin, clock)


def somebody_comes_close(job: Job, who: Candidate, admin: Actor, clock: Watch) -> None:
    """Where they came from is said anew, and they are marked for the next job."""
    one = Application.objects.get(job=job, candidate=who)
    sources.add("Harbour fair", by=admin, at=clock.tick())
    words = Named(name_en="No permit", name_sv="Inget tillstånd")
    choices.add("rejection_reason", words, by=admin, at=clock.tick())
    marks.attribute(one, "harbour-fair", by=admin, at=clock.tick())
    while one.stage.kind != "offer":
        one = applications.advance(one, by=admin, at=clock.tick())
    marks.give_silver_medal(one, by=admin, at=clock.tick())
    marks.take_back_silver_medal(one, by=admin, at=clock.tick())


def content_comes_and_goes(who: Candidate, rhea: User, admin: Actor, clock: Watch) -> None:
    """Notes, feedback, and people who are taken away again; a deleted application takes its own lines along."""
    by = Actor.of(rhea)
    note = notes.write(who, text="Likes boats", by=by, at=clock.tick())
    notes.change(note, text="Likes ships", visibility="shared", by=by, at=clock.tick())
    notes.delete(note, by=by, at=clock.tick())
    document = personas.document(who, by=rhea)
    documents.change(document, kind="other", by=by, at=clock.tick())
    documents.delete(document, by=by, at=clock.tick())
    diver = personas.active_job(rhea, "Diver")
    stays, goes = personas.applicant(diver, who), personas.applicant(diver)
    feedback = interviews.submit(stays, Opinion("yes"), by=by, at=clock.tick())
    interviews.change(feedback, Opinion("no"), by=by, at=clock.tick())
    interviews.delete(feedback, by=by, at=clock.tick())
    interviews_come_and_go(stays, rhea, clock)
    many = bulk.move(diver, [goes.pk], to=goes.stage, by=by, at=clock.tick())  # who is there already
    while bulk.do_next(many.pk, at=clock.tick()):
        pass
    applications.delete(goes, by=by, at=clock.tick())
    candidates.erase(personas.candidate("Dag"), by=admin, at=clock.tick())
    merge = merging.merge(who, personas.candidate("Robert"), {}, by=by, at=clock.tick())
    merging.undo(merge, by=by, at=clock.tick())
    somebody_is_here_twice(by, admin, clock)
    a_pool_comes_and_goes(who, by, admin, clock)
    a_template_comes_and_goes(admin, clock)
    an_approval_comes_and_goes(personas.draft(rhea), by, clock)
    mails_are_sent(rhea, admin, clock)


def somebody_is_here_twice(by: Actor, admin: Actor, clock: Watch) -> None:
    scanning.begin(by=admin, at=clock.tick())
    while scanning.take_next(at=clock.tick()):
        pass
    one, other = personas.candidate("Engla"), personas.candidate("Elsa")
    pair = Pair.objects.create(one_id=one.pk, other_id=other.pk, probability=0.9, found_at=clock.at)
    pairs.say_different([pair.pk], by=by, at=clock.tick())
    pairs.undo_different([pair.pk], by=by, at=clock.tick())


def interviews_come_and_go(application: Application, rhea: User, clock: Watch) -> None:
    question = asked(application, by=rhea, at=clock.tick())
    availability.answer(question, [], none_fits=True, time_zone="UTC", word="", at=clock.tick())
    planned, by = scheduled(application, rhea, by=rhea, at=clock.tick()), Actor.of(rhea)
    schedule.answer(planned, "accepted", by=by, at=clock.tick())
    schedule.say_unsuitable(planned, "Away.", at=clock.tick())
    schedule.change(planned, plan(rhea, title="Coffee"), by=by, at=clock.tick())
    schedule.cancel(planned, word="Ill.", by=by, at=clock.tick())
    requests.ask(application, [rhea.pk], by=by, at=clock.tick())


def a_pool_comes_and_goes(who: Candidate, by: Actor, admin: Actor, clock: Watch) -> None:
    pool = pools.create("Divers", by=by, at=clock.tick())
    pools.rename(pool, "Deep divers", by=by, at=clock.tick())
    assert admin.user is not None
    pools.share(pool, admin.user, by=by, at=clock.tick())
    pools.unshare(pool, admin.user, by=by, at=clock.tick())
    pools.add(pool, who, by=by, at=clock.tick())
    pools.remove(pool, who, by=by, at=clock.tick())
    pools.delete(pool, by=by, at=clock.tick())


def mails_are_sent(rhea: User, admin: Actor, clock: Watch) -> None:
    """An automatic rejection that is called back, from a template of one's own."""
    words = Words(title="Kind no", subject_en="No", body_en="Sorry.")
    mine = mails.save_template(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE, words, by=admin, at=clock.tick())
    mails.choose(mine.kind, mine.recipient, mine.pk, is_automatic=True, by=admin, at=clock.tick())
    jo = personas.applicant(personas.active_job(rhea, "Painter"), personas.candidate("Jo", emails=("jo@example.com",)))
    applications.reject(jo, reason="other", by=Actor.of(rhea), at=clock.tick())
    applications.reopen(jo, by=Actor.of(rhea), at=clock.tick())
    mails.delete_template(mine.pk, by=admin, at=clock.tick())
    mails.restore_template(mine.pk, by=admin, at=clock.tick())
    looks.change(picture=None, privacy_url="", terms_url="", by=admin, at=clock.tick())


SEVERAL = {
    "MergeUndone",  # on both timelines
    "ApplicationRejected",
    "ApplicationReopened",
    "CandidateMailed",
    "JobActivated",
    "JobCreated",
    "TeamMemberAdded",
    "CandidateAdded",
    "DocumentAdded",
    "ApplicationClosed",
    "JobDeleted",
    "ApplicantAdded",
    "AddedToPool",
}


def test_the_secret_of_an_invitation_is_not_remembered(ada: User, at):
    accounts.invite("new@example.com", roles=[], by=Actor.of(ada), at=at)

    assert "token" not in Entry.objects.get(event="UserInvited").data


def test_a_line_says_who_did_what_to_whom(job: Job, rhea: User, clock: Watch):
    prospect = personas.prospect(job, personas.candidate("Greta", "Ek"), by=rhea, at=clock.tick())
    applications.advance(prospect, by=Actor.of(rhea), at=clock.tick())
    applications.reject(prospect, reason="skills", comment="Heights.", by=Actor.of(rhea), at=clock.tick())

    rejected, moved, added = queries.of_job(Actor.of(rhea), job).lines[:3]

    assert (rejected.kind, rejected.data) == ("ApplicationRejected", {"reason": "skills", "comment": "Heights."})
    assert (moved.kind, moved.actor, moved.candidate, moved.job) == (
        "ApplicationMoved",
        "Rhea Persona",
        "Greta Ek",
        "Lamp keeper",
    )
    assert {name: stage.kind for name, stage in moved.stages.items()} == {
        "from_stage": "prospect",
        "to_stage": "application",
    }
    assert moved.data == {}
    assert (added.kind, added.data) == ("ProspectAdded", {"source": "recruiter"})
    assert rejected.at == clock.at


def test_a_comment_is_remembered_after_reopening(job: Job, rhea: User, clock: Watch):
    prospect = personas.prospect(job)
    applications.reject(prospect, reason="other", comment="Heights.", by=Actor.of(rhea), at=clock.tick())
    applications.reopen(prospect, by=Actor.of(rhea), at=clock.tick())

    reopened, rejected = queries.of_job(Actor.of(rhea), job).lines[:2]

    assert reopened.kind == "ApplicationReopened"
    assert rejected.data["comment"] == "Heights."


def test_who_may_not_see_prospects_does_not_read_of_them(job: Job, ivan: User, hal: User, stan: User):
    personas.prospect(job)
    applicant = personas.applicant(job)

    assert {line.application_id for line in queries.of_job(Actor.of(ivan), job).lines} == {None, applicant.pk}
    assert len(kinds(queries.of_job(Actor.of(hal), job))) == len(kinds(queries.of_job(Actor.of(ivan), job))) + 1
    with pytest.raises(refusals.NotFound):
        queries.of_job(Actor.of(stan), job)


def test_a_candidates_timeline_leaves_out_jobs_of_others(job: Job, rhea: User, hal: User, stan: User):
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    greta = personas.candidate()
    personas.prospect(job, greta)
    personas.prospect(personas.active_job(olga, "Secret diver", is_confidential=True), greta)

    assert kinds(queries.of_candidate(Actor.of(hal), greta)) == ["ProspectAdded", "CandidateAdded"]
    assert len(kinds(queries.of_candidate(Actor.of(personas.user("Eve", SecurityRole.ADMINISTRATOR)), greta))) == 3
    with pytest.raises(CandidateNotFound):
        queries.of_candidate(Actor.of(stan), greta)


def test_a_refused_export_does_not_name_a_confidential_job_of_others(job: Job, rhea: User, hal: User):
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    greta = personas.candidate()
    secret = personas.active_job(olga, "Secret diver", is_confidential=True)
    personas.prospect(job, greta)
    for chosen in (job, secret):
        export = ExportRefused(
            export_id=1, job_id=chosen.pk, candidate_id=greta.pk, refusal="not_allowed", at=personas.START, by_id=None
        )
        activity.record(export, at=export.at)

    told = {line.job for line in queries.of_candidate(Actor.of(rhea), greta).lines if line.kind == "ExportRefused"}

    assert told == {job.title}
    assert kinds(queries.of_candidate(Actor.of(olga), greta)).count("ExportRefused") == 2


def test_pages_continue_where_the_last_one_ended(job: Job, rhea: User, clock: Watch):
    for _ in range(5):
        personas.prospect(job, at=clock.tick())
    whole = queries.of_job(Actor.of(rhea), job)

    first = queries.of_job(Actor.of(rhea), job, size=4)
    rest = queries.of_job(Actor.of(rhea), job, size=50, cursor=first.next_cursor)

    assert [*first.lines, *rest.lines] == whole.lines
    assert (bool(first.next_cursor), rest.next_cursor) == (True, "")


def test_a_page_takes_few_questions_however_long(job: Job, rhea: User, clock: Watch, django_assert_max_num_queries):
    for _ in range(8):
        applications.advance(personas.prospect(job), by=Actor.of(rhea), at=clock.tick())

    with django_assert_max_num_queries(4):
        queries.of_job(Actor.of(rhea), job)
