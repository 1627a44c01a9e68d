"""What can go wrong with a call, as one tree, and what can go wrong with one record of a batch, as a value.

```text
LinkedInError
├── NotSent               the client refused to send it: foreign host, batch over 100, the same key twice
├── MalformedResponse     LinkedIn answered, but not in the documented shape
├── Unavailable           no answer, no connection, or HTTP 5xx: try again later
│   └── TimedOut          no answer in time: LinkedIn may still carry it out
└── Refused               LinkedIn understood the call and said no
    ├── Unauthorized      401: the token or the secret is not accepted (for API calls: twice, with a new token)
    ├── Forbidden         403: the application lacks the product, or the customer has not enabled the integration
    ├── NotFound          404: also an export request that has expired
    ├── Throttled         429: a quota is used up; `retry_after` where LinkedIn says it
    └── Rejected          any other answer that is not 2xx, redirects included
```

Sources: LinkedIn's Rest.li error envelope `{"status", "message", "serviceErrorCode"}` [AE] [SDK], a string `code` in newer
resources [SDK]; the token endpoint's `{"error", "error_description"}` as in RFC 6749 [INF].
"""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Generic, TypeVar

import msgspec

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class LinkedInError(Exception):
    """A call to LinkedIn did not do what was asked."""


class NotSent(LinkedInError):
    """The client refused to send this: nothing has left the process."""


class MalformedResponse(LinkedInError):
    """What LinkedIn sent cannot be read: not JSON, a required field missing, or a value of another type."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what}: {reason}")
        self.what = what
        self.reason = reason


class Unavailable(LinkedInError):
    """LinkedIn gave no answer, or an answer of 5xx; the call may or may not have had its effect."""

    def __init__(self, reason: str, *, status: int | None = None, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class TimedOut(Unavailable):
    """The call was sent, and we stopped waiting: LinkedIn may carry it out at any moment, after whatever is sent next."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What LinkedIn said when it said no.

    `code` is the newer resources' constant, or the token endpoint's `error`; `uuid` is the response header
    `x-li-uuid`, which LinkedIn's support asks for [D:rsc-support-resources].
    """

    status: int
    message: str = ""
    service_error_code: int | None = None
    code: str | None = None
    uuid: str | None = None
    retry_after: timedelta | None = None


class Refused(LinkedInError):
    """LinkedIn understood the call and refused it; `refusal` holds everything it said."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"HTTP {refusal.status} {refusal.message}".rstrip())
        self.refusal = refusal

    @property
    def status(self) -> int:
        return self.refusal.status

    @property
    def message(self) -> str:
        return self.refusal.message

    @property
    def service_error_code(self) -> int | None:
        return self.refusal.service_error_code


class Unauthorized(Refused):
    """401: the token, or the application's id and secret, are not accepted."""


class Forbidden(Refused):
    """403: the application may not do this, or the customer has not enabled the integration."""


class NotFound(Refused):
    """404: no such resource, or a request id that has expired."""


class Throttled(Refused):
    """429: a quota is used up; per-day quotas start again at 00:00 UTC."""

    @property
    def retry_after(self) -> timedelta | None:
        return self.refusal.retry_after


class Rejected(Refused):
    """The call is not acceptable as it stands; repeating it unchanged is pointless."""


_BY_STATUS: dict[int, type[Refused]] = {401: Unauthorized, 403: Forbidden, 404: NotFound, 429: Throttled}
_BAD_CREDENTIALS = "invalid_client"


def refused(refusal: Refusal) -> Refused:
    """The exception for what LinkedIn said; the token endpoint may say 400 to a wrong secret (RFC 6749) [INF]."""
    if refusal.code == _BAD_CREDENTIALS:
        return Unauthorized(refusal)
    return _BY_STATUS.get(refusal.status, Rejected)(refusal)


def _may_pass(status: int) -> bool:
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


class ItemError(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Why one record of a batch was not done; `status` is None when LinkedIn's answer does not mention the record.

    Shape by Rest.li convention: `{"status": 422, "message": "...", "serviceErrorCode": 0}` [PY] [INF].
    """

    status: int | None = None
    message: str = ""
    service_error_code: int | None = None
    code: str | None = None

    @property
    def transient(self) -> bool:
        """Whether it is worth sending the same record again."""
        return self.status is None or _may_pass(self.status)


class BatchResult(msgspec.Struct, Generic[KeyT, ValueT], frozen=True):
    """What became of each record of a batch: every key that was asked for is in exactly one of the two maps."""

    results: dict[KeyT, ValueT]
    errors: dict[KeyT, ItemError]

    def __iter__(self) -> Iterator[KeyT]:
        yield from self.results
        yield from self.errors

    @property
    def complete(self) -> bool:
        """Whether every record succeeded."""
        return not self.errors
