"""Whether everyone with a seat in Recruiter sees our jobs and applications, or lists of rights decide (D16).

LinkedIn may carry out a call whose answer we never hear. So before a call we note that we do not know how it stands, and
nothing confidential is sent until LinkedIn has told the sender, who does one thing at a time, that lists decide.
"""

from collections.abc import Iterable
from http import HTTPStatus

from django.db.models import Q

from rsc_client import errors
from rsc_client.client import Client
from rsc_client.errors import ItemError
from rsc_client.schemas import ALL_PRODUCT_USERS, ConfigurationKey, IntegrationKey
from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from skaffa.linkedin import rules
from skaffa.linkedin.models import Connection, Integration, RemoteRecord, RemoteState, SyncKind, Visibility

_VIEWERS = {
    rules.EXPORT: ConfigurationKey.JOB_POSTING_VIEWERS,
    rules.INDICATOR: ConfigurationKey.APPLICATION_VIEWERS,
}
"""Which setting of which integration says who sees things."""


def is_opening(connection: Connection) -> bool:
    """Everyone is to see everything, and LinkedIn has not been told yet."""
    return connection.visibility == Visibility.EVERYONE and not connection.viewers_open


def is_closing(connection: Connection) -> bool:
    """Lists are to decide, and LinkedIn may still show everything to everyone."""
    return connection.visibility == Visibility.ACL and connection.viewers_open is not False


def may_open(connection: Connection) -> bool:
    """Nobody would see a confidential job, nor who applied for one: none is listed, or on its way to be."""
    there = Q(is_listed=True) | Q(state=RemoteState.WAITING)
    records = RemoteRecord.objects.filter(connection=connection)
    offered = Q(pk__in=records.filter(there, kind=SyncKind.JOB).values("entity_id"))
    considered = Application.objects.filter(pk__in=records.filter(kind=SyncKind.APPLICATION).values("entity_id"))
    applied = Q(pk__in=considered.values("job"))
    return not Job.objects.filter(offered | applied, is_confidential=True).exists()


def tell(connection: Connection, client: Client) -> None:
    """Tell LinkedIn what the administrator chose; it opens only once no confidential job could be seen."""
    if connection.visibility != Visibility.EVERYONE:
        close(connection, client)
    elif may_open(connection):
        _remember(connection, is_open=None)
        for key, setting in _settings(connection):
            insist(client.set_configuration(key, {setting: ALL_PRODUCT_USERS}).errors.values())
        _remember(connection, is_open=True)


def close(connection: Connection, client: Client) -> None:
    """Nobody sees anything but by a list of rights; what was open counts as such until it is `closed`."""
    if connection.viewers_open is not False:
        _remember(connection, is_open=None)
    for key, setting in _settings(connection):
        failed = client.delete_configuration(key, [setting]).errors.values()
        insist(error for error in failed if error.status != HTTPStatus.NOT_FOUND)  # it was not set


def closed(connection: Connection) -> None:
    """LinkedIn has said so."""
    _remember(connection, is_open=False)


def insist(failed: Iterable[ItemError]) -> None:
    """A record LinkedIn refused is an error here: the set-up is all or nothing."""
    for error in failed:
        raise errors.refused(errors.Refusal(status=error.status or HTTPStatus.BAD_GATEWAY, message=error.message))


def _settings(connection: Connection) -> Iterable[tuple[IntegrationKey, ConfigurationKey]]:
    for row in Integration.objects.filter(connection=connection, type__in=_VIEWERS).order_by("pk"):
        yield IntegrationKey(row.context, row.type), _VIEWERS[row.type]


def _remember(connection: Connection, *, is_open: bool | None) -> None:
    connection.viewers_open = is_open
    Connection.objects.filter(pk=connection.pk).update(viewers_open=is_open)
