"""Runs the reader as a program of its own, which may neither last, grow, write files nor know our secrets."""

import msgspec

from skaffa.core import apart
from skaffa.documents.models import Trouble
from skaffa.documents.reading.reader import What

LONGEST = 60
"""Seconds by the clock; the reader's own limit of processor time is shorter."""
MOST_TOLD = 60 * 1024 * 1024
"""Bytes of its answer."""


class Unreadable(Exception):
    """The file cannot be read, and why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(str(trouble))


def read(file_type: str, content: bytes) -> What:
    """What is in a file nobody vouches for; raises Unreadable."""
    answer = apart.run("skaffa.documents.reading.reader", file_type, given=content, longest=LONGEST, most=MOST_TOLD)
    if answer is None:
        raise Unreadable(Trouble.TOO_MUCH)
    found = msgspec.msgpack.decode(answer, type=What)
    if found.trouble:
        raise Unreadable(Trouble(found.trouble))
    return found
