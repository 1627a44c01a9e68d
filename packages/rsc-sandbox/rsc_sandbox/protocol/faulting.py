"""Calls that fail because somebody asked for it through /_sandbox/faults: before they are carried out, or after."""

from flask import Request, Response

from rsc_sandbox.protocol import bearer
from rsc_sandbox.protocol.errors import Fault, RevokedToken
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import faults, tokens


def before(sandbox: Sandbox, request: Request) -> None:
    """Refuse the call or keep it waiting. Nothing of it has been carried out."""
    path, method = request.path, verb(request)
    header = request.headers.get("Authorization", "")
    with sandbox.transaction() as tx:
        timeout = faults.strike(tx, "timeout", path=path, method=method)
        failing = None if timeout else faults.strike(tx, "status", path=path, method=method)
        refused = timeout or failing
        slow = None if refused else faults.strike(tx, "slow", path=path, method=method)
        revoked = None if refused or not header else faults.strike(tx, "revoked_token", path=path, method=method)
        if revoked:
            tokens.revoke(tx, bearer.token(header), at=sandbox.now())
    if timeout:
        sandbox.sleep(timeout.value)
        raise Fault(504)
    if failing:
        raise Fault(failing.value, retry_after=failing.retry_after)
    if slow:
        sandbox.sleep(slow.value)
    if revoked:
        raise RevokedToken


def after(sandbox: Sandbox, request: Request, response: Response) -> Response:
    """Spoil or keep back the answer of a call that has been carried out, or leave it as it is."""
    path, method = request.path, verb(request)
    with sandbox.transaction() as tx:
        lost = faults.strike(tx, "lost_answer", path=path, method=method)
        truncated = None if lost else faults.strike(tx, "truncated", path=path, method=method)
        late = None if lost or truncated else faults.strike(tx, "late_answer", path=path, method=method)
    if late:
        sandbox.sleep(late.value)
    whole: bytes = response.get_data()
    if lost:
        return _cut(response, b"", promised=max(1, len(whole)))
    if truncated and whole:
        return _cut(response, whole[: len(whole) // 2], promised=len(whole))
    return response


def verb(request: Request) -> str:
    """What the call means, also when it came as a tunnelled POST."""
    return request.headers.get("X-HTTP-Method-Override", request.method).upper()


def _cut(response: Response, content: bytes, *, promised: int) -> Response:
    """The head promises more than comes: a server that keeps to it closes the connection."""
    status = 200 if response.status_code == 204 else response.status_code  # noqa: PLR2004 -- has no body to lose
    cut = Response(content, status=status, headers=response.headers)
    cut.headers["Content-Length"] = str(promised)
    return cut
