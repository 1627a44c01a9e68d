"""What LinkedIn is told about our integrations: their names, where to push, and that nobody sees our jobs any more."""

from collections.abc import Iterable

from django.conf import settings

from rsc_client.client import Client
from rsc_client.errors import LinkedInError
from rsc_client.schemas import ConfigurationKey
from skaffa.core import refusals
from skaffa.linkedin import addresses, rules
from skaffa.linkedin import connection as connections
from skaffa.linkedin.integrations import key_of
from skaffa.linkedin.models import Connection, Integration
from skaffa.linkedin.sync import acl, viewers


def name(client: Client, stored: Iterable[Integration]) -> None:
    """Call every integration by the name of this environment; Recruiter shows it."""
    names = {key_of(row): rules.integration_name(settings.SKAFFA.environment_name, row.type) for row in stored}
    viewers.insist(client.name_integrations(names).errors.values())


def tell_callback(client: Client, stored: Iterable[Integration], url: str) -> None:
    """Where LinkedIn is to push what people export."""
    for row in stored:
        if row.type == rules.EXPORT:
            failed = client.set_configuration(key_of(row), {ConfigurationKey.CALLBACK_URL: url}).errors
            viewers.insist(failed.values())


def taken_by(client: Client, connection: Connection, stored: Iterable[Integration]) -> str:
    """Where LinkedIn sends this application's exports, if that is another environment's place; else empty."""
    ours = {addresses.callback_url(connection), connection.callback_url} - {""}
    for row in stored:
        if row.type == rules.EXPORT:
            told = client.configuration(key_of(row), [ConfigurationKey.CALLBACK_URL]).results
            before = told.get(ConfigurationKey.CALLBACK_URL, "")
            if before and not any(rules.same_place(before, url) for url in ours):
                return before
    return ""


def hide(connection: Connection) -> None:
    """Best effort: whoever disconnects shall not be kept from it by a LinkedIn that does not answer.

    A copy of another environment leaves that one's jobs alone.
    """
    if addresses.has_moved(connection):
        return
    try:
        client = connections.client(connection)
        viewers.close(connection, client)
        acl.take_off_every_list(connection, client)
    except (LinkedInError, refusals.Refusal):
        return
