"""Pictures of every page of the product, in both languages and both colour schemes: `python scripts/pictures.py`.

It plays the browser stories that need no demo, and the walk over every page; what they look at is kept in
build/pictures, or in the folder that is given. Nothing of it is committed.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES = ["tests/browser", "-m", "browser and not processes"]


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/pictures").resolve()
    told = {**os.environ, "SKAFFA_TEST_PICTURES": str(folder)}
    played = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", *STORIES], check=False, cwd=ROOT, env=told
    )
    pictures = sorted(folder.glob("*.png"))
    print(f"{len(pictures)} pictures in {folder}")
    return played.returncode


if __name__ == "__main__":
    sys.exit(main())
