"""A Chromium for the tests that need one, and a place for the pictures they leave."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.story import PATIENCE


@pytest.fixture(scope="package")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The Chromium of this machine, one for all stories; without one these tests fail and say so.

    The database is there first: while Playwright runs, Django takes this thread for another one, with connections of
    its own, and whoever made the database closes only theirs when it goes.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, (
        "No Chromium on PATH: `make test` installs one on Debian and Ubuntu as root; elsewhere install it yourself."
    )
    expect.set_options(timeout=PATIENCE)
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures go: of everything that is looked at into the folder SKAFFA_TEST_PICTURES names, else of failures alone."""
    return Path(os.environ.get("SKAFFA_TEST_PICTURES", "build/pictures"))


@pytest.fixture(scope="module", autouse=True)
def _one_thread_for_both() -> Iterator[None]:
    """Playwright keeps an event loop in our thread, in which Django would refuse to ask the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
