"""A pytest plugin that lends the whole run one throwaway PostgreSQL, unless DATABASE_URL names a server already.

Nor does anything wait before LinkedIn is told (SKAFFA_LINKEDIN_WAIT), here or in processes that tests start.

It is loaded from the command line options in pyproject.toml, before Django reads its settings. Processes that pytest
starts (xdist's workers, servers under test) inherit DATABASE_URL and therefore share the server.
"""

import os
from collections.abc import Generator

import pytest

from skaffa.cli import embedded

_SERVER = pytest.StashKey[embedded.Server]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    os.environ.setdefault("SKAFFA_LINKEDIN_WAIT", "0")
    if not os.environ.get("DATABASE_URL"):
        server = embedded.start_throwaway()
        early_config.stash[_SERVER] = server
        os.environ["DATABASE_URL"] = server.url("skaffa")
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_SERVER, None)
    if server is not None:
        del os.environ["DATABASE_URL"]
        server.stop()
