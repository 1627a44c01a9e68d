"""What can be done about a candidate's time: ask, withdraw the question, answer it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from skaffa.accounts import rules as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.core import events, text
from skaffa.interviews import rules as interviews
from skaffa.interviews.availability import queries, rules
from skaffa.interviews.availability.rules import Question
from skaffa.interviews.events import AvailabilityAnswered, AvailabilityAsked
from skaffa.interviews.models import Availability, AvailabilityStatus, Slot
from skaffa.jobs import queries as jobs


@transaction.atomic
def ask(application: Application, question: Question, *, by: Actor, at: datetime) -> Availability:
    """Ask a candidate which of these times suit; an earlier question to them works no longer."""
    seen = applications.application(by, application.pk)
    jobs.require(by, Action.INTERVIEW_SCHEDULE, seen.job)
    interviews.require_interviewable(seen)
    rules.require_asked(seen.job)
    clean = rules.checked(question)
    spans = rules.slots(clean, at=at)
    Application.objects.select_for_update(no_key=True).get(pk=seen.pk)  # one question at a time
    forget(seen.pk, at=at)
    asked = Availability.objects.create(
        application=seen,
        asked_by=by.user,
        email=clean.email,
        language=clean.language,
        message=clean.message,
        time_zone=clean.time_zone,
        expires_at=spans[-1][0],
        created_at=at,
        modified_at=at,
    )
    Slot.objects.bulk_create(Slot(availability=asked, starts_at=begin, ends_at=end) for begin, end in spans)
    events.publish(
        AvailabilityAsked(
            availability_id=asked.pk,
            application_id=seen.pk,
            job_id=seen.job_id,
            candidate_id=seen.candidate_id,
            at=at,
            by_id=by.user_id,
        )
    )
    return asked


@transaction.atomic
def withdraw(availability: Availability, *, by: Actor, at: datetime) -> Availability:
    """The candidate's link works no longer; what they answered is set aside."""
    jobs.require(by, Action.INTERVIEW_SCHEDULE, availability.application.job)
    forget(availability.application_id, at=at)
    availability.refresh_from_db(fields=["status", "modified_at"])
    return availability


@transaction.atomic
def answer(
    availability: Availability, slot_ids: Collection[int], *, none_fits: bool, time_zone: str, word: str, at: datetime
) -> Availability:
    """The candidate says which times suit, or that none does; until the times are over they may say otherwise."""
    locked = Availability.objects.select_for_update(no_key=True, of=("self",)).select_related("application")
    found = locked.get(pk=availability.pk)
    if not queries.is_open(found, at=at):
        raise queries.LinkNotValid
    chosen = Slot.objects.filter(availability=found, pk__in=[] if none_fits else slot_ids, starts_at__gt=at)
    fitting = list(chosen.values_list("pk", flat=True))
    if not fitting and not none_fits:
        raise rules.NothingChosen
    Slot.objects.filter(availability=found).update(fits=False)
    Slot.objects.filter(pk__in=fitting).update(fits=True)
    found.status = AvailabilityStatus.ANSWERED if fitting else AvailabilityStatus.NONE_FITS
    found.candidate_time_zone = time_zone if time_zone in accounts.time_zones() else found.time_zone
    found.word = text.shortened(text.paragraphs(word), rules.WORD)
    found.answered_at = found.modified_at = at
    found.save()
    events.publish(
        AvailabilityAnswered(
            availability_id=found.pk,
            application_id=found.application_id,
            job_id=found.application.job_id,
            candidate_id=found.application.candidate_id,
            fitting=len(fitting),
            at=at,
        )
    )
    return found


@transaction.atomic
def forget(application_id: int, *, at: datetime) -> None:
    """Nobody waits for an answer any more."""
    open_ones = Availability.objects.filter(application=application_id).exclude(status=AvailabilityStatus.WITHDRAWN)
    open_ones.update(status=AvailabilityStatus.WITHDRAWN, modified_at=at)
