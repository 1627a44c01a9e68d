"""Pure: what two records are as one, what each is again afterwards, and which merges an undo of an earlier one moves."""

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from skaffa.candidates import rules
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals

KEPT, ABSORBED = "kept", "absorbed"
SCALARS = ("first_name", "last_name", "headline", "location", "years_of_experience")
"""What a person has one of, and somebody may choose."""
SOURCE = "source"
"""How they entered, and who referred them: chosen together."""
PRIMARY_EMAIL = "primary_email"
"""Which of their addresses comes first: whoever writes to them uses it. Both are kept."""
MEMBER = "member"
"""Which LinkedIn member they are, where both records are linked; heard by skaffa.linkedin."""
CHOICES = frozenset({*SCALARS, SOURCE, PRIMARY_EMAIL, MEMBER})

ItemT = TypeVar("ItemT")
Choices = Mapping[str, str]


class SameRecord(refusals.Invalid):
    """Nobody is merged with themselves."""

    sentence = _("Choose another record: a record cannot be merged with itself.")


class AlreadyUndone(refusals.Conflict):
    """Somebody was faster."""

    sentence = _("This merge has been undone already.")


class MergeNotFound(refusals.NotFound):
    """There is no such merge, or the reader may not see whom it is about."""

    sentence = _("There is no such merge, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Record:
    """What a candidate's own row and the rows of their contact details say."""

    person: Person
    source: str | None = None
    referred_by: str = ""
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a merge remembers: the absorbed one's row and record, and the kept record before and after."""

    row: list[Any]
    absorbed: Record
    before: Record
    after: Record


@dataclass(frozen=True, slots=True)
class Edge:
    """A merge that holds, as far as the order of undoing is concerned; `id` grows with time."""

    id: int
    kept: int
    absorbed: int


def checked(choices: Choices) -> dict[str, str]:
    """What can be chosen, and nothing else."""
    known = {name: side for name, side in choices.items() if side}
    if known.keys() <= CHOICES and set(known.values()) <= {KEPT, ABSORBED}:
        return known
    raise refusals.Invalid(_("Choose for each field which of the two values is right."))


def unite(kept: Record, absorbed: Record, choices: Choices) -> Record:
    """Both as one: what there is one of as chosen, else the kept one's if it has any; lists without twins."""
    one, other = kept.person, absorbed.person
    scalars: dict[str, Any] = {
        name: _chosen(choices, name, getattr(one, name), getattr(other, name)) for name in SCALARS
    }
    lists: dict[str, Any] = {
        name: _united(getattr(one, name), getattr(other, name), key) for name, key in _KEYS.items()
    }
    lists["emails"] = _first(lists["emails"], other.emails if choices.get(PRIMARY_EMAIL) == ABSORBED else ())
    source, referred_by = _chosen(choices, SOURCE, _origin(kept), _origin(absorbed)) or (None, "")
    return Record(
        Person(**scalars, **lists),
        source=source,
        referred_by=referred_by,
        is_internal=kept.is_internal or absorbed.is_internal,
    )


def carried(base: Record, now: Record, onto: Record) -> Record:
    """What was changed, added or taken away between `base` and `now`, done to `onto` instead.

    So the kept record is without what a merge brought (onto what it was before), and so a merge that is made again does
    not take back what somebody has edited since (onto what the merge makes of it this time).
    """
    scalars: dict[str, Any] = {
        name: _edited(*(getattr(one.person, name) for one in (base, now, onto))) for name in SCALARS
    }
    lists: dict[str, Any] = {
        name: _relisted(*(getattr(one.person, name) for one in (base, now, onto)), key=key)
        for name, key in _KEYS.items()
    }
    source, referred_by = _edited(_origin(base), _origin(now), _origin(onto)) or (None, "")
    return Record(
        Person(**scalars, **lists),
        source=source,
        referred_by=referred_by,
        is_internal=_edited(base.is_internal, now.is_internal, onto.is_internal),
    )


def differing(kept: Record, absorbed: Record) -> tuple[str, ...]:
    """What both have and say differently: what somebody should choose."""
    pairs = [(name, getattr(kept.person, name), getattr(absorbed.person, name)) for name in SCALARS]
    pairs.append((SOURCE, _origin(kept), _origin(absorbed)))
    one, other = (rules.normalize_email(primary_email(record)) for record in (kept, absorbed))
    pairs.append((PRIMARY_EMAIL, one, other))
    return tuple(name for name, first, second in pairs if first and second and first != second)


def primary_email(record: Record) -> str:
    """Where they are written to; empty where there is no address."""
    return next(iter(record.person.emails), "")


def later(merges: Iterable[Edge], which: int) -> list[int]:
    """Those after this merge that touch the same people, in their order: what has to be undone before it and made again."""
    ordered = sorted(merges, key=lambda edge: edge.id)
    touched = {pk for edge in ordered if edge.id == which for pk in (edge.kept, edge.absorbed)}
    found = []
    for edge in ordered:
        if edge.id > which and {edge.kept, edge.absorbed} & touched:
            touched |= {edge.kept, edge.absorbed}
            found.append(edge.id)
    return found


def _chosen(choices: Choices, name: str, kept: Any, absorbed: Any) -> Any:
    """An empty value is never chosen where there is another."""
    first, second = (absorbed, kept) if choices.get(name) == ABSORBED else (kept, absorbed)
    return first or second or kept


def _origin(record: Record) -> tuple[str | None, str] | None:
    return (record.source, record.referred_by) if record.source or record.referred_by else None


def _edited(base: ItemT, now: ItemT, onto: ItemT) -> ItemT:
    return onto if now == base else now


def _united(kept: Sequence[ItemT], absorbed: Sequence[ItemT], key: Callable[[Any], Hashable]) -> tuple[ItemT, ...]:
    known = {key(item) for item in kept}
    brought = {key(item): item for item in absorbed if key(item) not in known}
    return (*kept, *brought.values())


def _first(emails: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """The same addresses, with the first of those that were chosen in front."""
    wanted = {rules.normalize_email(email) for email in chosen[:1]}
    return tuple(sorted(emails, key=lambda email: rules.normalize_email(email) not in wanted))


def _relisted(
    base: Sequence[ItemT], now: Sequence[ItemT], onto: Sequence[ItemT], *, key: Callable[[Any], Hashable]
) -> tuple[ItemT, ...]:
    """In the order of `now` where somebody has changed it, for whoever put something first meant it; else of `onto`."""
    before, current, wanted = ({key(item) for item in items} for items in (base, now, onto))
    stays = [item for item in now if key(item) in wanted or key(item) not in before]
    orders = [[one for one in map(key, items) if one in before & current & wanted] for items in (base, now, onto)]
    if orders[0] == orders[1] != orders[2]:
        stays = _reordered(stays, orders[2], key)
    return (*stays, *(item for item in onto if key(item) not in before | current))


def _reordered(items: Sequence[ItemT], order: Sequence[Hashable], key: Callable[[Any], Hashable]) -> list[ItemT]:
    """Those that `order` names in that order among themselves; the others keep their places."""
    named = iter(sorted((item for item in items if key(item) in order), key=lambda item: order.index(key(item))))
    return [next(named) if key(item) in order else item for item in items]


def _job(held: JobHeld) -> Hashable:
    return tuple(value.casefold() for value in (held.company, held.title, held.period))


def _study(study: Study) -> Hashable:
    return tuple(value.casefold() for value in dataclasses.astuple(study))


_KEYS: Mapping[str, Callable[[Any], Hashable]] = {
    "emails": rules.normalize_email,
    "phones": rules.normalize_phone,
    "links": rules.normalize_link,
    "employments": _job,
    "educations": _study,
    "skills": str.casefold,
}
"""By what two items of a list are the same."""
