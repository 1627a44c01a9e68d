"""What every command does first: read the settings, refuse a wrong one by its name, have a database."""

import contextlib
import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError

from skaffa.cli import embedded
from skaffa.config import database
from skaffa.config.env import Environment

_PREFIX = "SKAFFA_"
_OF_THE_TESTS = ("SKAFFA_TEST_", "SKAFFA_REAL_DATA")  # told to tests and benchmarks, which start our commands


class WrongSettings(Exception):
    """Settings are wrong; the message has a line for each."""


def read(file: Path | None = None) -> None:
    """Add the KEY=value lines of `file` to the environment; what is set there already wins."""
    if file is not None:
        if not file.is_file():
            raise WrongSettings(f"--env {file}: there is no such file")
        for name, value in dotenv_values(file, interpolate=False).items():
            os.environ.setdefault(name, value or "")


def checked() -> Environment:
    """The settings of this process, or WrongSettings with every fault named."""
    faults = list(_unknown_names())
    try:
        environment = Environment()
        database.settings(environment.database_url)
        database.email(environment.email_url)
    except ValidationError as error:
        raise WrongSettings("\n".join([*faults, *_explained(error)])) from None
    except ValueError as error:
        raise WrongSettings("\n".join([*faults, str(error)])) from None
    if faults:
        raise WrongSettings("\n".join(faults))
    return environment


@contextlib.contextmanager
def with_database() -> Iterator[Environment]:
    """Yield checked settings whose DATABASE_URL works: one's own server, or the embedded one for as long as this lasts."""
    environment = checked()
    if environment.database_url:
        yield environment
        return
    root = environment.data / "postgresql"
    with contextlib.ExitStack() as stack:
        url = embedded.running(root, "skaffa") or stack.enter_context(embedded.start(root)).url("skaffa")
        os.environ["DATABASE_URL"] = url
        yield checked()


def variable(field: str) -> str:
    """The environment variable that holds a setting."""
    alias = Environment.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"{_PREFIX}{field.upper()}"


def _unknown_names() -> Iterator[str]:
    known = [variable(field) for field in Environment.model_fields]
    for name in sorted(os.environ):
        if name.startswith(_PREFIX) and name not in known and not name.startswith(_OF_THE_TESTS):
            close = difflib.get_close_matches(name, known, 1)
            yield f"{name}: there is no such setting" + (f"; did you mean {close[0]}?" if close else "")


def _explained(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_context=False):
        said = fault["msg"].removeprefix("Value error, ")
        place = str(fault["loc"][0]) if fault["loc"] else ""
        if not place:
            yield said  # about several settings; the sentence names them
        else:
            name = variable(place) if place in Environment.model_fields else place
            yield f"{name}: {said}"
