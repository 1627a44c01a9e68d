"""The Flask application of a sandbox: what is the same in every sandbox of a process is compiled once.

Compiling routes and templates takes longer than everything else about a sandbox in memory, and tests make one each.
"""

from collections.abc import Callable
from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

_builders: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}


class _Rule(Rule):
    """Its builder of addresses is a pure function of the route."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        key = (self.rule, repr(self.defaults), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


class _Compiled(BytecodeCache):
    """Templates by their place and their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class Site(Flask):
    url_rule_class = _Rule
    jinja_options = {"bytecode_cache": _Compiled()}
