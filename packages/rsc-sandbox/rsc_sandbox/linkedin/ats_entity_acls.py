"""/v2/atsEntityAcls (rest: the same name): binds secured jobs to access lists."""

import msgspec

from rsc_sandbox.linkedin import gate
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import DAY, MINUTE, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest, Invalid, NotFound
from rsc_sandbox.protocol.keys import DATA_PROVIDER, Key, Shape
from rsc_sandbox.store import acls
from rsc_sandbox.store.acls import Acl

JOB = "JOB_POSTING"
THROTTLES = (
    Throttle(counter="atsEntityAcls.day", window=DAY, limit="requests_per_day"),
    Throttle(counter="atsEntityAcls.records.minute", window=MINUTE, limit="acl_records_per_minute", records=True),
)
_KEY = Shape(("atsEntityAclId", "integrationContext", "atsEntityType", "atsEntityId"))
_LONGEST = 200


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of these entities: all is in the key."""


def batch_update(call: Call) -> Answer:
    keys = _KEY.ids(call)
    values = batches.entities(call, _KEY, keys)
    require_contexts(call, keys)

    def put(index: int) -> None:
        validation.entity(values[keys[index]], Nothing)
        check_parts(keys[index])
        with call.sandbox.transaction() as tx:
            acls.put(tx, _acl(call, keys[index]), at=call.sandbox.now())

    return batches.update(batches.written(_KEY, keys, call), put)


def batch_delete(call: Call) -> Answer:
    keys = _KEY.ids(call)
    require_contexts(call, keys)

    def delete(index: int) -> None:
        check_parts(keys[index])
        with call.sandbox.transaction() as tx:
            if not acls.remove(tx, _acl(call, keys[index])):
                raise NotFound("No such list")

    return batches.update(batches.written(_KEY, keys, call), delete)


def finder(call: Call) -> Answer:
    """The lists that secure one entity."""
    call.allow("q", "atsEntityId", "atsEntityType", DATA_PROVIDER, "integrationContext", "start", "count")
    check_criteria(call)
    context = call.one("integrationContext")
    entity_type, entity_id = call.one("atsEntityType"), call.one("atsEntityId")
    gate.require_enabled(call, context)
    with call.sandbox.transaction() as tx:
        found = acls.of_entity(
            tx,
            application_id=call.application.id,
            context=context,
            entity_type=entity_type,
            entity_id=entity_id,
        )
    return collection([_element(acl, call) for acl in found], call)


def require_contexts(call: Call, keys: list[Key]) -> None:
    for context in dict.fromkeys(key["integrationContext"] for key in keys):
        gate.require_enabled(call, context)


def check_parts(key: Key) -> None:
    if key["atsEntityType"] != JOB:
        raise Invalid.field("/atsEntityType", f'"{key["atsEntityType"]}" is not an enum symbol')
    if len(key["atsEntityAclId"]) > _LONGEST:
        raise Invalid.field("/atsEntityAclId", f"length is out of range 1...{_LONGEST}")


def check_criteria(call: Call) -> None:
    if call.one("q") != "criteria":
        raise BadRequest("Unknown finder; use criteria")
    if call.generation == "v2" and call.one(DATA_PROVIDER) != "ATS":
        raise BadRequest('"dataProvider" must be ATS')


def provider(call: Call) -> dict[str, object]:
    """What only v2 says of everything."""
    return {DATA_PROVIDER: "ATS"} if call.generation == "v2" else {}


def _acl(call: Call, key: Key) -> Acl:
    return Acl(
        application_id=call.application.id,
        context=key["integrationContext"],
        acl_id=key["atsEntityAclId"],
        entity_type=key["atsEntityType"],
        entity_id=key["atsEntityId"],
    )


def _element(acl: Acl, call: Call) -> dict[str, object]:
    return {
        "atsEntityAclId": acl.acl_id,
        "integrationContext": acl.context,
        "atsEntityType": acl.entity_type,
        "atsEntityId": acl.entity_id,
        **provider(call),
    }


RESOURCE = Resource(
    v2="atsEntityAcls",
    rest="atsEntityAcls",
    methods={"batch_update": batch_update, "batch_delete": batch_delete, "finder": finder},
    throttles=THROTTLES,
)
