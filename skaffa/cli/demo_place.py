"""Where a demo lives: a data folder that no other demo uses, free ports, and the settings that follow from them."""

import fcntl
import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from skaffa.cli.programs import CannotStart

_FILE = "demo.json"
_SECOND = "Birch & Rowan Test"


@dataclass(frozen=True)
class Place:
    """What a demo keeps from one start to the next: its ports are part of addresses that LinkedIn's side remembers.

    One that was started beside another demo has no sandbox of its own: both are environments of the same employer.
    """

    port: int
    sandbox_port: int
    environment_id: str
    environment_name: str = "Birch & Rowan"
    has_sandbox: bool = True
    mail_port: int = 8025

    @property
    def address(self) -> str:
        return f"http://skaffa.localhost:{self.port}"

    @property
    def sandbox_address(self) -> str:
        return f"http://linkedin-sandbox.localhost:{self.sandbox_port}"

    def variables(self, data: Path) -> dict[str, str]:
        internal = f"http://127.0.0.1:{self.sandbox_port}"
        return {
            "SKAFFA_DATA": str(data),
            "SKAFFA_DEMO": "true",
            "SKAFFA_KIND": "sandbox",
            "SKAFFA_HTTPS": "false",
            "SKAFFA_ENVIRONMENT_ID": self.environment_id,
            "SKAFFA_ENVIRONMENT_NAME": self.environment_name,
            "SKAFFA_BASE_URL": self.address,
            "SKAFFA_SERVER_URL": f"http://127.0.0.1:{self.port}",
            "SKAFFA_LINKEDIN_API_URL": internal,
            "SKAFFA_LINKEDIN_OAUTH_URL": internal,
            "SKAFFA_LINKEDIN_WWW_URL": self.sandbox_address,
            "SKAFFA_LINKEDIN_PLATFORM_URL": self.sandbox_address,
            "SKAFFA_LINKEDIN_PARENT_CLIENT_ID": "demo-parent",
            "SKAFFA_LINKEDIN_PARENT_CLIENT_SECRET": "demo-parent-secret",
            "SKAFFA_FOLLOW_SANDBOX_CLOCK": "true",
            "SKAFFA_EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "SKAFFA_EMAIL_FROM": f'"{self.environment_name}" <jobs@birch-and-rowan.example>',
            "SKAFFA_WEBHOOKS_PRIVATE": "true",
        }


def claim(wanted: Path | None) -> tuple[Path, IO[str]]:
    """Return a data folder that no other demo uses, and the lock that keeps it ours."""
    default = Path(os.environ.get("SKAFFA_DATA", "var")) / "demo"
    for folder in [wanted] if wanted else [default, *(default.with_name(f"demo-{number}") for number in range(2, 10))]:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        if folder not in (wanted, default):
            print(f"Another demo is running here: this one keeps its own data in {folder}.")
        return folder.resolve(), lock
    raise CannotStart(
        f"A demo is already running in {wanted or default}. Stop it, or start another with --data FOLDER."
    )


def choose(data: Path, port: int | None, sandbox_port: int | None, beside: Path | None = None) -> Place:
    """The place of the demo in `data`; `beside` names the folder of another demo, whose sandbox serves both."""
    place = _kept(data)
    if beside is not None:
        place = replace(place, sandbox_port=_read(beside).sandbox_port, environment_name=_SECOND, has_sandbox=False)
    ours = _free_port(port or place.port, None if place.has_sandbox else place.sandbox_port)
    theirs = _free_port(sandbox_port or place.sandbox_port, ours) if place.has_sandbox else place.sandbox_port
    mail = _free_port(place.mail_port, ours, theirs)
    place = replace(place, port=ours, sandbox_port=theirs, mail_port=mail)
    (data / _FILE).write_text(json.dumps(asdict(place)))
    return place


def _kept(data: Path) -> Place:
    """Where the demo was the last time, or where a new one would like to be."""
    return _read(data) if (data / _FILE).exists() else Place(8000, 8010, f"demo-{secrets.token_hex(3)}")


def _read(data: Path) -> Place:
    try:
        return Place(**json.loads((data / _FILE).read_text()))
    except FileNotFoundError:
        raise CannotStart(f"There is no demo in {data}. Start it first: skaffa demo --data {data}") from None


def _free_port(wanted: int, *taken: int | None) -> int:
    for port in (*range(wanted, wanted + 100), 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            found = int(probe.getsockname()[1])
            if found not in taken:
                return found
    raise CannotStart(f"No free port at or above {wanted}; choose one with --port or --sandbox-port.")
