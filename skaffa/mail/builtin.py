"""The built-in templates: files beside this module, one for each language; nobody can change or delete them."""

from functools import cache
from pathlib import Path

from skaffa.mail.models import Kind, Recipient

_FOLDER = Path(__file__).parent / "letters"
_MARK = "=== "


def text(kind: Kind | str, recipient: Recipient | str, language: str) -> tuple[str, str]:
    """Subject and body."""
    return _texts(language)[f"{kind} {recipient}"]


@cache
def _texts(language: str) -> dict[str, tuple[str, str]]:
    """By mail type and recipient."""
    found = {}
    for section in f"\n{(_FOLDER / f'{language}.md').read_text(encoding='utf-8')}".split(f"\n{_MARK}")[1:]:
        name, subject, body = section.split("\n", 2)
        found[name.strip()] = subject.strip(), body.strip()
    return found
