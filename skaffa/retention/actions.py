"""What can be done about retention: choose the rules, take stock, keep somebody on purpose, erase who is due.

Everybody is erased by the one action that erases people, in a transaction of their own: the work may be killed between
any two of them, and is taken up again by the sweep.
"""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts import queries as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import actions as candidates
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.notify import actions as notify
from skaffa.retention import queries, rules
from skaffa.retention.events import (
    ErasureAsked,
    ErasureFinished,
    ErasureStopped,
    PersonKept,
    PersonReleased,
    RetentionChanged,
)
from skaffa.retention.models import Erasure, Hold, Outcome, Policy, Run, RunKind, Standing
from skaffa.retention.rules import Rules

PORTION = 1_000
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
PAGE = "/admin-center/retention"


class PersonIsHeld(refusals.Conflict):
    """Somebody decided to keep this person: that decision is taken back first."""

    def __init__(self, hold: Hold) -> None:
        message = _(
            "This person is kept on purpose until %(day)s: “%(reason)s” An administrator can end that in Admin center >"
            " Retention, and erase them then."
        )
        super().__init__(message % {"day": date_format(hold.until), "reason": hold.reason})


class NobodyIsDue(refusals.Conflict):
    """What was chosen has changed meanwhile."""

    sentence = _("None of these people is due any more. Nothing has been erased.")


@transaction.atomic
def change_rules(wanted: Rules, *, by: Actor, at: datetime) -> Policy:
    """Choose how long people are kept; a change starts the warning period anew."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    rules.checked(wanted)
    values = _values(wanted)
    policy, is_new = Policy.objects.select_for_update().get_or_create(
        is_only=True, defaults={**values, "changed_at": at}
    )
    if is_new or queries.chosen(policy) != wanted:
        for name, value in values.items():
            setattr(policy, name, value)
        policy.changed_at = at
        policy.save()
        events.publish(RetentionChanged(**values, at=at, by_id=by.user_id))
    return policy


@transaction.atomic
def keep(candidate: Candidate, *, until: date, reason: str, by: Actor, at: datetime) -> Hold:
    """Keep a person to the end of a day, whatever the rules say; a new decision replaces the one before."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    today = rules.day(at, queries.chosen(queries.policy()).time_zone)
    said = rules.checked_hold(until, reason, today)
    known = {"until": until, "reason": said, "by": by.user, "modified_at": at}
    hold, _is_new = Hold.objects.update_or_create(
        candidate=candidate, defaults=known, create_defaults={**known, "created_at": at}
    )
    events.publish(PersonKept(candidate_id=candidate.pk, until=until.isoformat(), at=at, by_id=by.user_id))
    return hold


@transaction.atomic
def release(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """End a hold: the rules decide again."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    many, _rows = Hold.objects.filter(candidate=candidate).delete()
    if many:
        events.publish(PersonReleased(candidate_id=candidate.pk, at=at, by_id=by.user_id))


@transaction.atomic
def take_stock(*, after: int = 0, size: int = PORTION) -> int | None:
    """Write down how the next people stand; the last one's number, None after the last of all.

    Whoever is being changed this moment is left for the next time: they cannot be due.
    """
    ids = list(Candidate.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size])
    if not ids:
        return None
    free = Candidate.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, skip_locked=True)
    known = queries.facts(free.values_list("pk", flat=True))
    before = dict(Standing.objects.filter(candidate__in=known).values_list("candidate", "ground"))
    silent = dict(Standing.objects.filter(candidate__in=known).values_list("candidate", "last_at"))
    found = {pk: (rules.ground(facts.applications), facts.last_at) for pk, facts in known.items()}
    Standing.objects.bulk_create(
        [
            Standing(candidate_id=pk, ground=ground, last_at=last_at)
            for pk, (ground, last_at) in found.items()
            if (before.get(pk), silent.get(pk)) != (ground, last_at)
        ],
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["ground", "last_at"],
    )
    return ids[-1]


@transaction.atomic
def stock_taken(*, at: datetime) -> None:
    """Everybody was looked at, as of `at`."""
    Policy.objects.update(stock_taken_at=at)


@transaction.atomic
def erase_chosen(ids: Iterable[int], *, by: Actor, at: datetime) -> Run:
    """Erase these people of the list in the background; who has left the list by their turn is kept."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    chosen = queries.chosen(queries.policy())
    numbers = [candidate.pk for candidate in queries.still_listed(by, chosen, ids, at=at)]
    return _start(Run(kind=RunKind.SELECTION, asked_at=at, asked_by=by.user), numbers, by, at)


@transaction.atomic
def erase_all_due(*, by: Actor, at: datetime) -> Run:
    """Erase everybody who is due in the background."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    numbers = queries.due(queries.chosen(queries.policy()), at=at)
    return _start(Run(kind=RunKind.ALL_DUE, asked_at=at, asked_by=by.user), numbers, by, at)


@transaction.atomic
def erase_tonight(*, at: datetime) -> Run | None:
    """What happens by itself: once a night, at most so many, and only after the warning period of the rules."""
    policy = Policy.objects.select_for_update().first()
    chosen = queries.chosen(policy)
    if policy is None or not chosen.erases_by_itself:
        return None
    tonight = rules.day(at, chosen.time_zone)
    is_early = tonight < rules.begins_on(chosen, policy.changed_at)
    if is_early or Run.objects.filter(night=tonight).exists():
        return None
    numbers = queries.due(chosen, at=at, most=chosen.most_a_night)
    return _start(Run(kind=RunKind.NIGHT, night=tonight, asked_at=at), numbers, SYSTEM, at) if numbers else None


def erase_next(run_id: int, *, at: datetime) -> bool:
    """Erase the next person of a run; False when nobody of it waits for us."""
    erasure = _claim(run_id, at=at)
    if erasure is None:
        _finish_if_done(run_id, at=at)
        return False
    try:
        _erase(erasure, at=at)
    except refusals.Refusal:  # an edge: who asked has lost the right meanwhile
        _settle(erasure, Outcome.FAILED, at=at)
    return True


@transaction.atomic
def stop(run: Run, *, by: Actor, at: datetime) -> None:
    """Erase nobody else in this run."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    waiting = Erasure.objects.filter(free, run=run, outcome=Outcome.WAITING)
    if waiting.update(outcome=Outcome.STOPPED, done_at=at):
        events.publish(ErasureStopped(run_id=run.pk, at=at, by_id=by.user_id))
    _finish_if_done(run.pk, at=at)


@transaction.atomic
def note_erasure(event: CandidateErased) -> None:
    """Write down that somebody was erased, whoever did it; refused while the person is held."""
    hold = Hold.objects.filter(candidate=event.candidate_id).first()
    if hold and hold.until >= rules.day(event.at, queries.chosen(queries.policy()).time_zone):
        raise PersonIsHeld(hold)
    done = {"outcome": Outcome.ERASED, "done_at": event.at, "done_by_id": event.by_id}
    if not Erasure.objects.filter(number=event.candidate_id, outcome=Outcome.WAITING).update(**done):
        Erasure.objects.create(number=event.candidate_id, **done)


def _values(wanted: Rules) -> dict[str, Any]:
    """The rules as columns of the policy."""
    values = dataclasses.asdict(wanted)
    del values["months"]
    return {f"{ground.value}_months": wanted.months.get(ground) for ground in rules.RULED} | values


def _start(run: Run, numbers: list[int], by: Actor, at: datetime) -> Run:
    if not numbers:
        raise NobodyIsDue
    run.save()
    Erasure.objects.bulk_create((Erasure(run=run, number=number) for number in numbers), batch_size=PORTION)
    events.publish(ErasureAsked(run_id=run.pk, kind=run.kind, people=len(numbers), at=at, by_id=by.user_id))
    return run


@transaction.atomic
def _claim(run_id: int, *, at: datetime) -> Erasure | None:
    """Lease the next one; who failed before waits behind the others, and is given up after a few attempts."""
    free = Erasure.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), run=run_id, outcome=Outcome.WAITING)
    free.filter(attempts__gte=MOST_ATTEMPTS).update(outcome=Outcome.FAILED, done_at=at)
    found = free.select_related("run__asked_by").select_for_update(skip_locked=True, of=("self",))
    erasure = found.order_by("attempts", "pk").first()
    if erasure:
        Erasure.objects.filter(pk=erasure.pk).update(lease_until=at + LEASE, attempts=F("attempts") + 1)
    return erasure


@transaction.atomic
def _erase(erasure: Erasure, *, at: datetime) -> None:
    """Locked first and judged then: nothing can happen to them between the verdict and the deed."""
    run = erasure.run
    candidate = Candidate.objects.select_for_update().filter(pk=erasure.number).first()
    if run is None or candidate is None:
        return _settle(erasure, Outcome.KEPT, at=at)
    chosen = queries.chosen(queries.policy())
    judge = rules.is_listed if run.kind == RunKind.SELECTION else rules.is_due
    if not judge(chosen, queries.facts([candidate.pk])[candidate.pk], at):
        return _settle(erasure, Outcome.KEPT, at=at)
    return candidates.erase(candidate, by=Actor.of(run.asked_by) if run.asked_by else SYSTEM, at=at)


def _settle(erasure: Erasure, outcome: Outcome, *, at: datetime) -> None:
    Erasure.objects.filter(pk=erasure.pk, outcome=Outcome.WAITING).update(outcome=outcome, done_at=at)


@transaction.atomic
def _finish_if_done(run_id: int, *, at: datetime) -> None:
    """Say how it ended, once, when nobody waits any more."""
    run = Run.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
    if run is None or run.erasures.filter(outcome=Outcome.WAITING).exists():
        return
    run.finished_at = at
    run.save(update_fields=["finished_at"])
    found = queries.progress(run)
    many = {"erased": found.erased, "kept": found.kept, "failed": found.failed}
    readers = [run.asked_by_id] if run.asked_by_id else [user.pk for user in accounts.administrators()]
    notify.notice(readers, kind=ErasureFinished.__name__, data=many, url=PAGE, at=at)
    events.publish(ErasureFinished(run_id=run.pk, **many, at=at, by_id=run.asked_by_id))
