"""The mark beside somebody in a list who is maybe known already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.duplicates.pairs import queries


@dataclass(frozen=True, slots=True)
class Flag:
    """`url` leads to both side by side; empty for who may not merge them."""

    url: str


def standing() -> Subquery:
    """What changes whenever a flag of a candidate comes or goes, in a query of rows with their `candidate_id`."""
    return queries.standing(OuterRef("candidate_id"))


def of(actor: Actor, people: Iterable[int]) -> Mapping[int, Flag]:
    """By candidate, for those whose other record the actor may see too; one question for any number."""
    may = permissions.allowed(actor, Action.CANDIDATE_MERGE)
    pairs = queries.flags(actor, people)
    return {pk: Flag(reverse("duplicate", args=[pair.pk]) if may else "") for pk, pair in pairs.items()}
