"""Reads what may be hostile in a program of its own, which may neither last, grow, write files nor know our secrets.

Nothing here needs Django: such a program imports it, too.
"""

import os
import resource
import subprocess
import sys
import tempfile


def run(program: str, *words: str, given: bytes, longest: int, most: int) -> bytes | None:
    """What a module of ours, run as a program, tells of what it is given; None where a limit has stopped it."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as told:
        source.write(given)
        source.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own program with our own words
                [sys.executable, "-I", "-m", program, *words],
                check=False,
                stdin=source,
                stdout=told,
                stderr=subprocess.DEVNULL,
                timeout=longest,
                cwd=tempfile.gettempdir(),
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            return None
        told.seek(0)
        answer = told.read(most + 1)
    return answer if ended.returncode == 0 and len(answer) <= most else None


def limit(*, seconds: int, memory: int, written: int) -> None:
    """What such a program does before it looks at anything."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
