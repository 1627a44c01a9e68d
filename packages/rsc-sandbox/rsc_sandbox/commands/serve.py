"""`rsc-sandbox serve`: one sandbox, until it is told to stop."""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import msgspec
import waitress

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config, Switches, switched
from rsc_sandbox.delivery import Courier

_ENVIRONMENT = "RSC_SANDBOX_"
_THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        f"Every option can be given as {_ENVIRONMENT}<OPTION>, --set as {_ENVIRONMENT}SET with commas.\n\n"
        "examples:\n"
        "  rsc-sandbox serve --data sandbox.sqlite --allow-plain-callbacks\n"
        "  rsc-sandbox serve --port 0 --set exports_per_seat_month=5\n"
    )
    add = parser.add_argument
    add("--host", default=_from_environment("HOST", "127.0.0.1"), help="address to listen at (127.0.0.1)")
    add("--port", type=_port, default=_from_environment("PORT", "8010"), help="port to listen at (8010; 0: any)")
    add("--data", default=_from_environment("DATA", ":memory:"), help="file to keep everything in (:memory:)")
    add("--members", type=Path, default=_from_environment("MEMBERS", None), help="CSV file with people")
    add("--www-base", default=_from_environment("WWW_BASE", None), help="address browsers use for the sandbox")
    add(
        "--allow-plain-callbacks",
        action="store_true",
        default=_from_environment("ALLOW_PLAIN_CALLBACKS", "") in {"1", "true", "yes"},
        help="push to http:// and to any port",
    )
    add(
        "--control-from-anywhere",
        action="store_true",
        default=_from_environment("CONTROL_FROM_ANYWHERE", "") in {"1", "true", "yes"},
        help="let other machines use /_sandbox/",
    )
    settings = _from_environment("SET", "") or ""
    add(
        "--set",
        action="append",
        default=[item for item in settings.split(",") if item],
        metavar="SWITCH=VALUE",
        help="one switch; see README.md",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 2: something in the arguments or the environment is wrong, and stderr says what."""
    try:
        config = _config(options)
        app = create_app(config)
        server = waitress.create_server(
            app,
            host=options.host,
            port=options.port,
            threads=_THREADS,
            ident=None,
            url_scheme=urlsplit(config.www_base).scheme or "http",  # https where something before us speaks TLS
        )
    except (ValueError, OSError) as error:
        sys.stderr.write(f"rsc-sandbox: {error}\n")
        return 2
    courier = Courier(sandbox_of(app))
    courier.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    sys.stdout.write(f"Sandbox (not LinkedIn) at {_address(server.socket)}\n")
    sys.stdout.flush()
    try:
        server.run()
    finally:
        courier.stop()
        server.close()
        sandbox_of(app).database.close()
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _from_environment(name: str, default: str | None) -> str | None:
    return os.environ.get(_ENVIRONMENT + name, default)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:  # noqa: PLR2004 -- the largest port
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _config(options: argparse.Namespace) -> Config:
    changes = dict(_switch(item) for item in options.set)
    if options.allow_plain_callbacks:
        changes["allow_plain_callbacks"] = True
    if options.members is not None and not options.members.is_file():
        raise ValueError(f"There is no file {options.members}")
    return Config(
        data=options.data,
        members=options.members,
        www_base=options.www_base or f"http://linkedin-sandbox.localhost:{options.port}",
        environment=str(options.port),
        control_from_anywhere=options.control_from_anywhere,
        switches=switched(Switches(), changes),
    )


def _switch(item: str) -> tuple[str, object]:
    """exporter_field=true, push_backoff_seconds=[1,2]; what is not JSON is text."""
    name, equals, text = item.partition("=")
    if not equals:
        raise ValueError(f"--set takes switch=value, not {item}")
    try:
        value: object = msgspec.json.decode(text)
    except msgspec.DecodeError:
        value = text
    return name.strip(), value
