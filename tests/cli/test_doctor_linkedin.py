"""What `skaffa doctor` says about LinkedIn."""

import pytest

from skaffa.accounts.models import User
from skaffa.cli import checks
from skaffa.config.env import Environment
from skaffa.linkedin.models import Connection
from tests import personas
from tests.linkedin.conftest import connection, sandboxed, with_lists, world
from tests.linkedin.world import World

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
