"""JSON in and out of the control API."""

from typing import TypeVar

import msgspec
from flask import Response, request

Wanted = TypeVar("Wanted")


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


def query(wanted: type[Wanted]) -> Wanted:
    """What stands in the query. Refused: something is missing, unknown or of the wrong kind."""
    try:
        return msgspec.convert(request.args.to_dict(), wanted, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(str(error)) from None


def answer(content: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status=status, mimetype="application/json")
