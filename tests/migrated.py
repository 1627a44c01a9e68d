"""A PostgreSQL that has been migrated, made once and kept in build/ until a migration changes; tests begin with copies.

To create one and migrate it takes ten seconds of a processor, for each of xdist's workers and for each demo that is
started; to copy it, a tenth of one. Who comes while it is being made waits.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skaffa.cli import embedded, programs

DATABASE = "skaffa"
NAMED = "TEST_DATABASE_MIGRATED"
"""The variable that tells workers its name, where there is one."""
_ROOT = Path(__file__).parents[1]
_HOME = _ROOT / "build" / "migrated"


def lay_out(root: Path) -> None:
    """Put a copy where embedded.prepare(root) would otherwise create an empty server."""
    account = programs.account()
    root.mkdir(parents=True, exist_ok=True)
    place = embedded.reachable(root.resolve(), account)
    with _alone():
        _copy(_made(), place)
    if account is not None:
        for path in (place / "secret", place / "data", *(place / "data").rglob("*")):
            account.own(path)


@contextmanager
def _alone() -> Iterator[None]:
    _HOME.mkdir(parents=True, exist_ok=True)
    with (_HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made() -> Path:
    """The kept one, which is made first when there is none for these migrations."""
    kept = _HOME / _digest()
    if not kept.exists():
        for outdated in (path for path in _HOME.iterdir() if path.is_dir()):
            shutil.rmtree(outdated)
        with tempfile.TemporaryDirectory() as folder:
            with embedded.start(Path(folder) / "server", **embedded.THROWAWAY) as server:
                _migrate(server.url(DATABASE))
            _copy(server.cluster.root, kept.with_suffix(".unfinished"))
            shutil.rmtree(server.cluster.root)
        kept.with_suffix(".unfinished").rename(kept)
    return kept


def _migrate(url: str) -> None:
    command = [sys.executable, "-m", "skaffa.cli.main", "migrate"]
    told = subprocess.run(
        command, env={**os.environ, "DATABASE_URL": url}, cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def _copy(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    shutil.copy2(source / "secret", target / "secret")
    shutil.copytree(source / "data", target / "data")


def _digest() -> str:
    """Of all that decides what is in it: migrations, ours and those of the packages, and the server's version."""
    inputs = [*sorted(_ROOT.glob("skaffa/*/migrations/*.py")), _ROOT / "requirements.lock"]
    digest = hashlib.sha256(str(programs.major(programs.binaries(programs.account()))).encode())
    for path in inputs:
        digest.update(f"{path.relative_to(_ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
