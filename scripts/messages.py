"""Extracts and compiles translations with Babel, so that nobody needs GNU gettext.

.venv/bin/python scripts/messages.py compile            .po -> .mo, everywhere
.venv/bin/python scripts/messages.py extract            what is in the sources -> .po, keeping what is translated
.venv/bin/python scripts/messages.py check              fails on a stale, fuzzy or empty translation
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}


@dataclass(frozen=True)
class Domain:
    """One place where translations live, and the sources they come from."""

    name: str
    locale: Path
    sources: Path
    jinja: bool

    @property
    def catalogues(self) -> list[Path]:
        return sorted(self.locale.glob(f"*/LC_MESSAGES/{self.name}.po"))


DOMAINS = [
    Domain("django", ROOT / "skaffa/locale", ROOT / "skaffa", jinja=False),
    Domain(
        "messages",
        ROOT / "packages/rsc-sandbox/rsc_sandbox/locale",
        ROOT / "packages/rsc-sandbox/rsc_sandbox",
        jinja=True,
    ),
]


def main() -> int:
    commands = {"compile": _compile, "extract": _extract, "check": _check}
    return sum(commands[sys.argv[1]](domain) for domain in DOMAINS)


def _compile(domain: Domain) -> int:
    for path in domain.catalogues:
        catalogue = _read(path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def _extract(domain: Domain) -> int:
    fresh = _template(domain)
    for path in domain.catalogues:
        catalogue = _read(path)
        catalogue.update(fresh, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    return 0


def _check(domain: Domain) -> int:
    known = {message.id for message in _template(domain) if message.id}
    faults = []
    for path in domain.catalogues:
        catalogue = {message.id: message for message in _read(path) if message.id}
        place = path.relative_to(ROOT)
        faults += [f"{place}: not in the catalogue: {text!r}" for text in sorted(map(str, known - set(catalogue)))]
        faults += [f"{place}: no longer used: {text!r}" for text in sorted(map(str, set(catalogue) - known))]
        faults += [
            f"{place}: not translated: {m.id!r}" for m in catalogue.values() if m.fuzzy or not all(_strings(m.string))
        ]
    print(*faults, sep="\n", end="\n" if faults else "")
    return int(bool(faults))


def _strings(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def _template(domain: Domain) -> Catalog:
    catalogue = Catalog()
    for path in sorted(domain.sources.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "locale" not in path.parts and "static" not in path.parts:
            for message, context in _messages(path, jinja=domain.jinja):
                catalogue.add(message, context=context)
    return catalogue


def _messages(path: Path, *, jinja: bool) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text()
    if path.suffix == ".py":
        method = "python"
    elif jinja:
        method = "jinja2.ext:babel_extract"
    else:  # Django's own translation of a template into something xgettext reads as Python
        method, source = "python", template.templatize(source, origin=str(path))
        source = "\n".join(line.lstrip() for line in source.splitlines())  # indentation means something to Python only
    options = {"newstyle_gettext": "true", "trimmed": "true"}
    for _line, message, _comments, context in extract(method, io.BytesIO(source.encode()), KEYWORDS, options=options):
        yield message, context


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    sys.exit(main())
