"""Whatever is killed, repeated, disordered, forged or away: one prospect for each export LinkedIn accepted."""

import json
from collections.abc import Iterator
from contextlib import suppress

import httpx
import psycopg
import pytest

from tests.stack import control, until
from tests.survival.conftest import World

pytestmark = pytest.mark.processes

CANDIDATES = "candidates_candidate"
INBOX = "linkedin_notification"


@pytest.fixture(autouse=True)
def _nothing_waits_or_is_doubled(world: World) -> Iterator[None]:
    """After each test: what LinkedIn accepted, what came in, and what stands on the tabs agree."""
    yield
    control(world.stack, "DELETE", "faults")
    until(
        lambda: world.stack.count(f"SELECT count(*) FROM {INBOX} WHERE handled_at IS NULL") == 0,
        every=0.2,
        saying="the inbox to be empty",
    )
    taken_in = "SELECT count(*) FROM linkedin_exportedprofile WHERE status = 'accepted'"
    prospects = "SELECT count(*) FROM applications_application WHERE source = 'linkedin'"
    expired = f"SELECT count(*) FROM {INBOX} WHERE outcome = 'expired'"
    accepted = control(world.stack, "GET", "exports")["count"]
    assert world.stack.count(prospects) == world.stack.count(taken_in)
    assert accepted == world.stack.count(taken_in) + world.stack.count(expired)


def test_the_worker_is_killed_between_webhook_and_processing(world: World):
    member, name = world.member()

    with world.asleep("worker"):
        push = world.export(member)
        until(lambda: world.stored(push), saying="the push to be stored")
        assert world.attempts(push) == 0
        world.kill("worker")

    world.done(push)
    assert world.times_on_tab(name) == 1


def test_the_worker_is_killed_in_the_middle_of_processing(world: World):
    member, name = world.member()

    with world.unwritable(CANDIDATES) as somebody_waits:
        push = world.export(member)
        until(somebody_waits, saying="the worker to write the candidate")
        world.kill("worker")
    assert world.outcome(push) == ""
    world.pass_time(120)  # the killed worker's lease

    world.done(push)
    assert world.times_on_tab(name) == 1


def test_web_is_killed_during_the_webhook(world: World):
    member, name = world.member()

    with world.unwritable(INBOX) as somebody_waits:
        push = world.export(member)
        until(somebody_waits, saying="the webhook to write its row")
        world.kill("web")
    world.answers()
    world.pass_time(30)  # LinkedIn's pause before it tries again

    world.done(push)
    assert world.times_on_tab(name) == 1


def test_postgresql_is_killed_during_processing(world: World):
    member, name = world.member()

    with world.unwritable(CANDIDATES) as somebody_waits:
        push = world.export(member)
        until(somebody_waits, saying="the worker to write the candidate")
        world.kill("database")
    world.answers()
    world.pass_time(120)

    until(lambda: _survived(world, push), every=0.3, saying="the export to be taken in")
    assert world.times_on_tab(name) == 1


def test_the_sandbox_is_killed_as_soon_as_it_has_accepted(world: World):
    member, name = world.member()

    with world.asleep("web"):
        push = world.export(member)
        world.kill("sandbox")
    world.answers()

    until(lambda: world.stored(push), every=0.1, saying="the push to be sent after all")
    world.done(push)
    assert world.times_on_tab(name) == 1


def test_the_same_push_five_times_is_one_prospect(world: World):
    member, name = world.member()
    control(world.stack, "POST", "faults", {"kind": "duplicate", "value": 4})

    push = world.export(member)

    until(lambda: _deliveries(world, push) == 5, every=0.1, saying="five deliveries")
    world.done(push)
    assert world.times_on_tab(name) == 1


def test_pushes_out_of_order_are_all_taken_in(world: World):
    people = [world.member() for _ in range(5)]
    control(world.stack, "POST", "faults", {"kind": "reorder", "times": len(people)})

    pushes = [world.export(member) for member, _name in people]

    world.done(*pushes)
    assert [world.times_on_tab(name) for _member, name in people] == [1] * len(people)
    assert _order_of_arrival(world, pushes) == pushes[::-1]


def test_a_wrong_signature_is_refused_and_nothing_is_stored(world: World):
    before = world.stack.count(f"SELECT count(*) FROM {INBOX}")
    body = json.dumps({"id": "forged", "type": "EXPORT_CANDIDATE_PROFILE"})

    for signature in ({"X-LI-Signature": "0" * 64}, {}):
        answer = httpx.post(world.callback(), content=body, headers={"Content-Type": "application/json", **signature})
        assert answer.status_code == 401

    assert world.stack.count(f"SELECT count(*) FROM {INBOX}") == before


def test_an_expired_id_is_told_and_the_next_export_works(world: World):
    member, name = world.member()
    control(world.stack, "POST", "faults", {"kind": "expired_id"})

    lost = world.export(member)
    until(lambda: world.attempts(lost) > 0, every=0.1, saying="the worker to find that nobody knows the id")
    assert world.outcome(lost) == ""  # a young id may be known in a moment
    world.pass_time(25 * 3_600)
    until(lambda: world.outcome(lost) == "expired", every=0.2, saying="the expired id to be given up")
    assert world.times_on_tab(name) == 0
    again = world.export(member)

    world.done(again)
    assert world.times_on_tab(name) == 1


def test_the_sandbox_is_down_for_a_minute(world: World):
    member, name = world.member()

    with world.asleep("worker"):
        push = world.export(member)
        until(lambda: world.stored(push), saying="the push to be stored")
        world.stack.supervise("stop", "sandbox")
    until(lambda: world.attempts(push) > 0, every=0.1, saying="the worker to find nobody there")
    assert world.outcome(push) == ""
    world.stack.supervise("start", "sandbox")
    world.answers()
    world.pass_time(60)

    world.done(push)
    assert world.times_on_tab(name) == 1


def _deliveries(world: World, push: str) -> int:
    """How often Skaffa has said that it received the push."""
    found = control(world.stack, "GET", "deliveries?count=1000")["deliveries"]
    assert isinstance(found, list)
    return sum(one["event_id"] == push and one["status"] == "DELIVERED" for one in found)


def _order_of_arrival(world: World, pushes: list[str]) -> list[str]:
    with world.stack.database() as connection:
        rows = connection.execute(
            f"SELECT remote_id FROM {INBOX} WHERE remote_id = ANY(%s) ORDER BY received_at, id", (pushes,)
        ).fetchall()
    return [str(remote_id) for (remote_id,) in rows]


def _survived(world: World, push: str) -> bool:
    """Whether the push is done, where the database may still be coming up."""
    with suppress(psycopg.Error):
        return world.outcome(push) == "done"
    return False
