"""Which users and invitations there are, for those who may know."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import Invitation, SecurityRole, User
from skaffa.accounts.permissions import Action
from skaffa.core import refusals


class UserNotFound(refusals.NotFound):
    """There is no such user."""

    sentence = _("There is no such user.")


class InvitationNotFound(refusals.NotFound):
    """An invitation works once, within its time, until it is withdrawn."""

    sentence = _("This invitation is not valid any more. Ask an administrator for a new one.")


def users(actor: Actor, search: str = "") -> QuerySet[User]:
    """Everybody with an account, by name, for administrators."""
    permissions.require(actor, Action.ADMIN_CENTER)
    rows = User.objects.order_by("last_name", "first_name", "pk")
    for word in search.replace("\0", " ").split()[:_MOST_WORDS]:
        rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return rows


def user(actor: Actor, pk: int) -> User:
    """One user: anybody themselves, others for administrators."""
    if actor.user_id != pk:
        permissions.require(actor, Action.ADMIN_CENTER)
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise UserNotFound
    return found


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted or withdrawn, the latest first; expired ones included."""
    permissions.require(actor, Action.ADMIN_CENTER)
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return rows.select_related("invited_by").order_by("-created_at", "-pk")


def invitation(actor: Actor, pk: int) -> Invitation:
    """One open invitation."""
    found = invitations(actor).filter(pk=pk).first()
    if found is None:
        raise InvitationNotFound
    return found


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation this secret opens now; for the page that its link leads to."""
    rows = Invitation.objects.filter(token_hash=token_hash(token), accepted_at=None, withdrawn_at=None)
    found = rows.filter(expires_at__gt=at).first()
    if found is None:
        raise InvitationNotFound
    return found


def administrators() -> list[User]:
    """Active administrators by name: whom to ask."""
    rows = User.objects.filter(is_active=True, roles__contains=[SecurityRole.ADMINISTRATOR])
    return list(rows.order_by("last_name", "first_name", "pk"))


def by_email(address: str) -> User | None:
    """The user who signs in with this address, whatever its case; for commands and machines."""
    return User.objects.filter(email__iexact=address.replace("\0", "").strip()).first()


def token_hash(token: str) -> str:
    """What is stored of an invitation's secret."""
    return salted_hmac("skaffa.accounts.invitation", token, algorithm="sha256").hexdigest()


_MOST_WORDS = 8
