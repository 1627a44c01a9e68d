"""`skaffa catch-mail`: a mail server for demos, which keeps what it is given in a folder and delivers none of it.

What it keeps is read at /demo/e-mail (skaffa/web/mail/caught.py).
"""

import argparse
import asyncio
import secrets
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from skaffa.cli import environment
from skaffa.core import clock

FOLDER = "mail"
_LARGEST = 30 * 1024 * 1024


class Catcher:
    """Writes each e-mail into a file of its own, named so that names sort by time, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        self.keep(envelope.content if isinstance(envelope.content, bytes) else b"")
        return "250 Kept, and delivered to nobody"

    def keep(self, content: bytes) -> None:
        name = f"{clock.system():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        unfinished = self._folder / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.rename(self._folder / f"{name}.eml")


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    folder = options.folder or environment.checked().data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(options.host, options.port, folder))
    return 0


async def _serve(host: str, port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    catcher = Catcher(folder)
    server = await loop.create_server(lambda: SMTP(catcher, data_size_limit=_LARGEST, enable_SMTPUTF8=True), host, port)
    async with server:
        await server.serve_forever()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa catch-mail", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8025, help="port to listen on (8025)")
    parser.add_argument("--folder", type=Path, help="where e-mails are kept (mail, in SKAFFA_DATA)")
    return parser
