"""What the tests of the integration may ask for."""

from collections.abc import Iterator
from typing import Any

import pytest

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, Visibility
from tests.linkedin.world import LINKEDIN, SKAFFA, World
from tests.personas import Watch


@pytest.fixture
def sandboxed(settings: Any) -> None:
    """This environment is a sandbox environment in partner mode."""
    settings.SKAFFA = settings.SKAFFA.model_copy(
        update={
            "kind": "sandbox",
            "environment_name": "Birch & Rowan",
            "base_url": "http://skaffa.localhost:8000",
            "server_url": SKAFFA,
            "https": False,
            "linkedin_api_url": LINKEDIN,
            "linkedin_www_url": LINKEDIN,
            "linkedin_oauth_url": "",
            "linkedin_platform_url": LINKEDIN,
            "linkedin_parent_client_id": "demo-parent",
            "linkedin_parent_client_secret": "demo-parent-secret",
        }
    )
    settings.ALLOWED_HOSTS = ["127.0.0.1", "skaffa.localhost", "testserver"]


@pytest.fixture
def world(db: None, sandboxed: None, clock: Watch) -> Iterator[World]:
    """LinkedIn and the product, not yet connected."""
    world = World(clock)
    with connections.use(world.channel):
        yield world


@pytest.fixture
def connection(world: World, ada: User) -> Connection:
    """Enabled on the company level; everybody with a seat sees every job."""
    return world.connect(ada)


@pytest.fixture
def with_lists(world: World, ada: User) -> Connection:
    """Enabled on the company level; lists of rights decide who sees which job."""
    return world.connect(ada, visibility=Visibility.ACL)


@pytest.fixture
def exported(world: World, connection: Connection, job: Job) -> Application:
    """Somebody who was exported and is a prospect."""
    world.run()
    world.export(job.code)
    world.run()
    return job.applications.get()
