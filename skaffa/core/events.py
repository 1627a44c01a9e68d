"""What happened, said out loud: publishers and subscribers inside one transaction."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

Event = TypeVar("Event")
_subscribers: dict[type[Any], list[Callable[[Any], None]]] = {}


class PublishedOutsideTransaction(RuntimeError):
    """An event was published outside a transaction, so its subscribers could survive without its cause."""


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Call `handler` for every published event of exactly this kind; subscribing twice changes nothing."""
    handlers = _subscribers.setdefault(kind, [])
    if handler not in handlers:
        handlers.append(handler)


def publish(event: object) -> None:
    """Call every subscriber now, in the publisher's transaction: they commit or roll back together."""
    if not transaction.get_connection().in_atomic_block:
        raise PublishedOutsideTransaction(type(event).__name__)
    for handler in _subscribers.get(type(event), []):
        handler(event)


def unsubscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Stop calling `handler`; the reverse of `subscribe`."""
    _subscribers[kind].remove(handler)
