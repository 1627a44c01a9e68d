"""Nothing a person reads is left in English only."""

import ast
import json
import re
from importlib.resources import files
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

PACKAGE = Path(str(files("rsc_sandbox")))
CALLS = {"t": 1, "tn": 2}
PLACEHOLDER = re.compile(r"{(\w+)}")


def in_python(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = node.args[: CALLS[node.func.id]]
            found |= {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}
    return found


def in_template(source: str) -> set[str]:
    found: set[str] = set()
    for node in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in CALLS:
            texts = node.args[: CALLS[node.node.name]]
            found |= {text.value for text in texts if isinstance(text, nodes.Const)}
    return found


def used() -> set[str]:
    python = [in_python(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    templates = [in_template(path.read_text("utf-8")) for path in PACKAGE.rglob("*.html")]
    return set().union(*python, *templates)


@pytest.fixture(scope="module")
def swedish() -> dict[str, str]:
    words: dict[str, str] = json.loads((PACKAGE / "locale" / "sv.json").read_text("utf-8"))
    return words


def test_every_text_has_a_swedish_translation(swedish: dict[str, str]) -> None:
    assert sorted(used() - swedish.keys()) == []
    assert [text for text, translated in swedish.items() if not translated.strip()] == []


def test_no_translation_is_left_over(swedish: dict[str, str]) -> None:
    assert sorted(swedish.keys() - used()) == []


def test_a_translation_fills_in_the_same_values(swedish: dict[str, str]) -> None:
    wrong = [
        text
        for text, translated in swedish.items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translated))
    ]

    assert wrong == []


def test_the_collector_sees_texts_in_code_and_in_templates() -> None:
    assert in_python('x = t("one" " and two") + tn("a", "b", 3)') == {"one and two", "a", "b"}
    assert in_template("""{{ t("c") if x else t('d') }} {{ parts.notice("info", t("e", n=1)) }}""") == {"c", "d", "e"}
