"""Pure rules about offers: who may get one, and which step follows which."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application, OfferStatus
from skaffa.core import refusals
from skaffa.jobs.models import Stage
from skaffa.processes.models import StageKind


class NotAtOffer(refusals.Conflict):
    """Offers are for people who have reached the Offer stage."""

    sentence = _("Move the applicant to the Offer stage before you note an offer.")


class OfferStandsSo(refusals.Conflict):
    """An offer is prepared, then extended, then answered, and each of it once."""

    sentence = _("The offer is that far already.")


class NoOffer(refusals.Conflict):
    """There is no offer whose last step could be taken back."""

    sentence = _("There is no offer to take back.")


_STEPS = tuple(OfferStatus)
"""In the order in which an offer goes; steps may be left out, both answers are last."""
_ANSWERS = frozenset({OfferStatus.ACCEPTED, OfferStatus.DECLINED})
_BEFORE: dict[str, OfferStatus | None] = {
    OfferStatus.PREPARED: None,
    OfferStatus.EXTENDED: OfferStatus.PREPARED,
    OfferStatus.ACCEPTED: OfferStatus.EXTENDED,
    OfferStatus.DECLINED: OfferStatus.EXTENDED,
}


def next_offers(current: str) -> list[OfferStatus]:
    """What may become of an offer that stands so; nothing after an answer."""
    if current in _ANSWERS:
        return []
    place = _STEPS.index(OfferStatus(current)) + 1 if current else 0
    return list(_STEPS[place:])


def offer_before(current: str) -> str:
    """How the offer stood before its last step; empty: there was none. Raises NoOffer."""
    if not current:
        raise NoOffer
    return _BEFORE[current] or ""


def can_change(application: Application, *, at_offer: bool) -> bool:
    """Whether a step of an offer can be noted or taken back, as far as the application's own state goes."""
    return (application.is_active and at_offer) or application.offer in _ANSWERS


def has_reached_offer(stages: Sequence[Stage], current_id: int) -> bool:
    """Whether this stage of the job is Offer, or comes after it."""
    passed = [stage for stage in stages if stage.kind == StageKind.OFFER]
    here = next((stage for stage in stages if stage.pk == current_id), None)
    return here is not None and any(stage.position <= here.position for stage in passed)
