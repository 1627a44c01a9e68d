"""Which keys there are, and whose key a secret is."""

import hashlib

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.keys.models import ApiKey

PREFIX = "skaffa_"
"""So that scanners for leaked secrets know one when they see it."""


class KeyNotFound(refusals.NotFound):
    """There is no such key."""

    sentence = _("There is no such key.")


def every(actor: Actor) -> QuerySet[ApiKey]:
    """The latest first, revoked ones last."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return ApiKey.objects.select_related("user", "revoked_by").order_by("revoked_at", "-created_at", "-pk")


def of_secret(secret: str) -> ApiKey | None:
    """The live key with this secret, if its user still works here."""
    found = ApiKey.objects.filter(hash=hashed(secret), revoked_at=None, user__is_active=True)
    return found.select_related("user").first()


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "ignore")).hexdigest()
