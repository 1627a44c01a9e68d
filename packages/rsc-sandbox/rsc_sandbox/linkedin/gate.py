"""Whether the customer lets an application do what it asks."""

from rsc_sandbox.protocol.call import Call
from rsc_sandbox.protocol.errors import NotEnabled
from rsc_sandbox.store import integrations


def require_enabled(call: Call, context: str, integration_type: str = "ONE_CLICK_EXPORT") -> None:
    """NotEnabled: LinkedIn's administrator has not (or no longer) switched the integration on."""
    with call.sandbox.transaction() as tx:
        found = integrations.by_key(
            tx, application_id=call.application.id, context=context, integration_type=integration_type
        )
    if found is None or found.status != "ENABLED":
        raise NotEnabled(
            f"Integration {integration_type} of {context} is not enabled",
            call.sandbox.switches.disabled_integration_status,
        )
