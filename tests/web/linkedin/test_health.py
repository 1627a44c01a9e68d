"""Integration health: an administrator sees how the traffic goes, and mends it with two buttons."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.linkedin import monitor
from skaffa.linkedin.models import Connection, SyncItem, SyncKind, Visibility
from skaffa.linkedin.sync import outbox, push
from tests import personas
from tests.linkedin.world import browser_of

ADDRESS = "/admin-center/linkedin/health"


def page(user):
    return browser_of(user).get(ADDRESS).content.decode()


def reported(ada, clock):
    report = monitor.report(Actor.of(ada), most=5, at=clock.at)
    assert report is not None
    return report


def lane(ada, kind, clock):
    report = reported(ada, clock)
    return next(one for one in report.lanes if one.kind is kind)


@pytest.fixture
def refused(world, connection, job):
    """Somebody LinkedIn would not take: without an address, and unknown to it."""
    nameless = personas.candidate("Greta", "Lind")
    personas.applicant(job, nameless)
    world.run()
    return nameless


def test_before_linkedin_is_connected_the_page_says_what_to_do(ada, world):
    shown = page(ada)

    assert "LinkedIn is not connected" in shown
    assert "/admin-center/linkedin" in shown


def test_every_kind_has_its_line_and_every_throttle_its_meter(ada, world, connection, job, clock):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()

    shown = page(ada)

    assert lane(ada, SyncKind.CANDIDATE, clock).held == 1
    assert lane(ada, SyncKind.STAGES, clock).waiting == 0
    assert "v2/atsCandidates" in shown
    assert "1 / 10000" in shown
    assert "Nothing is refused" in shown


def test_what_is_refused_is_listed_with_its_reason_and_can_be_sent_again(ada, refused, clock):
    shown = page(ada)
    assert "LinkedIn wants a last name" in shown
    assert f"/candidates/{refused.pk}/linkedin" in shown
    assert lane(ada, SyncKind.CANDIDATE, clock).refused == 1

    answer = browser_of(ada).post(f"{ADDRESS}/retry")

    assert answer.status_code == 302
    assert lane(ada, SyncKind.CANDIDATE, clock).refused == 0
    assert lane(ada, SyncKind.CANDIDATE, clock).waiting == 1


def test_comparing_everything_marks_everything_and_calls_nothing_that_is_known(ada, world, connection, job):
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()
    with world.sandbox.transaction() as tx:
        before = tx.execute("SELECT count(*) FROM calls").fetchone()[0]

    browser_of(ada).post(f"{ADDRESS}/compare")
    assert SyncItem.objects.filter(kind=SyncKind.CANDIDATE, bulk=True).exists()
    world.run()

    with world.sandbox.transaction() as tx:
        assert tx.execute("SELECT count(*) FROM calls").fetchone()[0] == before
    assert not SyncItem.objects.exists()


def test_what_left_linkedin_is_proved(ada, world, with_lists, rhea, clock):
    world.consent(rhea, "rhea")
    job = personas.active_job(rhea, is_confidential=True)
    personas.applicant(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    world.run()
    Connection.objects.update(visibility=Visibility.EVERYONE)
    push.mark_everything(Connection.objects.get(), at=world.clock.tick())
    world.run()

    shown = page(ada)

    assert "with what it belonged to" in shown
    assert "Greta" not in shown
    assert reported(ada, clock).deletions_open == 0


def test_who_is_not_connected_is_named_and_not_offered_as_help(ada, world, connection, rhea):
    shown = page(ada)

    assert str(rhea) in shown
    assert "Who can help" not in shown


def test_a_refused_application_leads_to_its_candidate(ada, world, connection, job, clock):
    person = personas.candidate("Greta", "Lind", emails=("greta@example.com",))
    application = personas.applicant(job, person)
    world.run()
    outbox.mark(SyncKind.APPLICATION, [application.pk], at=clock.at)
    outbox.refused(SyncItem.objects.get(), "No such thing", at=clock.at)

    shown = page(ada)

    assert f"{candidates.person(person).first_name} Lind, {job.title}" in shown
    assert "No such thing" in shown


def test_a_refused_resume_and_refused_notes_lead_to_whom_they_are_about(ada, world, connection, job, clock):
    person = personas.candidate("Greta", "Lind", emails=("greta@example.com",))
    document = personas.document(personas.applicant(job, person), name="lamp cv.txt")
    world.run()
    assert lane(ada, SyncKind.ATTACHMENTS, clock).held == 1
    outbox.mark_each({SyncKind.ATTACHMENTS: [document.pk], SyncKind.CANDIDATE_NOTES: [person.pk]}, at=clock.at)
    for item in SyncItem.objects.all():
        outbox.refused(item, "No such fonts", at=clock.at)

    shown = page(ada)

    assert "Greta Lind, lamp cv.txt" in shown
    assert shown.count(f"/candidates/{person.pk}/linkedin") == 2
    assert "rest/attachments" in shown
