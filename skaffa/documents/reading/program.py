"""Runs the reader as a program of its own, which may neither last, grow, write files nor know our secrets."""

import os
import subprocess
import sys
import tempfile

import msgspec

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
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(content)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own program with one of our own words
                [sys.executable, "-I", "-m", "skaffa.documents.reading.reader", file_type],
                check=False,
                stdin=given,
                stdout=told,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST,
                cwd=tempfile.gettempdir(),
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(Trouble.TOO_MUCH) from error
        told.seek(0)
        answer = told.read(MOST_TOLD + 1)
    if ended.returncode != 0 or len(answer) > MOST_TOLD:
        raise Unreadable(Trouble.TOO_MUCH)  # it was stopped by a limit
    found = msgspec.msgpack.decode(answer, type=What)
    if found.trouble:
        raise Unreadable(Trouble(found.trouble))
    return found
