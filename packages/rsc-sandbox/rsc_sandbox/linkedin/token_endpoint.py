"""/oauth/v2/accessToken and /oauth/v2/introspectToken (RFC 6749, RFC 7662 as LinkedIn's clients use them)."""

import hmac
import sqlite3
from collections.abc import Callable
from typing import Literal
from urllib.parse import parse_qsl

from flask import Blueprint, Request, Response, request

from rsc_sandbox.protocol import dispatch, faulting
from rsc_sandbox.protocol.call import Answer
from rsc_sandbox.protocol.errors import OAuthError, WireError
from rsc_sandbox.sandbox import Sandbox, current
from rsc_sandbox.store import applications, tokens
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.tokens import AuthCode, Token

Work = Callable[[Sandbox, dict[str, str]], dict[str, object]]

blueprint = Blueprint("token_endpoint", __name__, url_prefix="/oauth/v2")


@blueprint.post("/accessToken")
def access_token() -> Response:
    return _answer(_grant)


@blueprint.post("/introspectToken")
def introspect_token() -> Response:
    return _answer(_introspect)


def _answer(work: Work) -> Response:
    sandbox = current()
    try:
        faulting.before(sandbox, request)
        body = work(sandbox, _form(request))
    except (OAuthError, WireError) as error:
        return dispatch.respond(sandbox, request, Answer(body=error.body(), status=error.status, headers=error.headers))
    return dispatch.respond(sandbox, request, Answer(body=body, headers={"Cache-Control": "no-store"}))


def _form(request: Request) -> dict[str, str]:
    """LinkedIn's own collection labels the parent's form as text/plain [PM]."""
    content = request.get_data()
    if request.mimetype not in {"application/x-www-form-urlencoded", "text/plain"}:
        raise OAuthError("invalid_request", "The body must be application/x-www-form-urlencoded")
    pairs = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
    if len(dict(pairs)) != len(pairs):
        raise OAuthError("invalid_request", "A parameter is given twice")
    return dict(pairs)


def _grant(sandbox: Sandbox, form: dict[str, str]) -> dict[str, object]:
    _need(form, "grant_type")
    grant = _GRANTS.get(form["grant_type"])
    if grant is None:
        raise OAuthError("unsupported_grant_type", "Use client_credentials, authorization_code or refresh_token")
    with sandbox.transaction() as tx:
        return grant(sandbox, tx, _client(tx, form), form)


def _introspect(sandbox: Sandbox, form: dict[str, str]) -> dict[str, object]:
    _need(form, "token")
    with sandbox.transaction() as tx:
        application = _client(tx, form)
        token = tokens.get(tx, form["token"])
    if token is None or token.application_id != application.id:
        return {"active": False}
    status = token.status(sandbox.now())
    scope = {} if token.kind == "2L" else {"scope": _listed(token)}
    return {
        "active": status == "active",
        "status": status,
        "client_id": application.client_id,
        **scope,
        "auth_type": "2L" if token.kind == "2L" else "3L",
        "created_at": token.created_at // 1_000,
        "authorized_at": token.created_at // 1_000,
        "expires_at": token.expires_at // 1_000,
    }


def _for_application(
    sandbox: Sandbox, tx: sqlite3.Connection, application: Application, _form: dict[str, str]
) -> dict[str, object]:
    ttl = sandbox.switches.token_ttl_seconds
    token = tokens.issue(tx, kind="2L", application_id=application.id, at=sandbox.now(), ttl_seconds=ttl)
    return _told(sandbox, token)


def _for_code(
    sandbox: Sandbox, tx: sqlite3.Connection, application: Application, form: dict[str, str]
) -> dict[str, object]:
    _need(form, "code", "redirect_uri")
    code = tokens.code(tx, form["code"])
    if code is None or not _good(code, application, form["redirect_uri"], at=sandbox.now()):
        raise OAuthError(
            "invalid_grant",
            "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code, "
            "or authorization code expired or used",
        )
    tokens.use_code(tx, code.value)
    member = _issue(sandbox, tx, code, "3L")
    told = _told(sandbox, member)
    if sandbox.switches.refresh_tokens:
        told |= _told_refresh(sandbox, _issue(sandbox, tx, code, "REFRESH"))
    return {**told, "scope": _listed(member)}


def _for_refresh_token(
    sandbox: Sandbox, tx: sqlite3.Connection, application: Application, form: dict[str, str]
) -> dict[str, object]:
    _need(form, "refresh_token")
    refresh = tokens.get(tx, form["refresh_token"])
    known = refresh is not None and refresh.kind == "REFRESH" and refresh.application_id == application.id
    if refresh is None or not known or refresh.expires_at <= sandbox.now():
        raise OAuthError("invalid_grant", "The provided refresh token is invalid or expired")
    member = _issue(sandbox, tx, refresh, "3L")
    return {**_told(sandbox, member), **_told_refresh(sandbox, refresh), "scope": _listed(member)}


def _issue(
    sandbox: Sandbox, tx: sqlite3.Connection, granted: AuthCode | Token, kind: Literal["3L", "REFRESH"]
) -> Token:
    """For the member and the scopes that were granted."""
    switches = sandbox.switches
    return tokens.issue(
        tx,
        kind=kind,
        application_id=granted.application_id,
        member_id=granted.member_id,
        scope=granted.scope,
        at=sandbox.now(),
        ttl_seconds=switches.member_token_ttl_seconds if kind == "3L" else switches.refresh_token_ttl_seconds,
    )


def _told(sandbox: Sandbox, token: Token) -> dict[str, object]:
    return {"access_token": token.value, "expires_in": (token.expires_at - sandbox.now()) // 1_000}


def _told_refresh(sandbox: Sandbox, refresh: Token) -> dict[str, object]:
    """A refresh token keeps its own life however often it is used, as LinkedIn documents for its clients."""
    return {
        "refresh_token": refresh.value,
        "refresh_token_expires_in": (refresh.expires_at - sandbox.now()) // 1_000,
    }


def _listed(token: Token) -> str:
    """LinkedIn separates scopes by commas [PY]."""
    return token.scope.replace(" ", ",")


def _client(tx: sqlite3.Connection, form: dict[str, str]) -> Application:
    _need(form, "client_id", "client_secret")
    application = applications.by_client_id(tx, form["client_id"])
    secret = application.client_secret if application else ""
    if application is None or not hmac.compare_digest(secret.encode(), form["client_secret"].encode()):
        raise OAuthError("invalid_client", "Client authentication failed", status=401)
    return application


def _good(code: AuthCode, application: Application, redirect_uri: str, *, at: int) -> bool:
    bound = code.application_id == application.id and code.redirect_uri == redirect_uri
    return bound and not code.used and code.expires_at > at


def _need(form: dict[str, str], *names: str) -> None:
    for name in names:
        if not form.get(name):
            raise OAuthError("invalid_request", f'A required parameter "{name}" is missing')


_GRANTS = {
    "client_credentials": _for_application,
    "authorization_code": _for_code,
    "refresh_token": _for_refresh_token,
}
