"""From a press of Export in Recruiter to the Prospect tab: flow A over both worlds."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from rsc_client import signature
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate, Source
from skaffa.core import events, refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import TeamRole
from skaffa.linkedin import health, inbox, queries, settling, tasks
from skaffa.linkedin.events import ExportAccepted
from skaffa.linkedin.models import (
    ExportedProfile,
    ExportStatus,
    MatchedBy,
    MemberLink,
    Notification,
    Outcome,
    RefusalCode,
    Resolution,
)
from skaffa.notify.models import Notice
from tests import personas
from tests.linkedin.world import HALS_SEAT, SOMEBODY, SOMEBODY_ELSE, browser_of, drain

pytestmark = pytest.mark.usefixtures("connection")


def prospects(job):
    return personas.tab(SYSTEM, job, prospects=True)


@pytest.fixture
def listed(world, job):
    world.run()
    return job


def test_a_person_exported_in_recruiter_stands_on_the_prospect_tab(world, listed):
    world.export(listed.code)

    world.run()

    [application] = prospects(listed)
    [export] = ExportedProfile.objects.all()
    assert world.answers[-1] == 200
    assert application.source_id == application.candidate.profile_source_id == Source.LINKEDIN
    assert application.candidate.first_name == export.profile["firstName"]
    assert application.candidate.headline == export.profile["headline"]
    assert [held.company for held in application.candidate.employments.filter(is_current=True)]
    assert export.status == ExportStatus.ACCEPTED
    assert export.matched_by == MatchedBy.NEW
    assert not export.exporter_told
    assert application.added_by is None
    assert MemberLink.objects.get().candidate == application.candidate
    assert Notification.objects.get(type="EXPORT_CANDIDATE_PROFILE").outcome == Outcome.DONE


def test_an_exported_person_gets_no_application_mail(world, listed, mailoutbox):
    world.export(listed.code, emails=("typed@example.com",))

    world.run()

    assert prospects(listed)[0].candidate.emails.get().address == "typed@example.com"
    assert not any("typed@example.com" in mail.to for mail in mailoutbox)


def test_the_same_export_twice_is_one_application(world, listed):
    world.export(listed.code)
    world.export(listed.code)

    world.run()

    assert len(prospects(listed)) == Candidate.objects.count() == 1
    assert ExportedProfile.objects.count() == 2


def test_a_second_job_gets_a_second_prospect_of_the_same_candidate(world, listed, rhea):
    other = personas.active_job(rhea, "Harbour pilot")
    world.run()
    world.export(listed.code)
    world.export(other.code)

    world.run()

    assert [prospects(listed)[0].candidate] == [prospects(other)[0].candidate]
    assert ExportedProfile.objects.latest("pk").matched_by == MatchedBy.MEMBER


@pytest.mark.parametrize("value", [1, 4])
def test_a_push_delivered_again_and_again_is_one_prospect(world, listed, value):
    world.fault("duplicate", value=value)
    world.export(listed.code)

    world.run()

    assert len(prospects(listed)) == 1
    assert ExportedProfile.objects.count() == 1


def test_a_replay_after_everything_is_done_changes_nothing(world, listed):
    world.export(listed.code)
    world.run()

    inbox.handle(Notification.objects.latest("pk").pk, at=world.clock.tick(hours=1))

    assert len(prospects(listed)) == ExportedProfile.objects.count() == 1


def test_a_known_person_is_found_by_profile_link_and_completed(world, listed):
    world.export(listed.code)
    world.run()
    known = Candidate.objects.get()
    MemberLink.objects.all().delete()

    world.export(listed.code)
    world.run()

    assert ExportedProfile.objects.latest("pk").matched_by == MatchedBy.LINK
    assert Candidate.objects.get() == known
    assert MemberLink.objects.get().candidate == known


def test_a_known_person_is_found_by_the_address_typed_at_export(world, listed):
    known = personas.candidate("Greta", "Grayling", emails=("greta@example.com",))

    world.export(listed.code, emails=("GRETA@example.com",))
    world.run()

    known.refresh_from_db()
    assert prospects(listed)[0].candidate == known
    assert str(known) == "Greta Grayling"
    assert known.headline


def test_two_members_with_one_address_stay_two_people(world, listed):
    world.export(listed.code, emails=("shared@example.com",))
    world.export(listed.code, member=SOMEBODY_ELSE, emails=("shared@example.com",))

    world.run()

    assert len(prospects(listed)) == 2
    assert ExportedProfile.objects.latest("pk").matched_by == MatchedBy.NEW_DIFFERENT_MEMBER


def test_where_linkedin_tells_the_exporter_they_have_added_the_prospect(world, listed, rhea):
    world.sandbox.switch({"exporter_field": True})
    world.consent(rhea, "rhea")

    world.export(listed.code)
    world.run()

    assert prospects(listed)[0].added_by == rhea
    assert ExportedProfile.objects.get().exporter == rhea


def test_who_may_not_handle_prospects_is_refused_and_the_profile_kept(world, rhea, hal):
    shy = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)
    world.run()
    world.sandbox.switch({"exporter_field": True})
    world.consent(hal, "hal")

    world.export(shy.code, seat=HALS_SEAT)
    world.run()

    [export] = queries.exports_refused(Actor.of(rhea), shy)
    assert not prospects(shy)
    assert not Candidate.objects.exists()
    assert export.refusal == RefusalCode.NOT_ALLOWED
    assert export.profile["firstName"]
    assert set(Notice.objects.filter(kind="ExportRefused").values_list("user", flat=True)) == {rhea.pk, hal.pk}


def test_who_exported_without_seeing_the_job_is_led_to_where_they_can_choose_another(world, ada, rhea, hal):
    shy = personas.active_job(rhea, hiring_managers_handle_prospects=False)
    world.run()
    world.sandbox.switch({"exporter_field": True})
    world.consent(hal, "hal")
    world.export(shy.code, seat=HALS_SEAT)
    world.run()

    [own] = Notice.objects.filter(kind="ExportRefused", user=hal)
    [teams] = Notice.objects.filter(kind="ExportRefused", user=rhea)

    assert (teams.url, own.url) == (f"/jobs/{shy.pk}/prospects", f"/exports/{ExportedProfile.objects.get().pk}/job")
    assert browser_of(hal).get(own.url).status_code == 200


def test_a_refused_export_to_a_job_without_a_team_goes_to_the_administrators(world, ada):
    job = jobs.create(personas.details(), role=TeamRole.RECRUITER, by=SYSTEM, at=world.clock.at)
    jobs.activate(job, by=SYSTEM, at=world.clock.at)
    world.run()
    jobs.close(job, reason="cancelled", by=SYSTEM, at=world.clock.at)
    world.announce(job.code)

    world.run()

    assert list(Notice.objects.filter(kind="ExportRefused").values_list("user", flat=True)) == [ada.pk]


def test_an_export_to_a_job_closed_meanwhile_is_kept_and_goes_to_another(world, listed, rhea):
    jobs.close(listed, reason="cancelled", comment="", by=Actor.of(rhea), at=world.clock.at)
    other = personas.active_job(rhea, "Harbour pilot")
    world.announce(listed.code)
    world.run()
    [export] = queries.exports_refused(Actor.of(rhea), listed)
    assert export.refusal == RefusalCode.JOB_NOT_OPEN

    settled = settling.choose_other_job(export, other, by=Actor.of(rhea), at=world.clock.at)

    assert settled.resolution == Resolution.OTHER_JOB
    assert settled.resolved_by == rhea
    assert prospects(other)[0].added_by == rhea
    with pytest.raises(settling.AlreadySettled):
        settling.choose_other_job(export, other, by=Actor.of(rhea), at=world.clock.at)


@pytest.mark.parametrize(("code", "refusal"), [(None, RefusalCode.NO_JOB), ("NOT-OURS", RefusalCode.JOB_UNKNOWN)])
def test_an_export_without_a_known_job_goes_to_the_administrators(world, ada, code, refusal, rhea):
    world.announce(code)

    world.run()

    [export] = queries.exports_refused(Actor.of(ada))
    assert export.refusal == refusal
    assert list(Notice.objects.filter(kind="ExportRefused").values_list("user", flat=True)) == [ada.pk]
    assert not queries.exports_refused(Actor.of(rhea))


def test_a_job_without_prospects_takes_no_export(world, rhea):
    plain = personas.active_job(rhea, enable_prospects=False)
    world.announce(plain.code)

    world.run()

    assert ExportedProfile.objects.get().refusal == RefusalCode.WITHOUT_PROSPECTS


def test_retry_adds_the_person_once_the_job_exists(world, ada, rhea):
    world.announce("LATER-1")
    world.run()
    export = ExportedProfile.objects.get()
    with pytest.raises(refusals.Conflict):
        settling.retry_export(export, by=Actor.of(ada), at=world.clock.at)
    later = jobs.activate(personas.draft(rhea, code="LATER-1"), by=Actor.of(rhea), at=world.clock.at)

    settling.retry_export(export, by=Actor.of(ada), at=world.clock.at)

    assert len(prospects(later)) == 1
    assert not queries.exports_refused(Actor.of(ada))


def test_a_rejected_person_is_offered_to_be_reopened(world, listed, rhea):
    world.export(listed.code)
    world.run()
    applications.reject(prospects(listed)[0], reason="skills", comment="", by=Actor.of(rhea), at=world.clock.at)
    world.export(listed.code)
    world.run()
    [export] = queries.exports_refused(Actor.of(rhea), listed)
    assert export.refusal == RefusalCode.REJECTED_BEFORE

    settling.reopen_rejected(export, by=Actor.of(rhea), at=world.clock.at)

    assert Application.objects.get().is_active
    assert ExportedProfile.objects.latest("pk").resolution == Resolution.REOPENED
    assert health.counts().balanced


def test_somebody_known_by_address_is_known_as_a_member_once_reopened(world, listed, rhea):
    typed_in = personas.prospect(listed, personas.candidate("Alva", emails=["known@example.com"]))
    applications.reject(typed_in, reason="skills", by=Actor.of(rhea), at=world.clock.at)
    world.export(listed.code, emails=("known@example.com",))
    world.run()
    [export] = queries.exports_refused(Actor.of(rhea), listed)
    assert not MemberLink.objects.exists()

    settling.reopen_rejected(export, by=Actor.of(rhea), at=world.clock.at)

    assert MemberLink.objects.get().candidate == typed_in.candidate
    assert MemberLink.objects.get().member_urn == export.member_urn


def test_a_stranger_cannot_settle_an_export(world, stan, hal):
    world.announce("NOT-OURS")
    world.run()
    export = ExportedProfile.objects.get()

    for stranger in (stan, hal):
        with pytest.raises(settling.ExportNotFound):
            settling.retry_export(export, by=Actor.of(stranger), at=world.clock.at)
        with pytest.raises(settling.ExportNotFound):
            queries.export(Actor.of(stranger), export.pk)


def test_what_is_meant_for_another_organization_is_noticed_and_not_kept(world, listed, ada):
    world.alter = lambda said: said.replace(b"urn:li:organization:7001", b"urn:li:organization:7999")
    world.export(listed.code)

    world.run()

    assert Notification.objects.latest("pk").outcome == Outcome.FOREIGN
    assert not ExportedProfile.objects.exists()
    assert Notice.objects.filter(user=ada, kind="NotificationLost").exists()


@pytest.mark.parametrize(
    "nonsense", [b"", b"<html>", b"[]", b'{"elements": 1}', b'{"elements": [{"candidate": {}}]}', b"\xff\xfe"]
)
def test_an_answer_that_makes_no_sense_is_asked_for_again(world, listed, nonsense):
    world.alter = lambda _said: nonsense
    world.export(listed.code)
    world.run()
    assert Notification.objects.latest("pk").last_error

    world.alter = bytes
    world.clock.tick(minutes=2)
    tasks.sweep_inbox()
    world.run()

    assert len(prospects(listed)) == 1


def test_an_id_too_long_to_be_remembered_is_no_answer(world, listed):
    world.alter = lambda said: said.replace(b"urn:li:person:", b"urn:li:person:" + b"x" * 300)
    world.export(listed.code)

    world.run()

    assert Notification.objects.latest("pk").handled_at is None
    assert not ExportedProfile.objects.exists()


def test_a_minute_without_linkedin_costs_nothing(world, listed):
    world.export(listed.code)
    world.down = True
    world.run()
    assert not prospects(listed)
    assert health.health().error

    world.clock.tick(minutes=1)
    world.down = False
    tasks.sweep_inbox(timestamp=0)
    world.run()

    assert len(prospects(listed)) == 1
    assert not health.health().error


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_call_that_linkedin_does_not_serve_is_made_again(world, listed, status):
    world.fault("status", value=status, path="/v2/exportedCandidates")
    world.export(listed.code)
    world.run()
    notification = Notification.objects.latest("pk")
    assert notification.handled_at is None
    assert notification.last_error

    world.clock.tick(minutes=2)
    tasks.sweep_inbox()
    world.run()

    assert len(prospects(listed)) == 1


@pytest.mark.parametrize("way", ["not_found", "empty"])
def test_an_id_that_has_expired_is_given_up_and_noticed(world, listed, ada, way):
    world.sandbox.switch({"expired_request": way})
    world.fault("expired_id")
    world.export(listed.code)
    world.run()
    for _ in range(10):
        world.clock.tick(minutes=5)
        tasks.sweep_inbox()
        world.run()

    notification = Notification.objects.latest("pk")
    assert notification.outcome == Outcome.EXPIRED
    assert notification.attempts == 4
    assert Notice.objects.filter(user=ada, kind="NotificationLost").exists()
    assert health.counts().lost == 1


def test_after_a_day_without_linkedin_the_export_is_given_up(world, listed, ada):
    world.export(listed.code)
    world.down = True
    world.run()

    world.clock.tick(hours=25)
    tasks.sweep_inbox()
    drain()

    assert Notification.objects.latest("pk").outcome == Outcome.FAILED
    assert Notice.objects.filter(user=ada, kind="NotificationLost").exists()


def test_a_worker_that_died_is_replaced_after_its_lease(world, listed):
    world.export(listed.code)
    world.run()
    Application.objects.all().delete()
    ExportedProfile.objects.all().delete()
    Notification.objects.filter(type="EXPORT_CANDIDATE_PROFILE").update(
        handled_at=None, outcome="", lease_until=world.clock.at + inbox.LEASE
    )
    tasks.sweep_inbox()
    assert drain() == 0

    world.clock.tick(seconds=61)
    tasks.sweep_inbox()
    world.run()

    assert len(prospects(listed)) == 1


def test_a_sweep_wakes_somebody_once_a_minute_at_most(world, listed):
    world.export(listed.code)
    world.down = True
    world.run()
    world.clock.tick(minutes=5)

    assert len(inbox.due(at=world.clock.at)) == 1
    assert not inbox.due(at=world.clock.at + timedelta(seconds=30))


def test_a_wrong_signature_is_turned_away_with_nothing_stored(world, listed, client):
    before = Notification.objects.count()
    world.fault("bad_signature", times=9)
    world.export(listed.code)
    world.run()

    assert world.answers[-1] == 401
    assert Notification.objects.count() == before


def test_thousandth_prospect_or_first_the_counts_agree(world, listed, capsys):
    for member in range(1001, 1016):
        world.export(listed.code, member=member)

    world.run()

    counts = health.counts()
    assert (counts.accepted, counts.prospects, counts.waiting, counts.lost) == (15, 15, 0, 0)
    assert counts.balanced
    assert len(prospects(listed)) == 15


def test_the_candidate_page_shows_what_linkedin_delivered(world, listed, rhea, stan):
    world.export(listed.code, notes="Met at the fair")
    world.run()
    candidate = Candidate.objects.get()

    shown = queries.candidate_export(Actor.of(rhea), candidate)

    assert shown is not None
    assert shown.profile["member"].startswith("urn:li:person:")
    assert shown.profile_url.endswith(candidate.links.get().url.rsplit("/", 1)[1])
    assert shown.exports[0].notes == "Met at the fair"
    with pytest.raises(refusals.NotAllowed):
        queries.candidate_export(Actor.of(stan), candidate)


def test_the_candidate_page_does_not_name_a_confidential_job_of_others(world, listed, rhea):
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    secret = personas.active_job(olga, "Secret diver", is_confidential=True)
    world.export(listed.code)
    world.announce(secret.code)
    world.run()
    candidate = Candidate.objects.get()

    def shown(reader):
        export = queries.candidate_export(Actor.of(reader), candidate)
        assert export is not None
        return {one.job for one in export.exports}

    assert shown(rhea) == {listed}
    assert shown(olga) == {listed, secret}


def test_signature_of_the_tests_is_the_clients(connection):
    assert signature.is_genuine(b"{}", signature.sign(b"{}", connection.client_secret), connection.client_secret)


def test_the_somebody_of_the_tests_exists(world):
    assert world.sandbox.person_urn(application_id=world.application.id, member_id=SOMEBODY)


def test_what_was_fetched_survives_an_error_of_our_own(world, listed):
    def stumble(event):
        raise RuntimeError(event)

    events.subscribe(ExportAccepted, stumble)
    world.export(listed.code)
    with capture_logs() as logs:
        world.run()
    events.unsubscribe(ExportAccepted, stumble)

    waiting = Notification.objects.latest("pk")
    assert (waiting.last_error, waiting.handled_at, waiting.lease_until) == ("RuntimeError", None, None)
    assert [line["notification"] for line in logs if line["event"] == "linkedin.inbox"] == [waiting.pk]
    assert not prospects(listed)

    world.down = True
    inbox.handle(waiting.pk, at=world.clock.tick(minutes=1))

    assert len(prospects(listed)) == 1
    assert not Notification.objects.latest("pk").content
