"""A mail server that listens, and an environment where addresses of examples may be used."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.mail.server import MailServer


@pytest.fixture(autouse=True)
def _sandbox(settings: Any) -> None:
    settings.SKAFFA = settings.SKAFFA.model_copy(update={"kind": "sandbox"})


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """Django's e-mails go there."""
    found = MailServer()
    found.start()
    settings.EMAIL_BACKEND = "skaffa.mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    yield found
    found.stop()


@pytest.fixture
def png() -> bytes:
    """A picture that is wider than e-mails are."""
    written = io.BytesIO()
    Image.new("RGB", (1_000, 100), "teal").save(written, format="PNG")
    return written.getvalue()
