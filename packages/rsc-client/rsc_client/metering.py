"""What a client reports about each call, before and after, so that its user can count quotas and keep a log.

Nothing reported is secret: no token, no client secret, no query string, no body.
"""

from typing import Protocol

import msgspec


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call about to be made.

    `client_id` says whose quota it counts against; `resource` is the path without keys, such as
    `v2/atsIntegrations/configurations`; `method` is the Rest.li method in upper case (`BATCH_UPDATE`), or the HTTP
    verb where there is none; `records` is how many records the call carries or asks for by key (0 for finders).
    Quotas count both requests a day and records a minute [D:sync-candidates].
    """

    client_id: str
    resource: str
    method: str
    records: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended. `status` is None without an answer; `uuid` is the header `x-li-uuid`, to be kept for support."""

    status: int | None
    seconds: float
    uuid: str | None = None


class Meter(Protocol):
    """Hears of every single HTTP request, token requests and repetitions after 401 included.

    `before` may raise to keep the call from being made; what it raises reaches the caller unchanged.
    Called from whichever thread makes the call.
    """

    def before(self, call: Call, /) -> None: ...

    def after(self, call: Call, outcome: Outcome, /) -> None: ...


class Unmetered:
    """Counts nothing."""

    def before(self, call: Call, /) -> None: ...

    def after(self, call: Call, outcome: Outcome, /) -> None: ...
