"""/v2/atsIntegrations/{key}/configurations (rest: integrationConfigurations): where pushes go, and who sees the customer's jobs and applications."""

from urllib.parse import urlsplit

import msgspec

from rsc_sandbox import webhook
from rsc_sandbox.linkedin import ats_integrations
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import BadRequest, Invalid, NotFound
from rsc_sandbox.protocol.keys import Key, Shape
from rsc_sandbox.store import integrations
from rsc_sandbox.store.integrations import Integration

CALLBACK = "CALLBACK_URL"
_NAME = "configurationKey"  # its name in a rest key is inferred
_KEY = Shape((*ats_integrations.KEY.names, _NAME), inner=_NAME)
_TYPES = {
    CALLBACK: "ONE_CLICK_EXPORT",
    "JOB_POSTING_VIEWERS": "ONE_CLICK_EXPORT",
    "APPLICATION_VIEWERS": "IN_ATS_INDICATOR",
}
_EVERYBODY = "ALL_PRODUCT_USERS"
_LONGEST_URL = 2_000
_PORTS = frozenset({None, 80, 443})


class _Union(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    string: str


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    configurationValue: _Union  # noqa: N815 -- on the wire


def batch_update(call: Call) -> Answer:
    keys = _KEY.ids(call)
    values = batches.entities(call, _KEY, keys)

    def configure(index: int) -> None:
        key = keys[index]
        integration = _integration(call, key)
        name = _name(integration, key)
        value = validation.entity(values[key], _Value).configurationValue.string
        if name == CALLBACK:
            _check_callback(call, value)
        elif value != _EVERYBODY:
            raise Invalid.field("/configurationValue/string", f'"{value}" is not an enum symbol')
        with call.sandbox.transaction() as tx:
            integrations.configure(tx, integration.id, name, value, at=call.sandbox.now())

    _refuse_unrequested(call)
    return batches.update(batches.written(_KEY, keys, call), configure)


def batch_get(call: Call) -> Answer:
    keys = _KEY.ids(call)
    _refuse_unrequested(call)

    def read(index: int) -> dict[str, object] | None:
        integration = ats_integrations.find(call, keys[index])
        if integration is None:
            return None
        with call.sandbox.transaction() as tx:
            found = integrations.configuration(tx, integration.id, keys[index][_NAME])
        return None if found is None else {"configurationValue": {"string": found.value}}

    return batches.get(batches.written(_KEY, keys, call), read, call)


def batch_delete(call: Call) -> Answer:
    """Documented for the two viewer keys only, and in v2 only."""
    keys = _KEY.ids(call)
    _refuse_unrequested(call)

    def delete(index: int) -> None:
        integration = _integration(call, keys[index])
        name = _name(integration, keys[index])
        if name == CALLBACK:
            raise BadRequest(f"{CALLBACK} cannot be deleted")
        with call.sandbox.transaction() as tx:
            if not integrations.unconfigure(tx, integration.id, name):
                raise NotFound("Not set")

    return batches.update(batches.written(_KEY, keys, call), delete)


def _refuse_unrequested(call: Call) -> None:
    """v2 names the integration in the path: without it the whole call fails."""
    if call.generation == "v2":
        _integration(call, _KEY.outer().path(call))


def _integration(call: Call, key: Key) -> Integration:
    found = ats_integrations.find(call, key)
    if found is None:
        raise NotFound("The customer has not requested this integration")
    return found


def _name(integration: Integration, key: Key) -> str:
    if _TYPES.get(key[_NAME]) != integration.type:
        raise BadRequest(f"{integration.type} has no configuration {key[_NAME]}")
    return key[_NAME]


def _check_callback(call: Call, url: str) -> None:
    """HTTPS on port 80 or 443 and no other customer's; the switch allow_plain_callbacks drops the first two."""
    where = "/configurationValue/string"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid.field(where, "must be an absolute URL") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > _LONGEST_URL or not url.isascii():
        raise Invalid.field(where, "must be an absolute URL")
    switches = call.sandbox.switches
    if not switches.allow_plain_callbacks and (parts.scheme != "https" or port not in _PORTS):
        raise Invalid.field(where, "must be HTTPS on port 80 or 443")
    with call.sandbox.transaction() as tx:
        owner = integrations.callback_owner(tx, url)
    if owner not in {None, call.application.id}:
        raise Invalid.field(where, "the address is in use by another customer")
    if switches.challenge_callback_url and not webhook.challenge(call.sandbox, call.application, url):
        raise Invalid.field(where, "the address did not answer the challenge")


RESOURCE = Resource(
    v2="atsIntegrations",
    sub="configurations",
    rest="integrationConfigurations",
    methods={"batch_update": batch_update, "batch_get": batch_get, "batch_delete": batch_delete},
    throttles=ats_integrations.throttles("atsIntegrations"),
    rest_throttles=ats_integrations.throttles("integrationConfigurations"),
    v2_only=frozenset({"batch_delete"}),
)
