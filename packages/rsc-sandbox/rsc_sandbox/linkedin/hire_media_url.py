"""/v2/hireMediaUrl: where to put a résumé, and the address where it is put."""

import hmac
import secrets
from typing import Annotated, Literal

import msgspec
from flask import Blueprint, Response, request

from rsc_sandbox.linkedin import gate
from rsc_sandbox.linkedin.attachments import LARGEST_FILE
from rsc_sandbox.linkedin.syncing import Contract
from rsc_sandbox.protocol import bearer, dispatch, faulting, validation
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle
from rsc_sandbox.protocol.errors import (
    BadRequest,
    Forbidden,
    MethodNotAllowed,
    NotFound,
    UnsupportedMediaType,
    WireError,
)
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import media

blueprint = Blueprint("uploads", __name__)

_UNITS = {"SECOND": 1_000, "MINUTE": 60_000, "HOUR": 3_600_000, "DAY": DAY}


class _Ttl(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    duration: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    unit: Literal["SECOND", "MINUTE", "HOUR", "DAY"]


class _Usage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What LinkedIn wants in here could not be read."""

    recruiter_system_connect_resume_parameters: dict[str, object]


class _Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    content_type: Literal["application/pdf", "application/msword", "text/plain"]
    file_name: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    blob_ttl: _Ttl
    hiring_context: Contract
    usage_parameters: _Usage


def create(call: Call) -> Answer:
    """The shape of the answer is inferred. The address works once, while the blob would live."""
    call.allow()
    body = validation.body(call.content)
    wanted = validation.entity(body, _Wanted)
    gate.require_enabled(call, wanted.hiring_context, "CSA_API")
    number, signature, at = secrets.token_hex(8), secrets.token_urlsafe(18), call.sandbox.now()
    urn = f"{media.URN}{number}"
    with call.sandbox.transaction() as tx:
        media.offer(
            tx,
            urn=urn,
            application_id=call.application.id,
            request={**body, "signature": signature},
            at=at,
            expires_at=at + wanted.blob_ttl.duration * _UNITS[wanted.blob_ttl.unit],
        )
    www = call.sandbox.config.www_base.rstrip("/")
    address = f"{www}/dms-uploads/{number}/resume?ca=vector_hire&sig={signature}"
    return Answer(body={"value": {"uploadUrl": address, "resource": urn}}, status=201)


@blueprint.route("/dms-uploads/<number>/resume", methods=["PUT", "POST", "DELETE", "PATCH"])
def upload(number: str) -> Response:
    """The file itself, at most 10 MB, with the application's token."""
    sandbox = current()
    try:
        faulting.before(sandbox, request)
        if request.method != "PUT":
            raise MethodNotAllowed("A file is uploaded with PUT")
        _keep(f"{media.URN}{number}")
    except WireError as error:
        return dispatch.respond(sandbox, request, Answer(body=error.body(), status=error.status, headers=error.headers))
    return dispatch.respond(sandbox, request, Answer(status=201))


def _keep(urn: str) -> None:
    sandbox = current()
    application, _ = bearer.identify(sandbox, request.headers.get("Authorization", ""))
    content = request.get_data()
    with sandbox.transaction() as tx:
        place = media.get(tx, urn)
        if place is None or place.application_id != application.id or place.expires_at <= sandbox.now():
            raise NotFound("The upload address is not known, or not any more")
        if not hmac.compare_digest(str(place.request["signature"]).encode(), request.args.get("sig", "").encode()):
            raise Forbidden("The signature of the upload address is wrong")
        if place.size is not None:
            raise BadRequest("The file was uploaded before")
        if request.mimetype != place.request["contentType"]:
            raise UnsupportedMediaType(f"Content-Type must be {place.request['contentType']}")
        if not 0 < len(content) <= LARGEST_FILE:
            raise BadRequest(f"A file has 1 to {LARGEST_FILE} bytes")
        media.keep(tx, urn, content)


RESOURCE = Resource(
    v2="hireMediaUrl",
    methods={"create": create},
    throttles=(Throttle(counter="hireMediaUrl.day", window=DAY, limit="requests_per_day"),),
)
