"""The administrator's way from Not connected to Enabled, and back (L8-L17)."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rsc_client import errors
from rsc_client.errors import LinkedInError
from rsc_client.schemas import IntegrationKey
from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals
from skaffa.linkedin import addresses, configuration, editions, inbox, integrations, rules
from skaffa.linkedin import connection as connections
from skaffa.linkedin.events import (
    LinkedInConnected,
    LinkedInDisconnected,
    LinkedInGenerationsChosen,
)
from skaffa.linkedin.models import (
    Account,
    ApplicationKind,
    Availability,
    Connection,
    ExportTo,
    Integration,
    OAuthState,
    SyncItem,
    Visibility,
)
from skaffa.linkedin.sync import push, viewers


class AlreadyConnected(refusals.Conflict):
    """This environment is connected to LinkedIn already."""

    sentence = _("This environment is connected to LinkedIn already. Disconnect it first.")


class CredentialsNeeded(refusals.Invalid):
    """Without a partner's parent application somebody must give credentials."""

    sentence = _("Give the client ID and the client secret of your developer application.")


class SecretLost(refusals.Conflict):
    """LinkedIn tells the secret of a provisioned application only once, and we no longer have it."""

    sentence = _(
        "LinkedIn has an application for this environment already, and tells its secret only once. "
        "Enter the application's client ID and secret below, or ask LinkedIn for a new secret. "
        "If it belongs to another environment, give this one a SKAFFA_ENVIRONMENT_ID of its own."
    )


class CallbackUnusable(refusals.Conflict):
    """LinkedIn could not reach the callback address of this environment."""

    sentence = _("LinkedIn cannot send anything to the address of this environment.")


class Moved(refusals.Conflict):
    """LinkedIn knows another address of this environment: it moved, or is a copy of the one there."""

    sentence = _("LinkedIn knows another address of this environment. Say first what is to become of the connection.")


class ApplicationTaken(refusals.Conflict):
    """Another environment receives the exports of this developer application."""

    sentence = _(
        "Another environment already uses this developer application: its exports go to %(address)s. "
        "Every environment needs an application of its own; disconnect here and enter other credentials."
    )


class NothingRequested(refusals.Conflict):
    """LinkedIn knows of no integration that was requested for this environment."""

    sentence = _("LinkedIn knows of no request yet. Choose Request in the box above, then try again.")


def connect(*, client_id: str = "", client_secret: str = "", by: Actor, at: datetime) -> Connection:
    """Connect with own credentials, or in partner mode with an application provisioned for this environment (L9)."""
    permissions.require(by, Action.ADMIN_CENTER)
    if connections.live() is not None:
        raise AlreadyConnected
    own_id, own_secret = client_id.strip(), client_secret.strip()
    parent = connections.parent()
    if own_id and own_secret:
        return _begin(ApplicationKind.OWN, own_id, own_secret, "", by=by, at=at)
    if own_id or own_secret or parent is None:
        raise CredentialsNeeded
    kept = Connection.objects.filter(kind=ApplicationKind.PARTNER, world=settings.SKAFFA.kind).exclude(client_secret="")
    before = kept.order_by("-pk").first()
    try:
        if before is not None:
            configuration.readdress(parent, before.application_urn)
            return _begin(
                ApplicationKind.PARTNER, before.client_id, before.client_secret, before.application_urn, by=by, at=at
            )
        made = parent.create_application(configuration.application())
    except LinkedInError as error:
        taken = isinstance(error, errors.Refused) and error.status == HTTPStatus.CONFLICT
        raise (SecretLost() if taken else connections.Trouble(connections.explain(error))) from error
    return _begin(
        ApplicationKind.PARTNER, made.credentials.client_id, made.credentials.client_secret, made.key, by=by, at=at
    )


def widget_callback(told: object, *, by: Actor, at: datetime) -> Connection:
    """The configuration plugin says what was requested (L11): browser input, believed as far as LinkedIn confirms it."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    keys = [IntegrationKey(context, kind) for kind, context in rules.claims(told)]
    confirmed = integrations.read(connection, keys, at=at)
    if not confirmed.results:
        raise NothingRequested
    integrations.learn(connection, confirmed, at=at)
    return connection


def requested(told: object, *, by: Actor, at: datetime) -> Connection:
    """What the plugin says, and our part at once; where that fails, Notify partner tries it again (L12)."""
    widget_callback(told, by=by, at=at)
    return notify_partner(by=by, at=at)


def notify_partner(*, take_over: bool = False, by: Actor, at: datetime) -> Connection:
    """Do our part: names, callback address, who sees what; then LinkedIn's administrator can enable us (L12).

    Also how an environment that has moved tells LinkedIn so. `take_over`: even if another environment gets the exports.
    """
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    stored = list(Integration.objects.filter(connection=connection))
    if not any(row.type == rules.EXPORT for row in stored):
        raise NothingRequested
    url = addresses.callback_url(connection)
    trouble = addresses.callback_trouble(connection)
    if trouble:
        raise CallbackUnusable(trouble)
    client = connections.client(connection)
    try:
        taken = "" if take_over else configuration.taken_by(client, connection, stored)
        if taken:
            raise ApplicationTaken(ApplicationTaken.sentence % {"address": taken})
        parent = connections.parent()
        if parent is not None and connection.application_urn and addresses.has_moved(connection):
            configuration.readdress(parent, connection.application_urn)
        configuration.name(client, stored)
        configuration.tell_callback(client, stored, url)
        viewers.tell(connection, client)
    except LinkedInError as error:
        connections.went_wrong(connection, error, at=at)
        raise connections.Trouble(connections.explain(error)) from error
    Connection.objects.filter(pk=connection.pk).update(callback_url=url, modified_at=at)
    refresh(by=by, at=at)
    return connections.require()


def refresh(*, by: Actor, at: datetime) -> Connection:
    """Ask LinkedIn how every known integration stands now."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    integrations.learn(connection, integrations.read(connection, integrations.known_keys(connection), at=at), at=at)
    return connections.require()


def change_settings(
    *,
    availability: str,
    visibility: str,
    export_to: str,
    identity_before_application: bool,
    by: Actor,
    at: datetime,
) -> Connection:
    """What the administrator decides about jobs and exports; jobs follow by the outbox, and who sees them (`viewers`)."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    if addresses.has_moved(connection):
        raise Moved
    known = (availability in Availability, visibility in Visibility, export_to in ExportTo)
    if not all(known):
        raise refusals.Invalid
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(
            availability=availability,
            visibility=visibility,
            export_to=export_to,
            identity_before_application=identity_before_application,
            modified_at=at,
        )
        connection.refresh_from_db()
        push.mark_everything(connection, at=at)
    return connection


@transaction.atomic
def change_generations(*, generations: Mapping[str, str], version: str, by: Actor, at: datetime) -> Connection:
    """Which of LinkedIn's generations carries what, from the next call on; what LinkedIn has stays as it is."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    kept = editions.checked(generations, version)
    if (connection.generations, connection.rest_version) == (kept, version):
        return connection
    rows = Connection.objects.filter(pk=connection.pk)
    rows.update(generations=kept, rest_version=version, modified_at=at)
    chosen = LinkedInGenerationsChosen(
        connection_id=connection.pk, versioned=tuple(sorted(kept)), version=version, at=at, by_id=by.user_id
    )
    events.publish(chosen)
    connection.refresh_from_db()
    return connection


def disconnect(*, by: Actor, at: datetime) -> Connection:
    """Stop the sync, forget tokens and people's connections, and hide our jobs in Recruiter as far as possible (L17).

    A partner's secret is kept, for LinkedIn tells it only once; own credentials are forgotten, and those that a copy
    of another environment has brought along.
    """
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    configuration.hide(connection)
    keeps_secret = connection.kind == ApplicationKind.PARTNER and not addresses.has_moved(connection)
    with transaction.atomic():
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        if not keeps_secret:
            row.client_secret = ""
            inbox.give_up(row, at=at)
        row.is_live, row.disconnected_at, row.disconnected_by = False, at, by.user
        row.callback_url, row.error, row.modified_at = "", "", at
        row.viewers_open = False if row.viewers_open is False else None
        row.save()
        connections.forget_token(row.client_id)
        SyncItem.objects.filter(connection=row).delete()
        Integration.objects.filter(connection=row).delete()
        Account.objects.filter(connection=row).delete()
        OAuthState.objects.filter(connection=row).delete()
        events.publish(LinkedInDisconnected(connection_id=row.pk, at=at, by_id=by.user_id))
    return row


def _begin(kind: str, client_id: str, secret: str, urn: str, *, by: Actor, at: datetime) -> Connection:
    """A new connection, or an old one of the same application taken up again with its people and jobs."""
    values = {
        "kind": kind,
        "client_secret": secret,
        "application_urn": urn,
        "is_live": True,
        "connected_by": by.user,
        "disconnected_at": None,
        "disconnected_by": None,
        "disabled_at": None,
        "error": "",
        "modified_at": at,
    }
    try:
        with transaction.atomic():
            connection, _created = Connection.objects.update_or_create(
                world=settings.SKAFFA.kind,
                client_id=client_id,
                defaults=values,
                create_defaults=values | {"created_at": at},
            )
            events.publish(LinkedInConnected(connection_id=connection.pk, at=at, by_id=by.user_id))
    except IntegrityError as error:  # two administrators at once
        raise AlreadyConnected from error
    return connection
