"""Takes back what a row has done to a person: made them, filled in what was empty, put them somewhere."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.activity.models import Entry
from skaffa.applications import actions as applications
from skaffa.candidates import actions, queries
from skaffa.candidates.merging import queries as merging
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld, Study
from skaffa.core import refusals
from skaffa.imports.models import Import, Row
from skaffa.pools import actions as pools

_PARTS: Mapping[str, type[JobHeld | Study]] = {"employments": JobHeld, "educations": Study}


class TouchedSince(refusals.Conflict):
    """What people have worked with is theirs."""

    sentence = _("Something else has happened to this person since.")


class MergedSince(refusals.Conflict):
    """Somebody else is this record too."""

    sentence = _("Another record has been merged into this one since. Undo that first.")


class ChangedSince(refusals.Conflict):
    """What was filled in says something else now."""

    sentence = _("What was filled in has been changed since.")


class ConsideredSince(refusals.Conflict):
    """The application has a history of its own."""

    sentence = _("Something has happened to their application since.")


def take_back(run: Import, row: Row, *, by: Actor, at: datetime, is_forced: bool) -> None:
    """Raises what forbids it; a person who is gone needs nothing taken back."""
    if not Candidate.objects.filter(pk=row.candidate_id or 0).exists():
        return
    candidate = actions.hold(row.candidate_id or 0)
    if merging.holding(candidate.pk).exists():
        raise MergedSince
    if row.is_new:
        _forget(run, candidate, by, at, is_forced=is_forced)
        return
    if row.application is not None:
        later = Entry.objects.filter(application=row.application, at__gt=row.done_at or at)
        if not is_forced and later.exists():
            raise ConsideredSince
        applications.delete(row.application, by=by, at=at)
    if row.put_in_pool and run.pool is not None:
        pools.remove(run.pool, candidate, by=by, at=at)
    if row.filled:
        _restore(candidate, row.filled, by, at, is_forced=is_forced)


def _forget(run: Import, candidate: Candidate, by: Actor, at: datetime, *, is_forced: bool) -> None:
    """Who was worked with since is erased only by whoever may erase anybody."""
    if is_forced:
        actions.erase(candidate, by=by, at=at)
        return
    ours = Row.objects.filter(parent=run, candidate=candidate).values("done_at")
    if Entry.objects.filter(candidate=candidate).exclude(at__in=ours).exists():
        raise TouchedSince
    actions.take_back(candidate, by=by, at=at)


def _restore(candidate: Candidate, filled: Mapping[str, Any], by: Actor, at: datetime, *, is_forced: bool) -> None:
    """Empty again what was empty before, and without what was added to a list."""
    now = queries.person(candidate)
    changes: dict[str, Any] = {}
    for name, (before, after) in filled.items():
        current = getattr(now, name)
        if isinstance(before, list):
            added = [_part(name, one) for one in after if one not in before]
            changes[name] = tuple(one for one in current if one not in added)
        elif current == after or is_forced:
            changes[name] = before
        else:
            raise ChangedSince
    actions.edit(candidate, dataclasses.replace(now, **changes), by=by, at=at)


def _part(name: str, value: Any) -> Any:
    """A part of a person as it was before it was JSON."""
    return _PARTS[name](**value) if name in _PARTS else value
