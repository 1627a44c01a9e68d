"""From a Connection to a ready client: whose credentials, which hosts, whose tokens, how much."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rsc_client import errors
from rsc_client.auth import OAuth, Token
from rsc_client.client import Client, Parent
from rsc_client.generations import Edition, Feature, Generation
from rsc_client.schemas import Credentials
from rsc_client.transport import Channel, Hosts
from skaffa.core import clock, refusals
from skaffa.core.compiled import compiled
from skaffa.linkedin.models import AccessToken, Connection, Integration, IntegrationStatus
from skaffa.linkedin.quota import Meter

_EXPLAINED = {
    errors.Unauthorized: _("LinkedIn does not accept the credentials of the developer application."),
    errors.Forbidden: _("LinkedIn does not allow this: the integration is off, or the application lacks the product."),
    errors.NotFound: _("LinkedIn does not know what we asked for."),
    errors.Throttled: _("LinkedIn asks us to wait: a quota is used up."),
    errors.Unavailable: _("LinkedIn could not be reached."),
    errors.MalformedResponse: _("LinkedIn answered in a form we do not understand."),
}

_FEATURES = frozenset(Feature)
TIMEOUT = 10.0
"""Seconds for each of connecting, sending, waiting and reading."""


class NotConnected(refusals.Conflict):
    """This environment is not connected to LinkedIn."""

    sentence = _("This environment is not connected to LinkedIn.")


class WrongWorld(refusals.Conflict):
    """This connection belongs to the other world: sandbox credentials never meet LinkedIn, nor the reverse."""

    sentence = _(
        "This connection belongs to the other world: sandbox credentials never meet LinkedIn, nor the reverse."
    )


class Trouble(refusals.Conflict):
    """LinkedIn could not be asked. Try again in a moment."""

    sentence = _("LinkedIn could not be asked. Try again in a moment.")


ChannelFactory = Callable[[Hosts, Meter], Channel]


def _network(hosts: Hosts, meter: Meter) -> Channel:
    return Channel(hosts, timeout=TIMEOUT, meter=meter)


_read: ContextVar[list[Connection | None] | None] = ContextVar("read", default=None)
_making = threading.Lock()
_factory: ChannelFactory = _network
_channel: Channel | None = None


@contextmanager
def use(factory: ChannelFactory) -> Iterator[None]:
    """Speak through other channels for a while, in tests."""
    global _factory, _channel
    before, _factory, _channel = (_factory, _channel), factory, None
    try:
        yield
    finally:
        _factory, _channel = before


def channel() -> Channel:
    """This process's connections to the hosts of its settings, and to no other."""
    global _channel  # noqa: PLW0603 - made on first use, in whichever process that happens
    with _making:
        if _channel is None:
            _channel = _factory(_hosts(), Meter(clock.now))
        return _channel


def live() -> Connection | None:
    """The connection of this environment, if it has one."""
    read = _read.get()
    if read is None:
        return _live()
    if not read:
        read.append(_live())
    return read[0]


def is_on(connection: Connection | None, integration: str) -> bool:
    """Whether LinkedIn had this type of integration switched on when the live connection was read, somewhere."""
    return integration in getattr(connection, "switched_on", ())


def _live() -> Connection | None:
    return next(iter(_first_live()), None)


@compiled
def _first_live() -> QuerySet[Connection]:
    enabled = Integration.objects.filter(connection=OuterRef("pk"), status=IntegrationStatus.ENABLED)
    return Connection.objects.filter(is_live=True).annotate(switched_on=ArraySubquery(enabled.values("type")))[:1]


@contextmanager
def read_once() -> Iterator[None]:
    """Meanwhile the live connection is read once: a page that only shows things asks for it a dozen times."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def require() -> Connection:
    """The connection of this environment, or NotConnected."""
    connection = live()
    if connection is None:
        raise NotConnected
    return connection


def choices_again(connection: Connection) -> None:
    """What an administrator has chosen by now, and whether LinkedIn knows who sees things."""
    connection.refresh_from_db(
        fields=("availability", "visibility", "export_to", "identity_before_application", "viewers_open")
    )


def client(connection: Connection) -> Client:
    """LinkedIn as this connection's application may use it."""
    return Client(channel(), _credentials(connection), edition=edition(connection), store=TOKENS, clock=clock.now)


def edition(connection: Connection) -> Edition:
    """Which generation carries what, as the administrator chose; what a later version has forgotten goes by v2."""
    known = {Feature(name): Generation(value) for name, value in connection.generations.items() if name in _FEATURES}
    return Edition(known, version=connection.rest_version)


def oauth(connection: Connection) -> OAuth:
    """The consent page and the token endpoint for this connection's application."""
    return OAuth(channel(), _credentials(connection), clock=clock.now)


def parent() -> Parent | None:
    """The vendor's application in partner mode, else None."""
    environment = settings.SKAFFA
    if not environment.linkedin_parent_client_id:
        return None
    credentials = Credentials(environment.linkedin_parent_client_id, environment.linkedin_parent_client_secret)
    return Parent(channel(), credentials, store=TOKENS, clock=clock.now)


def forget_token(client_id: str) -> None:
    AccessToken.objects.filter(client_id=client_id).delete()


class StoredTokens:
    """Application tokens in the database; within a process one renewal serves all who wait.

    Two processes may renew at once, which costs a request and nothing else.
    """

    def __init__(self) -> None:
        self._renewing = threading.RLock()

    def load(self, client_id: str, /) -> Token | None:
        row = AccessToken.objects.filter(client_id=client_id).first()
        return Token(row.value, row.expires_at) if row else None

    def save(self, client_id: str, token: Token, /) -> None:
        kept = {"value": token.value, "expires_at": token.expires_at}
        AccessToken.objects.update_or_create(client_id=client_id, defaults=kept)

    def renewing(self, client_id: str, /) -> AbstractContextManager[object]:  # noqa: ARG002 - the protocol's shape
        return self._renewing


TOKENS = StoredTokens()


def explain(error: errors.LinkedInError) -> str:
    """What went wrong, for the people who have to do something about it; LinkedIn's own words where it said some."""
    if isinstance(error, errors.Rejected) and error.message:
        return error.message
    kinds = (kind for kind in _EXPLAINED if isinstance(error, kind))
    return str(next((_EXPLAINED[kind] for kind in kinds), error))


def noted(error: errors.LinkedInError) -> str:
    """The same to be stored: untranslated, whoever's language is on; `told` translates it."""
    with translation.override("en"):
        return explain(error)


def told(reason: str) -> str:
    """A stored reason in the reader's language; LinkedIn's own words stay as they are."""
    return translation.gettext(reason) if reason else ""


def went_well(connection: Connection, *, at: datetime) -> None:
    """Remember a successful conversation, at most once a minute."""
    rows = Connection.objects.filter(pk=connection.pk)
    stale = connection.last_success_at is None or (at - connection.last_success_at).total_seconds() >= 60  # noqa: PLR2004
    if connection.error or stale:
        rows.update(error="", error_at=None, last_success_at=at)
        connection.error, connection.error_at, connection.last_success_at = "", None, at


def went_wrong(connection: Connection, error: errors.LinkedInError, *, at: datetime) -> None:
    """Remember why the last conversation failed."""
    Connection.objects.filter(pk=connection.pk).update(error=noted(error), error_at=at)


def _hosts() -> Hosts:
    environment = settings.SKAFFA
    return Hosts(
        api=environment.linkedin_api_url, www=environment.linkedin_www_url, oauth=environment.linkedin_oauth_url
    )


def _credentials(connection: Connection) -> Credentials:
    if connection.world != settings.SKAFFA.kind:
        raise WrongWorld
    return Credentials(connection.client_id, connection.client_secret)
