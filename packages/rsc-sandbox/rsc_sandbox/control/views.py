"""/_sandbox/: clock, switches, faults, logs and reset of the sandbox itself; JSON, described in README.md."""

import ipaddress
import sqlite3
from datetime import datetime

import msgspec
from flask import Blueprint, Response, request

from rsc_sandbox import delivery
from rsc_sandbox.control import openapi, people, scenarios, snapshots, synced
from rsc_sandbox.control.requests import (
    AddFault,
    AddMembers,
    AdvanceClock,
    Nothing,
    SetClock,
    WantCalls,
    WantDeliveries,
)
from rsc_sandbox.control.wire import Refused, answer, body, query
from rsc_sandbox.linkedin import matching
from rsc_sandbox.sandbox import Sandbox, current
from rsc_sandbox.seeds import resetting
from rsc_sandbox.store import calls, deliveries, exports, faults, members

blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
blueprint.register_blueprint(people.blueprint)
blueprint.register_blueprint(synced.blueprint)
blueprint.register_blueprint(scenarios.blueprint)
blueprint.register_blueprint(snapshots.blueprint)
blueprint.register_blueprint(openapi.blueprint)

_DEFAULTS: dict[str, int] = {"duplicate": 1, "delay": 60, "status": 500, "timeout": 30, "slow": 5, "late_answer": 30}
_STATUSES = range(400, 600)


@blueprint.before_request
def only_from_here() -> Response | None:
    """The control API is for whoever runs the sandbox; a web page's form cannot send JSON to it."""
    if refusal := not_from_here():
        return refusal
    wanted = snapshots.FILE if request.endpoint == "control.snapshots.upload_snapshot" else "application/json"
    if request.method in {"POST", "PUT", "PATCH"} and request.mimetype != wanted:
        return answer({"error": f"Send {wanted}."}, 415)
    return None


def not_from_here() -> Response | None:
    """A refusal for other machines, unless they were let in at start."""
    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 -- stands for: not known
    if address.is_loopback or current().config.control_from_anywhere:
        return None
    return answer({"error": "The control API answers loopback only; start with --control-from-anywhere."}, 403)


@blueprint.errorhandler(Refused)
def refused(refusal: Refused) -> Response:
    return answer({"error": refusal.message}, refusal.status)


@blueprint.get("/health")
def health() -> Response:
    """Whether it runs, and what its clock says."""
    return answer({"status": "ok", "now": current().now()})


@blueprint.post("/reset")
def reset() -> Response:
    """Forget everything, clock and switches too, and begin again with what is shipped."""
    body(Nothing)
    resetting.reset(current())
    return answer({"status": "ok"})


@blueprint.post("/seed")
def seed() -> Response:
    """Add members; none is added when one cannot be."""
    wanted = body(AddMembers)
    try:
        with current().transaction() as tx:
            members.add_all(tx, wanted.members)
        matching.rematch_all(current())
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise Refused(f"A member cannot be added: {error}", 409) from None
    return answer({"added": len(wanted.members)}, 201)


@blueprint.get("/clock")
def clock() -> Response:
    """What the clock says and whether it runs."""
    return _clock(current())


@blueprint.put("/clock")
def set_clock() -> Response:
    """Jump to a moment and stand still there, or go on from there."""
    wanted = body(SetClock)
    at = wanted.at
    current().clock.set(int(at.timestamp() * 1_000) if isinstance(at, datetime) else at, frozen=wanted.frozen)
    return _clock(current())


@blueprint.post("/clock/advance")
def advance_clock() -> Response:
    """Let time pass."""
    current().clock.advance(body(AdvanceClock).seconds * 1_000)
    return _clock(current())


@blueprint.delete("/clock")
def follow_real_clock() -> Response:
    """Follow the real clock again."""
    current().clock.follow_real()
    return _clock(current())


@blueprint.get("/config")
def config() -> Response:
    """The switches."""
    return answer(msgspec.to_builtins(current().switches))


@blueprint.patch("/config")
def switch() -> Response:
    """Change some switches; those left out stay."""
    changes = body(dict[str, object])
    try:
        return answer(msgspec.to_builtins(current().switch(changes)))
    except msgspec.ValidationError as error:
        raise Refused(str(error)) from None


@blueprint.get("/faults")
def list_faults() -> Response:
    """The faults that have not struck for the last time."""
    with current().transaction() as tx:
        waiting = faults.waiting(tx)
    return answer({"faults": msgspec.to_builtins(waiting)})


@blueprint.post("/faults")
def add_fault() -> Response:
    """Let the next calls or pushes go wrong."""
    wanted = body(AddFault)
    value = _DEFAULTS.get(wanted.kind, 0) if wanted.value is None else wanted.value
    if wanted.kind == "status" and value not in _STATUSES:
        raise Refused("The value of a status is a code from 400 to 599.")
    with current().transaction() as tx:
        faults.add(
            tx,
            kind=wanted.kind,
            times=wanted.times,
            value=value,
            path=wanted.path,
            method=wanted.method,
            retry_after=wanted.retry_after,
        )
        waiting = faults.waiting(tx)
    return answer({"faults": msgspec.to_builtins(waiting)}, 201)


@blueprint.delete("/faults")
def clear_faults() -> Response:
    """Forget the faults, and let pushes go that were held to be reordered."""
    with current().transaction() as tx:
        faults.clear(tx)
        deliveries.release(tx, at=current().now())
    return answer({"faults": []})


@blueprint.get("/calls")
def list_calls() -> Response:
    """What was called, newest first; secrets and tokens are left out."""
    wanted = query(WantCalls)
    limits = calls.Wanted(
        path=wanted.path,
        method=wanted.method.upper(),
        status=wanted.status or 0,
        application=wanted.application or 0,
        since=wanted.since,
    )
    with current().transaction() as tx:
        found = calls.newest(tx, limits, count=wanted.count)
    return answer({"calls": msgspec.to_builtins(found)})


@blueprint.get("/exports")
def count_exports() -> Response:
    """How many exports were accepted, to compare with what arrived."""
    with current().transaction() as tx:
        return answer({"count": exports.count(tx)})


@blueprint.get("/deliveries")
def list_deliveries() -> Response:
    """Pushes and what became of them, newest first."""
    wanted = query(WantDeliveries)
    limits = deliveries.Wanted(
        application=wanted.application or 0, type=wanted.type, status=wanted.status, since=wanted.since
    )
    with current().transaction() as tx:
        found = deliveries.newest(tx, limits, count=wanted.count)
    return answer({"deliveries": msgspec.to_builtins(found)})


@blueprint.post("/deliveries/due")
def deliver_due() -> Response:
    """Send what is due without waiting for the background."""
    body(Nothing)
    return answer({"tried": delivery.deliver_due(current())})


def _clock(sandbox: Sandbox) -> Response:
    return answer({"now": sandbox.now(), **msgspec.to_builtins(sandbox.clock.state())})
