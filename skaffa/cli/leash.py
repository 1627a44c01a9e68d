"""Runs a command that must not outlive whoever started it, and tidies up after it.

The starter holds the other end of our standard input. When that pipe closes - stopped on purpose, crashed or killed
with -9, on any platform - the command gets its stop signal, and whatever it leaves behind is ended. The command leads
a session of its own, so that Ctrl-C in a terminal reaches the starter only and orphans can be found again.
"""

import argparse
import contextlib
import ctypes
import functools
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import psutil

_PR_SET_PDEATHSIG = 1
_PATIENCE = 20.0
"""Seconds a command may take to end after its stop signal."""


def main() -> int:
    options = _options()
    uid, gid = (int(part) for part in options.account.split(":")) if options.account else (None, None)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # only the pipe stops us; a handler, unlike SIG_IGN, is not inherited
    stop = signal.Signals[options.signal]
    child = subprocess.Popen(  # noqa: S603  the command is our starter's
        options.command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_request_on_our_death(stop),  # noqa: PLW1509  we have one thread until then
        user=uid,
        group=gid,
        extra_groups=None if uid is None else [],
    )
    threading.Thread(target=_stop_when_released, args=(child, stop), daemon=True).start()
    code = child.wait()
    _end_session(child.pid)
    for leftover in options.remove:
        shutil.rmtree(leftover, ignore_errors=True)
    return code if code >= 0 else 128 - code


def _request_on_our_death(stop: signal.Signals) -> Callable[[], object] | None:
    """Where the kernel offers it (Linux), have it send the stop signal when the leash itself is killed."""
    if sys.platform != "linux":
        return None
    return functools.partial(ctypes.CDLL(None).prctl, _PR_SET_PDEATHSIG, int(stop), 0, 0, 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m skaffa.cli.leash", description=__doc__)
    parser.add_argument("--signal", default="SIGTERM", help="what asks the command to stop")
    parser.add_argument("--account", metavar="UID:GID", help="run the command as this account (root only)")
    parser.add_argument("--remove", metavar="FOLDER", action="append", default=[], help="delete this afterwards")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def _stop_when_released(child: "subprocess.Popen[bytes]", stop: signal.Signals) -> None:
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    child.send_signal(stop)
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


def _end_session(session: int) -> None:
    """Ask the programs of a killed supervisor to stop (SIGINT is PostgreSQL's fast shutdown), then insist."""
    left = _members(session)
    for number in (signal.SIGINT, signal.SIGKILL):
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        _, left = psutil.wait_procs(left, _PATIENCE / 2)


def _members(session: int) -> list[psutil.Process]:
    members = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError, psutil.Error):
            if os.getsid(process.pid) == session:
                members.append(process)
    return members


if __name__ == "__main__":
    sys.exit(main())
