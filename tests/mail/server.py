"""A real mail server on this machine, which does what a test wants."""

import asyncio
import socket
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Accepts everything, unless `refuse_reader` (address -> answer) or `answer` says otherwise."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.readers: list[list[str]] = []
        self.refuse_reader: dict[str, str] = {}
        self.before_reader: Callable[[str], None] = lambda _address: None
        self.answer: Callable[[], str] = lambda: "250 OK"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.before_reader(address)
        if address in self.refuse_reader:
            return self.refuse_reader[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.answer()
        if said.startswith("2"):
            self.keep(envelope)
        if said == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return said

    def keep(self, envelope: Envelope) -> None:
        content = envelope.content
        assert isinstance(content, bytes)
        self.accepted.append(message_from_bytes(content, policy=policy.default))
        self.readers.append(list(envelope.rcpt_tos))

    def wait_for(self, number: int) -> None:
        deadline = time.monotonic() + 20
        while len(self.accepted) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.accepted) >= number

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()
