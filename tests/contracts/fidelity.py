"""Writes docs/linkedin/fidelity.md from the contract's files: `python -m tests.contracts.fidelity`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.files import CONTRACTS, OPERATIONS, read

PAGE = CONTRACTS.parents[1] / "docs" / "linkedin" / "fidelity.md"
LEVELS = {"imitated", "simplified", "absent", "seed-only"}
SIDES = ("request", "response")
_MARK = re.compile(r"\[(?:D:[^\]]*|PM|SA|SDK|OpenAPI|PY|ORA|AE|W1|INF|C(?::[^\]]*)?|V(?::[^\]]*)?)\]")
_HEAD = """# How true the sandbox is, field by field

Written from `contracts/linkedin/` by `python -m tests.contracts.fidelity`; do not edit. What stands here by hand is in
`contracts/linkedin/fidelity.json`. [facts.md](facts.md) says what the product relies on, [client.md](client.md) what its
client takes for granted.

*Imitated*: as the source says. *Simplified*: partly, or as we assume. *Absent*: not there. *Seed-only*: in the sandbox
but not in LinkedIn's contract. A field without a level of its own has that of its operation. Behind a field stand the
marks of the facts that name it; where no fact does, those of its operation hold, shown in brackets. The marks are
explained in `contracts/linkedin/README.md`; [INF] is our assumption.
"""


def table() -> dict[str, Any]:
    """The part of the page that is written by hand."""
    return dict(read(".", "fidelity.json"))


def fields(operation: str, side: str) -> list[str]:
    """Every field of one side's body, as a path: `*` is any key of a map."""
    if not (CONTRACTS / operation / f"{side}.schema.json").exists():
        return []
    return list(dict.fromkeys(_paths(read(operation, f"{side}.schema.json"))))


def page() -> str:
    """The whole page as it must stand in docs/."""
    known = table()
    lines = [_HEAD, "## Parts without an operation", "", "| part | level | source | |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in known["parts"]]
    for operation in OPERATIONS:
        level, note = known["operations"][operation]
        lines += ["", f"## {operation}", "", f"{level.capitalize()}. {note}".strip()]
        lines += _rows(operation, level, known["fields"].get(operation, {}))
    return "\n".join(lines) + "\n"


def _rows(operation: str, level: str, own: Mapping[str, str]) -> Iterator[str]:
    facts = (CONTRACTS / operation / "SOURCE.md").read_text(encoding="utf-8").splitlines()[2:]
    whole = _marks(facts)
    yield f"Source: {whole}"
    rows = [(side, field) for side in SIDES for field in fields(operation, side)]
    if rows:
        yield from ("", "| in | field | level | source |", "| --- | --- | --- | --- |")
    for side, field in rows:
        name = field.rpartition(".")[2]
        told = _marks([fact for fact in facts if f"`{name}`" in fact])
        yield f"| {side} | `{field}` | {own.get(field, level)} | {told or f'({whole})'} |"


def _marks(facts: list[str]) -> str:
    return " ".join(dict.fromkeys(mark for fact in facts for mark in _MARK.findall(fact)))


def _paths(schema: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield before + name
        yield from _paths(inner, f"{before}{name}.")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _paths(schema["additionalProperties"], f"{before}*.")
    for inner in (*filter(None, [schema.get("items")]), *schema.get("anyOf", [])):
        yield from _paths(inner, before)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
