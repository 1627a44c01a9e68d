"""Puts a sandbox back to how it was when it was first started."""

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.seeds import seeding


def reset(sandbox: Sandbox) -> None:
    """Forget everything, the clock and the changed switches too, then seed."""
    with sandbox.transaction():
        sandbox.database.empty()
        seeding.seed(sandbox)
