"""Any sequence of merges, edits and undos, beside a model that cannot undo: it forgets the merge and does all else again.

The model is plain dicts. What an undo leaves must be what there had been had that merge never happened, in our tables and
at LinkedIn. Every value is used once, and applications only go forward: then who is further never depends on the order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import actual
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries
from skaffa.candidates.merging import actions
from skaffa.candidates.merging.rules import ABSORBED
from skaffa.candidates.models import Candidate, Merge
from skaffa.candidates.rules import Person
from skaffa.linkedin.models import SyncItem
from skaffa.notes import actions as notes
from skaffa.notes.models import Note
from skaffa.pools import actions as pools
from skaffa.pools.models import Membership, Pool
from tests import personas

SCALARS = ("last_name", "headline", "location")
PEOPLE, JOBS, LAST_STAGE = 4, 2, 3
Step = Callable[["Model"], None]


@dataclass
class Model:
    """What there is: people, their applications (owner, job, stage, past Prospect, moves), notes (on whom or what), pools."""

    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    applications: dict[int, dict[str, Any]] = field(default_factory=dict)
    notes: dict[int, tuple[str, int]] = field(default_factory=dict)
    memberships: dict[int, dict[str, int]] = field(default_factory=dict)

    def merge(self, kept: int, absorbed: int, chosen: frozenset[str]) -> None:
        one, other = self.people[kept], self.people.pop(absorbed)
        for name in SCALARS:
            first, second = (other, one) if name in chosen else (one, other)
            one[name] = first[name] or second[name]
        one["emails"] |= other["emails"]
        self.notes = {pk: ("person", kept) if on == ("person", absorbed) else on for pk, on in self.notes.items()}
        for pk in [pk for pk, row in self.applications.items() if row["owner"] == absorbed]:
            self._meet(pk, kept)
        for pk, row in list(self.memberships.items()):
            if row["owner"] == absorbed:
                taken = any(other == {"owner": kept, "pool": row["pool"]} for other in self.memberships.values())
                del self.memberships[pk]
                if not taken:
                    self.memberships[pk] = {**row, "owner": kept}

    def _meet(self, pk: int, kept: int) -> None:
        comes = self.applications[pk]
        rivals = [n for n, row in self.applications.items() if (row["owner"], row["job"]) == (kept, comes["job"])]
        for there in rivals:
            stays, goes = (pk, there) if comes["stage"] > self.applications[there]["stage"] else (there, pk)
            del self.applications[goes]
            self.notes = {
                n: ("application", stays) if on == ("application", goes) else on for n, on in self.notes.items()
            }
        if pk in self.applications:
            comes["owner"] = kept


class Trial:
    """One sequence, done to the product and written down for the model."""

    def __init__(self, world, rhea, jobs: list[Any], pool: Pool) -> None:
        self.world, self.by, self.jobs, self.pool = world, Actor.of(rhea), jobs, pool
        self.log: list[Step] = []
        self.merges: dict[int, Step] = {}
        self.everybody: set[int] = set()
        self.values = 0
        for number in range(PEOPLE):
            self._come(number)

    def value(self) -> str:
        self.values += 1
        return f"v{self.values}"

    def _write(self, step: Step) -> None:
        self.log.append(step)

    def _come(self, number: int) -> None:
        known: dict[str, Any] = {"last_name": self.value(), "headline": "", "location": "", "emails": set()}
        known["emails"] = {f"{self.value()}@example.com"}
        if number % 2:
            known["headline"] = self.value()
        made = personas.candidate("Anna", **{**known, "emails": tuple(known["emails"])})
        self.everybody.add(made.pk)
        self._write(lambda model: model.people.update({made.pk: {**known, "emails": set(known["emails"])}}))

    # What people do

    def edit(self, who: Candidate, which: int) -> None:
        name, value, now = SCALARS[which % len(SCALARS)], self.value(), queries.person(who)
        self._edit(who, now, **{name: value})
        self._write(lambda model: model.people[who.pk].update({name: value}))

    def mail(self, who: Candidate, which: int) -> None:
        """One address more, or one of several less."""
        now = queries.person(who)
        if which % 2 and len(now.emails) > 1:
            gone = now.emails[which % len(now.emails)]
            self._edit(who, now, emails=tuple(email for email in now.emails if email != gone))
            self._write(lambda model: model.people[who.pk]["emails"].discard(gone))
        else:
            new = f"{self.value()}@example.com"
            self._edit(who, now, emails=(*now.emails, new))
            self._write(lambda model: model.people[who.pk]["emails"].add(new))

    def _edit(self, who: Candidate, now: Person, **changes: Any) -> None:
        known = {name: getattr(now, name) for name in ("first_name", *SCALARS, "emails")}
        candidates.edit(who, Person(**{**known, **changes}), by=self.by, at=self.world.clock.tick())

    def note(self, who: Candidate, which: int) -> None:
        """About the person, or about one of their applications."""
        theirs = [None, *who.applications.order_by("pk")]
        about = theirs[which % len(theirs)]
        made = notes.write(who, application=about, text=self.value(), by=self.by, at=self.world.clock.tick())
        on = ("application", about.pk) if about else ("person", who.pk)
        self._write(lambda model: model.notes.update({made.pk: on}))

    def apply(self, who: Candidate, which: int) -> None:
        job = self.jobs[which % JOBS]
        if who.applications.filter(job=job).exists():
            return
        add = personas.prospect if which % 3 else personas.applicant
        made = add(job, who, at=self.world.clock.tick())
        row = {"owner": who.pk, "job": job.pk, "stage": made.stage.position, "past": not made.stage.is_prospect}
        row["moves"] = made.moves.count()
        self._write(lambda model: model.applications.update({made.pk: dict(row)}))

    def advance(self, who: Candidate, which: int) -> None:
        theirs = [one for one in who.applications.order_by("pk") if one.stage.position < LAST_STAGE]
        if not theirs:
            return
        moved = applications.advance(theirs[which % len(theirs)], by=SYSTEM, at=self.world.clock.tick())
        now = {"stage": moved.stage.position, "past": True, "moves": moved.moves.count()}
        self._write(lambda model: model.applications[moved.pk].update(now))

    def gather(self, who: Candidate, _which: int) -> None:
        if not Membership.objects.filter(candidate=who).exists():
            made = pools.add(self.pool, who, by=self.by, at=self.world.clock.tick())
            self._write(lambda model: model.memberships.update({made.pk: {"owner": who.pk, "pool": self.pool.pk}}))

    def merge(self, who: Candidate, which: int) -> None:
        others = list(Candidate.objects.filter(pk__in=self.everybody).exclude(pk=who.pk).order_by("pk"))
        if not others:
            return
        other, chosen = others[which % len(others)], frozenset(SCALARS[: which % (len(SCALARS) + 1)])
        choices = dict.fromkeys(chosen, ABSORBED)
        made = actions.merge(who, other, choices, by=self.by, at=self.world.clock.tick())
        self.merges[made.pk] = lambda model: model.merge(who.pk, other.pk, chosen)
        self._write(self.merges[made.pk])

    def undo(self, _who: Candidate, which: int) -> None:
        if self.merges:
            pk = sorted(self.merges)[which % len(self.merges)]
            actions.undo(Merge.objects.get(pk=pk), by=self.by, at=self.world.clock.tick())
            self.log.remove(self.merges.pop(pk))

    def send(self, _who: Candidate, _which: int) -> None:
        self.world.run()

    # What has come of it

    def model(self) -> Model:
        model = Model()
        for step in self.log:
            step(model)
        return model

    def product(self) -> Model:
        people = {one.pk: queries.person(one) for one in Candidate.objects.filter(pk__in=self.everybody)}
        theirs = Application.objects.filter(candidate__in=people).select_related("stage")
        written = Note.objects.filter(candidate__in=people)
        for note in written:
            assert note.application is None or note.application.candidate_id == note.candidate_id
        return Model(
            people={
                pk: {**{name: getattr(one, name) for name in SCALARS}, "emails": set(one.emails)}
                for pk, one in people.items()
            },
            applications={
                one.pk: {
                    "owner": one.candidate_id,
                    "job": one.job_id,
                    "stage": one.stage.position,
                    "past": one.passed_prospect_at is not None,
                    "moves": one.moves.count(),
                }
                for one in theirs
            },
            notes={
                one.pk: ("application", one.application_id) if one.application_id else ("person", one.candidate_id)
                for one in written
            },
            memberships={
                one.pk: {"owner": one.candidate_id, "pool": one.pool_id}
                for one in Membership.objects.filter(candidate__in=people)
            },
        )

    def linkedin(self) -> dict[str, dict[str, Any]]:
        """What the sandbox has of everybody here: names, whose an application is, which notes hang where."""
        with self.world.sandbox.transaction() as tx:
            found = actual.people(tx)
        ours = {str(pk) for pk in self.everybody}
        there = {pk: one["lastName"] for pk, one in found["candidate"].items() if pk in ours}
        sent = {pk: one["atsCandidateId"] for pk, one in found["application"].items() if one["atsCandidateId"] in ours}
        return {
            "candidates": there,
            "applications": sent,
            "candidate notes": {pk: "" for pk in found["candidate note"] if pk.partition("/")[0] in ours},
            "application notes": {pk: "" for pk in found["application note"] if pk.partition("/")[0] in sent},
        }


def expected_there(model: Model) -> dict[str, dict[str, Any]]:
    """Nothing before an application is past Prospect; then the person, that application, and the notes of both."""
    sent = {pk: row["owner"] for pk, row in model.applications.items() if row["past"]}
    people = set(sent.values())
    return {
        "candidates": {str(pk): model.people[pk]["last_name"] for pk in people},
        "applications": {str(pk): str(owner) for pk, owner in sent.items()},
        "candidate notes": {
            f"{on}/{pk}": "" for pk, (kind, on) in model.notes.items() if kind == "person" and on in people
        },
        "application notes": {
            f"{on}/{pk}": "" for pk, (kind, on) in model.notes.items() if kind == "application" and on in sent
        },
    }


def some(acts: list[Callable[..., None]], least: int, most: int) -> st.SearchStrategy[list[tuple[Any, int, int]]]:
    return st.lists(
        st.tuples(st.sampled_from(acts), st.integers(0, 11), st.integers(0, 11)), min_size=least, max_size=most
    )


WORK = [Trial.edit, Trial.mail, Trial.note, Trial.apply, Trial.apply, Trial.advance, Trial.gather]
STEPS = st.tuples(
    some(WORK, 3, 8), some([Trial.merge], 1, 2), some([*WORK, Trial.send, *[Trial.merge] * 3, *[Trial.undo] * 4], 4, 12)
).map(lambda parts: [step for part in parts for step in part])


@pytest.fixture
def place(world, connection, rhea):
    """Two jobs that LinkedIn knows, and a pool."""
    jobs = [personas.active_job(rhea, title) for title in ("Lamp keeper", "Diver")]
    pool = pools.create("Divers", by=Actor.of(rhea), at=world.clock.tick())
    world.run()
    return world, rhea, jobs, pool


@given(steps=STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_undo_leaves_what_there_had_been_without_the_merge(place, steps):
    place[0].clock.tick(hours=1)
    with transaction.atomic():
        trial = Trial(*place)
        for act, who, which in steps:
            living = Candidate.objects.filter(pk__in=trial.everybody).order_by("pk")
            act(trial, living[who % len(living)], which)
            assert trial.product() == trial.model()
        trial.world.run()

        assert trial.linkedin() == expected_there(trial.model())
        assert not SyncItem.objects.exists()
        transaction.set_rollback(True)
