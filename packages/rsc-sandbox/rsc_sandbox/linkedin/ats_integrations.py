"""/v2/atsIntegrations (rest: integrations): the ATS names what the customer requested and reads its state."""

import msgspec

from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest, Invalid, NotFound
from rsc_sandbox.protocol.keys import DATA_PROVIDER, Key, Shape
from rsc_sandbox.store import companies, exports, integrations
from rsc_sandbox.store.integrations import Integration

KEY = Shape(("integrationContext", "integrationType", "tenantType"))
TENANT = "RECRUITER"
_LONGEST_NAME = 200


class _Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    integrationName: str  # noqa: N815 -- on the wire


def throttles(resource: str) -> tuple[Throttle, ...]:
    """5,000 calls a day, each for itself: in v2 the integrations with their configurations, in rest the two apart."""
    return (Throttle(counter=f"{resource}.day", window=DAY, limit="integration_requests_per_day"),)


def batch_partial_update(call: Call) -> Answer:
    """Set the name that the administrator sees in Recruiter."""
    keys = KEY.ids(call)
    patches = batches.entities(call, KEY, keys)

    def rename(index: int) -> None:
        integration = find(call, keys[index])
        if integration is None:
            raise NotFound("The customer has not requested this integration")
        patch = batches.patch(patches[keys[index]])
        if patch.delete:
            raise BadRequest("integrationName cannot be deleted")
        name = validation.entity(patch.set, _Named).integrationName.strip()
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise Invalid.field("/integrationName", f"length is out of range 1...{_LONGEST_NAME}")
        with call.sandbox.transaction() as tx:
            integrations.rename(tx, integration.id, name)

    return batches.update(batches.written(KEY, keys, call), rename)


def batch_get(call: Call) -> Answer:
    keys = KEY.ids(call)

    def read(index: int) -> dict[str, object] | None:
        integration = find(call, keys[index])
        return None if integration is None else _element(integration, call)

    return batches.get(batches.written(KEY, keys, call), read, call)


def finder(call: Call) -> Answer:
    """What an INTEGRATION_STATUS_CHANGE push was about, as it is now."""
    call.allow("q", "requestId", "start", "count")
    if call.one("q") != "request":
        raise BadRequest("Unknown finder; use request")
    with call.sandbox.transaction() as tx:
        change = exports.status_change(tx, call.one("requestId"))
        integration = integrations.get(tx, change.integration_id) if change else None
    mine = integration is not None and integration.application_id == call.application.id
    if change is None or integration is None or not mine or change.expires_at <= call.sandbox.now():
        if call.sandbox.switches.expired_request == "not_found":
            raise NotFound("Request id not found")
        return collection([], call)
    return collection([_element(integration, call)], call)


def find(call: Call, key: Key) -> Integration | None:
    """The calling application's integration of that key."""
    if key["tenantType"] != TENANT:
        return None
    with call.sandbox.transaction() as tx:
        return integrations.by_key(
            tx,
            application_id=call.application.id,
            context=key["integrationContext"],
            integration_type=key["integrationType"],
        )


def _element(integration: Integration, call: Call) -> dict[str, object]:
    """The status field and its values are inferred: LinkedIn's pages do not show them."""
    element: dict[str, object] = {
        "integrationContext": integration.context,
        "integrationType": integration.type,
        "tenantType": TENANT,
        "integrationStatus": integration.status,
    }
    if call.generation == "v2":
        element[DATA_PROVIDER] = "ATS"
    if integration.name:
        element["integrationName"] = integration.name
    contract = _contract(integration, call)
    if contract:
        element["contract"] = contract
    return element


def _contract(integration: Integration, call: Call) -> str:
    """The contract it works for, where it does not work for the whole company [INF]."""
    if integration.context.startswith(companies.CONTRACT):
        return integration.context
    with call.sandbox.transaction() as tx:
        on = integrations.levels(tx, application_id=integration.application_id, company_id=integration.company_id)
    return f"{companies.CONTRACT}{min(on)}" if on and integrations.WHOLE_COMPANY not in on else ""


RESOURCE = Resource(
    v2="atsIntegrations",
    rest="integrations",
    methods={"batch_partial_update": batch_partial_update, "batch_get": batch_get, "finder": finder},
    throttles=throttles("atsIntegrations"),
    rest_throttles=throttles("integrations"),
)
