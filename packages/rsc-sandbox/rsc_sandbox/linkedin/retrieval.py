"""What the calls have in common by which an ATS fetches what recruiters did: one throttle, one consent, short windows."""

from rsc_sandbox.linkedin import gate
from rsc_sandbox.protocol.call import DAY, Call, Throttle
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import companies, seats

SEAT = "urn:li:seat:"
COMBINED = (Throttle(counter="retrieval.day", window=DAY, limit="retrieval_requests_per_day"),)
_CSA = "CSA_API"
_HOUR = 3_600_000


def number(urn: str, kind: str) -> int:
    """The number in urn:li:contract:5501 or urn:li:seat:88003. BadRequest: it is none."""
    digits = urn.removeprefix(kind)
    if not urn.startswith(kind) or not (digits.isascii() and digits.isdigit() and len(digits) < 16):  # noqa: PLR2004
        raise BadRequest(f'"{urn}" is not a URN of the form {kind}<number>')
    return int(digits)


def contract(call: Call, urn: str) -> int:
    """A contract whose data the customer has opened to the application. NotEnabled otherwise."""
    found = number(urn, companies.CONTRACT)
    gate.require_enabled(call, urn, _CSA)
    return found


def owners(call: Call) -> frozenset[int] | None:
    """The seats that `owners` names; None when it names none."""
    return frozenset(number(urn, SEAT) for urn in call.many("owners")) or None


def viewer(call: Call) -> seats.Seat:
    """The seat in `viewer`, on a contract that is open to the application."""
    urn = call.one("viewer")
    with call.sandbox.transaction() as tx:
        seat = seats.get(tx, number(urn, SEAT))
    if seat is None:
        raise BadRequest(f'"{urn}" is not a seat')
    gate.require_enabled(call, f"{companies.CONTRACT}{seat.contract_id}", _CSA)
    return seat


def window(call: Call, start: str, end: str) -> tuple[int, int]:
    """The moments in two parameters, no further apart than LinkedIn allows."""
    first, last = call.moment(start), call.moment(end)
    hours = call.sandbox.switches.window_hours
    if not first < last <= first + hours * _HOUR:
        raise BadRequest(f"{end} must be after {start}, by {hours} hours at most")
    return first, last


def person(call: Call, member_id: int) -> str:
    return call.sandbox.person_urn(application_id=call.application.id, member_id=member_id)
