"""What the consent page needs: is this request for a member's consent sound, and the code that answers it."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, tokens
from rsc_sandbox.store.applications import Application

KNOWN_SCOPES = frozenset({"r_liteprofile", "openid", "profile"})


class Unanswerable(Exception):
    """The request names no known application or no registered redirect address: show this, redirect nowhere."""


class Declined(Exception):
    """The request is wrong but its sender is known: redirect there."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class ConsentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A sound request; show `application.name` and `scopes` to the member."""

    application: Application
    redirect_uri: str
    state: str
    scope: str

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(self.scope.split())


def check(sandbox: Sandbox, arguments: Mapping[str, str]) -> ConsentRequest:
    """The request behind the query of /oauth/v2/authorization. Raises Unanswerable or Declined."""
    with sandbox.transaction() as tx:
        application = applications.by_client_id(tx, arguments.get("client_id", ""))
    if application is None:
        raise Unanswerable("Unknown client_id.")
    redirect_uri = arguments.get("redirect_uri", "")
    if redirect_uri not in application.redirect_urls:
        raise Unanswerable("The redirect_uri does not match a registered callback address.")
    request = ConsentRequest(
        application=application,
        redirect_uri=redirect_uri,
        state=arguments.get("state", ""),
        scope=" ".join(arguments.get("scope", "").replace(",", " ").split()),
    )
    if arguments.get("response_type") != "code":
        raise Declined(_location(request, error="unsupported_response_type", error_description="Use code."))
    if not request.scopes or not set(request.scopes) <= KNOWN_SCOPES:
        raise Declined(_location(request, error="invalid_scope", error_description="Unknown or missing scope."))
    return request


def allow(sandbox: Sandbox, request: ConsentRequest, *, member_id: int) -> str:
    """The member agrees: the address to send the browser to, with a single-use code."""
    with sandbox.transaction() as tx:
        code = tokens.grant_code(
            tx,
            application_id=request.application.id,
            member_id=member_id,
            redirect_uri=request.redirect_uri,
            scope=request.scope,
            at=sandbox.now(),
            ttl_seconds=sandbox.switches.auth_code_ttl_seconds,
        )
    return _location(request, code=code.value)


def cancel(request: ConsentRequest) -> str:
    """The member refuses: where the browser goes."""
    return _location(request, error="user_cancelled_authorize", error_description="The member refused.")


def _location(request: ConsentRequest, **answer: str) -> str:
    if request.state:
        answer["state"] = request.state
    joint = "&" if "?" in request.redirect_uri else "?"
    return f"{request.redirect_uri}{joint}{urlencode(answer)}"
