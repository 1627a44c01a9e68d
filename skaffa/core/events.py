"""What happened, said out loud: publishers and subscribers inside one transaction."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import transaction

Event = TypeVar("Event")
_subscribers: dict[type[Any], list[Callable[[Any], None]]] = {}
_together: set[tuple[type[Any], Callable[[Any], None]]] = set()


class PublishedOutsideTransaction(RuntimeError):
    """An event was published outside a transaction, so its subscribers could survive without its cause."""


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Call `handler` for every published event of exactly this kind; subscribing twice changes nothing."""
    handlers = _subscribers.setdefault(kind, [])
    if handler not in handlers:
        handlers.append(handler)


def subscribe_together(kind: type[Event], handler: Callable[[Sequence[Event]], None]) -> None:
    """The same for who hears at once all that is published at once: a thousand people cost a few statements then."""
    subscribe(kind, handler)  # type: ignore[arg-type]  # `publish` knows which of the two it is
    _together.add((kind, handler))


def publish(*happened: object) -> None:
    """Call every subscriber now, in the publisher's transaction: they commit or roll back together.

    Several events are of one kind.
    """
    if not happened:
        return
    kind = type(happened[0])
    if not transaction.get_connection().in_atomic_block:
        raise PublishedOutsideTransaction(kind.__name__)
    for handler in _subscribers.get(kind, []):
        if (kind, handler) in _together:
            handler(happened)
        else:
            for event in happened:
                handler(event)


def unsubscribe(kind: type[Any], handler: Callable[[Any], None]) -> None:
    """Stop calling `handler`; the reverse of `subscribe`."""
    _subscribers[kind].remove(handler)
