"""`skaffa serve`: the web server, static files included."""

import argparse
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian import Granian
from granian.constants import Interfaces

from skaffa.cli import environment

_KILL_AFTER = 10
"""Seconds a worker may take to finish its requests before it is killed: without a limit granian waits for ever."""


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    with environment.with_database():
        Granian(
            "skaffa.config.wsgi:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=options.threads,
            workers_kill_timeout=_KILL_AFTER,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            websockets=False,
            log_access=options.access_log,
        ).serve(target_loader=load, wrap_loader=False)
    return 0


def load() -> Callable[..., Any]:
    """In a worker process: import the application, and leave when the main process is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent.sentinel,), daemon=True).start()
    return get_wsgi_application()


def _leave_after(sentinel: int) -> None:
    """End a worker whose main process was killed: it would keep the port, and nobody could stop it."""
    wait([sentinel])
    os._exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1); 0.0.0.0 behind a proxy")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes (1); about one for each processor")
    parser.add_argument("--threads", type=int, default=8, help="requests at once in each process (8)")
    parser.add_argument("--access-log", action="store_true", help="one line for each request")
    return parser
