"""Pictures of every page of the product, in both languages and both colour schemes: `python scripts/pictures.py`.

It plays the browser stories and the walk over every page; what they look at is kept in build/pictures, or in the folder
that is given. Nothing of it is committed.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES = [
    "tests/browser/test_every_page.py",
    "tests/browser/test_pipeline.py",
    "tests/browser/test_pools.py",
    "tests/browser/test_content.py",
    "tests/browser/test_careers.py",
    "tests/browser/test_documents.py",
    "tests/browser/test_retention.py",
]


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/pictures").resolve()
    told = {**os.environ, "SKAFFA_TEST_PICTURES": str(folder), "SKAFFA_PICTURE_EVERY_PAGE": "1"}
    played = subprocess.run(  # noqa: S603 - the list above
        [sys.executable, "-m", "pytest", "-q", "-n0", *STORIES], check=False, cwd=ROOT, env=told
    )
    pictures = sorted(folder.glob("*.png"))
    print(f"{len(pictures)} pictures in {folder}")
    return played.returncode


if __name__ == "__main__":
    sys.exit(main())
