"""The noes of the imitated API, each as it goes over the wire: LinkedIn's envelope, or RFC 6749's at the token endpoint."""

from collections.abc import Mapping
from types import MappingProxyType


class WireError(Exception):
    """Answered as {"status", "message", "serviceErrorCode"?, "code"?}; for one id of a batch without the last."""

    status = 400
    service_error_code: int | None = None
    code: str | None = None  # LinkedIn's constant, where one is publicly known
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def whole(self, generation: str) -> dict[str, object]:
        """For a whole call: the versioned generation adds the constant."""
        return {**self.body(), "code": self.code} if generation == "rest" and self.code else self.body()

    def body(self) -> dict[str, object]:
        body: dict[str, object] = {"message": self.message, "status": self.status}
        if self.service_error_code is not None:
            body["serviceErrorCode"] = self.service_error_code
        return body


class BadRequest(WireError):
    """The call cannot be understood."""


class VersionMissing(BadRequest):
    """A versioned call must say which version it means."""

    code = "VERSION_MISSING"


class InvalidToken(WireError):
    """Nobody issued this token."""

    status = 401
    service_error_code = 65600
    code = "INVALID_ACCESS_TOKEN"


class RevokedToken(WireError):
    """The token was good until somebody took it back."""

    status = 401
    service_error_code = 65601
    code = "REVOKED_ACCESS_TOKEN"

    def __init__(self) -> None:
        super().__init__("The token used in the request has been revoked by the user")


class ExpiredToken(WireError):
    """The token was good once."""

    status = 401
    service_error_code = 65602
    code = "EXPIRED_ACCESS_TOKEN"


class Forbidden(WireError):
    """The application may not do this. The code is LinkedIn's general one for missing permissions."""

    status = 403
    service_error_code = 100
    code = "ACCESS_DENIED"


class NotEnabled(WireError):
    """The customer has not enabled the integration; the status is a switch."""

    service_error_code = 100
    code = "ACCESS_DENIED"

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class UnknownResource(WireError):
    """There is no such resource."""

    status = 404
    service_error_code = 0


class NotFound(WireError):
    """The resource exists, the entity does not."""

    status = 404


class MethodNotAllowed(WireError):
    """The resource does not offer this method."""

    status = 405


class Conflict(WireError):
    """It exists already."""

    status = 409


class UriTooLong(WireError):
    """Tunnel the query instead."""

    status = 414


class UnsupportedMediaType(WireError):
    """A body needs its content type."""

    status = 415


class Invalid(WireError):
    """The entity breaks a rule of its schema."""

    status = 422

    @classmethod
    def field(cls, path: str, reason: str) -> "Invalid":
        """In the form of LinkedIn's data validator; `path` like /title."""
        return cls(f"ERROR :: {path} :: {reason}\n")


class Throttled(WireError):
    """Too much in this window."""

    status = 429
    service_error_code = 101
    code = "TOO_MANY_REQUESTS"


class Fault(WireError):
    """Someone asked for this failure through /_sandbox/faults."""

    def __init__(self, status: int, *, retry_after: int | None = None) -> None:
        super().__init__("A fault set through the sandbox's control API.")
        self.status = status
        if retry_after is not None:
            self.headers = {"Retry-After": str(retry_after)}


class OAuthError(Exception):
    """Answered as {"error", "error_description"} (RFC 6749, 5.2)."""

    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status

    def body(self) -> dict[str, object]:
        return {"error": self.error, "error_description": self.description}
