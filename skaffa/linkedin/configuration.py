"""What LinkedIn is told about us: our application, our integrations' names, where to push, and that jobs are hidden."""

from collections.abc import Iterable

from django.conf import settings

from rsc_client.client import Client, Parent
from rsc_client.errors import LinkedInError
from rsc_client.schemas import ConfigurationKey, NewApplication
from skaffa.core import refusals
from skaffa.linkedin import addresses, rules
from skaffa.linkedin import connection as connections
from skaffa.linkedin.integrations import key_of
from skaffa.linkedin.models import Connection, Integration
from skaffa.linkedin.sync import acl, viewers

_NAME_LIMIT = 50  # of a provisioned application (wire §3.1)


def application() -> NewApplication:
    """The child application of this environment; its name must not contain LinkedIn's (wire §3.1)."""
    environment = settings.SKAFFA
    return NewApplication(
        unique_foreign_id=environment.environment_id,
        name=f"Skaffa - {environment.environment_name}"[:_NAME_LIMIT].strip(),
        description=f"Recruiter System Connect for the environment {environment.environment_id}",
        oauth2_authorized_callback_urls=[addresses.redirect_url()],
        valid_js_sdk_domains=rules.domains([environment.base_url]),
    )


def readdress(parent: Parent, application_urn: str) -> None:
    """An application that is taken up again learns where this environment lives now."""
    origins = rules.domains([settings.SKAFFA.base_url])
    parent.update_application(application_urn, js_domains=origins, callback_urls=[addresses.redirect_url()])


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
