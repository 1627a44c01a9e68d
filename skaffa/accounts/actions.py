"""What can be done with users: invite, join, give roles, deactivate, reactivate, change one's settings."""

import secrets
from collections.abc import Iterable
from datetime import datetime, time

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import hours, permissions, queries, rules
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.events import RolesAssigned, UserDeactivated, UserInvited, UserJoined, UserReactivated
from skaffa.accounts.models import Invitation, Language, SecurityRole, User
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals


class EmailTaken(refusals.Conflict):
    """Everybody signs in with an address of their own."""

    sentence = _("There is already a user with this e-mail address.")


class InvitedAlready(refusals.Conflict):
    """Somebody else invited the same address at the same moment."""

    sentence = _("Somebody has just invited this address.")


class LastAdministrator(refusals.Conflict):
    """An environment keeps an active administrator."""

    sentence = _("This is the last administrator. Make somebody else an administrator first.")


@transaction.atomic
def create_user(  # noqa: PLR0913 - everything an account has
    email: str,
    *,
    first_name: str,
    last_name: str,
    roles: Iterable[str],
    password: str | None = None,
    language: str = Language.ENGLISH,
    time_zone: str = "UTC",
    by: Actor,
    at: datetime,
) -> User:
    """Give somebody an account at once; without a password they cannot sign in until they have set one.

    The password is taken as it is: whoever lets a person choose one checks it first, as accept_invitation does.
    """
    permissions.require(by, Action.ADMIN_CENTER)
    return _create(
        User(email=email, first_name=first_name, last_name=last_name, language=language, time_zone=time_zone),
        roles=roles,
        password=password,
        by=by,
        at=at,
    )


@transaction.atomic
def invite(email: str, *, roles: Iterable[str], by: Actor, at: datetime) -> Invitation:
    """Offer somebody an account; an earlier open invitation to the same address is withdrawn."""
    permissions.require(by, Action.ADMIN_CENTER)
    address = rules.checked_email(email)
    given = rules.checked_roles(roles)
    if queries.by_email(address):
        raise EmailTaken(fields={"email": EmailTaken.sentence})
    Invitation.objects.filter(email__iexact=address, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at, modified_at=at
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=address,
        roles=given,
        token_hash=queries.token_hash(token),
        invited_by=by.user,
        expires_at=at + rules.INVITATION_HOLDS,
        created_at=at,
        modified_at=at,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise InvitedAlready from error
    invitation.token = token
    events.publish(UserInvited(invitation_id=invitation.pk, token=token, at=at, by_id=by.user_id))
    return invitation


@transaction.atomic
def accept_invitation(
    token: str,
    *,
    first_name: str,
    last_name: str,
    password: str,
    language: str,
    time_zone: str = "UTC",
    at: datetime,
) -> User:
    """Become a user with the invited roles; the link works once."""
    invitation = Invitation.objects.select_for_update().get(pk=queries.open_invitation(token, at=at).pk)
    if invitation.accepted_at or invitation.withdrawn_at:  # by somebody faster
        raise queries.InvitationNotFound
    user = User(
        email=invitation.email, first_name=first_name, last_name=last_name, language=language, time_zone=time_zone
    )
    _check_password(password, user)
    _create(user, roles=invitation.roles, password=password, by=SYSTEM, at=at)
    invitation.accepted_at = invitation.modified_at = at
    invitation.save(update_fields=["accepted_at", "modified_at"])
    return user


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Make the link useless; an accepted invitation is too late to withdraw."""
    permissions.require(by, Action.ADMIN_CENTER)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise queries.InvitationNotFound(_("This invitation has been accepted already."))
    if not locked.withdrawn_at:
        locked.withdrawn_at = locked.modified_at = at
        locked.save(update_fields=["withdrawn_at", "modified_at"])
    return locked


@transaction.atomic
def assign_roles(user: User, roles: Iterable[str], *, by: Actor, at: datetime) -> User:
    """Replace a user's security roles; roles in hiring teams stay (A21)."""
    permissions.require(by, Action.ADMIN_CENTER)
    given = rules.checked_roles(roles)
    locked, is_last = _locked_with_administrators(user)
    if given == locked.roles:
        return locked
    if is_last and not rules.is_administrator(given):
        raise LastAdministrator
    locked.roles = given
    locked.save(update_fields=["roles"])
    events.publish(RolesAssigned(user_id=locked.pk, roles=tuple(given), at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def deactivate(user: User, *, by: Actor, at: datetime) -> User:
    """Shut a user out: every session ends now and stays ended; linkedin hears it and revokes the connection."""
    permissions.require(by, Action.ADMIN_CENTER)
    locked, is_last = _locked_with_administrators(user)
    if not locked.is_active:
        return locked
    if is_last:
        raise LastAdministrator
    locked.is_active = False
    locked.deactivated_at = at
    locked.session_generation += 1
    locked.save(update_fields=["is_active", "deactivated_at", "session_generation"])
    events.publish(UserDeactivated(user_id=locked.pk, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def reactivate(user: User, *, by: Actor, at: datetime) -> User:
    """Let a user in again, with the roles they had; they sign in anew."""
    permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(user)
    if locked.is_active:
        return locked
    locked.is_active = True
    locked.deactivated_at = None
    locked.save(update_fields=["is_active", "deactivated_at"])
    events.publish(UserReactivated(user_id=locked.pk, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def update_settings(
    user: User,
    *,
    first_name: str,
    last_name: str,
    language: str,
    time_zone: str,
    by: Actor,
    at: datetime,  # noqa: ARG001 - every action says when
) -> User:
    """Change a user's name, language and time zone: one's own, or anybody's for administrators."""
    if by.user_id != user.pk:
        permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(user)
    locked.first_name, locked.last_name = rules.checked_name(first_name=first_name, last_name=last_name)
    locked.language, locked.time_zone = rules.checked_preferences(language=language, time_zone=time_zone)
    locked.save(update_fields=["first_name", "last_name", "language", "time_zone"])
    return locked


@transaction.atomic
def set_hours(
    user: User,
    *,
    work_begins: time,
    work_ends: time,
    work_days: Iterable[int],
    by: Actor,
    at: datetime,  # noqa: ARG001 - every action says when
) -> User:
    """Say when a user works (A43): oneself, or administrators for anybody."""
    if by.user_id != user.pk:
        permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(user)
    locked.work_days = hours.checked(work_begins, work_ends, work_days)
    locked.work_begins, locked.work_ends = work_begins, work_ends
    locked.save(update_fields=["work_begins", "work_ends", "work_days"])
    return locked


def _create(user: User, *, roles: Iterable[str], password: str | None, by: Actor, at: datetime) -> User:
    user.email = rules.checked_email(user.email)
    user.first_name, user.last_name = rules.checked_name(first_name=user.first_name, last_name=user.last_name)
    user.language, user.time_zone = rules.checked_preferences(language=user.language, time_zone=user.time_zone)
    user.roles = rules.checked_roles(roles)
    user.created_at = at
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken(fields={"email": EmailTaken.sentence}) from error
    events.publish(UserJoined(user_id=user.pk, at=at, by_id=by.user_id))
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        message = " ".join(error.messages)
        raise refusals.Invalid(message, fields={"password": message}) from error


def _locked(user: User) -> User:
    found = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if found is None:
        raise queries.UserNotFound
    return found


def _locked_with_administrators(user: User) -> tuple[User, bool]:
    """The user, and whether they are the last active administrator.

    All of them are locked in one order, so that two who remove each other's right wait instead of both succeeding.
    """
    leading = Q(is_active=True, roles__contains=[SecurityRole.ADMINISTRATOR])
    rows = list(User.objects.select_for_update(no_key=True).filter(Q(pk=user.pk) | leading).order_by("pk"))
    found = next((row for row in rows if row.pk == user.pk), None)
    if found is None:
        raise queries.UserNotFound
    leaders = [row.pk for row in rows if row.is_active and rules.is_administrator(row.roles)]
    return found, leaders == [found.pk]
