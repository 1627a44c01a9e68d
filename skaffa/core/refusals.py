"""The four foreseen noes; each edge translates them once.

Refusal
├── NotFound     there is no such thing, or you may not know of it
├── NotAllowed   it exists and you see it, but this is not yours to do
├── Conflict     it cannot be done in the present state
└── Invalid      what was given cannot be used
"""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class Refusal(Exception):
    """A foreseen no: its message is written for the user, `fields` says which inputs it concerns."""

    status = 400
    sentence: ClassVar[Message] = _("This cannot be done.")  # what users read unless the raiser says it better

    def __init__(self, message: Message = "", *, code: str = "", fields: Mapping[str, Message] | None = None) -> None:
        self.message = message or self.sentence
        self.code = code or type(self).__name__
        self.fields = dict(fields or {})
        super().__init__(str(self.message))


class NotFound(Refusal):
    """There is no such thing, or you may not know of it."""

    status = 404
    sentence = _("There is no such thing, or you may not know of it.")


class NotAllowed(Refusal):
    """You do not have the right to do this."""

    status = 403
    sentence = _("You do not have the right to do this.")


class Conflict(Refusal):
    """This cannot be done in the present state."""

    status = 409
    sentence = _("This cannot be done in the present state.")


class Invalid(Refusal):
    """What was given cannot be used."""

    status = 422
    sentence = _("What was given cannot be used.")
