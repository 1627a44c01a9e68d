"""Whose applications somebody sees, as something that a query can be asked with."""

from typing import NamedTuple

from django.db.models import Q

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.jobs import queries as jobs
from skaffa.processes.models import StageKind


class Seen(NamedTuple):
    """By the numbers of jobs: of which somebody sees everyone, or their prospects alone, or their applicants alone (A162, A33)."""

    both: list[int]
    prospects: list[int]
    applicants: list[int]
    everything: bool = False


def seen(actor: Actor) -> Seen:
    if permissions.allowed(actor, Action.PROSPECT_VIEW):
        return Seen([], [], [], everything=True)
    if actor.user is None or not actor.user.is_active:
        return Seen([], [], [])
    prospects, applicants = _reached(actor, Action.PROSPECT_VIEW), _reached(actor, Action.APPLICANT_VIEW)
    return Seen(list(prospects & applicants), list(prospects - applicants), list(applicants - prospects))


def where(seen: Seen, job: str = "job", kind: str = "stage__kind") -> Q:
    """As a condition: which field is the job, and which the kind of the stage."""
    if seen.everything:
        return Q()
    is_prospect = Q(**{kind: StageKind.PROSPECT})
    found = Q(**{f"{job}__among": seen.both})  # by number: PostgreSQL then reads these jobs' rows alone
    for only, which in ((seen.prospects, is_prospect), (seen.applicants, ~is_prospect)):
        found |= which & Q(**{f"{job}__among": only}) if only else Q()
    return found


def _reached(actor: Actor, action: Action) -> set[int]:
    """The jobs where the actor's role in the team reaches for this, by their ids."""
    return {
        pk
        for pk, seat in jobs.seats(actor).items()
        if permissions.allowed(
            actor, action, team_roles=seat.roles, hiring_managers_handle_prospects=seat.handles_prospects
        )
    }
