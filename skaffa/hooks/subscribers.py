"""What hooks hear: everything webhooks are told of, and what webhooks' owners and the timeline are told of them."""

from collections.abc import Sequence
from typing import Any, get_args

from skaffa.activity import actions as activity
from skaffa.core.events import subscribe, subscribe_together
from skaffa.hooks import actions, catalogue, events, tasks
from skaffa.hooks.models import Disabled, Webhook
from skaffa.notify import actions as notify

Recorded = events.WebhookAdded | events.WebhookChanged | events.WebhookDisabled | events.WebhookDeleted
"""What the timeline keeps."""


def register() -> None:
    for kind in catalogue.KINDS:
        subscribe_together(kind, _announce)
    for recorded in get_args(Recorded):
        subscribe(recorded, _record)
    subscribe(events.WebhookDisabled, _tell_owner)
    subscribe(events.DeliveryDue, _send_soon)


def _announce(happened: Sequence[Any]) -> None:
    actions.announce(happened)


def _record(event: Recorded) -> None:
    activity.record(event, at=event.at)


def _tell_owner(event: events.WebhookDisabled) -> None:
    """Of what nobody did by hand."""
    if event.reason != Disabled.BY_HAND:
        webhook = Webhook.objects.get(pk=event.webhook_id)
        notify.notice(
            [webhook.owner_id],
            kind="WebhookDisabled",
            data={"host": event.host},
            url=f"/admin-center/webhooks/{webhook.pk}",
            at=event.at,
        )


def _send_soon(event: events.DeliveryDue) -> None:
    """The job commits with the row or not at all; should it get lost, the sweep finds the row."""
    tasks.deliver.defer(webhook_id=event.webhook_id)
