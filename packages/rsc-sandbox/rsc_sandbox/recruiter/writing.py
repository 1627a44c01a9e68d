"""Texts that people write into forms: how they arrive, and what may be wrong with them."""

from flask import request

from rsc_sandbox.recruiter.words import t


def text(name: str) -> str:
    """Of several lines; without the empty space around it."""
    return request.form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def line(name: str) -> str:
    """Of one line."""
    return " ".join(text(name).split())


def error(written: str, longest: int, empty: str) -> str:
    """What is wrong, for a person to read: `empty` when nothing was written; nothing is wrong: an empty string."""
    if not written.strip():
        return empty
    over = len(written) > longest
    return t("At most {n} characters; you have written {m}.", n=longest, m=len(written)) if over else ""
