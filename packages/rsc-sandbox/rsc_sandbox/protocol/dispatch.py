"""From a request to the method of a resource and back: identity, limits, faults, errors and the log of calls."""

import base64
import re
import uuid
from collections.abc import Collection, Sequence

import msgspec
from flask import Request, Response

from rsc_sandbox.protocol import bearer, faulting, throttle, tunnel, witness
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import (
    BadRequest,
    MethodNotAllowed,
    UnknownResource,
    UnsupportedMediaType,
    VersionMissing,
    WireError,
)
from rsc_sandbox.protocol.tunnel import Sent
from rsc_sandbox.protocol.witness import Seen
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, calls
from rsc_sandbox.store.calls import NewCall

_MUST_SAY = frozenset({"batch_update", "batch_partial_update", "batch_create"})
_BATCHES = {
    "GET": {"batch_get"},
    "PUT": {"batch_update"},
    "POST": {"batch_partial_update"},
    "DELETE": {"batch_delete"},
}
_KEYED = {"GET": {"get"}, "PUT": {"update"}, "POST": {"partial_update"}, "DELETE": {"delete"}}
_PLAIN = {"GET": {"get"}, "POST": {"create", "batch_create"}}
_VERSION = re.compile(r"20\d\d(0[1-9]|1[0-2])(\.\d\d)?")  # 202508, and 202508.02
_SECRETS = re.compile(
    r'("(?:client_secret|access_token|refresh_token)"\s*:\s*")[^"]*|'
    r"((?:^|&)(?:client_secret|refresh_token|code|token)=)[^&]*"
)


def answer(sandbox: Sandbox, request: Request, resources: Sequence[Resource], generation: str, path: str) -> Response:
    """Everything under /v2/ and /rest/."""
    seen = Seen(generation=generation)
    try:
        result = _result(sandbox, request, resources, (generation, path), seen)
    except WireError as error:
        result = Answer(body=error.whole(generation), status=error.status, headers=error.headers)
    return respond(sandbox, request, result, seen)


def _result(
    sandbox: Sandbox, request: Request, resources: Sequence[Resource], place: tuple[str, str], seen: Seen
) -> Answer:
    generation, path = place
    faulting.before(sandbox, request)  # a failure that was asked for shows nothing of the vendor
    seen.application_id, seen.token = bearer.owner(sandbox, request.headers.get("Authorization", ""))
    sent = tunnel.unwrap(request)
    seen.tunnelled = tunnel.OVERRIDE in request.headers
    resource, key = _resource(resources, generation, path)
    seen.resource, seen.content = resource.name, sent.content
    if generation == "rest":
        _check_version(request)
    application, token = bearer.identify(sandbox, request.headers.get("Authorization", ""))
    bearer.check_kind(application, token, resource.caller)
    seen.pairs = pairs = sent.pairs()
    seen.method = _method(sent, pairs, key, resource, generation)
    throttle.charge(sandbox, application.id, resource.throttles_of(generation), records=_records(sent))
    return resource.methods[seen.method](
        Call(
            sandbox=sandbox,
            application=application,
            token=token,
            generation=generation,
            key=key,
            pairs=pairs,
            raw_ids=sent.raw_ids(),
            content=sent.content,
        )
    )


def respond(sandbox: Sandbox, request: Request, result: Answer, seen: Seen | None = None) -> Response:
    """Write the answer down and send it, with the id that LinkedIn's support asks for."""
    content = b"" if result.body is None else msgspec.json.encode(result.body)
    li_uuid = base64.b64encode(uuid.uuid4().bytes).decode()
    response = Response(content, status=result.status, mimetype="application/json", headers=dict(result.headers))
    if result.body is None:
        del response.headers["Content-Type"]
    response.headers["x-li-uuid"] = li_uuid
    with sandbox.transaction() as tx:
        _write_down(sandbox, request, result.status, content, li_uuid)
        witness.observe(tx, seen or Seen(), result, li_uuid=li_uuid, at=sandbox.now())
    return faulting.after(sandbox, request, response)


def _resource(resources: Sequence[Resource], generation: str, path: str) -> tuple[Resource, str | None]:
    name, *rest = path.split("/")
    for resource in resources:
        known = resource.v2 if generation == "v2" else resource.rest
        if known != name:
            continue
        sub = resource.sub if generation == "v2" else None
        if sub is None and len(rest) <= 1:
            return resource, rest[0] if rest else None
        if sub is not None and rest[1:] == [sub]:
            return resource, rest[0]
    raise UnknownResource(f"Resource {name} does not exist")


def _check_version(request: Request) -> None:
    if not _VERSION.fullmatch(request.headers.get("LinkedIn-Version", "")):
        raise VersionMissing("A version must be present; say it in the header LinkedIn-Version")
    if request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
        raise BadRequest("X-Restli-Protocol-Version must be 2.0.0")


def _method(sent: Sent, pairs: Sequence[tuple[str, str]], key: str | None, resource: Resource, generation: str) -> str:
    """Rest.li's name of what is asked; a batch that writes must say so in its header."""
    offered: Collection[str] = resource.offered(generation)
    possible = _possible(sent.method, {name for name, _ in pairs}, keyed=key is not None)
    said = sent.restli_method
    if said and said not in possible:
        raise BadRequest(f"x-restli-method {said} does not fit the request")
    fitting = {said} if said else possible & set(offered)
    if not fitting <= set(offered) or not fitting:
        raise MethodNotAllowed(f"Method {said or sent.method} is not supported by this resource")
    method = fitting.pop()
    if not said and method in _MUST_SAY and not resource.may_leave_unsaid:
        raise BadRequest(f"x-restli-method is required; use {method}")
    types = {"application/json", *(("", "text/plain") if method in resource.untyped else ())}
    if sent.method in {"PUT", "POST"} and sent.content_type not in types:
        raise UnsupportedMediaType("Content-Type must be application/json")
    return method


def _possible(verb: str, names: set[str], *, keyed: bool) -> set[str]:
    if any(name.startswith("ids") for name in names):
        return _BATCHES.get(verb, set())
    if verb == "GET" and "q" in names:
        return {"finder"}
    return (_KEYED if keyed else _PLAIN).get(verb, set())


def _records(sent: Sent) -> int:
    """How many entities the call carries, for the throttles that count records."""
    try:
        body = msgspec.json.decode(sent.content, type=dict[str, msgspec.Raw]) if sent.content else {}
        listed = msgspec.json.decode(body["elements"], type=list[msgspec.Raw]) if "elements" in body else []
        mapped = msgspec.json.decode(body["entities"], type=dict[str, msgspec.Raw]) if "entities" in body else {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return 1
    return len(listed) + len(mapped) or 1


def _write_down(sandbox: Sandbox, request: Request, status: int, content: bytes, li_uuid: str) -> None:
    switches = sandbox.switches
    most = switches.call_characters
    with sandbox.transaction() as tx:
        calls.add(
            tx,
            NewCall(
                at=sandbox.now(),
                li_uuid=li_uuid,
                application_id=_application_id(sandbox, request),
                method=faulting.verb(request)[:20],
                path=request.path[:most],
                query=_hidden(request.query_string, most),
                restli_method=request.headers.get("X-RestLi-Method", "")[:40],
                body=_hidden(request.get_data(), most),
                status=status,
                answer=_hidden(content, most),
            ),
            kept=switches.calls_kept,
        )


def _application_id(sandbox: Sandbox, request: Request) -> int | None:
    header = request.headers.get("Authorization")
    if header is not None:
        try:
            return bearer.identify(sandbox, header)[0].id
        except WireError:
            return None
    with sandbox.transaction() as tx:
        application = applications.by_client_id(tx, request.form.get("client_id", ""))
    return application.id if application else None


def _hidden(content: bytes, most: int) -> str:
    """Readable, without secrets, cut off."""
    text = content[: 4 * most].decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return _SECRETS.sub(lambda match: (match[1] or match[2]) + "(hidden)", text)[:most]
