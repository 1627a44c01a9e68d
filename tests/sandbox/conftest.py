"""A sandbox in memory whose real clock stands at a Monday noon, and a vendor who builds against it."""

import httpx
import pytest
from flask import Flask

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.sandbox import Sandbox
from tests.sandbox.vendor import Inbox, Vendor

NOON = 1_767_614_400  # 2026-01-05 12:00 UTC


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def slept() -> list[float]:
    """How long answers were held back."""
    return []


@pytest.fixture
def app(inbox: Inbox, slept: list[float]):
    app = create_app(Config(), real_clock=lambda: NOON, transport=httpx.MockTransport(inbox), sleep=slept.append)
    yield app
    sandbox_of(app).database.close()


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    return sandbox_of(app)


@pytest.fixture
def stranger(app: Flask) -> Vendor:
    """A vendor who has only the parent's credentials."""
    return Vendor(app)


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    """A vendor with a child application nobody has requested yet."""
    return Vendor(app).join()


@pytest.fixture
def connected(vendor: Vendor) -> Vendor:
    """Enabled for the whole company, jobs visible to everybody."""
    return vendor.connect()
