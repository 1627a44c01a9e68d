"""Keeps the programs of the demo running: supervisord under a leash, and what we ask of it."""

import contextlib
import os
import pwd
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from supervisor.xmlrpc import SupervisorTransport

from skaffa.cli.programs import Account


@dataclass(frozen=True)
class Program:
    """One program to keep running; those that are not `at_once` wait for `Supervisor.start`."""

    name: str
    command: Sequence[str]
    log: Path
    at_once: bool = False
    stop_signal: str = "TERM"
    account: Account | None = None


class Supervisor:
    """A supervisord that ends, with everything it runs, when we do."""

    def __init__(self, folder: Path, sockets: Path, programs: Sequence[Program], variables: Mapping[str, str]) -> None:
        self._socket = sockets / "supervisor.sock"
        configuration = folder / "supervisord.conf"
        configuration.write_text(_configuration(folder, self._socket, programs))
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(configuration)]
        with (folder / "logs" / "supervisord.out").open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603  our own modules
                [sys.executable, "-m", "skaffa.cli.leash", "--signal=SIGTERM", f"--remove={sockets}", "--", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **variables, "PYTHONUNBUFFERED": "1"},
            )

    def start(self, name: str) -> None:
        self._proxy.supervisor.startProcess(name, False)  # noqa: FBT003  XML-RPC has no keywords: do not wait

    def pids(self) -> dict[str, int]:
        """The process of each program that is running now."""
        with contextlib.suppress(OSError, xmlrpc.client.Error):
            states = self._proxy.supervisor.getAllProcessInfo()
            return {str(state["name"]): int(state["pid"]) for state in states if state["pid"]}  # type: ignore[index, union-attr, call-overload]
        return {}

    def stop(self) -> None:
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _proxy(self) -> xmlrpc.client.ServerProxy:
        transport = SupervisorTransport(serverurl=f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)


def _configuration(folder: Path, socket: Path, programs: Sequence[Program]) -> str:
    ours = pwd.getpwuid(os.geteuid()).pw_name
    sections = [
        f"[unix_http_server]\nfile={_literal(str(socket))}\nchmod=0700",
        "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface",
        (
            f"[supervisord]\nlogfile={_literal(str(folder / 'logs' / 'supervisord.log'))}\n"
            f"pidfile={_literal(str(socket.with_suffix('.pid')))}\nuser={ours}\nloglevel=info"
        ),
    ]
    for place, program in enumerate(programs, 1):
        user = pwd.getpwuid(program.account.uid).pw_name if program.account else ours
        sections.append(
            f"[program:{program.name}]\ncommand={_literal(' '.join(_quoted(part) for part in program.command))}\n"
            f"directory=/\nuser={user}\npriority={place}\nautostart={str(program.at_once).lower()}\nautorestart=true\n"
            f"startsecs=0\nstopsignal={program.stop_signal}\nstopwaitsecs=15\nredirect_stderr=true\n"
            f"stdout_logfile={_literal(str(program.log))}\nstdout_logfile_maxbytes=10MB\nstdout_logfile_backups=1"
        )
    return "\n\n".join(sections) + "\n"


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """Quote for shlex; a semicolon after a blank would begin a comment in supervisord's files."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
