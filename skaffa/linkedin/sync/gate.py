"""Pure: what of a person may leave for LinkedIn, and why the rest may not (S57-S61).

Nothing of a prospect leaves, and nothing of somebody who is in a talent pool alone. Once an application is past Prospect
it stays past it (X24), and the person with it. *Identity before application* is the one exception, and people choose it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Share(Enum):
    """How much of a person LinkedIn gets."""

    NOTHING = "nothing"
    IDENTITY = "identity"  # id, name and member: enough for LinkedIn's plugin
    WHOLE = "whole"


class Withheld(TextChoices):
    """Why nothing leaves."""

    NO_APPLICATION = "no_application", _("This person is not considered for any job.")
    PROSPECT = "prospect", _("Nothing of a prospect is sent. It follows when they advance.")
    CONFIDENTIAL = (
        "confidential",
        _("The job is confidential, and everyone with a seat in Recruiter sees what is sent."),
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate needs to know of one application."""

    past_prospect: bool
    confidential: bool


def application(facts: Facts, *, everyone_sees: bool) -> Withheld | None:
    """Why the application stays here; None: it is sent, with its stages, notes and feedback."""
    if facts.confidential and everyone_sees:
        return Withheld.CONFIDENTIAL
    return None if facts.past_prospect else Withheld.PROSPECT


def person(applications: Iterable[Facts], *, everyone_sees: bool, identity_first: bool) -> Share | Withheld:
    """How much of a person is sent, or why nothing is: they are sent along with an application, never before one.

    `identity_first`: it was chosen that the identity of this person goes before.
    """
    reasons = {application(facts, everyone_sees=everyone_sees) for facts in applications}
    if None in reasons:
        return Share.WHOLE
    if not reasons:
        return Withheld.NO_APPLICATION
    if identity_first and Withheld.PROSPECT in reasons:
        return Share.IDENTITY
    return Withheld.PROSPECT if Withheld.PROSPECT in reasons else Withheld.CONFIDENTIAL
