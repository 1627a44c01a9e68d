"""/rest/attachments: résumés of candidates and applications."""

import base64
import binascii
from typing import Annotated, Literal

import msgspec

from rsc_sandbox.linkedin import syncing
from rsc_sandbox.linkedin.syncing import APPLICATION, CANDIDATE, CONTEXT, Moment
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import BadRequest, Invalid, NotFound
from rsc_sandbox.protocol.keys import Key, Shape
from rsc_sandbox.store import details

LARGEST_FILE = 10 * 1024 * 1024
_LARGEST_BATCH = 10
_REFERENCE, _KIND, _OWN, _TYPE = (
    "externalReferenceEntityId",
    "externalReferenceEntityType",
    "externalAttachmentId",
    "attachmentType",
)
_KEY = Shape((_REFERENCE, CONTEXT, _OWN, _KIND, _TYPE))
_KINDS: dict[str, details.Kind] = {"CANDIDATE": "CANDIDATE_ATTACHMENT", "APPLICATION": "APPLICATION_ATTACHMENT"}


class _Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """That the file travels as base64 in `content` is inferred from LinkedIn's SDK."""

    external_file_name: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    external_created_at: Moment
    external_last_modified_at: Moment
    file_type: Literal["TXT", "DOC", "DOCX", "PDF", "UNKNOWN"]
    contract_id: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    content: str | None = None


def batch_update(call: Call) -> Answer:
    """Create or replace; ten at most, as LinkedIn's SDK sends."""
    keys = _keys(call)
    values = batches.entities(call, _KEY, keys)
    syncing.require_enabled(call, keys)

    def put(index: int) -> None:
        key = keys[index]
        place = _place(call, key)
        parsed = validation.entity(values[key], _Attachment)
        if parsed.external_last_modified_at < parsed.external_created_at:
            raise Invalid.field("/externalLastModifiedAt", "must not be before externalCreatedAt")
        _check_content(parsed.content)
        with call.sandbox.transaction() as tx:
            if key[_KIND] == "CANDIDATE":
                syncing.require_candidate(call, tx, Key(((CANDIDATE, key[_REFERENCE]), (CONTEXT, key[CONTEXT]))))
            else:
                syncing.require_application(call, tx, Key(((APPLICATION, key[_REFERENCE]), (CONTEXT, key[CONTEXT]))))
            details.put(tx, place, key[_OWN], values[key], at=call.sandbox.now())

    return batches.update(batches.written(_KEY, keys, call), put)


def batch_delete(call: Call) -> Answer:
    keys = _keys(call)
    syncing.require_enabled(call, keys)

    def delete(index: int) -> None:
        with call.sandbox.transaction() as tx:
            if not details.remove(tx, _place(call, keys[index]), keys[index][_OWN]):
                raise NotFound(f"Attachment {keys[index][_OWN]} was never synced")

    return batches.update(batches.written(_KEY, keys, call), delete)


def _keys(call: Call) -> list[Key]:
    keys = _KEY.ids(call)
    if len(keys) > _LARGEST_BATCH:
        raise BadRequest(f"Batch size {len(keys)} is larger than {_LARGEST_BATCH}")
    return keys


def _place(call: Call, key: Key) -> details.Place:
    if key[_KIND] not in _KINDS:
        raise Invalid.field(f"/{_KIND}", f'"{key[_KIND]}" is not an enum symbol')
    if key[_TYPE] != "RESUME":
        raise Invalid.field(f"/{_TYPE}", f'"{key[_TYPE]}" is not an enum symbol')
    syncing.check_id(key, _OWN)
    return details.Place(
        application_id=call.application.id, context=key[CONTEXT], kind=_KINDS[key[_KIND]], parent=key[_REFERENCE]
    )


def _check_content(content: str | None) -> None:
    try:
        size = len(base64.b64decode(content or "", validate=True))
    except (binascii.Error, ValueError):
        raise Invalid.field("/content", "must be base64") from None
    if size > LARGEST_FILE:
        raise Invalid.field("/content", f"must not be larger than {LARGEST_FILE} bytes")


RESOURCE = Resource(
    v2=None,
    rest="attachments",
    methods={"batch_update": batch_update, "batch_delete": batch_delete},
    throttles=syncing.throttles("attachments"),
)
