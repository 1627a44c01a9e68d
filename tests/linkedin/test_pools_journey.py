"""Somebody who is in talent pools alone never leaves for LinkedIn (S60)."""

import json

from rsc_sandbox.store import calls
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.applications import by_hand as on_jobs
from skaffa.candidates.models import Source
from skaffa.candidates.rules import Person
from skaffa.documents.rules import checked_file
from skaffa.linkedin.models import RemoteRecord, SyncKind
from skaffa.linkedin.sync import outbox
from skaffa.notes import actions as notes
from skaffa.pools import actions, by_hand
from tests.personas import text_file

PEOPLE = (SyncKind.CANDIDATE, SyncKind.APPLICATION, SyncKind.CANDIDATE_NOTES, SyncKind.ATTACHMENTS)


def said(world) -> str:
    """Everything LinkedIn was ever told."""
    with world.sandbox.transaction() as tx:
        return json.dumps([call.body + call.query for call in calls.newest(tx, calls.Wanted(), count=1_000)])


def test_nothing_of_a_pools_members_leaves_until_they_apply_for_a_job(world, connection, job, rhea):
    world.run()
    by, at = Actor.of(rhea), world.clock.tick
    pool = actions.create("Divers", by=by, at=at())
    cv = checked_file("cv.txt", text_file("Knows the tides.").read())
    typed = Person("Greta", "Tidewater", emails=["greta@example.com"])
    greta = by_hand.add_person(pool, typed, source=Source.REFERRAL, file=cv, by=by, at=at()).candidate
    actions.gather_shared(greta, at=at())
    notes.write(greta, text="Dives deep", by=by, at=at())
    world.run()
    outbox.mark(SyncKind.CANDIDATE, [greta.pk], at=at())  # whatever asks for it: the gate decides
    world.run()

    assert "Tidewater" not in said(world)
    assert "Dives deep" not in said(world)
    assert not RemoteRecord.objects.filter(kind__in=PEOPLE).exists()

    prospect = on_jobs.add_candidate(job, greta, by=by, at=at())
    world.run()
    assert prospect.stage.is_prospect
    assert "Tidewater" not in said(world)

    applications.advance(prospect, by=SYSTEM, at=at())
    world.run()
    assert "Tidewater" in said(world)
