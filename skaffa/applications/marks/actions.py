"""What is noted of an application beside its way through the stages: where it came from, and a silver medal (A66)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import held, queries
from skaffa.applications.events import ApplicationSourceChanged, SilverMedalGiven, SilverMedalTakenBack
from skaffa.applications.models import Application
from skaffa.applications.offers import rules as offers
from skaffa.candidates.sources import queries as sources
from skaffa.candidates.sources.queries import Said
from skaffa.core import events, refusals
from skaffa.jobs import queries as jobs


class NotAtOffer(refusals.Conflict):
    """Only who reached the Offer stage can be a silver medalist."""

    sentence = _("Only an applicant who has reached the Offer stage can be a silver medalist.")


@transaction.atomic
def attribute(application: Application, source: Said, *, by: Actor, at: datetime) -> Application:
    """Say, or say anew, how the person found the job (A121); who may add applicants may say it."""
    locked = held.locked(application, Action.APPLICANT_ADD, by)
    origin = sources.origin(source)
    before = (locked.source_id, locked.referred_by)
    locked.source, locked.referred_by = origin["source"], origin["referred_by"]
    if (locked.source_id, locked.referred_by) != before:
        locked.modified_at = at
        locked.save(update_fields=["source", "referred_by", "modified_at"])
        events.publish(ApplicationSourceChanged(**held.about(locked, by.user_id, at), source=origin["source"].code))
    return locked


@transaction.atomic
def give_silver_medal(application: Application, *, by: Actor, at: datetime) -> Application:
    """Mark somebody who came close, so that they are found for the next job; also when it is over."""
    locked = held.locked(application, Action.APPLICATION_SILVER, by)
    is_there = offers.has_reached_offer(jobs.stages(locked.job), locked.stage_id)
    if not is_there and not queries.reached_offer().filter(pk=locked.pk).exists():
        raise NotAtOffer
    return _mark(locked, at, SilverMedalGiven, by=by, at=at)


@transaction.atomic
def take_back_silver_medal(application: Application, *, by: Actor, at: datetime) -> Application:
    """Remove the mark."""
    return _mark(held.locked(application, Action.APPLICATION_SILVER, by), None, SilverMedalTakenBack, by=by, at=at)


def _mark(
    locked: Application,
    since: datetime | None,
    kind: type[SilverMedalGiven | SilverMedalTakenBack],
    *,
    by: Actor,
    at: datetime,
) -> Application:
    if (locked.silver_medal_at is None) is (since is None):
        return locked
    locked.silver_medal_at, locked.modified_at = since, at
    locked.save(update_fields=["silver_medal_at", "modified_at"])
    events.publish(kind(**held.about(locked, by.user_id, at)))
    return locked
