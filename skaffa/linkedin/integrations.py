"""The integrations LinkedIn told us of, and what follows when one is switched."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rsc_client import errors, schemas
from rsc_client.errors import BatchResult, LinkedInError
from rsc_client.schemas import IntegrationKey
from skaffa.core import events, refusals
from skaffa.linkedin import addresses, rules
from skaffa.linkedin import connection as connections
from skaffa.linkedin.events import IntegrationDisabled, IntegrationEnabled
from skaffa.linkedin.models import Connection, Integration, IntegrationStatus, LoadKind, RemoteRecord
from skaffa.linkedin.rules import Facts, Known
from skaffa.linkedin.sync import load

Told = BatchResult[IntegrationKey, schemas.Integration]


class AnotherOrganization(refusals.Conflict):
    """The request is for another organization than the one that is connected."""

    sentence = _("This request is for another organization. Disconnect first, then connect the other one.")


def facts(connection: Connection | None) -> Facts:
    """What the state of the set-up follows from."""
    return facts_of(connection, rows_of(connection) if connection else ())


def rows_of(connection: Connection) -> Sequence[Integration]:
    """Every integration LinkedIn told us of, by type."""
    return list(Integration.objects.filter(connection=connection).order_by("type", "context"))


def facts_of(connection: Connection | None, rows: Iterable[Integration]) -> Facts:
    """The same, where the integrations are known."""
    if connection is None:
        return Facts(is_live=False)
    return Facts(
        is_live=connection.is_live,
        error=connection.error,
        callback_url=connection.callback_url,
        expected_callback_url=addresses.callback_url(connection),
        integrations=tuple(Known(row.type, row.context, row.status, row.name, row.contract) for row in rows),
    )


def status_changed(connection: Connection, request_id: str, *, at: datetime) -> None:
    """LinkedIn says that something was switched; what it is now is asked anew, since pushes may come in any order.

    Raises LinkedInError; an expired id does no harm, the present state of what we know is asked anyway.
    """
    client = connections.client(connection)
    try:
        named = [found.key for found in client.integrations_by_request(request_id).elements]
    except errors.NotFound:
        named = []
    plausible = [key for key in named if rules.is_plausible(key.integration_type, key.integration_context)]
    keys = list(dict.fromkeys([*known_keys(connection), *plausible]))
    learn(connection, client.integrations(keys[: rules.MOST_CLAIMS]), at=at)


def read(connection: Connection, keys: Iterable[IntegrationKey], *, at: datetime) -> Told:
    """Ask LinkedIn about these; whether that worked is remembered with the connection."""
    try:
        found = connections.client(connection).integrations(keys)
    except LinkedInError as error:
        connections.went_wrong(connection, error, at=at)
        raise connections.Trouble(connections.explain(error)) from error
    connections.went_well(connection, at=at)
    return found


def look_again(*, at: datetime) -> None:
    """Ask how everything is switched now: a push may be lost, and one may not be sent where access only shrinks [INF]."""
    connection = connections.live()
    if connection is None or addresses.has_moved(connection):
        return
    with suppress(refusals.Refusal):  # LinkedIn cannot be asked, which the connection remembers
        learn(connection, read(connection, known_keys(connection), at=at), at=at)


@transaction.atomic
def learn(connection: Connection, answer: Told, *, at: datetime) -> None:
    """Store what LinkedIn confirmed; say out loud when we were enabled or disabled."""
    row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)  # others may go on referring to it
    told = answer.results.values()
    organization = _organization(row, told)
    was = rules.is_enabled(facts(row))
    for one in told:
        status = one.integration_status or IntegrationStatus.REQUESTED
        Integration.objects.update_or_create(
            connection=row,
            type=one.integration_type,
            context=one.integration_context,
            defaults={
                "name": one.integration_name or "",
                "status": status if status in IntegrationStatus else IntegrationStatus.REQUESTED,
                "contract": one.contract or "",
                "seen_at": at,
            },
        )
    for key, error in answer.errors.items():
        if error.status == HTTPStatus.NOT_FOUND:  # taken back at LinkedIn
            gone = Integration.objects.filter(connection=row, type=key.integration_type)
            gone.filter(context=key.integration_context).update(status=IntegrationStatus.DISABLED, seen_at=at)
    row.organization_urn = organization
    change = rules.enabled_changed(was, rules.is_enabled(facts(row)))
    if change:
        row.disabled_at = at if change == "disabled" else None
    row.save(update_fields=["organization_urn", "disabled_at"])
    if change == "enabled":
        load.begin(row, LoadKind.FIRST, by_id=None, at=at)
        events.publish(IntegrationEnabled(connection_id=row.pk, at=at))
    elif change == "disabled":
        events.publish(IntegrationDisabled(connection_id=row.pk, at=at))


def _organization(row: Connection, told: Iterable[schemas.Integration]) -> str:
    """Whose integrations these are. Only who has disconnected may come back for another organization.

    What the former one has of ours says nothing about the new one: everything is sent anew.
    """
    before = row.organization_urn
    found = {one.integration_context for one in told if one.integration_type in rules.ORGANIZATION_TYPES} or {before}
    now = next(iter(found))
    if len(found) > 1 or (before not in {"", now} and Integration.objects.filter(connection=row).exists()):
        raise AnotherOrganization
    if before not in {"", now}:
        RemoteRecord.objects.filter(connection=row).delete()
    return now


def known_keys(connection: Connection) -> list[IntegrationKey]:
    """How LinkedIn calls the integrations we know of."""
    return [key_of(row) for row in Integration.objects.filter(connection=connection).order_by("pk")]


def key_of(row: Integration) -> IntegrationKey:
    return IntegrationKey(row.context, row.type)
