"""What can be done with webhooks: add, change, switch off and on, delete; tell them, and settle what became of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals, text
from skaffa.hooks import catalogue, queries, rules
from skaffa.hooks.events import DeliveryDue, WebhookAdded, WebhookChanged, WebhookDeleted, WebhookDisabled
from skaffa.hooks.models import Delivery, Disabled, Webhook

GONE = 410


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours to send until the lease ends; `attempts` counts this one."""

    id: int
    name: str
    webhook_id: int
    attempts: int
    since: datetime
    url: str
    body: bytes
    secrets: tuple[str, ...]


@transaction.atomic
def add(url: str, *, topics: Iterable[str], by: Actor, at: datetime) -> Webhook:
    """A webhook that is told what the actor may see; its `secret` is shown once."""
    permissions.require(by, Action.ADMIN_CENTER)
    if by.user is None:
        raise refusals.NotAllowed(code=Action.ADMIN_CENTER.value)
    where, what = _checked(url, topics)
    if Webhook.objects.count() >= rules.MOST:
        raise rules.TooMany
    made = Webhook.objects.create(
        owner=by.user, url=where, topics=what, secret=rules.new_secret(), created_at=at, modified_at=at
    )
    events.publish(WebhookAdded(webhook_id=made.pk, host=made.host, at=at, by_id=by.user_id))
    return made


@transaction.atomic
def change(webhook: Webhook, *, url: str, topics: Iterable[str], by: Actor, at: datetime) -> Webhook:
    """Another address, or other things; what waits goes to the new address."""
    locked = _own(webhook, by)
    where, what = _checked(url, topics)
    differs = {"url": where != locked.url, "topics": what != locked.topics}
    changed = tuple(name for name, is_other in differs.items() if is_other)
    if changed:
        locked.url, locked.topics = where, what
        _save(locked, changed, by, at)
    return locked


@transaction.atomic
def rotate(webhook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    """A new secret; for a day the former one signs too, so that the receiver can be changed meanwhile."""
    locked = _own(webhook, by)
    locked.former_secret, locked.former_until = locked.secret, at + rules.OVERLAP
    locked.secret = rules.new_secret()
    _save(locked, ("secret",), by, at)
    return locked


@transaction.atomic
def switch_on(webhook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    """Tell it again, from now on; what waited before is tried at once."""
    locked = _own(webhook, by)
    if locked.disabled:
        locked.disabled = ""
        _save(locked, ("enabled",), by, at)
        Delivery.objects.filter(queries.WAITING, webhook=locked).update(due_at=at, since=at, attempts=0)
        _wake(locked, at)
    return locked


@transaction.atomic
def switch_off(webhook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    """What happens from now on is not told, nor later."""
    permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(webhook.pk)
    if not locked.disabled:
        _disable(locked, Disabled.BY_HAND, by_id=by.user_id, at=at)
    return locked


@transaction.atomic
def delete(webhook: Webhook, *, by: Actor, at: datetime) -> None:
    permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(webhook.pk)
    locked.delete()
    events.publish(WebhookDeleted(host=locked.host, at=at, by_id=by.user_id))


@transaction.atomic
def test(webhook: Webhook, *, by: Actor, at: datetime) -> Delivery:
    """Send a message that says nothing, to see whether it arrives."""
    locked = _own(webhook, by)
    if locked.disabled:
        raise rules.WebhookIsOff
    made = _write(locked, rules.TEST, {}, "", at)
    _wake(locked, at)
    return made


@transaction.atomic
def redeliver(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Send the same message again, under its own id."""
    webhook = _own(delivery.webhook, by)
    if webhook.disabled:
        raise rules.WebhookIsOff
    again = {"due_at": at, "since": at, "lease_until": None, "attempts": 0, "delivered_at": None, "given_up_at": None}
    Delivery.objects.filter(pk=delivery.pk).update(**again)
    _wake(webhook, at)
    return delivery


@transaction.atomic
def announce(happened: Sequence[Any]) -> list[Delivery]:
    """Write down what each webhook is to be told of these events of one kind, as far as its owner may know of them."""
    kind, at = catalogue.KINDS[type(happened[0])], happened[-1].at
    written: list[Delivery] = []
    for webhook in queries.listening(kind.topic):
        owner = Actor.of(webhook.owner)
        said = [_said(webhook, kind, event) for event in happened if kind.sees(owner, event)]
        # Whoever finds something that waits already has been woken for it, and goes on until nothing waits.
        is_quiet = bool(said) and not _due(webhook.pk, at).exists()
        written += Delivery.objects.bulk_create(said)
        if is_quiet:
            _wake(webhook, at)
    return written


def _said(webhook: Webhook, kind: catalogue.Kind, event: Any) -> Delivery:
    path = catalogue.path_of(kind, event)
    return _delivery(webhook, kind.type, catalogue.told(event), path, event.at)


@transaction.atomic
def claim(webhook_id: int, *, at: datetime) -> list[Claim]:
    """Lease what is due for one webhook, the oldest first; others take others, and these only after the lease."""
    rows = _due(webhook_id, at).select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
    found = list(rows.filter(webhook__disabled="", webhook__owner__is_active=True).order_by("pk")[: rules.BATCH])
    Delivery.objects.filter(pk__in=[row.pk for row in found]).update(
        lease_until=at + rules.LEASE, attempts=F("attempts") + 1
    )
    return [_claim(row, at) for row in found]


@transaction.atomic
def settle_delivered(claim: Claim, *, status: int, answer: str, at: datetime) -> None:
    """The receiver has it."""
    Delivery.objects.filter(pk=claim.id).update(
        delivered_at=at, lease_until=None, last_status=status, last_answer=text.shortened(answer, 300)
    )
    Webhook.objects.filter(pk=claim.webhook_id).update(last_success_at=at)


@transaction.atomic
def settle_failed(claim: Claim, *, status: int | None, answer: str, at: datetime, luck: float) -> None:
    """The receiver does not have it: again later; after three days never, and a webhook that took nothing is off."""
    next_try = at + rules.pause_after(claim.attempts, luck=luck)
    ends = status == GONE or rules.is_hopeless(claim.since, next_try)
    Delivery.objects.filter(pk=claim.id, delivered_at=None).update(
        lease_until=None,
        due_at=next_try,
        given_up_at=at if ends else None,
        last_status=status,
        last_answer=text.shortened(text.line(answer), 300),
    )
    if ends:
        webhook = _locked(claim.webhook_id)
        took_something = webhook.last_success_at is not None and webhook.last_success_at >= claim.since
        if not webhook.disabled and (status == GONE or not took_something):
            _disable(webhook, Disabled.GONE if status == GONE else Disabled.FAILING, by_id=None, at=at)


@transaction.atomic
def hand_back(claims: Iterable[Claim], *, until: datetime) -> None:
    """These were not tried: nobody is there at all."""
    Delivery.objects.filter(pk__in=[claim.id for claim in claims]).update(
        lease_until=None, due_at=until, attempts=F("attempts") - 1
    )


def forget_old(*, at: datetime) -> int:
    """Remove what happened long ago, whatever became of it; how many rows."""
    many, _rows = Delivery.objects.filter(created_at__lt=at - rules.KEPT).delete()
    return many


def _checked(url: str, topics: Iterable[str]) -> tuple[str, list[str]]:
    return rules.checked_url(url, private_allowed=settings.SKAFFA.webhooks_private), rules.checked_topics(topics)


def _own(webhook: Webhook, by: Actor) -> Webhook:
    permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(webhook.pk)
    if locked.owner_id != by.user_id:
        raise rules.OfSomebodyElse
    return locked


def _locked(webhook_id: int) -> Webhook:
    found = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook_id).first()
    if found is None:
        raise rules.WebhookNotFound
    return found


def _save(webhook: Webhook, changed: tuple[str, ...], by: Actor, at: datetime) -> None:
    webhook.modified_at = at
    webhook.save()
    events.publish(WebhookChanged(webhook_id=webhook.pk, host=webhook.host, changed=changed, at=at, by_id=by.user_id))


def _disable(webhook: Webhook, reason: Disabled, *, by_id: int | None, at: datetime) -> None:
    webhook.disabled, webhook.modified_at = reason, at
    webhook.save(update_fields=["disabled", "modified_at"])
    events.publish(WebhookDisabled(webhook_id=webhook.pk, host=webhook.host, reason=reason.value, at=at, by_id=by_id))


def _wake(webhook: Webhook, at: datetime) -> None:
    events.publish(DeliveryDue(webhook_id=webhook.pk, at=at))


def _write(webhook: Webhook, kind: str, data: dict[str, Any], path: str, at: datetime) -> Delivery:
    made = _delivery(webhook, kind, data, path, at)
    made.save(force_insert=True)
    return made


def _delivery(webhook: Webhook, kind: str, data: dict[str, Any], path: str, at: datetime) -> Delivery:
    return Delivery(webhook=webhook, type=kind, data=data, path=path, created_at=at, since=at, due_at=at)


def _due(webhook_id: int, at: datetime) -> QuerySet[Delivery]:
    """What waits for one webhook, and nobody is at."""
    return Delivery.objects.filter(
        queries.WAITING, Q(lease_until=None) | Q(lease_until__lte=at), webhook=webhook_id, due_at__lte=at
    )


def _claim(row: Delivery, at: datetime) -> Claim:
    webhook = row.webhook
    keys = [webhook.secret]
    if webhook.former_until is not None and at < webhook.former_until:
        keys.append(webhook.former_secret)
    return Claim(row.pk, row.name, webhook.pk, row.attempts + 1, row.since, webhook.url, _body(row), tuple(keys))


def _body(row: Delivery) -> bytes:
    """What is sent and signed: the same bytes each time."""
    said = {
        "id": row.name,
        "type": row.type,
        "timestamp": row.created_at.isoformat().replace("+00:00", "Z"),
        "url": f"{settings.SKAFFA.base_url}/api/v1/{row.path}" if row.path else "",
        "data": row.data,
    }
    return json.dumps(said, separators=(",", ":")).encode()
