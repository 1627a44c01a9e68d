"""What people note about an offer: prepared, extended, accepted or declined, and the last of it taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions, held
from skaffa.applications import rules as application_rules
from skaffa.applications.events import ApplicationClosed, OfferMade, OfferTakenBack
from skaffa.applications.models import Application, ApplicationStatus, CloseReason, DeclineReason, OfferStatus
from skaffa.applications.offers import rules
from skaffa.core import events, refusals
from skaffa.jobs import queries as jobs

_ENDINGS = {OfferStatus.ACCEPTED: CloseReason.HIRED, OfferStatus.DECLINED: CloseReason.OFFER_DECLINED}


@transaction.atomic
def note(
    application: Application,
    offer: OfferStatus | str,
    *,
    decline_reason: DeclineReason | str = "",
    comment: str = "",
    by: Actor,
    at: datetime,
) -> Application:
    """Say how far the offer is now; an answer ends the application, and a declined one tells why (A135).

    An accepted offer is a hire: it takes one of the job's openings for good, an open offer takes one meanwhile (A11).
    """
    locked = held.locked(application, Action.OFFER_MAKE, by)
    held.require_active(locked)
    held.require_open(locked.job)
    if not rules.has_reached_offer(jobs.stages(locked.job), locked.stage_id):
        raise rules.NotAtOffer
    if offer not in OfferStatus:
        raise refusals.Invalid(fields={"offer": _("Choose how far the offer is.")})
    reached = OfferStatus(offer)
    if reached not in rules.next_offers(locked.offer):
        raise rules.OfferStandsSo
    if reached is OfferStatus.DECLINED and decline_reason not in DeclineReason:
        raise refusals.Invalid(fields={"decline_reason": _("Choose a reason.")})
    locked.offer, locked.offer_at, locked.modified_at = reached, at, at
    if reached not in _ENDINGS:
        locked.save()
        events.publish(OfferMade(**held.about(locked, by.user_id, at), offer=reached.value))
        return locked
    return _answered(locked, reached, decline_reason, application_rules.checked_comment(comment), by=by, at=at)


@transaction.atomic
def take_back(application: Application, *, by: Actor, at: datetime) -> Application:
    """Undo the last step of an offer: an answered one is open again, with its application; a prepared one is none."""
    locked = held.locked(application, Action.OFFER_MAKE, by)
    before = rules.offer_before(locked.offer)
    if locked.close_reason in _ENDINGS.values():
        return actions.take_up(locked, by=by, at=at)
    held.require_active(locked)
    held.require_open(locked.job)
    locked.offer, locked.offer_at, locked.modified_at = before, at if before else None, at
    locked.save()
    events.publish(OfferTakenBack(**held.about(locked, by.user_id, at), offer=before))
    return locked


def _answered(
    locked: Application, answer: OfferStatus, decline_reason: str, comment: str, *, by: Actor, at: datetime
) -> Application:
    locked.status = ApplicationStatus.CLOSED
    locked.close_reason = _ENDINGS[answer]
    locked.decline_reason = DeclineReason(decline_reason) if answer is OfferStatus.DECLINED else ""
    locked.rejection_comment = comment
    locked.save()
    events.publish(
        ApplicationClosed(
            **held.about(locked, by.user_id, at),
            reason=_ENDINGS[answer].value,
            comment=comment,
            decline_reason=str(locked.decline_reason),
        )
    )
    return locked
