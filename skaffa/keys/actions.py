"""What can be done with keys: make, use, revoke."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals, text
from skaffa.keys import queries
from skaffa.keys.events import ApiKeyMade, ApiKeyRevoked
from skaffa.keys.models import ApiKey, Remembered, Scope

_REMEMBERED = timedelta(minutes=1)
_ANSWERS_KEPT = timedelta(days=1)
NAME = 80


@transaction.atomic
def make(name: str, *, scopes: Iterable[str], by: Actor, at: datetime) -> ApiKey:
    """A key that acts as the administrator who makes it; its `secret` is on the returned object and nowhere else."""
    permissions.require(by, Action.ADMIN_CENTER)
    called, wanted = text.line(name), sorted(set(scopes))
    wrong: dict[str, refusals.Message] = {}
    if not called or len(called) > NAME:
        wrong["name"] = _("Give the key a name, so that everybody knows what it is for.")
    if not wanted or not set(wanted) <= set(Scope.values):
        wrong["scopes"] = _("Choose what the key may be used for.")
    if wrong or by.user is None:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    secret = queries.PREFIX + secrets.token_urlsafe(32)
    hint = secret.removeprefix(queries.PREFIX)[:4]
    key = ApiKey.objects.create(
        user=by.user, name=called, hash=queries.hashed(secret), hint=hint, scopes=wanted, created_at=at
    )
    events.publish(ApiKeyMade(key_id=key.pk, name=called, at=at, by_id=by.user_id))
    key.secret = secret
    return key


@transaction.atomic
def revoke(key_id: int, *, by: Actor, at: datetime) -> ApiKey:
    """From now on nobody gets in with it; once revoked, always revoked."""
    permissions.require(by, Action.ADMIN_CENTER)
    key = ApiKey.objects.select_for_update(of=("self",)).filter(pk=key_id).first()
    if key is None:
        raise queries.KeyNotFound
    if key.is_live:
        key.revoked_at, key.revoked_by = at, by.user
        key.save(update_fields=["revoked_at", "revoked_by"])
        events.publish(ApiKeyRevoked(key_id=key.pk, name=key.name, at=at, by_id=by.user_id))
    return key


def used(key: ApiKey, *, at: datetime) -> None:
    """Remember when it was last used, at most once a minute."""
    if key.last_used_at is None or at - key.last_used_at >= _REMEMBERED:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)


def first_time(key: ApiKey, token: str, *, fingerprint: str, at: datetime) -> tuple[Remembered, bool]:
    """The row of this change, and whether it is the first time; a second caller waits here for what the first one does.

    Only inside a transaction that also makes the change.
    """
    asked = {"fingerprint": fingerprint, "created_at": at}
    return Remembered.objects.get_or_create(key=key, token=token, defaults=asked)


def keep_answer(row: Remembered, *, status: int, body: str) -> None:
    row.status, row.body = status, body
    row.save(update_fields=["status", "body"])


def forget_answers(*, at: datetime) -> int:
    """Answers are kept for a day; how many are gone."""
    many, _rows = Remembered.objects.filter(created_at__lt=at - _ANSWERS_KEPT).delete()
    return many
