"""Which notices a user has."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.core.compiled import Limit, compiled
from skaffa.notify.models import Notice


class NoticeNotFound(refusals.NotFound):
    """There is no such notice, or it is somebody else's."""

    sentence = _("There is no such notice.")


def notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, the latest first."""
    if actor.user is None:
        return Notice.objects.none()
    return Notice.objects.filter(user=actor.user).order_by("-created_at", "-pk")


def latest(actor: Actor, *, many: int) -> list[Notice]:
    """The first of them."""
    return _latest(actor.user_id, Limit(many)) if actor.user_id else []


@compiled
def _latest(user: int, many: Limit) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user).order_by("-created_at", "-pk")[:many]


def unread(actor: Actor) -> QuerySet[Notice]:
    """Those the actor has not read yet."""
    return notices(actor).filter(read_at=None)


def unread_count(actor: Actor) -> int:
    """How many these are."""
    return sum(_unread(actor.user_id)) if actor.user_id else 0


@compiled
def _unread(user: int) -> QuerySet[Notice, int]:
    rows = Notice.objects.filter(user=user, read_at=None).order_by()
    return rows.values("user").annotate(many=Count("pk")).values_list("many", flat=True)


def notice(actor: Actor, pk: int) -> Notice:
    """One of the actor's own notices."""
    found = notices(actor).filter(pk=pk).first()
    if found is None:
        raise NoticeNotFound
    return found
