"""The administrator's way from Not connected to Enabled and back, over both worlds."""

import json

import pytest
from django.db import connection as database

from rsc_client import signature
from rsc_sandbox.store import integrations as remote
from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import health, integrations, queries, setup, tasks
from skaffa.linkedin.models import (
    AccessToken,
    Account,
    Connection,
    Integration,
    Notification,
    RemoteRecord,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.rules import AccessLevel, SetupState
from skaffa.notify.models import Notice
from tests import personas
from tests.linkedin.world import AMERICAS, NORDICS


@pytest.fixture
def by(ada):
    return Actor.of(ada)


def state(by):
    return queries.setup(by).state


def settings_of(world, kind):
    """What LinkedIn keeps for our integration of this type."""
    with world.sandbox.transaction() as tx:
        row = remote.by_key(
            tx, application_id=world.application.id, context="urn:li:organization:7001", integration_type=kind
        )
        assert row is not None
        names = ("CALLBACK_URL", "JOB_POSTING_VIEWERS", "APPLICATION_VIEWERS")
        found = {name: remote.configuration(tx, row.id, name) for name in names}
    return {name: kept.value for name, kept in found.items() if kept}


def test_every_step_of_the_set_up_shows_where_one_stands(world, by):
    assert state(by) is SetupState.NOT_CONNECTED

    setup.connect(by=by, at=world.clock.at)
    assert state(by) is SetupState.CONNECTED
    assert queries.widget(by).api_key == connections.require().client_id

    setup.widget_callback(world.request(), by=by, at=world.clock.at)
    assert state(by) is SetupState.REQUESTED

    setup.notify_partner(by=by, at=world.clock.at)
    assert state(by) is SetupState.PARTNER_READY
    assert not queries.is_enabled()

    world.switch(on=True)
    world.run()
    assert state(by) is SetupState.ENABLED
    assert queries.setup(by).access_level is AccessLevel.COMPANY
    assert queries.is_enabled()

    world.switch(on=False)
    world.run()
    assert state(by) is SetupState.DISABLED


def test_the_names_tell_environments_apart_and_pushes_know_their_way(world, by, connection):
    names = set(Integration.objects.values_list("name", flat=True))

    assert names == {
        "Birch & Rowan One-Click Export",
        "Birch & Rowan In-ATS indicator",
        "Birch & Rowan Profile plugin",
        "Birch & Rowan Recruiter data",
    }
    kept = settings_of(world, "ONE_CLICK_EXPORT")
    assert kept["CALLBACK_URL"] == f"http://127.0.0.1:8000/linkedin/webhooks/{connection.webhook_token}"
    assert kept["JOB_POSTING_VIEWERS"] == "ALL_PRODUCT_USERS"
    assert settings_of(world, "IN_ATS_INDICATOR") == {"APPLICATION_VIEWERS": "ALL_PRODUCT_USERS"}


def test_several_contracts_are_connected_at_once(world, ada, by):
    world.connect(ada, NORDICS, AMERICAS)
    world.switch(on=True, contract=NORDICS)
    world.switch(on=True, contract=AMERICAS)
    world.run()

    data = Integration.objects.filter(type="CSA_API")
    assert {row.context for row in data} == {"urn:li:contract:5501", "urn:li:contract:5502"}
    assert all(row.is_enabled for row in data)
    assert queries.setup(by).access_level is AccessLevel.BOTH


def test_a_contract_of_its_own_shows_as_contract_level(world, by):
    setup.connect(by=by, at=world.clock.at)
    setup.widget_callback(world.request(NORDICS, AMERICAS), by=by, at=world.clock.at)
    setup.notify_partner(by=by, at=world.clock.at)

    world.switch(on=True, contract=AMERICAS)
    world.run()

    assert queries.setup(by).access_level is AccessLevel.CONTRACT


def test_with_lists_nothing_is_opened_to_everyone(world, with_lists):
    assert set(settings_of(world, "ONE_CLICK_EXPORT")) == {"CALLBACK_URL"}
    assert not settings_of(world, "IN_ATS_INDICATOR")


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "ENABLED",
        [{"integrationType": "ONE_CLICK_EXPORT", "integrationContext": "urn:li:organization:7001"}],
        [{"integrationType": "ONE_CLICK_EXPORT"}, 7, {"integrationType": 1, "integrationContext": 2}],
    ],
)
def test_what_the_browser_claims_is_not_believed_before_linkedin_confirms_it(world, by, told):
    setup.connect(by=by, at=world.clock.at)

    with pytest.raises(setup.NothingRequested):
        setup.widget_callback(told, by=by, at=world.clock.at)

    assert not Integration.objects.exists()
    with pytest.raises(setup.NothingRequested):
        setup.notify_partner(by=by, at=world.clock.at)


def test_when_linkedins_administrator_turns_us_off_the_sync_stops_and_administrators_know(
    world, ada, by, connection, rhea
):
    world.switch(on=False)
    world.run()
    job = personas.active_job(rhea)

    world.run()

    assert Notice.objects.filter(user=ada, kind="IntegrationDisabled").count() == 1
    assert SyncItem.objects.filter(kind=SyncKind.JOB, entity_id=job.pk).exists()
    assert connections.require().disabled_at == world.clock.at
    world.switch(on=True)
    world.run()
    assert world.jobs_offered() == [job.code]
    assert Notice.objects.filter(user=ada, kind="IntegrationEnabled").count() == 2


def test_switches_told_in_the_wrong_order_end_in_the_present_state(world, by, connection):
    world.fault("reorder", times=6)
    world.switch(on=False)
    world.switch(on=True)

    world.run()

    assert state(by) is SetupState.ENABLED


def test_a_switch_whose_id_has_expired_still_ends_in_the_present_state(world, by, connection):
    world.fault("drop", times=9)
    world.switch(on=False)
    world.run()
    assert state(by) is SetupState.ENABLED

    setup.refresh(by=by, at=world.clock.at)

    assert state(by) is SetupState.DISABLED


def test_disconnect_stops_everything_and_forgets_tokens_and_people(world, by, connection, job, rhea):
    world.consent(rhea, "rhea")

    setup.disconnect(by=by, at=world.clock.at)
    world.run()

    assert state(by) is SetupState.NOT_CONNECTED
    assert not AccessToken.objects.filter(client_id=connection.client_id).exists()
    assert not Account.objects.exists()
    assert not SyncItem.objects.exists()
    with pytest.raises(connections.NotConnected):
        setup.disconnect(by=by, at=world.clock.at)


def test_a_push_after_disconnecting_finds_nobody(world, by, connection, client):
    setup.disconnect(by=by, at=world.clock.at)

    assert client.post(f"/linkedin/webhooks/{connection.webhook_token}", b"{}", content_type="x").status_code == 404


def test_disconnect_works_without_linkedin(world, by, connection):
    world.down = True

    setup.disconnect(by=by, at=world.clock.at)

    assert state(by) is SetupState.NOT_CONNECTED


def test_connecting_again_takes_up_the_same_application(world, ada, by, connection, job):
    world.run()
    setup.disconnect(by=by, at=world.clock.at)

    again = world.connect(ada)

    assert again.pk == connection.pk
    assert world.jobs_offered() == [job.code]


def test_connecting_twice_is_refused(world, by, connection):
    with pytest.raises(setup.AlreadyConnected):
        setup.connect(by=by, at=world.clock.at)


def test_a_secret_that_linkedin_has_told_before_is_explained(world, by):
    setup.connect(by=by, at=world.clock.at)
    Connection.objects.all().delete()

    with pytest.raises(setup.SecretLost):
        setup.connect(by=by, at=world.clock.at)


def test_own_credentials_connect_and_are_forgotten_on_disconnect(world, by):
    setup.connect(by=by, at=world.clock.at)
    known = connections.require()
    Connection.objects.all().delete()

    own = setup.connect(client_id=known.client_id, client_secret=known.client_secret, by=by, at=world.clock.at)
    assert own.kind == "own"
    setup.disconnect(by=by, at=world.clock.at)

    assert Connection.objects.get().client_secret == ""


def test_what_waits_is_settled_when_own_credentials_are_forgotten(world, ada, by, connection, job):
    world.run()
    Connection.objects.update(kind="own")
    world.export(job.code)
    world.fault("status", value=503, times=9, path="/v2/exportedCandidates")
    world.run()

    setup.disconnect(by=by, at=world.clock.at)

    assert Notification.objects.latest("pk").outcome == "failed"
    assert Notice.objects.filter(user=ada, kind="NotificationLost").count() == 1
    assert health.health().inbox_waiting == 0


def test_without_a_parent_application_credentials_are_needed(world, by, settings):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"linkedin_parent_client_id": ""})

    for given in ({}, {"client_id": "x"}, {"client_secret": "y"}):
        with pytest.raises(setup.CredentialsNeeded):
            setup.connect(**given, by=by, at=world.clock.at)
    assert not queries.setup(by).partner_mode


def test_wrong_credentials_show_as_an_error_with_its_reason(world, by):
    setup.connect(client_id="nobody", client_secret="nothing", by=by, at=world.clock.at)

    with pytest.raises(connections.Trouble):
        setup.widget_callback(
            [{"integrationType": "ONE_CLICK_EXPORT", "integrationContext": "urn:li:organization:7001"}],
            by=by,
            at=world.clock.at,
        )

    assert state(by) is SetupState.ERROR
    assert connections.require().error


def test_another_organization_is_refused(world, by, connection):
    Connection.objects.update(organization_urn="urn:li:organization:7002")

    with pytest.raises(integrations.AnotherOrganization):
        setup.refresh(by=by, at=world.clock.at)
    world.switch(on=False)
    world.run()

    assert Notification.objects.latest("pk").outcome == "foreign"
    assert connections.require().organization_urn == "urn:li:organization:7002"


def test_after_disconnecting_another_organization_can_be_connected(world, ada, by, connection, job):
    """The former organization had the job; the new one is sent it anew."""
    world.run()
    setup.disconnect(by=by, at=world.clock.at)
    Connection.objects.update(organization_urn="urn:li:organization:7002")

    again = world.connect(ada)

    assert again.organization_urn == "urn:li:organization:7001"
    assert RemoteRecord.objects.get(kind=SyncKind.JOB, entity_id=job.pk).operation == "CREATE"
    assert world.jobs_offered() == [job.code]


def test_an_integration_that_linkedin_no_longer_knows_is_off(world, by, connection):
    world.alter = lambda said: said.replace(b"ONE_CLICK_EXPORT", b"ONE_CLICK_EXPROT")
    setup.refresh(by=by, at=world.clock.at)
    assert state(by) is SetupState.ENABLED  # an answer that is silent says nothing

    world.alter = lambda said: said.replace(b'"results":', b'"results":{},"statuses":{},"ignored":').replace(
        b'"errors":{}', _not_found(connection)
    )
    setup.refresh(by=by, at=world.clock.at)

    assert state(by) is SetupState.DISABLED


def _not_found(connection):
    keys = (
        f"integrationContext={row.context}&integrationType={row.type}&tenantType=RECRUITER&dataProvider=ATS"
        for row in connection.integrations.all()
    )
    return b'"errors":' + json.dumps({key: {"status": 404, "message": "gone"} for key in keys}).encode()


def test_without_linkedin_the_set_up_says_so(world, by):
    world.down = True
    with pytest.raises(connections.Trouble):
        setup.connect(by=by, at=world.clock.at)
    world.down = False
    setup.connect(by=by, at=world.clock.at)
    setup.widget_callback(world.request(), by=by, at=world.clock.at)

    world.down = True
    with pytest.raises(connections.Trouble):
        setup.notify_partner(by=by, at=world.clock.at)
    with pytest.raises(connections.Trouble):
        setup.refresh(by=by, at=world.clock.at)

    assert state(by) is SetupState.ERROR


def test_a_callback_address_linkedin_cannot_reach_is_named(world, by, settings):
    setup.connect(by=by, at=world.clock.at)
    setup.widget_callback(world.request(), by=by, at=world.clock.at)
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"server_url": "http://user:password@127.0.0.1:8000"})

    with pytest.raises(setup.CallbackUnusable):
        setup.notify_partner(by=by, at=world.clock.at)


def test_a_name_that_linkedin_refuses_is_not_ready(world, by):
    setup.connect(by=by, at=world.clock.at)
    setup.widget_callback(world.request(), by=by, at=world.clock.at)
    world.alter = lambda said: said.replace(b'"results"', b'"ignored"')

    with pytest.raises(connections.Trouble):
        setup.notify_partner(by=by, at=world.clock.at)

    world.alter = bytes
    assert state(by) is SetupState.ERROR


def test_only_administrators_set_up(world, rhea, stan, reed):
    for user in (rhea, stan, reed):
        who = Actor.of(user)
        for act in (setup.connect, setup.notify_partner, setup.refresh, setup.disconnect):
            with pytest.raises(refusals.NotAllowed):
                act(by=who, at=world.clock.at)
        with pytest.raises(refusals.NotAllowed):
            setup.widget_callback([], by=who, at=world.clock.at)
        with pytest.raises(refusals.NotAllowed):
            queries.setup(who)
        with pytest.raises(refusals.NotAllowed):
            queries.widget(who)


def test_settings_of_another_shape_are_refused(world, by, connection):
    with pytest.raises(refusals.Invalid):
        setup.change_settings(
            availability="everywhere",
            visibility="acl",
            export_to="team",
            identity_before_application=True,
            by=by,
            at=world.clock.at,
        )


def test_settings_can_be_changed_while_linkedin_is_down_and_reach_it_later(world, by, connection):
    assert viewers(world)
    world.down = True

    setup.change_settings(
        availability="public",
        visibility="acl",
        export_to="team",
        identity_before_application=True,
        by=by,
        at=world.clock.at,
    )
    world.run()

    assert viewers(world)
    assert connections.require().everyone_sees
    world.down = False
    world.clock.tick(minutes=2)
    tasks.send_due()
    assert not viewers(world)
    assert not connections.require().everyone_sees


def viewers(world):
    """What overrules lists of rights at LinkedIn."""
    with world.sandbox.transaction() as tx:
        return tx.execute("SELECT key FROM configurations WHERE key LIKE '%_VIEWERS'").fetchall()


def test_credentials_of_the_sandbox_never_meet_linkedin(world, connection, settings, job):
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "production"})

    with pytest.raises(connections.WrongWorld):
        connections.client(connection)
    tasks.send_due()

    assert SyncItem.objects.filter(kind=SyncKind.JOB, entity_id=job.pk).exists()


def test_the_secret_is_stored_encrypted(world, connection):
    with database.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM linkedin_connection")
        [(stored,)] = cursor.fetchall()

    assert connection.client_secret
    assert connection.client_secret not in stored


def test_an_unknown_kind_of_push_is_remembered_and_ignored(world, connection, client):
    body = b'{"id":"1","type":"SOMETHING_NEW"}'
    client.post(
        f"/linkedin/webhooks/{connection.webhook_token}",
        body,
        content_type="application/json",
        headers={signature.HEADER: signature.sign(body, connection.client_secret)},
    )
    world.run()

    assert Notification.objects.get(remote_id="1").outcome == "ignored"


def test_the_tour_ticks_what_really_happened(world, ada, rhea):
    by = Actor.of(rhea)
    assert not queries.tour_facts(by).connected
    world.connect(ada)
    assert queries.tour_facts(by).enabled
    assert not queries.tour_facts(by).own_account
    world.consent(rhea, "rhea")
    job = personas.active_job(rhea)
    world.run()
    assert queries.tour_facts(by).job_listed
    assert not queries.tour_facts(by).exported
    world.export(job.code)
    world.run()

    facts = queries.tour_facts(by)
    assert (facts.connected, facts.own_account, facts.exported) == (True, True, True)


def test_health_tells_operators_what_waits(world, connection, rhea):
    world.down = True
    personas.active_job(rhea)
    world.run()

    found = health.health()

    assert found.outbox_waiting.number >= 1
    assert found.outbox_oldest == world.clock.at
    assert found.token_until > world.clock.at
    assert found.error
    assert found.state is SetupState.ENABLED
