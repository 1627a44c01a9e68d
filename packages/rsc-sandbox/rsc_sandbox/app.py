"""Builds a sandbox as a WSGI application."""

import time
from collections.abc import Callable

import httpx
from flask import Flask

from rsc_sandbox.certification import views as certification
from rsc_sandbox.config import Config
from rsc_sandbox.control import views as control
from rsc_sandbox.linkedin import hire_media_url, registry, token_endpoint
from rsc_sandbox.member import views as member
from rsc_sandbox.plugins import views as plugins
from rsc_sandbox.recruiter import views as recruiter
from rsc_sandbox.sandbox import EXTENSION, Sandbox
from rsc_sandbox.seeds import seeding
from rsc_sandbox.site import Site

_LARGEST_BODY = 16 * 1024 * 1024


def create_app(
    config: Config | None = None,
    *,
    real_clock: Callable[[], float] = time.time,
    transport: httpx.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Flask:
    """A seeded sandbox. `transport` carries its pushes instead of the network; `sandbox_of` gives access to its inside."""
    settled = config or Config()
    sandbox = Sandbox(settled, real_clock=real_clock, transport=transport, sleep=sleep)
    seeding.seed_if_empty(sandbox)
    app = Site("rsc_sandbox")
    app.extensions[EXTENSION] = sandbox
    app.config.update(
        SECRET_KEY=sandbox.cookie_key(),
        SESSION_COOKIE_NAME=f"rsc_sandbox_{settled.environment}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
    )
    for views in (token_endpoint, registry, hire_media_url, control, recruiter, plugins, member):
        app.register_blueprint(views.blueprint)
    app.register_blueprint(certification.pages)
    app.register_blueprint(certification.machine)
    return app


def sandbox_of(app: Flask) -> Sandbox:
    """The inside of a sandbox, for tests and embedding programs."""
    sandbox: Sandbox = app.extensions[EXTENSION]
    return sandbox
