"""A pytest plugin that lends the whole run one throwaway PostgreSQL, unless DATABASE_URL names a server already.

Its database is migrated, and what each worker tests with begins as a copy of it.

Nor does anything wait before LinkedIn is told (SKAFFA_LINKEDIN_WAIT), here or in processes that tests start.

It is loaded from the command line options in pyproject.toml, before Django reads its settings. Processes that pytest
starts (xdist's workers, servers under test) inherit DATABASE_URL and therefore share the server.
"""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

_SERVER = pytest.StashKey[Any]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    os.environ.setdefault("SKAFFA_LINKEDIN_WAIT", "0")
    if not os.environ.get("DATABASE_URL"):
        from skaffa.cli import embedded  # noqa: PLC0415 - only now is our code measured
        from tests import migrated  # noqa: PLC0415

        root = Path(tempfile.mkdtemp(prefix="skaffa-data-"))
        migrated.lay_out(root)
        server = embedded.start_throwaway(root=root)
        early_config.stash[_SERVER] = server
        os.environ["DATABASE_URL"] = server.url(migrated.DATABASE)
        os.environ[migrated.NAMED] = migrated.DATABASE
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_SERVER, None)
    if server is not None:
        from tests import migrated  # noqa: PLC0415

        del os.environ["DATABASE_URL"], os.environ[migrated.NAMED]
        server.stop()
