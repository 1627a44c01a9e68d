"""Which webhooks there are, who listens, and what was sent."""

from datetime import datetime

from django.db.models import Q, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.hooks import rules
from skaffa.hooks.models import Delivery, Topic, Webhook

WAITING = Q(delivered_at=None, given_up_at=None)


def every(actor: Actor) -> QuerySet[Webhook]:
    permissions.require(actor, Action.ADMIN_CENTER)
    return Webhook.objects.select_related("owner")


def webhook(actor: Actor, pk: int) -> Webhook:
    found = every(actor).filter(pk=pk).first()
    if found is None:
        raise rules.WebhookNotFound
    return found


def deliveries(actor: Actor, webhook: Webhook) -> QuerySet[Delivery]:
    """To be paged by "-created_at"."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return Delivery.objects.filter(webhook=webhook)


def delivery(actor: Actor, webhook: Webhook, pk: int) -> Delivery:
    found = deliveries(actor, webhook).filter(pk=pk).first()
    if found is None:
        raise rules.DeliveryNotFound
    return found


def listening(topic: Topic) -> list[Webhook]:
    """Those that are told of this, with their owners; of users who left nobody is told anything."""
    rows = Webhook.objects.filter(topics__contains=[topic.value], disabled="", owner__is_active=True)
    return list(rows.select_related("owner").order_by("pk"))


def due(at: datetime) -> list[int]:
    """The webhooks for which something is due."""
    rows = Delivery.objects.filter(WAITING, due_at__lte=at, webhook__disabled="", webhook__owner__is_active=True)
    return sorted(rows.values_list("webhook_id", flat=True).distinct())
