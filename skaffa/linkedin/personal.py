"""A user's own connection: consent at LinkedIn tells which member they are (S6-S10)."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rsc_client import urns
from rsc_client.errors import LinkedInError
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import events, refusals
from skaffa.linkedin import addresses
from skaffa.linkedin import connection as connections
from skaffa.linkedin.events import AccountConnected, AccountDisconnected
from skaffa.linkedin.models import Account, Connection, OAuthState

STATE_LIFETIME = timedelta(minutes=10)
_REASON_LIMIT = 300
_NAME_LIMIT = 200


class ConsentExpired(refusals.Conflict):
    """The way back from LinkedIn works once, in the browser it began in, for ten minutes."""

    sentence = gettext_lazy("This way back from LinkedIn has been used or has expired. Choose Connect again.")


class ConsentRefused(refusals.Conflict):
    """The user cancelled at LinkedIn, or LinkedIn gave no consent."""

    sentence = gettext_lazy("LinkedIn was not connected, because consent was not given there.")


class MemberTaken(refusals.Conflict):
    """This LinkedIn member is connected to another user."""

    sentence = gettext_lazy(
        "This LinkedIn account is connected to another user. Sign out of LinkedIn and sign in with your own."
    )


def start(*, session_key: str, by: Actor, at: datetime) -> str:
    """The address of LinkedIn's consent page, with a state that only this session of this user can bring back."""
    user, connection = _user(by), connections.require()
    state = secrets.token_urlsafe(32)
    OAuthState.objects.create(
        state_hash=_keyed(state),
        session_hash=_keyed(session_key),
        user=user,
        connection=connection,
        expires_at=at + STATE_LIFETIME,
    )
    return connections.oauth(connection).authorization_url(addresses.redirect_url(), state)


def finish(*, state: str, code: str, session_key: str, by: Actor, at: datetime) -> Account:
    """Take the code LinkedIn gave; ConsentExpired, ConsentRefused, MemberTaken or Trouble otherwise, remembered as Error."""
    user = _user(by)
    connection = _consumed(state, session_key=session_key, user=user, at=at)
    try:
        return _connected(connection, user, code, at=at)
    except refusals.Refusal as refusal:
        _remember(connection, user, str(refusal.message), at=at)
        raise


@transaction.atomic
def disconnect(*, by: Actor, at: datetime) -> None:
    """Forget who the user is at LinkedIn."""
    revoke(_user(by).pk, at=at, by_id=by.user_id)


@transaction.atomic
def revoke(user_id: int, *, at: datetime, by_id: int | None) -> None:
    """Forget who somebody is at LinkedIn: they leave every list of rights; nobody is asked."""
    gone, _rows = Account.objects.filter(user=user_id, connection__is_live=True).delete()
    OAuthState.objects.filter(user=user_id).delete()
    if gone:
        events.publish(AccountDisconnected(user_id=user_id, at=at, by_id=by_id))


def forget_states(*, at: datetime) -> None:
    """Consents that never came back."""
    OAuthState.objects.filter(expires_at__lte=at).delete()


def _consumed(state: str, *, session_key: str, user: User, at: datetime) -> Connection:
    """The connection this state was made for; whoever brings it, it is used up."""
    with transaction.atomic():
        rows = OAuthState.objects.select_for_update(of=("self",)).select_related("connection")
        found = rows.filter(state_hash=_keyed(state)).first()
        if found is not None:
            found.delete()
    if (
        found is None
        or found.expires_at <= at
        or found.user_id != user.pk
        or found.session_hash != _keyed(session_key)
        or not found.connection.is_live
    ):
        raise ConsentExpired
    return found.connection


def _connected(connection: Connection, user: User, code: str, *, at: datetime) -> Account:
    if not code:
        raise ConsentRefused
    try:
        token = connections.oauth(connection).exchange_code(code, addresses.redirect_url())
        me = connections.client(connection).me(token.value)
    except LinkedInError as error:
        raise connections.Trouble(connections.explain(error)) from error
    member = {"person_urn": urns.person(me.id), "name": me.name[:_NAME_LIMIT], "modified_at": at}
    try:
        with transaction.atomic():
            if not _still(connection, user):
                raise ConsentExpired
            account, _created = Account.objects.update_or_create(
                connection=connection,
                user=user,
                defaults=member | {"error": ""},
                create_defaults=member | {"created_at": at},
            )
            events.publish(AccountConnected(user_id=user.pk, at=at, by_id=user.pk))
    except IntegrityError as error:
        raise MemberTaken from error
    return account


def _still(connection: Connection, user: User) -> bool:
    """Whether both are there yet, and stay until the transaction ends: either may have gone during the consent."""
    lives = Connection.objects.select_for_update(no_key=True).filter(pk=connection.pk, is_live=True).exists()
    works = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True).exists()
    return lives and works


@transaction.atomic
def _remember(connection: Connection, user: User, reason: str, *, at: datetime) -> None:
    """A failed attempt shows as Error, unless the user is connected already."""
    if not _still(connection, user):
        return
    account, created = Account.objects.get_or_create(
        connection=connection,
        user=user,
        defaults={"error": reason[:_REASON_LIMIT], "created_at": at, "modified_at": at},
    )
    if not created and not account.is_connected:
        Account.objects.filter(pk=account.pk).update(error=reason[:_REASON_LIMIT], modified_at=at)


def _user(by: Actor) -> User:
    if by.user is None or not by.user.is_active:
        raise refusals.NotAllowed(_("Sign in first."))
    return by.user


def _keyed(value: str) -> str:
    return salted_hmac("skaffa.linkedin.oauth", value, algorithm="sha256").hexdigest()
