"""The pytest plugin: a fixture `rsc_sandbox`, a fresh sandbox for every test. Nothing else is imported before it is used."""

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rsc_sandbox.testing import Server, TestedSandbox


@pytest.fixture(scope="session")
def rsc_sandbox_server() -> "Iterator[Server]":
    """One HTTP server on a free port for the whole run; it starts when a test asks for `rsc_sandbox.url`."""
    server: Server = importlib.import_module("rsc_sandbox.testing").Server()
    yield server
    server.close()


@pytest.fixture
def rsc_sandbox(rsc_sandbox_server: "Server") -> "Iterator[TestedSandbox]":
    """A fresh sandbox that is not LinkedIn: in memory, seeded, with nobody connected."""
    sandbox: TestedSandbox = importlib.import_module("rsc_sandbox.testing").TestedSandbox(rsc_sandbox_server)
    yield sandbox
    sandbox.close()
