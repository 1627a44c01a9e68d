"""Where the set-up stands, as the LinkedIn Integration tab shows it: five steps, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skaffa.core.refusals import Message, Refusal
from skaffa.linkedin import addresses
from skaffa.linkedin.models import Integration
from skaffa.linkedin.queries import Setup
from skaffa.linkedin.rules import EXPORT, INDICATOR, PLUGIN, RECRUITER_DATA, AccessLevel, SetupState
from skaffa.linkedin.setup import ApplicationTaken

TONES = {
    SetupState.ENABLED: "good",
    SetupState.DISABLED: "bad",
    SetupState.ERROR: "bad",
    SetupState.MOVED: "bad",
    SetupState.NOT_CONNECTED: "neutral",
}
_STEPS: Sequence[Message] = (
    pgettext_lazy("step", "Connect"),
    pgettext_lazy("step", "Contract"),
    pgettext_lazy("step", "Request"),
    pgettext_lazy("step", "Partner ready"),
    pgettext_lazy("step", "Enabled"),
)
_DONE = {
    SetupState.NOT_CONNECTED: 0,
    SetupState.CONNECTED: 1,
    SetupState.REQUESTED: 3,
    SetupState.PARTNER_READY: 4,
    SetupState.MOVED: 3,
    SetupState.DISABLED: 4,
    SetupState.ENABLED: 5,
}
_TYPES = {
    EXPORT: _("One-click export"),
    INDICATOR: _("In-ATS indicator"),
    PLUGIN: _("LinkedIn tab (profile in Skaffa)"),
    RECRUITER_DATA: _("Data from Recruiter"),
}
FEATURES: Sequence[tuple[Message, bool, bool]] = (
    (_("One-click export"), True, True),
    (_("In-ATS indicator"), True, True),
    (_("Profile on the LinkedIn tab"), True, True),
    (_("InMail history"), False, True),
    (_("Notes history"), False, True),
    (_("Contact details and the LinkedIn talent pool"), False, True),
)
"""What each access level gives, company and contract (L24)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five; `state` is done, now, bad or later."""

    label: Message
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """An integration in words."""

    label: Message
    where: str
    name: str
    status: str
    tone: str


def context(found: Setup) -> dict[str, Any]:
    """What `_standing.html` shows."""
    return {
        "setup": found,
        "connection": found.connection,
        "tone": TONES.get(found.state, "waiting"),
        "steps": steps(found),
        "version": version(found),
        "recruiter_url": f"{settings.SKAFFA.linkedin_www_url}/talent/search",
        "callback_trouble": addresses.callback_trouble(found.connection) if found.connection else "",
        "is_final": found.state in {SetupState.ENABLED, SetupState.NOT_CONNECTED},
    }


def trouble(refusal: Refusal | None) -> dict[str, Any]:
    """What was refused, and whether it could be done over another environment's head."""
    return {
        "trouble": refusal.message if refusal else "",
        "is_taken": isinstance(refusal, ApplicationTaken),
    }


def steps(found: Setup) -> list[Step]:
    """The progress line; an error stands at the step that was to be taken."""
    done = _DONE.get(found.state, 3 if found.integrations else 1)
    broken = found.state in {SetupState.ERROR, SetupState.DISABLED, SetupState.MOVED}
    now = "bad" if broken else "now"
    states = ["done" if place < done else now if place == done else "later" for place in range(len(_STEPS))]
    return [Step(label, state) for label, state in zip(_STEPS, states, strict=True)]


def version(found: Setup) -> str:
    """Changes whenever the page would look different in what it says of the set-up."""
    enabled = sum(one.is_enabled for one in found.integrations)
    working = sum(one.exports for one in found.contracts)
    return f"{found.state.value}-{found.access_level or ''}-{len(found.integrations)}-{enabled}-{working}"


def parts(found: Setup) -> list[Part]:
    """The integrations by name and place."""
    return [_part(one) for one in found.integrations]


def levels(found: Setup) -> dict[str, bool]:
    """Which access levels are on."""
    level = found.access_level
    return {
        "company": level in {AccessLevel.COMPANY, AccessLevel.BOTH},
        "contract": level in {AccessLevel.CONTRACT, AccessLevel.BOTH},
    }


def _part(one: Integration) -> Part:
    number = one.context.rsplit(":", 1)[-1]
    where = _("Contract %(number)s") if one.type == RECRUITER_DATA else _("Company %(number)s")
    tone = {"ENABLED": "good", "DISABLED": "bad"}.get(one.status, "waiting")
    return Part(_TYPES.get(one.type, one.type), where % {"number": number}, one.name, one.get_status_display(), tone)
