"""From a move past Prospect to In ATS in Recruiter, and back out of it: flow B for people, over both worlds."""

import dataclasses
import json

import pytest
from django.db import connection as database

from rsc_client.generations import Feature, Generation
from rsc_sandbox.linkedin import indicator
from rsc_sandbox.store import calls, details, job_applications
from rsc_sandbox.store import candidates as remote_candidates
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.applications.offers import actions as offers
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates.models import Candidate
from skaffa.choices import actions as choices
from skaffa.choices.actions import Words
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.linkedin.models import Connection, Deletion, RemoteRecord, RemoteState, SyncItem, SyncKind, Visibility
from skaffa.linkedin.sync import push
from skaffa.notes import actions as notes
from tests import personas
from tests.linkedin.world import ADAS_SEAT, HALS_SEAT, RHEAS_SEAT, SOMEBODY

ORGANIZATION = "urn:li:organization:7001"
PEOPLE = (SyncKind.CANDIDATE, SyncKind.APPLICATION, SyncKind.STAGES)


class Remote:
    """What LinkedIn holds, looked at from its inside."""

    def __init__(self, world):
        self.world = world

    def candidate(self, candidate):
        with self.world.sandbox.transaction() as tx:
            return remote_candidates.get(
                tx,
                application_id=self.world.application.id,
                context=ORGANIZATION,
                external_id=str(candidate.pk),
            )

    def application(self, application):
        with self.world.sandbox.transaction() as tx:
            return job_applications.get(
                tx,
                application_id=self.world.application.id,
                context=ORGANIZATION,
                external_id=str(application.pk),
            )

    def stages(self, application):
        place = details.Place(
            application_id=self.world.application.id,
            context=ORGANIZATION,
            kind="STAGE",
            parent=str(application.pk),
        )
        with self.world.sandbox.transaction() as tx:
            return [found.value["stage"] for found in details.of(tx, place)]

    def notes(self, person):
        place = details.Place(
            application_id=self.world.application.id,
            context=ORGANIZATION,
            kind="CANDIDATE_NOTE",
            parent=str(person.pk),
        )
        with self.world.sandbox.transaction() as tx:
            return [found.value["note"] for found in details.of(tx, place)]

    def calls(self, path=""):
        """Everything we said to LinkedIn, newest first."""
        with self.world.sandbox.transaction() as tx:
            return calls.newest(tx, calls.Wanted(path=path), count=1_000)

    def in_ats(self, member=SOMEBODY, seat=RHEAS_SEAT):
        return indicator.indicator(self.world.sandbox, seat_id=seat, member_id=member)


@pytest.fixture(params=Generation, autouse=True)
def generation(request, world):
    """Everything here is the same whichever of LinkedIn's generations carries it."""
    world.generations = dict.fromkeys(Feature, request.param)
    return request.param


@pytest.fixture
def remote(world):
    return Remote(world)


def advance(application, world):
    moved = applications.advance(application, by=SYSTEM, at=world.clock.tick())
    world.run()
    return moved


def greta(**known):
    return personas.candidate("Greta", "Lind", emails=("greta@example.com",), **known)


def test_nothing_of_a_prospect_leaves(world, remote, exported):
    world.run()

    said = json.dumps([call.body + call.query for call in remote.calls()])
    assert exported.candidate.last_name not in said
    assert remote.candidate(exported.candidate) is None
    assert not remote.calls("/v2/atsCandidates")
    assert not remote.calls("/rest/candidates")
    assert not RemoteRecord.objects.filter(kind__in=PEOPLE).exists()
    assert not SyncItem.objects.exists()


def test_an_advanced_person_is_seen_in_ats_with_job_and_stages(world, remote, exported):
    advance(exported, world)

    [system] = remote.in_ats()
    [status] = system.jobs
    assert status.job_title == exported.job.title
    assert [stage.name for stage in status.stages] == ["Prospect", "Application"]
    assert status.source == "LinkedIn"
    assert system.records[0].by_hand
    assert system.records[0].url.endswith(f"/candidates/{exported.candidate_id}/")
    assert not SyncItem.objects.exists()


def test_a_further_round_says_nothing(world, remote, exported, connection):
    advance(exported, world)
    before = len(remote.calls())

    push.mark_everything(connection, at=world.clock.tick())
    world.run()

    assert len(remote.calls()) == before
    assert not SyncItem.objects.exists()


def test_who_enters_as_an_applicant_passes_the_gate_at_once(world, remote, connection, job):
    person = greta(phones=("+46 70 123 45 67",))
    application = personas.applicant(job, person)

    world.run()

    kept = remote.candidate(person).value
    assert kept["emailAddresses"] == ["greta@example.com"]
    assert kept["phoneNumbers"] == [{"number": "+46 70 123 45 67"}]
    assert remote.application(application).value["candidateEmail"] == "greta@example.com"
    assert remote.stages(application) == ["Application"]


def test_a_prospect_row_stays_hidden_although_the_person_is_an_applicant_elsewhere(
    world, remote, connection, job, rhea
):
    person, other = greta(), personas.active_job(rhea, "Harbour pilot")
    personas.applicant(job, person)
    prospect = personas.prospect(other, person)

    world.run()

    assert remote.candidate(person) is not None
    assert remote.application(prospect) is None
    assert prospect.job.title not in json.dumps(remote.candidate(person).value)


def test_a_rejection_tells_its_reason_and_keeps_the_comment_here(world, remote, connection, job):
    application = personas.applicant(job, greta())
    applications.reject(application, reason="skills", comment="Never held a lamp", by=SYSTEM, at=world.clock.tick())

    world.run()

    assert remote.application(application).value["dispositionReason"] == "Rejected: Skill set"
    assert "lamp" not in json.dumps(remote.application(application).value)


def test_an_own_reason_is_told_by_its_english_name_and_again_when_that_changes(world, remote, connection, job, ada):
    by, at = Actor.of(ada), world.clock.tick()
    choices.add("rejection_reason", Words(name_en="No permit", name_sv="Inget tillstånd"), by=by, at=at)
    application = personas.applicant(job, greta())
    applications.reject(application, reason="no-permit", by=SYSTEM, at=world.clock.tick())
    world.run()
    assert remote.application(application).value["dispositionReason"] == "Rejected: No permit"

    words = Words(name_en="No work permit", name_sv="Inget tillstånd")
    choices.change("rejection_reason", "no-permit", words, by=by, at=world.clock.tick())
    world.run()

    assert remote.application(application).value["dispositionReason"] == "Rejected: No work permit"


def test_what_is_reopened_is_not_rejected_any_more(world, remote, connection, job):
    application = personas.applicant(job, greta())
    applications.reject(application, reason="skills", by=SYSTEM, at=world.clock.tick())
    world.run()

    applications.reopen(application, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert remote.application(application).value["dispositionReason"] == ""


def test_a_move_that_is_taken_back_is_forgotten_at_linkedin_too(world, remote, connection, job):
    application = personas.applicant(job, greta())
    advance(application, world)
    assert remote.stages(application) == ["Application", "Screen"]

    applications.take_back(application, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert remote.stages(application) == ["Application"]
    proved = Deletion.objects.get(kind=SyncKind.STAGES)
    assert proved.confirmed_at is not None
    assert not proved.cascaded


def test_an_edited_person_and_a_renamed_job_are_told_again(world, remote, connection, job, rhea):
    person = greta()
    application = personas.applicant(job, person)
    world.run()

    known = candidate_queries.person(person)
    candidates.edit(person, dataclasses.replace(known, last_name="Lindqvist"), by=SYSTEM, at=world.clock.tick())
    jobs.edit(
        job, dataclasses.replace(job_queries.details(job), title="Keeper"), by=Actor.of(rhea), at=world.clock.tick()
    )
    world.run()

    assert remote.candidate(person).value["lastName"] == "Lindqvist"
    assert remote.application(application).value["lastName"] == "Lindqvist"
    assert remote.application(application).value["atsJobPostingName"] == "Keeper"


def test_an_answer_that_is_lost_is_no_loss(world, remote, connection, job):
    person = greta()
    personas.applicant(job, person)
    world.run()
    candidates.edit(
        person,
        dataclasses.replace(candidate_queries.person(person), last_name="Wrong"),
        by=SYSTEM,
        at=world.clock.tick(),
    )
    world.alter = _garbled
    world.run()
    assert remote.candidate(person).value["lastName"] == "Wrong"

    world.alter = bytes
    candidates.edit(
        person,
        dataclasses.replace(candidate_queries.person(person), last_name="Lind"),
        by=SYSTEM,
        at=world.clock.tick(),
    )
    world.clock.tick(minutes=1)
    world.run()

    assert remote.candidate(person).value["lastName"] == "Lind"
    assert not SyncItem.objects.exists()


def test_what_linkedin_carries_out_after_we_gave_up_undoes_nothing(world, remote, connection, job):
    person = greta()
    personas.applicant(job, person)
    world.run()
    world.is_late = True
    renamed(person, "Late", world)
    world.run()

    world.is_late = False
    renamed(person, "Latest", world)
    world.clock.tick(seconds=20)
    world.run()  # LinkedIn may still be at it
    world.carry_out()
    assert remote.candidate(person).value["lastName"] == "Late"
    world.clock.tick(minutes=1)
    push.once(at=world.clock.at)
    world.run()

    assert remote.candidate(person).value["lastName"] == "Latest"
    assert not SyncItem.objects.exists()


def renamed(person, last_name, world):
    known = dataclasses.replace(candidate_queries.person(person), last_name=last_name)
    candidates.edit(person, known, by=SYSTEM, at=world.clock.tick())


def test_linkedin_waits_for_the_job_before_it_hears_of_who_applied(world, remote, connection, rhea):
    job = personas.active_job(rhea)
    world.fault("status", times=1, value=503, path="/v2/simpleJobPostings")
    application = personas.applicant(job, greta())
    world.run()
    assert remote.application(application) is None

    world.clock.tick(seconds=10)
    push.once(at=world.clock.at)
    world.run()

    assert remote.application(application) is not None


def test_a_hire_is_told_and_its_being_taken_back_too(world, remote, connection, job):
    application = personas.offered_to(job, greta())

    offers.note(application, "accepted", comment="From May.", by=SYSTEM, at=world.clock.tick())
    world.run()
    told = remote.application(application).value["dispositionReason"]
    offers.take_back(application, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert told == "Offer accepted"
    assert remote.application(application).value["dispositionReason"] == ""


def test_a_closed_job_is_told_as_closed_so_that_its_applications_have_a_place(world, remote, ada, rhea):
    job = personas.active_job(rhea)
    application = personas.applicant(job, greta())
    jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=world.clock.tick())

    world.connect(ada)

    assert not world.jobs_offered()
    assert remote.application(application).value["dispositionReason"] == "Position cancelled"
    assert RemoteRecord.objects.get(kind=SyncKind.JOB).state == RemoteState.CLOSED


def test_a_confidential_application_stays_here_while_everyone_sees_everything(world, remote, connection, rhea):
    job = personas.active_job(rhea, is_confidential=True)
    person = greta()
    application = personas.applicant(job, person)

    world.run()

    assert remote.candidate(person) is None
    assert remote.application(application) is None


def test_what_is_confidential_for_a_while_comes_back_with_all_that_belongs_to_it(world, remote, connection, job, rhea):
    application = personas.applicant(job, greta())
    write(world, application.candidate, "Met at the pier", by=Actor.of(rhea))
    world.run()

    for on in (True, False):
        said = dataclasses.replace(job_queries.details(job), is_confidential=on)
        jobs.edit(job, said, by=Actor.of(rhea), at=world.clock.tick())
        world.run()
        assert (remote.application(application) is None) is on

    assert remote.stages(application) == ["Application"]
    assert remote.notes(application.candidate) == ["Met at the pier"]


def test_with_lists_a_confidential_application_is_seen_by_its_team_alone(world, remote, with_lists, rhea, hal):
    world.consent(rhea, "rhea")
    world.consent(hal, "hal")
    job = personas.active_job(rhea, is_confidential=True)
    world.run()
    world.export(job.code)
    world.run()
    advance(job.applications.get(), world)

    assert remote.in_ats(seat=RHEAS_SEAT)
    assert not remote.in_ats(seat=HALS_SEAT)
    assert not remote.in_ats(seat=ADAS_SEAT)


def test_when_everyone_is_to_see_confidential_applications_leave_first(world, remote, with_lists, rhea):
    world.consent(rhea, "rhea")
    application = personas.applicant(personas.active_job(rhea, is_confidential=True), greta())
    world.run()
    assert remote.application(application) is not None

    Connection.objects.update(visibility=Visibility.EVERYONE)
    with_lists.refresh_from_db()
    push.mark_everything(with_lists, at=world.clock.tick())
    world.run()

    assert remote.application(application) is None
    assert remote.candidate(application.candidate) is None
    assert set(Deletion.objects.filter(confirmed_at__isnull=False).values_list("kind", flat=True)) == set(PEOPLE)
    assert Connection.objects.get().viewers_open


def test_identity_before_application_lets_out_a_name_and_a_member_and_nothing_else(world, remote, exported):
    Connection.objects.update(identity_before_application=True)
    push.mark_everything(Connection.objects.get(), at=world.clock.tick())

    world.run()

    kept = remote.candidate(exported.candidate)
    assert kept.manual_member_id == SOMEBODY
    told = {name for name, value in kept.value.items() if value}
    assert told == {"firstName", "lastName", "externalProfileUrl", "atsCreatedAt", "atsLastModifiedAt"}
    assert remote.application(exported) is None


def test_who_linkedin_would_not_take_waits_with_a_reason(world, remote, connection, job):
    person = personas.candidate("Greta", "Lind")
    application = personas.applicant(job, person)

    world.run()

    item = SyncItem.objects.get(kind=SyncKind.CANDIDATE)
    assert item.needs_attention
    assert "e-mail address" in item.last_error
    assert remote.candidate(person) is None

    known = candidate_queries.person(person)
    candidates.edit(person, dataclasses.replace(known, emails=("greta@example.com",)), by=SYSTEM, at=world.clock.tick())
    world.run()

    assert remote.application(application) is not None
    assert not SyncItem.objects.exists()


def test_what_linkedin_lost_is_sent_again_with_its_parents(world, remote, connection, job):
    application = personas.applicant(job, greta())
    world.run()
    with world.sandbox.transaction() as tx:
        tx.execute("DELETE FROM candidates")
        tx.execute("DELETE FROM job_applications")

    jobs.edit(job, dataclasses.replace(job_queries.details(job), title="Keeper"), by=SYSTEM, at=world.clock.tick())
    world.run()
    world.clock.tick(minutes=1)
    world.run()

    assert remote.application(application).value["atsJobPostingName"] == "Keeper"
    assert remote.stages(application) == ["Application"]


def test_a_day_without_quota_for_one_resource_stops_no_other(world, remote, connection, job, generation):
    application = personas.applicant(job, greta())
    stages = "/v2/atsApplications/" if generation is Generation.V2 else "/rest/applicationStage"
    world.fault("status", times=1, value=429, path=stages)

    world.run()
    assert remote.application(application) is not None
    assert not remote.stages(application)
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)

    assert remote.stages(application) == ["Application"]


@pytest.mark.django_db
def test_a_person_in_a_talent_pool_alone_is_never_marked_nor_sent(world, remote, connection):
    person = greta()

    push.mark_everything(connection, at=world.clock.tick())
    world.run()

    assert Candidate.objects.filter(pk=person.pk).exists()
    assert remote.candidate(person) is None


def _garbled(said: bytes) -> bytes:
    """LinkedIn did it, and nobody can read its answer."""
    return b"{" if b'"results"' in said else said


def write(world, person, text, *, application=None, by=SYSTEM, visibility="shared"):
    return notes.write(person, application=application, text=text, visibility=visibility, by=by, at=world.clock.tick())


def submit(world, application, by):
    said = Opinion(recommendation="yes", interview_type="phone", strengths="Calm", weaknesses="", comment="Take her")
    return interviews.submit(application, said, by=Actor.of(by), at=world.clock.tick())


def in_ats_of(remote, world, member=SOMEBODY):
    [system] = remote.in_ats(member)
    return system


def test_notes_of_the_prospect_period_follow_once_the_gate_opens_but_private_ones_never(world, remote, exported, rhea):
    person = exported.candidate
    write(world, person, "Met at the pier", by=Actor.of(rhea))
    write(world, person, "Knows the tides", application=exported, by=Actor.of(rhea))
    write(world, person, "Between us", application=exported, by=Actor.of(rhea), visibility="private")
    world.run()
    assert not remote.calls("/v2/atsCandidates")
    assert not remote.calls("/rest/candidates")

    advance(exported, world)

    shown = in_ats_of(remote, world)
    assert {note.text for note in shown.notes} == {"Met at the pier", "Knows the tides"}
    assert {note.author for note in shown.notes} == {"Rhea Persona"}
    assert "Between us" not in json.dumps([call.body for call in remote.calls()])


def test_a_note_that_is_taken_back_leaves_linkedin(world, remote, exported, rhea):
    by = Actor.of(rhea)
    advance(exported, world)
    kept = write(world, exported.candidate, "Knows the tides", application=exported, by=by)
    gone = write(world, exported.candidate, "Fears gulls", application=exported, by=by)
    world.run()
    assert len(in_ats_of(remote, world).notes) == 2

    notes.change(kept, text="Knows the tides", visibility="private", by=by, at=world.clock.tick())
    notes.delete(gone, by=by, at=world.clock.tick())
    world.run()

    assert not in_ats_of(remote, world).notes
    proved = Deletion.objects.filter(kind=SyncKind.APPLICATION_NOTES, confirmed_at__isnull=False, cascaded=False)
    assert proved.count() == 2


def test_feedback_is_seen_in_recruiter_once_it_is_submitted(world, remote, exported, ivan):
    advance(exported, world)
    unsure = Opinion(recommendation="", interview_type="", strengths="", weaknesses="Unsure", comment="")
    interviews.save_draft(exported, unsure, by=Actor.of(ivan), at=world.clock.tick())
    world.run()
    assert not in_ats_of(remote, world).feedback

    submit(world, exported, ivan)
    world.run()

    [said] = in_ats_of(remote, world).feedback
    assert said.interviewer == "Ivan Persona"
    assert said.interview_type == "PHONE_SCREEN"
    assert [(point.attribute, point.result) for point in said.evaluations] == [
        ("Recommendation", "Continue"),
        ("Strengths", "Calm"),
    ]
    assert said.text == "Take her"


def test_a_deleted_application_leaves_with_all_that_belongs_to_it_and_the_person_with_the_last(
    world, remote, exported, rhea, ivan
):
    person, key = exported.candidate, exported.pk
    advance(exported, world)
    write(world, person, "Knows the tides", application=exported, by=Actor.of(rhea))
    submit(world, exported, ivan)
    world.run()
    assert in_ats_of(remote, world).feedback

    applications.delete(exported, by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert not remote.in_ats()
    assert remote.candidate(person) is None
    assert not RemoteRecord.objects.filter(kind__in=PEOPLE).exists()
    ledger = Deletion.objects.filter(confirmed_at__isnull=False)
    assert ledger.filter(kind=SyncKind.APPLICATION, remote_id=str(key)).exists()
    assert ledger.filter(kind=SyncKind.FEEDBACK, cascaded=True).exists()
    assert ledger.filter(kind=SyncKind.CANDIDATE, remote_id=str(person.pk)).exists()


def test_erasing_a_person_reaches_linkedin_and_nothing_names_them_any_more(world, remote, exported, ada, rhea):
    person, name = exported.candidate, exported.candidate.last_name
    advance(exported, world)
    write(world, person, "Knows the tides", by=Actor.of(rhea))
    world.run()
    number = person.pk

    candidates.erase(person, by=Actor.of(ada), at=world.clock.tick())
    world.run()

    assert not remote.in_ats()
    assert Deletion.objects.filter(kind=SyncKind.CANDIDATE, remote_id=str(number), confirmed_at__isnull=False).exists()
    assert name not in everything_stored()


def test_a_deletion_whose_answer_is_lost_is_asked_for_until_it_is_confirmed(world, remote, exported, rhea):
    advance(exported, world)
    world.alter = _garbled
    applications.delete(exported, by=Actor.of(rhea), at=world.clock.tick())
    world.run()
    assert Deletion.objects.filter(kind=SyncKind.APPLICATION, confirmed_at__isnull=True).exists()

    world.alter = bytes
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)
    world.run()

    proved = Deletion.objects.get(kind=SyncKind.APPLICATION)
    assert proved.confirmed_at is not None
    assert proved.attempts == 2


def test_a_part_whose_deletion_failed_is_proved_gone_with_what_it_belonged_to(world, remote, exported, rhea):
    advance(exported, world)
    note = write(world, exported.candidate, "Knows the tides", application=exported, by=Actor.of(rhea))
    world.run()
    world.alter = _garbled
    notes.delete(note, by=Actor.of(rhea), at=world.clock.tick())
    world.run()
    assert Deletion.objects.filter(kind=SyncKind.APPLICATION_NOTES, confirmed_at__isnull=True).exists()

    world.alter = bytes
    applications.delete(exported, by=Actor.of(rhea), at=world.clock.tick())
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)
    world.run()

    assert not Deletion.objects.filter(confirmed_at__isnull=True).exists()
    proved = Deletion.objects.get(kind=SyncKind.APPLICATION_NOTES)
    assert proved.remote_id == f"{exported.pk}/{note.pk}"


def test_nobody_waits_for_the_deletion_of_somebody_who_is_wanted_again(
    world, remote, connection, job, rhea, generation
):
    person = greta()
    first = personas.applicant(job, person)
    world.run()
    world.fault(
        "status", times=1, value=503, path="/rest/candidates" if generation is Generation.REST else "/v2/atsCandidates"
    )
    applications.delete(first, by=Actor.of(rhea), at=world.clock.tick())
    world.run()
    assert Deletion.objects.filter(kind=SyncKind.CANDIDATE, confirmed_at__isnull=True).exists()

    personas.applicant(job, person)
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)
    world.run()

    assert remote.candidate(person) is not None
    assert not Deletion.objects.filter(confirmed_at__isnull=True).exists()


def everything_stored():
    """Every text of every table of ours."""
    with database.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall() if not row[0].startswith("procrastinate")]
        found = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)
