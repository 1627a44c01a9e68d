"""/v2/atsEntityAclAssignees (rest: the same name): puts members on access lists."""

from rsc_sandbox.linkedin import gate
from rsc_sandbox.linkedin.ats_entity_acls import (
    THROTTLES,
    Nothing,
    check_criteria,
    check_parts,
    provider,
    require_contexts,
)
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource, collection
from rsc_sandbox.protocol.errors import Invalid, NotFound
from rsc_sandbox.protocol.keys import DATA_PROVIDER, Key, Shape
from rsc_sandbox.store import acls
from rsc_sandbox.store.acls import Assignee
from rsc_sandbox.store.members import PERSON, Member

_KEY = Shape(("atsEntityAclId", "integrationContext", "assignee", "atsEntityType"))


def batch_update(call: Call) -> Answer:
    keys = _KEY.ids(call)
    values = batches.entities(call, _KEY, keys)
    require_contexts(call, keys)

    def assign(index: int) -> None:
        validation.entity(values[keys[index]], Nothing)
        assignee = _assignee(call, keys[index])
        with call.sandbox.transaction() as tx:
            if acls.others_of_member(tx, assignee) >= call.sandbox.switches.acls_per_user:
                raise Invalid.field("/assignee", f"is on {call.sandbox.switches.acls_per_user} lists already")
            acls.assign(tx, assignee, at=call.sandbox.now())

    return batches.update(batches.written(_KEY, keys, call), assign)


def batch_delete(call: Call) -> Answer:
    keys = _KEY.ids(call)
    require_contexts(call, keys)

    def unassign(index: int) -> None:
        assignee = _assignee(call, keys[index])
        with call.sandbox.transaction() as tx:
            if not acls.unassign(tx, assignee):
                raise NotFound("The member is not on the list")

    return batches.update(batches.written(_KEY, keys, call), unassign)


def finder(call: Call) -> Answer:
    """The lists a member is on."""
    call.allow("q", "assignee", DATA_PROVIDER, "integrationContext", "start", "count")
    check_criteria(call)
    context, urn = call.one("integrationContext"), call.one("assignee")
    gate.require_enabled(call, context)
    member = _member(call, urn)
    with call.sandbox.transaction() as tx:
        found = acls.of_member(tx, application_id=call.application.id, context=context, member_id=member.id)
    return collection([_element(assignee, urn, call) for assignee in found], call)


def _assignee(call: Call, key: Key) -> Assignee:
    check_parts(key)
    return Assignee(
        application_id=call.application.id,
        context=key["integrationContext"],
        acl_id=key["atsEntityAclId"],
        entity_type=key["atsEntityType"],
        member_id=_member(call, key["assignee"]).id,
    )


def _member(call: Call, urn: str) -> Member:
    """A person id that this application was never told means nobody."""
    member = call.sandbox.member_by_person(application_id=call.application.id, urn=urn)
    if member is None or not urn.startswith(PERSON):
        raise Invalid.field("/assignee", f'"{urn}" is not a person known to this application')
    return member


def _element(assignee: Assignee, urn: str, call: Call) -> dict[str, object]:
    return {
        "atsEntityAclId": assignee.acl_id,
        "integrationContext": assignee.context,
        "assignee": urn,
        "atsEntityType": assignee.entity_type,
        **provider(call),
    }


RESOURCE = Resource(
    v2="atsEntityAclAssignees",
    rest="atsEntityAclAssignees",
    methods={"batch_update": batch_update, "batch_delete": batch_delete, "finder": finder},
    throttles=THROTTLES,
)
