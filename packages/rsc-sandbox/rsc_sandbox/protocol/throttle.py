"""LinkedIn's throttles on the sandbox's clock: fixed windows that start at full minutes and at 00:00 UTC."""

from rsc_sandbox.protocol.call import Throttle
from rsc_sandbox.protocol.errors import Throttled
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import calls


def charge(sandbox: Sandbox, application_id: int, throttles: tuple[Throttle, ...], *, records: int) -> None:
    """Count a call of so many records against each throttle, or, if one would overflow, against none."""
    at = sandbox.now()
    switches = sandbox.switches
    with sandbox.transaction() as tx:
        for throttle in throttles:
            used = calls.counted(
                tx,
                application_id=application_id,
                counter=throttle.counter,
                window_start=at - at % throttle.window,
            )
            limit: int = getattr(switches, throttle.limit)
            if used + (records if throttle.records else 1) > limit:
                raise Throttled(
                    f"Resource level throttle {throttle.counter} limit for calls to this resource is reached."
                )
        for throttle in throttles:
            calls.count_up(
                tx,
                application_id=application_id,
                counter=throttle.counter,
                window_start=at - at % throttle.window,
                by=records if throttle.records else 1,
            )
