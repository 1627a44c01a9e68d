"""One environment on several contracts, and environments that are copied, moved, or share what they must not share."""

import pytest

from rsc_sandbox.linkedin import indicator
from rsc_sandbox.linkedin.refusals import NotEnabled
from rsc_sandbox.store import applications as remote_applications
from rsc_sandbox.store import integrations as remote
from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.cli import checks
from skaffa.core import refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import hygiene, queries, setup, tasks
from skaffa.linkedin.models import Connection, Deletion, ExportedProfile, Integration, SyncItem, SyncKind
from skaffa.linkedin.rules import AccessLevel, SetupState
from tests import personas
from tests.linkedin.world import (
    ADAS_SEAT,
    AMERICAS,
    NORDICS,
    ORGANIZATION,
    RHEAS_SEAT,
    SAMS_SEAT,
    SOMEBODY,
    SOMEBODY_ELSE,
)
from tests.personas import START

NOTHING, WITHOUT_DATA, ALL = (False, False), (True, False), (True, True)
ELSEWHERE = "https://test.birch.example"


@pytest.fixture
def by(ada):
    return Actor.of(ada)


@pytest.fixture
def two_contracts(world, ada):
    """Both contracts requested, each switched on by itself, no company level."""
    connection = world.connect(ada, NORDICS, AMERICAS)
    world.switch(on=False)
    world.switch(on=True, contract=NORDICS)
    world.switch(on=True, contract=AMERICAS)
    world.run()
    return connection


def contracts(by):
    """What works for the seats of each contract: export, and recruiter data."""
    return {found.number: (found.exports, found.recruiter_data) for found in queries.setup(by).contracts}


def in_ats(world, seat, member=SOMEBODY):
    """The jobs Recruiter shows a seat beside a member."""
    found = indicator.indicator(world.sandbox, seat_id=seat, member_id=member)
    return [job.job_title for system in found for job in system.jobs]


def advance_everybody(world, job):
    for application in job.applications.all():
        applications.advance(application, by=SYSTEM, at=world.clock.tick())
    world.run()


# One environment, two contracts


def test_each_contract_shows_by_itself_what_works_on_it(world, by, ada):
    world.connect(ada, NORDICS, AMERICAS)
    assert contracts(by) == {"5501": WITHOUT_DATA, "5502": WITHOUT_DATA}

    world.switch(on=True, contract=AMERICAS)
    world.run()
    assert contracts(by) == {"5501": WITHOUT_DATA, "5502": ALL}

    world.switch(on=False)
    world.run()
    setup.refresh(by=by, at=world.clock.at)
    assert contracts(by) == {"5501": NOTHING, "5502": ALL}

    world.switch(on=False, contract=AMERICAS)
    world.run()
    assert contracts(by) == {"5501": NOTHING, "5502": NOTHING}
    assert queries.setup(by).state is SetupState.DISABLED


def test_what_linkedin_does_not_announce_is_known_the_next_morning(world, by, ada):
    """No integration changes its status when company level goes and one contract stays; one push gets lost besides."""
    world.connect(ada, NORDICS, AMERICAS)
    world.switch(on=True, contract=AMERICAS)
    world.run()
    world.switch(on=False)
    world.fault("drop", times=9)
    world.switch(on=True, contract=NORDICS)
    world.run()
    assert contracts(by) == {"5501": WITHOUT_DATA, "5502": ALL}

    hygiene.nightly(at=world.clock.tick(days=1))

    assert contracts(by) == {"5501": ALL, "5502": ALL}
    assert queries.setup(by).access_level is AccessLevel.CONTRACT


def test_a_night_without_linkedin_changes_nothing(world, by, connection):
    world.down = True

    hygiene.nightly(at=world.clock.tick(days=1))

    assert queries.setup(by).state is SetupState.ENABLED
    assert connections.require().error


def test_seats_of_both_contracts_are_offered_jobs_export_and_see_in_ats(world, by, two_contracts, job):
    world.run()
    assert queries.setup(by).access_level is AccessLevel.CONTRACT
    assert world.jobs_offered(RHEAS_SEAT) == world.jobs_offered(SAMS_SEAT) == [job.code]

    world.export(job.code, member=SOMEBODY, seat=RHEAS_SEAT)
    world.export(job.code, member=SOMEBODY_ELSE, seat=SAMS_SEAT)
    world.run()
    assert ExportedProfile.objects.filter(status="accepted", job=job).count() == 2
    advance_everybody(world, job)

    for seat in (RHEAS_SEAT, SAMS_SEAT):
        assert [in_ats(world, seat, member) for member in (SOMEBODY, SOMEBODY_ELSE)] == [[job.title]] * 2


def test_turning_one_contract_off_leaves_the_other_as_it_is(world, by, two_contracts, job, rhea):
    world.run()
    world.export(job.code, seat=SAMS_SEAT)
    world.run()
    advance_everybody(world, job)

    world.switch(on=False, contract=NORDICS)
    world.run()

    assert queries.setup(by).state is SetupState.ENABLED
    assert contracts(by) == {"5501": NOTHING, "5502": ALL}
    assert world.jobs_offered(RHEAS_SEAT) == []
    assert in_ats(world, RHEAS_SEAT) == []
    with pytest.raises(NotEnabled):
        world.export(job.code, seat=RHEAS_SEAT)
    assert in_ats(world, SAMS_SEAT) == [job.title]
    another = personas.active_job(rhea, title="Opened afterwards")
    world.run()
    assert set(world.jobs_offered(SAMS_SEAT)) == {job.code, another.code}
    world.export(another.code, member=SOMEBODY_ELSE, seat=SAMS_SEAT)
    world.run()
    assert ExportedProfile.objects.filter(status="accepted", job=another).count() == 1


def test_a_contract_can_be_added_while_another_one_works(world, by, ada, job):
    world.connect(ada, NORDICS)
    world.switch(on=False)
    world.switch(on=True, contract=NORDICS)
    world.run()
    assert set(contracts(by)) == {"5501"}
    assert world.jobs_offered(SAMS_SEAT) == []

    setup.requested(world.request(NORDICS, AMERICAS), by=by, at=world.clock.at)
    assert contracts(by) == {"5501": ALL, "5502": NOTHING}
    world.switch(on=True, contract=AMERICAS)
    world.run()

    assert contracts(by) == {"5501": ALL, "5502": ALL}
    assert world.jobs_offered(SAMS_SEAT) == world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert set(Integration.objects.values_list("name", flat=True)) == {
        "Birch & Rowan One-Click Export",
        "Birch & Rowan In-ATS indicator",
        "Birch & Rowan Profile plugin",
        "Birch & Rowan Recruiter data",
    }


def test_one_person_with_seats_on_two_contracts_is_one_person(world, two_contracts, job, ada):
    """Lists of rights name people, not seats: connecting once is enough for both contracts."""
    setup.change_settings(
        availability="private",
        visibility="acl",
        export_to="everyone",
        identity_before_application=False,
        by=Actor.of(ada),
        at=world.clock.at,
    )
    world.run()
    assert world.jobs_offered(ADAS_SEAT) == world.jobs_offered(ADAS_SEAT + 1) == []
    roles = (SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER)
    accounts.assign_roles(ada, roles, by=SYSTEM, at=world.clock.at)

    world.consent(ada, "ada")
    world.run()

    assert world.jobs_offered(ADAS_SEAT) == world.jobs_offered(ADAS_SEAT + 1) == [job.code]


# A copy of an environment, or one that has moved


@pytest.fixture
def elsewhere(world, connection, job, settings):
    """The same database, served at another address."""
    world.run()
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"server_url": ELSEWHERE, "base_url": ELSEWHERE})
    return connections.require()


def calls(world):
    with world.sandbox.transaction() as tx:
        return tx.execute("SELECT count(*) AS number FROM calls").fetchone()["number"]


def callback(world):
    with world.sandbox.transaction() as tx:
        row = remote.by_key(
            tx,
            application_id=world.application.id,
            context=f"urn:li:organization:{ORGANIZATION}",
            integration_type="ONE_CLICK_EXPORT",
        )
        assert row is not None
        found = remote.configuration(tx, row.id, "CALLBACK_URL")
    return found.value if found else ""


def test_a_copy_says_nothing_in_the_name_of_the_environment_it_was_made_of(world, by, elsewhere, job, rhea):
    before = calls(world)
    personas.active_job(rhea, title="Only in the copy")
    world.clock.tick(minutes=5)

    tasks.send_due()
    with pytest.raises(setup.Moved):
        setup.change_settings(
            availability="public",
            visibility="acl",
            export_to="team",
            identity_before_application=False,
            by=by,
            at=world.clock.at,
        )

    assert queries.setup(by).state is SetupState.MOVED
    assert calls(world) == before
    assert SyncItem.objects.filter(kind=SyncKind.JOB).exists()
    assert world.jobs_offered() == [job.code]


def test_disconnecting_a_copy_leaves_the_other_environment_alone(world, by, elsewhere, job):
    before = calls(world)
    application = world.application

    setup.disconnect(by=by, at=world.clock.at)

    assert calls(world) == before
    assert Connection.objects.get().client_secret == ""
    with world.sandbox.transaction() as tx:
        assert remote.levels(tx, application_id=application.id, company_id=ORGANIZATION)
        assert remote_applications.get(tx, application.id) == application


def test_a_disconnected_copy_gets_an_application_of_its_own(world, by, elsewhere, settings):
    first = world.application
    setup.disconnect(by=by, at=world.clock.at)

    with pytest.raises(setup.SecretLost) as refused:
        setup.connect(by=by, at=world.clock.at)
    assert "SKAFFA_ENVIRONMENT_ID" in str(refused.value)
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"environment_id": "test"})
    setup.connect(by=by, at=world.clock.at)

    assert world.application.id != first.id
    assert world.application.unique_foreign_id == "test"


def test_an_environment_that_has_moved_says_so_and_goes_on(world, by, elsewhere, rhea, job):
    later = personas.active_job(rhea, title="Opened after the move")

    setup.notify_partner(by=by, at=world.clock.at)
    world.run()

    assert queries.setup(by).state is SetupState.ENABLED
    assert callback(world).startswith(ELSEWHERE)
    assert set(world.jobs_offered()) == {job.code, later.code}
    assert world.application.redirect_urls == (f"{ELSEWHERE}/linkedin/oauth/callback",)
    assert world.application.js_domains == (ELSEWHERE,)


def test_the_doctor_names_an_environment_that_has_moved(world, elsewhere, settings):
    finding = checks.linkedin_is_on(settings.SKAFFA)

    assert not finding.ok
    assert "moved" in finding.detail


# Two environments, one developer application


@pytest.fixture
def taken(world, by, connection, settings):
    """Another environment, with the credentials of the first one's application."""
    world.run()
    known = connections.require()
    Connection.objects.all().delete()
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"server_url": ELSEWHERE, "base_url": ELSEWHERE})
    own = setup.connect(client_id=known.client_id, client_secret=known.client_secret, by=by, at=world.clock.at)
    setup.widget_callback(world.request(), by=by, at=world.clock.at)
    return own


def test_an_application_that_another_environment_uses_is_left_to_it(world, by, taken):
    before = callback(world)

    with pytest.raises(setup.ApplicationTaken) as refused:
        setup.notify_partner(by=by, at=world.clock.at)

    assert before in str(refused.value)
    assert callback(world) == before


def test_an_environment_can_take_the_place_of_one_that_is_gone(world, by, taken):
    setup.notify_partner(take_over=True, by=by, at=world.clock.at)

    assert callback(world).startswith(ELSEWHERE)
    assert connections.require().callback_url == callback(world)


def test_an_environment_made_anew_at_the_same_address_is_itself(world, by, taken, settings):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"server_url": "http://127.0.0.1:8000"})

    setup.notify_partner(by=by, at=world.clock.at)

    assert callback(world) == connections.require().callback_url


def test_only_administrators_take_a_place(world, taken, rhea):
    with pytest.raises(refusals.NotAllowed):
        setup.notify_partner(take_over=True, by=Actor.of(rhea), at=START)
    assert not Deletion.objects.exists()
