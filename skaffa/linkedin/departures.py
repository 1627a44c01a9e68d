"""Whether LinkedIn has confirmed that people who were erased here are gone there too, from the deletion ledger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.linkedin.models import Deletion, RemoteRecord, SyncKind


class DepartureState(TextChoices):
    NEVER_THERE = "never_there", _("LinkedIn never had them")
    WAITING = "waiting", _("LinkedIn has not confirmed yet")
    CONFIRMED = "confirmed", _("LinkedIn has confirmed")


@dataclass(frozen=True, slots=True)
class Departure:
    """How far a person is out of LinkedIn; `confirmed_at` only where LinkedIn had them and confirmed."""

    state: DepartureState
    confirmed_at: datetime | None = None


def of_candidates(actor: Actor, numbers: Collection[int]) -> dict[int, Departure]:
    """By the number of a candidate who is erased. A person leaves after all that belongs to them, so they speak for it."""
    permissions.require(actor, Action.ADMIN_CENTER)
    found = dict.fromkeys(numbers, Departure(DepartureState.NEVER_THERE))
    asked = Deletion.objects.filter(kind=SyncKind.CANDIDATE, remote_id__in=[str(number) for number in numbers])
    for remote_id, confirmed_at in asked.values_list("remote_id", "confirmed_at").order_by("pk"):
        state = DepartureState.CONFIRMED if confirmed_at else DepartureState.WAITING
        found[int(remote_id)] = Departure(state, confirmed_at)
    there = RemoteRecord.objects.filter(kind=SyncKind.CANDIDATE, entity_id__in=list(numbers))
    for number in there.values_list("entity_id", flat=True):
        found[number] = Departure(DepartureState.WAITING)
    return found
