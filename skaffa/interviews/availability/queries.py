"""What a candidate was asked about their time, and what they answered."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates.merging import queries as merging
from skaffa.core import refusals
from skaffa.interviews.models import Availability, AvailabilityStatus, Slot

_SALT = "skaffa.interviews.availability"


class AvailabilityNotFound(refusals.NotFound):
    """There is no such question, or the reader may not know of it."""

    sentence = _("There is no such question about times, or you may not see it.")


class LinkNotValid(refusals.NotFound):
    """Changed on its way, expired, withdrawn, or the application has ended."""

    sentence = _("This link does not work any more.")


def visible_to(actor: Actor) -> QuerySet[Availability]:
    """Whoever sees an application sees when the person can come."""
    return Availability.objects.filter(application__in=applications.visible_to(actor))


def availability(actor: Actor, pk: int) -> Availability:
    rows = visible_to(actor).select_related("application__job", "application__candidate")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise AvailabilityNotFound
    return found


def of_application(application: Application) -> Availability | None:
    """The question in force."""
    rows = Availability.objects.filter(application=application).exclude(status=AvailabilityStatus.WITHDRAWN)
    return rows.select_related("asked_by").prefetch_related("slots").first()


def fitting(availability: Availability | None) -> list[Slot]:
    """The times that suit the candidate, the first one first; none before they have answered."""
    if availability is None or not availability.is_answered:
        return []
    return sorted((slot for slot in availability.slots.all() if slot.fits), key=lambda slot: slot.starts_at)


def link(availability: Availability) -> str:
    """The candidate's own page for this question."""
    return f"{settings.SKAFFA.base_url}/careers/availability/{signing.dumps(availability.pk, salt=_SALT)}"


def opened(token: str, *, at: datetime) -> Availability:
    """What the link was made for; raises LinkNotValid."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkNotValid from error
    rows = Availability.objects.select_related("application__job", "application__candidate")
    found = rows.prefetch_related("slots").filter(pk=merging.lives_as(pk, Availability)).first()
    if found is None or not is_open(found, at=at):
        raise LinkNotValid
    return found


def is_open(availability: Availability, *, at: datetime) -> bool:
    """Whether it can be answered now."""
    alive = availability.status != AvailabilityStatus.WITHDRAWN and availability.expires_at > at
    return alive and availability.application.is_active
