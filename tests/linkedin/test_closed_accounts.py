"""Members who close their accounts: asked for daily, told to administrators, kept or removed, each with its date."""

from datetime import timedelta

import pytest

from rsc_sandbox.linkedin import closing
from skaffa.accounts.actor import Actor
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.linkedin.history import closed
from skaffa.linkedin.models import ClosedAccount, Connection, Decision, Deletion, Forgotten
from skaffa.linkedin.sync import push
from skaffa.notify.models import Notice
from skaffa.retention import actions as retention
from tests.linkedin.recruiting import ASA, MINA
from tests.linkedin.world import browser_of


@pytest.fixture
def exported(world, connection, job):
    """Mina and Asa were exported, and have closed their accounts since."""
    world.clock.tick(minutes=1)
    while push.once(at=world.clock.at):
        pass
    for member in (MINA, ASA):
        world.export(job.code, member=member)
    world.run()
    people = list(Candidate.objects.order_by("pk"))
    for member in (MINA, ASA):
        closing.close_account(world.sandbox, member_id=member)
    return people


def ask(world):
    return closed.ask(at=world.clock.at)


def test_they_are_asked_for_once_a_day_and_told_to_administrators_once(world, exported, ada):
    assert ask(world) == 2
    assert ask(world) == 0
    world.clock.tick(hours=23)
    assert Connection.objects.get().closed_due_at > world.clock.at
    world.clock.tick(hours=2)
    assert ask(world) == 0  # nobody else has left

    assert Notice.objects.filter(kind="AccountsClosed").count() == 1
    assert Notice.objects.get(kind="AccountsClosed").user == ada
    page = browser_of(ada).get("/admin-center/linkedin/closed-accounts").content.decode()
    assert all(str(person) in page for person in exported)


def test_one_is_kept_and_one_removed_and_both_stand_in_the_record(world, exported, ada):
    ask(world)
    mina, asa = ClosedAccount.objects.order_by("candidate")
    closed.settle([mina.pk], Decision.KEPT, by=Actor.of(ada), at=world.clock.at)
    closed.settle([asa.pk], Decision.REMOVED, by=Actor.of(ada), at=world.clock.at)

    assert list(Candidate.objects.all()) == [exported[0]]
    asa.refresh_from_db()
    assert (asa.decision, asa.member_urn, asa.profile_url, asa.candidate) == (Decision.REMOVED, "", "", None)
    assert (asa.decided_at, asa.decided_by) == (world.clock.at, ada)
    proof = Deletion.objects.get(kind="candidate", remote_id=str(exported[1].pk))
    assert proof.confirmed_at == world.clock.at  # nothing of a prospect was at LinkedIn
    assert Forgotten.objects.exists()
    world.clock.tick(days=2)
    assert ask(world) == 0


def test_all_are_removed_by_one_press_but_for_who_is_kept_on_purpose(world, exported, ada):
    ask(world)
    retention.keep(
        exported[0],
        until=(world.clock.at + timedelta(days=30)).date(),
        reason="A dispute",
        by=Actor.of(ada),
        at=world.clock.at,
    )
    answer = browser_of(ada).post("/admin-center/linkedin/closed-accounts/settle", {"decision": "remove"})

    assert answer.status_code == 409
    assert "A dispute" in answer.content.decode()
    assert list(Candidate.objects.all()) == [exported[0]]
    assert ClosedAccount.objects.get(decision=Decision.WAITING).candidate == exported[0]


def test_a_refusal_is_said_and_the_question_asked_again(world, exported, ada):
    world.fault("status", times=1, value=503, path="/v2/closedCandidateProfiles")
    assert ask(world) == 0
    assert "could not be asked" in browser_of(ada).get("/admin-center/linkedin/closed-accounts").content.decode()
    world.clock.tick(hours=2)
    assert ask(world) == 2


def test_only_who_may_erase_people_decides(world, exported, rhea):
    ask(world)
    with pytest.raises(refusals.NotAllowed):
        closed.settle(None, Decision.REMOVED, by=Actor.of(rhea), at=world.clock.at)
    assert Candidate.objects.count() == 2
