"""Two records of one person become one, and two again whenever somebody wants: see docs/flows/merging.md."""

from datetime import datetime

import msgspec
from django.db import transaction

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import actions as candidates
from skaffa.candidates import locking
from skaffa.candidates.merging import queries, rules
from skaffa.candidates.merging.events import CandidatesMerged, MergeUndone
from skaffa.candidates.merging.journal import actions as journal
from skaffa.candidates.merging.rules import Choices, Content, Record
from skaffa.candidates.models import Candidate, Merge
from skaffa.core import events

Edits = tuple[Record, Record]
"""What a merge made of the kept record, and what people have made of that since."""


@transaction.atomic
def merge(kept: Candidate, absorbed: Candidate, choices: Choices, *, by: Actor, at: datetime) -> Merge:
    """Everything of the absorbed record goes to the kept one; its row goes, and its number leads on.

    `choices` says by field whose value is right, "kept" or "absorbed"; see `rules.CHOICES`. Raises SameRecord,
    CandidateNotFound, NotAllowed.
    """
    _one_at_a_time()
    queries.pair(by, kept.pk, absorbed.pk)
    made = Merge(holder=kept, kept_id=kept.pk, absorbed_id=absorbed.pk, choices=rules.checked(choices))
    made.at, made.by = at, by.user
    _merge(made, by=by, at=at)
    return made


@transaction.atomic
def undo(merge: Merge, *, by: Actor, at: datetime) -> Merge:
    """Both records as they were, and what has happened since with the one it happened to.

    Later merges of the same people are undone for it and made again. Raises AlreadyUndone, MergeNotFound, NotAllowed.
    """
    _one_at_a_time()
    permissions.require(by, Action.CANDIDATE_MERGE)
    found = queries.merge(by, merge.pk)
    if found.undone_at is not None:
        raise rules.AlreadyUndone
    later = rules.later(queries.edges(found), found.pk)
    edits = {pk: _undo(Merge.objects.get(pk=pk), by=by, at=at, again=True) for pk in reversed(later)}
    undone = Merge.objects.get(pk=found.pk)
    _undo(undone, by=by, at=at)
    for pk in later:
        again = Merge.objects.get(pk=pk)
        again.undone_at = again.undone_by = None
        _merge(again, by=by, at=at, edits=edits[pk])
    return undone


def _one_at_a_time() -> None:
    """Merges take and give rows of several people: one after the other, so that no two wait for each other."""
    locking.lock_people([], also=["merging"])


def _merge(merge: Merge, *, by: Actor, at: datetime, edits: Edits | None = None) -> None:
    """With `edits`: again, after it was undone only for the sake of an earlier one."""
    held = {pk: candidates.hold(pk) for pk in sorted((merge.kept_id, merge.absorbed_id))}
    kept, absorbed = held[merge.kept_id], held[merge.absorbed_id]
    before, brought = queries.record(kept), queries.record(absorbed)
    after = rules.unite(before, brought, merge.choices)
    merge.content = msgspec.to_builtins(Content(journal.written(absorbed), brought, before, after))
    merge.save()
    journal.take_over(merge, Candidate, absorbed.pk, kept.pk)
    absorbed.delete()
    _put(kept, rules.carried(*edits, onto=after) if edits else after, at=at)
    about = {"candidate_id": kept.pk, "absorbed_id": merge.absorbed_id, "merge_id": merge.pk}
    events.publish(CandidatesMerged(**about, again=edits is not None, at=at, by_id=by.user_id))


def _undo(merge: Merge, *, by: Actor, at: datetime, again: bool = False) -> Edits:
    known = queries.content(merge)
    kept = candidates.hold(merge.kept_id)
    journal.insert(known.row)
    absorbed = candidates.hold(merge.absorbed_id)
    journal.give_back(merge)
    journal.agree([kept.pk, absorbed.pk])
    _put(absorbed, known.absorbed, at=at)
    edits = known.after, queries.record(kept)
    _put(kept, rules.carried(*edits, onto=known.before), at=at)
    merge.moved.all().delete()
    merge.content, merge.undone_at, merge.undone_by = None, at, by.user
    merge.save()
    about = {"candidate_id": kept.pk, "absorbed_id": absorbed.pk, "merge_id": merge.pk}
    events.publish(MergeUndone(**about, again=again, at=at, by_id=by.user_id))
    return edits


def _put(candidate: Candidate, record: Record, *, at: datetime) -> None:
    candidate.profile_source_id, candidate.referred_by = record.source, record.referred_by
    candidate.is_internal = record.is_internal
    candidates.write(candidate, record.person, at)
