"""The sandbox and the client stand alone: each as its wheel, in a Python that knows nothing of the product."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = Path(__file__).resolve().parents[2] / "packages"
FOREIGN = ("django", "ninja", "procrastinate", "psycopg", "skaffa", "pytest")

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
IMPORT_ALL = """
import importlib, importlib.abc, pkgutil, sys
package, foreign = sys.argv[1], set(sys.argv[2].split(","))

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in foreign:
            raise ImportError(f"{name} is not installed here")

sys.meta_path.insert(0, Refuse())
root = importlib.import_module(package)
for module in pkgutil.walk_packages(root.__path__, package + "."):
    if module.name not in {"rsc_sandbox.__main__", "rsc_sandbox.pytest_plugin"}:
        importlib.import_module(module.name)
print(root.__file__)
"""
EXPORT = """
import sys
sys.argv = ["", "rsc_sandbox", sys.argv[1]]
exec(sys.stdin.read())
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.scenarios import loading
app = create_app()
made = loading.load(app, sandbox_of(app), "closed-accounts")
page = app.test_client().get("/?lang=sv")
print(made.exports, page.status_code, "Det är inte LinkedIn" in page.get_data(as_text=True))
"""


@pytest.fixture
def installed(tmp_path):
    """Unpack a package's freshly built wheel; run Python where its packages are found first."""

    def installed(name):
        built = subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=PACKAGES / name,
        )
        place = tmp_path / name
        with zipfile.ZipFile(tmp_path / built.stdout.split()[-1]) as wheel:
            wheel.extractall(place)
        return place

    return installed


def python(place, *arguments, given=""):
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # it is a copy
    environment = {**unmeasured, "PYTHONPATH": str(place), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=place,
        input=given,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.processes
def test_the_sandbox_needs_neither_the_product_nor_its_database(installed):
    place = installed("rsc-sandbox")

    told = python(place, "-c", EXPORT, ",".join((*FOREIGN, "rsc_client")), given=IMPORT_ALL)

    assert told == [str(place / "rsc_sandbox" / "__init__.py"), "10", "200", "True"]
    (about,) = place.glob("rsc_sandbox-*.dist-info")
    entries = (about / "entry_points.txt").read_text(encoding="utf-8")
    assert "rsc-sandbox = rsc_sandbox.__main__:main" in entries
    assert "rsc_sandbox = rsc_sandbox.pytest_plugin" in entries


@pytest.mark.processes
def test_the_client_needs_httpx_and_msgspec_only(installed):
    place = installed("rsc-client")

    told = python(place, "-c", IMPORT_ALL, "rsc_client", ",".join((*FOREIGN, "rsc_sandbox", "flask", "waitress")))

    assert told == [str(place / "rsc_client" / "__init__.py")]
