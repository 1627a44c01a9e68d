"""LinkedIn as the tests of the integration meet it: the sandbox, in the same process."""

from tests.linkedin.conftest import connection, sandboxed, with_lists, world

__all__ = ["connection", "sandboxed", "with_lists", "world"]
