"""Which seats a company has, and what an administrator does to them."""

import msgspec

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import companies, members, seats
from rsc_sandbox.store.companies import Contract
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.seats import Seat, State


class Held(msgspec.Struct, frozen=True):
    """A seat and who sits on it."""

    seat: Seat
    holder: Member


class Contracted(msgspec.Struct, frozen=True):
    """A contract and its seats in every state."""

    contract: Contract
    seats: tuple[Held, ...]


def listed(sandbox: Sandbox, *, by_seat_id: int) -> list[Contracted]:
    """Every contract of the administrator's company. NotFound: no active admin seat."""
    with sandbox.transaction() as tx:
        contracts = companies.contracts_of(tx, _admin(parties.active_seat(tx, by_seat_id)).company_id)
        found = seats.of_contracts(tx, (contract.id for contract in contracts))
        holders = members.by_ids(tx, (seat.member_id for seat in found))
    return [
        Contracted(
            contract, tuple(Held(seat, holders[seat.member_id]) for seat in found if seat.contract_id == contract.id)
        )
        for contract in contracts
    ]


def set_state(sandbox: Sandbox, *, by_seat_id: int, seat_id: int, state: State) -> Held:
    """Refusals: NotFound (another company's seat), NotPossible (one's own, or of a member who has left)."""
    with sandbox.transaction() as tx:
        admin = _admin(parties.active_seat(tx, by_seat_id))
        seat = seats.get(tx, seat_id)
        holder = members.get(tx, seat.member_id) if seat else None
        if seat is None or holder is None or seat.company_id != admin.company_id:
            raise NotFound
        if seat.id == admin.id or holder.closed_at is not None:
            raise NotPossible
        seats.set_state(tx, seat.id, state)
        return Held(msgspec.structs.replace(seat, state=state), holder)


def _admin(seat: Seat) -> Seat:
    if seat.role != "ADMIN":
        raise NotFound
    return seat
