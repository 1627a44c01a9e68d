"""Which pages may show an application's plugins."""

import re

import msgspec

from rsc_sandbox.sandbox import current
from rsc_sandbox.store import applications, observations
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.observations import Event
from rsc_sandbox.store.tickets import Ticket

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")
_LONGEST_ORIGIN = 300


class Permission(msgspec.Struct, frozen=True):
    """The answer to a loader; `reason` is for the console of whoever builds the page."""

    allowed: bool
    reason: str = ""


def permission(api_key: str, origin: str) -> Permission:
    """Whether a page of that origin may use the key (LinkedIn: the origin must be among validJsSdkDomains)."""
    with current().transaction() as tx:
        application = applications.by_client_id(tx, api_key)
    if application is None:
        return Permission(allowed=False, reason="the api_key belongs to no application")
    allowed = _registered(application, origin)
    note(application.id, "allowed" if allowed else "refused", subject=origin)
    if not allowed:
        return Permission(
            allowed=False, reason=f"the origin {origin} is not among validJsSdkDomains of the application"
        )
    return Permission(allowed=True)


def note(application_id: int, what: str, *, subject: str = "") -> None:
    """Remember for certification what a plugin of that application did."""
    sandbox = current()
    with sandbox.transaction() as tx:
        event = Event(what=f"plugin.{what}", subject=subject[:_LONGEST_ORIGIN])
        observations.note(tx, event, application_id=application_id, at=sandbox.now())


def embedded(api_key: str, origin: str) -> Application | None:
    """The application, if that origin may show its plugins."""
    with current().transaction() as tx:
        application = applications.by_client_id(tx, api_key)
    return application if application and _registered(application, origin) else None


def application_of(ticket: Ticket) -> Application | None:
    """The ticket's application, as long as the origin is still registered."""
    with current().transaction() as tx:
        application = applications.get(tx, ticket.application_id)
    return application if application and _registered(application, ticket.origin) else None


def _registered(application: Application, origin: str) -> bool:
    return origin in application.js_domains and _ORIGIN.fullmatch(origin) is not None
