"""The house rules that no linter knows, as ordinary tests over the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("skaffa", "packages/rsc-client/rsc_client", "packages/rsc-sandbox/rsc_sandbox")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

# Longer than the house likes, each with its reason; a line that is no longer needed fails too.
LONG_MODULES: dict[str, str] = {
    "skaffa/config/settings.py": "Django's settings are one flat list",
    "skaffa/linkedin/models.py": "What we remember of LinkedIn is one schema, and Django looks for it in one module",
    "skaffa/web/jobs/words.py": "The sentences of the timeline are one flat list, one for each kind of event",
    "packages/rsc-client/rsc_client/schemas.py": "LinkedIn's record types are one flat list, imported from one place",
}
LONG_FUNCTIONS: dict[str, str] = {}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_module_opens_with_the_sentence_that_says_what_it_is_for():
    silent = [name_of(path) for path in modules() if path.stat().st_size and not ast.get_docstring(tree_of(path))]

    assert silent == []


def test_every_init_module_is_empty():
    full = [
        name_of(path) for path in modules() if path.name == "__init__.py" and path.read_text(encoding="utf-8").strip()
    ]

    assert full == []


def test_long_modules_are_listed_with_their_reason():
    long = {name_of(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE}

    assert long - LONG_MODULES.keys() == set()
    assert {name for name in LONG_MODULES if not (ROOT / name).exists()} == set()


def test_long_functions_are_listed_with_their_reason():
    long = {
        f"{name_of(path)}:{function.name}"
        for path in modules()
        for function in functions(tree_of(path))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    }

    assert long == LONG_FUNCTIONS.keys()


def test_no_module_is_called_after_a_drawer():
    drawers = {"utils", "helpers", "common", "misc", "util", "helper"}

    assert [name_of(path) for path in modules() if path.stem in drawers] == []


@pytest.mark.parametrize("banned", ["get_object_or_404", "get_list_or_404"])
def test_pages_find_things_through_queries(banned: str):
    users = [name_of(path) for path in modules("skaffa/web") if banned in path.read_text(encoding="utf-8")]

    assert users == []


def test_pages_never_touch_a_manager():
    reaches = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("skaffa/web")
        if "management" not in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]

    assert reaches == []


def test_only_actions_and_the_integration_write():
    writers = {"save", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("skaffa")
        if path.stem not in {"actions", "tasks", "subscribers"}
        and "linkedin" not in path.parts
        and "management" not in path.parts
        and name_of(path) != "skaffa/documents/reading/reader.py"  # saves pictures to memory; it has no database
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writers
    ]

    assert found == []


def test_only_the_clock_reads_the_time():
    readers = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("skaffa", "packages/rsc-client/rsc_client")
        if name_of(path)
        not in {"skaffa/core/clock.py", "packages/rsc-client/rsc_client/auth.py"}  # the default of an injected clock
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) in {"datetime.now", "datetime.utcnow", "time.time", "timezone.now", "date.today"}
    ]

    assert readers == []


def test_nobody_hears_django_signals():
    """Hidden flow: what happened is said out loud through skaffa.core.events."""
    hearers = [name_of(path) for path in modules("skaffa") if "django.dispatch" in path.read_text(encoding="utf-8")]

    assert hearers == []
