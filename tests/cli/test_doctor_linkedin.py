"""What `skaffa doctor` says about LinkedIn."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.cli import checks, linkedin_facts
from skaffa.config.env import Environment
from skaffa.linkedin import monitor
from skaffa.linkedin.models import Connection
from tests import personas
from tests.linkedin.conftest import connection, sandboxed, with_lists, world
from tests.linkedin.world import World, browser_of
from tests.web import parts

__all__ = ["connection", "sandboxed", "with_lists", "world"]


def finding(name: str) -> checks.Finding:
    return next(found for found in checks.examine(Environment()) if found.name == name)


@pytest.mark.django_db
def test_an_environment_without_linkedin_is_sound():
    assert finding("linkedin") == checks.Finding("linkedin", ok=True, detail="not connected")
    assert finding("linkedin inbox").ok
    assert finding("linkedin jobs").ok


def test_a_connection_that_works_tells_its_token_and_who_is_connected(
    world: World, connection: Connection, rhea: User, hal: User
):
    world.consent(rhea, "rhea")

    found = finding("linkedin")

    assert found.ok
    assert "1 people connected, 1 recruiters and hiring managers not; token until 20" in found.detail
    assert "last answer 20" in found.detail


def test_a_set_up_that_stopped_halfway_is_a_fault(world: World, connection: Connection):
    world.switch(on=False)
    world.run()

    found = finding("linkedin")

    assert not found.ok
    assert "set-up stands at disabled" in found.detail


def test_lists_of_rights_without_anybody_on_them_are_a_fault(world: World, with_lists: Connection, rhea: User):
    assert "nobody is connected, so nobody sees a job" in finding("linkedin").detail

    world.consent(rhea, "rhea")

    assert finding("linkedin").ok


def test_what_waits_is_a_fault_after_a_quarter_of_an_hour(world: World, connection: Connection, rhea: User):
    job = personas.active_job(rhea)
    world.run()
    world.export(job.code)
    world.down = True
    personas.active_job(rhea)
    world.run()

    assert finding("linkedin inbox").ok
    assert finding("linkedin jobs").ok

    world.clock.tick(minutes=16)

    assert not finding("linkedin inbox").ok
    assert "1 waiting since 20" in finding("linkedin inbox").detail
    assert not finding("linkedin jobs").ok
    assert "changes to send since 20" in finding("linkedin jobs").detail
    assert not finding("linkedin").ok


def test_a_job_that_linkedin_refused_is_named_with_the_reason(world: World, connection: Connection, rhea: User):
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /city"')
    job = personas.active_job(rhea)
    world.run()

    found = finding("linkedin jobs")

    assert not found.ok
    assert f"not in the export list: {job.code}: Invalid Field: /city" in found.detail


@pytest.mark.django_db
def test_without_linkedin_there_are_no_facts():
    assert linkedin_facts.lines() == []


def test_the_facts_are_those_of_the_page(world: World, connection: Connection, ada: User, rhea: User):
    """Everything the page tells of, told in text: what came, what went, what was refused and who is missing."""
    job = personas.active_job(rhea)
    personas.active_job(rhea, "Ferryman", enable_prospects=False)
    world.run()
    world.export(job.code)
    personas.applicant(job, personas.candidate("Greta", "Lind"))  # without an address, and unknown to LinkedIn
    personas.applicant(job, personas.candidate("Nora", "Ek", emails=("nora@example.com",)))
    world.run()

    told = "\n".join(linkedin_facts.lines())
    page = parts.shown(browser_of(ada), "/admin-center/linkedin/health")
    queue = monitor.queue(Actor.of(ada), at=world.clock.at)
    conversation = monitor.conversation(Actor.of(ada), at=world.clock.at)

    assert queue is not None
    assert conversation is not None
    assert {lane.held.number for lane in queue.lanes} == {0, 1}
    for lane in queue.lanes:
        counted = f"{lane.held!s:>12}{lane.waiting!s:>10}{lane.refused!s:>10}"
        assert f"{lane.kind.label:<28}{counted}" in told
        cells = "".join(f'<td class="number">{tally}</td>' for tally in (lane.held, lane.waiting))
        assert f'<th scope="row">{lane.kind.label}</th>{cells}' in page.replace("\n", "").replace("  ", "")
    assert conversation.meters
    for meter in conversation.meters:
        assert f"{meter.resource}, {meter.unit} " in told
        assert f": {meter.used:,} of {meter.limit:,}" in told
        assert f"{meter.used:,} of {meter.limit:,}" in page
    for fact in (
        "LinkedIn wants a last name",
        "Greta Lind",
        "Ferryman",
        "This job does not take prospects.",
        str(rhea),
    ):
        assert fact in told
        assert fact in page
    assert conversation.exports[0].used == 1
    assert f"{conversation.exports[0].who or 'not told who'}: 1 of 300" in told
    assert f"{queue.picture.total:,} accepted" in told
    assert f"{queue.picture.total:,} records" in page
    assert f"token: until {conversation.token.until:%Y-%m-%d %H:%M}" in told
