"""One call as a resource sees it, and its answer: the same whether it came plain or tunnelled, in v2 or in rest."""

import sqlite3
from collections.abc import Callable, Mapping

import msgspec

from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.tokens import Token

DAY = 86_400_000
MINUTE = 60_000


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is the path segment after the resource, `pairs` the decoded query in its order.

    `raw_ids` are the values of `ids` as they came: protocol 2.0.0 encodes inside its lists.
    """

    sandbox: Sandbox
    application: Application
    token: Token
    generation: str  # "v2" or "rest"
    key: str | None
    pairs: tuple[tuple[str, str], ...]
    raw_ids: tuple[str, ...]
    content: bytes

    def one(self, name: str) -> str:
        """The single value of a query parameter that must be there."""
        value = self.optional(name)
        if not value:
            raise BadRequest(f"Parameter '{name}' is required")
        return value

    def optional(self, name: str) -> str | None:
        values = [value for key, value in self.pairs if key == name]
        if len(values) > 1:
            raise BadRequest(f"Parameter '{name}' may be given once")
        return values[0] if values else None

    def many(self, name: str) -> list[str]:
        """A parameter that may be repeated, or be a List(...) in rest."""
        values = [value for key, value in self.pairs if key == name]
        if len(values) == 1 and values[0].startswith("List(") and values[0].endswith(")"):
            values = values[0][5:-1].split(",")
        if not all(values):
            raise BadRequest(f"Parameter '{name}' must not be empty")
        return values

    def moment(self, name: str) -> int:
        """Milliseconds in a query parameter that must be there."""
        text = self.one(name)
        if not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 -- no date is longer
            raise BadRequest(f"Parameter '{name}' must be milliseconds since 1970")
        return int(text)

    def allow(self, *names: str) -> None:
        """Refuse query parameters the method does not know."""
        unknown = {key for key, _ in self.pairs} - set(names) - {"fields"}
        if unknown:
            raise BadRequest(f"Unknown parameter '{min(unknown)}'")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """`body` is what becomes JSON; None: an empty body."""

    body: Mapping[str, object] | None = None
    status: int = 200
    headers: Mapping[str, str] = {}


Handler = Callable[[Call], Answer]
Opening = Callable[[Sandbox, sqlite3.Connection], None]


class Throttle(msgspec.Struct, frozen=True, kw_only=True):
    """At most `limit` (a switch's name) calls, or records, in each window; shared by all with the same counter."""

    counter: str
    window: int
    limit: str
    records: bool = False


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A resource by its name in each generation; None: it does not exist there.

    `sub` names a sub-resource of it in v2; rest has no sub-resources, but resources of their own.
    """

    v2: str | None
    rest: str | None = None
    sub: str | None = None
    methods: Mapping[str, Handler]
    throttles: tuple[Throttle, ...] = ()
    rest_throttles: tuple[Throttle, ...] | None = None  # where LinkedIn counts the versioned generation by itself
    v2_only: frozenset[str] = frozenset()  # methods that LinkedIn did not carry over into the versioned generation
    caller: str = "child"  # whose token it takes: parent, child, member
    may_leave_unsaid: bool = False  # LinkedIn's own collection sends no x-restli-method here
    untyped: frozenset[str] = frozenset()  # methods whose body LinkedIn's own collection sends without saying JSON

    def offered(self, generation: str) -> frozenset[str]:
        """The names of its methods in that generation."""
        return frozenset(self.methods) - (self.v2_only if generation == "rest" else frozenset())

    def throttles_of(self, generation: str) -> tuple[Throttle, ...]:
        return self.rest_throttles if generation == "rest" and self.rest_throttles is not None else self.throttles

    @property
    def name(self) -> str:
        """One name for both generations: v2's, with the sub-resource, where there is one."""
        return "/".join(part for part in (self.v2 or self.rest, self.sub) if part)


def collection(elements: list[dict[str, object]], call: Call) -> Answer:
    """A finder's answer, cut to the page that start and count ask for."""
    start, count = _natural(call, "start", 0), _natural(call, "count", 10)
    page = [projected(element, call) for element in elements[start : start + count]]
    paging = {"start": start, "count": count, "links": [], "total": len(elements)}
    return Answer(body={"elements": page, "paging": paging})


def projected(element: dict[str, object], call: Call) -> dict[str, object]:
    """Only the top-level fields that `fields` names."""
    fields = call.optional("fields")
    return element if fields is None else {name: element[name] for name in fields.split(",") if name in element}


def _natural(call: Call, name: str, default: int) -> int:
    text = call.optional(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 -- more is no page
        raise BadRequest(f"Parameter '{name}' must be a natural number")
    return int(text)
