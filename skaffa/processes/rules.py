"""Pure rules about a process: which stages and activities it may have, and how it changes step by step."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.processes.models import ActivityKind, Audience, Confirmation, StageKind

One = TypeVar("One")
NAME, TEMPLATE_NAME, URL = 80, 120, 500
MOST_STAGES, MOST_ACTIVITIES = 20, 10
FEEDBACK_AFTER = (12, 24, 48, 72, 168)
"""Hours after an interview when whoever owes feedback is reminded (A51)."""
FIXED = frozenset({StageKind.PROSPECT, StageKind.APPLICATION, StageKind.OFFER})
"""Every process has each of them once; they can be renamed, not removed (A32)."""
ADDABLE = (StageKind.SCREEN, StageKind.INTERVIEW)


class StageStays(refusals.Conflict):
    """Prospect, Application and Offer are part of every process."""

    sentence = _("Prospect, Application and Offer are part of every process. You can rename them.")


class StageKeepsItsPlace(refusals.Conflict):
    """People come in by Prospect and Application, and Offer comes after both."""

    sentence = _("A process begins with Prospect and Application.")


class ProcessChanged(refusals.Conflict):
    """Somebody else has changed the process since this page was opened."""

    sentence = _("Somebody else has changed this process meanwhile. Look at it again.")


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    kind: str
    name: str = ""
    audience: str = Audience.ALL
    required: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStage:
    kind: str
    name: str = ""
    activities: tuple[PlannedActivity, ...] = ()

    @property
    def is_fixed(self) -> bool:
        return self.kind in FIXED


Plan = tuple[PlannedStage, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What a job made from a template starts with."""

    enable_prospects: bool = True
    hiring_managers_handle_prospects: bool = True
    hiring_managers_make_offers: bool = True
    feedback_shown_before_own: bool = False
    feedback_editable: bool = True
    remind_feedback_after: int | None = 24
    ask_availability: bool = True
    feedback_from_team: bool = True
    resume_required: bool = True
    confirm_to: str = Confirmation.APPLYING
    needs_approval: bool = False


def fingerprint(plan: Plan) -> str:
    """Differs whenever two processes do: what a page has shown is named by it."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()[:16]


def checked(plan: Plan) -> Plan:
    """The process, tidied; raises what it may not be."""
    kinds = [stage.kind for stage in plan]
    if any(kinds.count(kind) != 1 for kind in FIXED):
        raise StageStays
    if kinds[:2] != [StageKind.PROSPECT, StageKind.APPLICATION]:
        raise StageKeepsItsPlace
    if len(plan) > MOST_STAGES or any(len(stage.activities) > MOST_ACTIVITIES for stage in plan):
        raise refusals.Invalid(
            _("A process has at most %(stages)d stages, and a stage at most %(activities)d activities.")
            % {"stages": MOST_STAGES, "activities": MOST_ACTIVITIES}
        )
    return tuple(
        replace(stage, name=_name(stage.name), activities=tuple(map(_activity, stage.activities))) for stage in plan
    )


def add_stage(plan: Plan, kind: str, name: str) -> Plan:
    """A stage of one's own, before Offer."""
    if kind not in ADDABLE:
        raise refusals.Invalid(fields={"kind": _("Choose what the stage is for.")})
    place = next(place for place, stage in enumerate(plan) if stage.kind == StageKind.OFFER)
    return checked((*plan[:place], PlannedStage(kind, name), *plan[place:]))


def rename_stage(plan: Plan, place: int, name: str) -> Plan:
    """An empty name is the kind's own."""
    return checked(_with(plan, place, replace(_stage(plan, place), name=name)))


def shift_stage(plan: Plan, place: int, by: int) -> Plan:
    """One place earlier (-1) or later (1); at either end it stays."""
    _stage(plan, place)
    return checked(tuple(_shifted(plan, place, by)))


def remove_stage(plan: Plan, place: int) -> Plan:
    if _stage(plan, place).is_fixed:
        raise StageStays
    return checked((*plan[:place], *plan[place + 1 :]))


def add_activity(plan: Plan, place: int, activity: PlannedActivity) -> Plan:
    stage = _stage(plan, place)
    return checked(_with(plan, place, replace(stage, activities=(*stage.activities, activity))))


def change_activity(plan: Plan, place: int, which: int, activity: PlannedActivity) -> Plan:
    stage = _stage(plan, place)
    _one(stage, which)
    activities = (*stage.activities[:which], activity, *stage.activities[which + 1 :])
    return checked(_with(plan, place, replace(stage, activities=activities)))


def shift_activity(plan: Plan, place: int, which: int, by: int) -> Plan:
    stage = _stage(plan, place)
    _one(stage, which)
    return checked(_with(plan, place, replace(stage, activities=tuple(_shifted(stage.activities, which, by)))))


def remove_activity(plan: Plan, place: int, which: int) -> Plan:
    stage = _stage(plan, place)
    _one(stage, which)
    activities = (*stage.activities[:which], *stage.activities[which + 1 :])
    return checked(_with(plan, place, replace(stage, activities=activities)))


def concerns(audience: str, *, is_internal: bool) -> bool:
    """Whether an activity for this audience is for somebody."""
    return audience == Audience.ALL or (audience == Audience.INTERNAL) == is_internal


def checked_template_name(given: str) -> str:
    name = text.line(given)
    message: Message = ""
    if not name:
        message = _("Give the template a name.")
    elif len(name) > TEMPLATE_NAME:
        message = _("Use at most %(limit)d characters.") % {"limit": TEMPLATE_NAME}
    if message:
        raise refusals.Invalid(message, fields={"name": message})
    return name


def _name(given: str) -> str:
    name = text.line(given)
    if len(name) > NAME:
        message = _("Use at most %(limit)d characters.") % {"limit": NAME}
        raise refusals.Invalid(message, fields={"name": message})
    return name


def _activity(given: PlannedActivity) -> PlannedActivity:
    if given.kind not in ActivityKind:
        raise refusals.Invalid(fields={"kind": _("Choose an activity.")})
    if given.audience not in Audience:
        raise refusals.Invalid(fields={"audience": _("Choose who it is for.")})
    return replace(given, name=_name(given.name), url=_url(given))


def _url(given: PlannedActivity) -> str:
    if given.kind != ActivityKind.WEB_CONTENT:
        return ""
    address = text.line(given.url)
    message = _("Give a complete web address, such as https://example.com.")
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise refusals.Invalid(message, fields={"url": message}) from error
    if len(address) > URL:
        raise refusals.Invalid(message, fields={"url": message})
    return address


def _stage(plan: Plan, place: int) -> PlannedStage:
    if not 0 <= place < len(plan):
        raise ProcessChanged
    return plan[place]


def _one(stage: PlannedStage, which: int) -> PlannedActivity:
    if not 0 <= which < len(stage.activities):
        raise ProcessChanged
    return stage.activities[which]


def _with(plan: Plan, place: int, stage: PlannedStage) -> Plan:
    return (*plan[:place], stage, *plan[place + 1 :])


def _shifted(rows: Sequence[One], place: int, by: int) -> list[One]:
    moved = list(rows)
    one = moved.pop(place)
    moved.insert(min(max(0, place + by), len(rows) - 1), one)
    return moved
