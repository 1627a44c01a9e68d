"""A pytest plugin that measures coverage, when asked to by --measure: of lines and of the branches between them.

SlipCover writes its marks into our own code as it is imported. Tracing, as coverage.py does it with this Python, slows
down Django and everything else that is not ours just as much: the whole run took half as long again.
What is measured, and how much of it must have been run, stands in pyproject.toml under tool.slipcover.
"""

import json
import os
import sys
from collections.abc import Generator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import pytest
import slipcover
from slipcover.config import read_config
from slipcover.importer import SlipcoverLoader

_NEVER = -1
_LOADED_FIRST = "PYTEST_PLUGINS"
_probes = pytest.StashKey[slipcover.Slipcover]()
_found = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measure", action="store_true", help="measure coverage, and fail when it is too low")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Before Django imports any of our code; xdist's workers would load this plugin too late unless told to load it first."""
    if not early_config.known_args_namespace.measure:
        return (yield)
    os.environ[_LOADED_FIRST] = __name__
    early_config.stash[_probes] = _probing()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """A worker sends what it has seen; the process that started the workers, or does without, judges the whole."""
    os.environ.pop(_LOADED_FIRST, None)  # the workers have it; processes that tests start must not
    done = yield
    if probes := session.config.stash.get(_probes, None):
        found = _together(session.config, probes.get_coverage())
        if _is_worker():
            session.config.workeroutput["measured"] = json.dumps(found)  # type: ignore[attr-defined]
        elif found["summary"]["percent_covered"] < read_config()["fail-under"]:
            session.testsfailed += 1
    return done


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    measured = getattr(node, "workeroutput", {}).get("measured")
    if measured:
        _together(node.config, json.loads(measured))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if found := config.stash.get(_found, None):
        terminalreporter.section("coverage")
        slipcover.print_coverage(found, outfile=terminalreporter, skip_covered=True, missing_width=60)
        required, reached = read_config()["fail-under"], found["summary"]["percent_covered"]
        terminalreporter.write_line(
            f"Coverage: {reached:.2f} %, required: {required} %", bold=True, red=reached < required
        )


def _probing() -> slipcover.Slipcover:
    """Marks stay where they are once they have been passed: to remove them from running code would gain little."""
    settings = read_config()
    source, omit = settings["source"], settings["omit"]
    probes = slipcover.Slipcover(
        branch=settings["branch"],
        source=None if _is_worker() else source,
        omit=omit,
        exclude_also=settings["exclude-also"],
        d_miss_threshold=_NEVER,
    )
    ours = slipcover.FileMatcher(sources=source, omit=omit)
    slipcover.ImportManager(probes, ours).__enter__()
    sys.meta_path.insert(0, _BeforePytest(probes, ours))
    return probes


class _BeforePytest(MetaPathFinder):
    """pytest would read the whole sandbox itself, because it brings a plugin, and SlipCover leaves alone what pytest reads."""

    def __init__(self, probes: slipcover.Slipcover, ours: slipcover.FileMatcher) -> None:
        self._probes, self._ours = probes, ours

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path, target) if path is not None else None
        if found is None or found.loader is None or not (found.origin and self._ours.matches(found.origin)):
            return None
        found.loader = SlipcoverLoader(self._probes, found.loader, found.origin)
        return found


def _together(config: pytest.Config, more: dict[str, Any]) -> dict[str, Any]:
    """What is known by now, with this."""
    known = config.stash.get(_found, None)
    config.stash[_found] = slipcover.merge_coverage(known, more) if known else more
    return config.stash[_found]


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ
