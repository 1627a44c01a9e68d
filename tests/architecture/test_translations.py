"""Everything a user reads exists in Swedish: no text is missing, empty, fuzzy or left over, and placeholders agree."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "skaffa/locale/sv/LC_MESSAGES/django.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
_TAG = re.compile(r"</?\w+>")


def _texts(value: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def _messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        catalogue: Catalog = read_po(file, locale="sv", abort_invalid=True)
    return [message for message in catalogue if message.id]


def test_every_text_in_the_sources_is_translated():
    told = subprocess.run(
        [sys.executable, ROOT / "scripts/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    ours = [line for line in told.stdout.splitlines() if line.startswith("skaffa/")]
    assert not ours, "\n".join(["Run `make messages`, then translate:", *ours])
    assert not told.stderr


def test_placeholders_and_markup_survive_translation():
    wrong = [
        message.id
        for message in _messages()
        for translated in _texts(message.string)
        if set(_PLACEHOLDER.findall(translated)) != set(_PLACEHOLDER.findall("".join(_texts(message.id))))
        or sorted(_TAG.findall(translated)) != sorted(_TAG.findall(_texts(message.id)[0]))
    ]

    assert not wrong


@pytest.mark.parametrize("word", ["prospekt", "applikant", "dashboard", "notis", "recruiters", "användar center"])
def test_swedish_follows_the_glossary(word: str):
    found = [message.string for message in _messages() if word in "".join(_texts(message.string)).lower()]

    assert not found
