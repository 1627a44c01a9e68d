"""The reference of all settings, made from their fields: `python -m skaffa.config.reference > docs/operations/settings.md`."""

from typing import Literal, get_args, get_origin

from skaffa.config.env import Environment

_HEAD = """# Settings

Made from `skaffa/config/env.py`; a test fails when the two differ. Each setting is an environment variable. A wrong one stops
the process at start, by name.

| variable | default | meaning |
| --- | --- | --- |
"""


def markdown() -> str:
    """The whole page, one row a setting."""
    return _HEAD + "".join(_row(name) for name in Environment.model_fields)


def _row(name: str) -> str:
    field = Environment.model_fields[name]
    variable = str(field.validation_alias or f"SKAFFA_{name.upper()}")
    default = field.get_default(call_default_factory=True, validated_data={})
    choices = f" One of: {', '.join(get_args(field.annotation))}." if get_origin(field.annotation) is Literal else ""
    shown = "" if default in ("", []) else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    return f"| `{variable}` | {shown} | {field.description}.{choices} |\n"


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201 - this module is a command
