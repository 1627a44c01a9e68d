"""JSON in and out of the control API."""

from typing import TypeVar

import msgspec
from flask import Response, request

Wanted = TypeVar("Wanted")

_MOST = 1_000


class Refused(Exception):
    """Answered as {"error": message}."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def body(wanted: type[Wanted]) -> Wanted:
    """What was sent; nothing is an empty object. Refused: it is something else."""
    try:
        return msgspec.json.decode(request.get_data() or b"{}", type=wanted)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(str(error)) from None


def answer(content: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status=status, mimetype="application/json")


def count() -> int:
    """How many rows are wanted: 100 unless told."""
    return number("count", "100", most=_MOST)


def number(name: str, default: str = "", *, most: int = 2**53) -> int:
    """A positive number in the query."""
    text = request.args.get(name, default)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise Refused(f"{name} is a number from 1 to {most}.")
    return int(text)
