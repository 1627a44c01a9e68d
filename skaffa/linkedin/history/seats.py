"""Seats of a contract, fetched first: whose InMails, notes and consents there are (wire §6.2)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from rsc_client import retrieved
from rsc_client.client import Client
from skaffa.linkedin.history import lanes
from skaffa.linkedin.history.pages import COUNT, Reading
from skaffa.linkedin.models import Connection, Lane, Seat, SeatState
from skaffa.linkedin.profile import text

_NAME, _ROLE, _STATE = 200, 60, 20
_URN = re.compile(r"urn:li:seat:([0-9]{1,18})", re.ASCII)


def read(client: Client, lane: Lane, reading: Reading) -> list[retrieved.Seat]:
    """In whatever state: who gave up a seat has written with it."""
    states = tuple(SeatState.values)
    return reading.everything(
        lambda start: client.seats([lane.contract], states=states, start=start, count=COUNT), of=lambda seat: seat.id
    )


def keep(connection: Connection, lane: Lane, told: Sequence[retrieved.Seat], *, at: datetime) -> None:
    """As told; a seat that LinkedIn no longer tells of is not active any more."""
    Seat.objects.bulk_create(
        [_seat(connection, lane.contract, one, at) for one in told],
        update_conflicts=True,
        unique_fields=["connection", "remote_id"],
        update_fields=["contract", "member_urn", "first_name", "last_name", "state", "roles", "seen_at"],
    )
    known = Seat.objects.filter(connection=connection, contract=lane.contract)
    gone = known.exclude(remote_id__in=[one.id for one in told])
    gone.exclude(state=SeatState.INACTIVE).update(state=SeatState.INACTIVE)
    lanes.open_seats(connection, lane.contract, list(known), at=at)


def by_urn(connection: Connection, contract: str, urns: Iterable[str], *, at: datetime) -> dict[str, Seat]:
    """Our rows of seats; one that the contract has not told of yet gets a row, which its next telling completes."""
    wanted = {urn: number for urn in urns if (number := _number(urn)) is not None}
    known = Seat.objects.filter(connection=connection, remote_id__in=wanted.values())
    missing = set(wanted.values()) - set(known.values_list("remote_id", flat=True))
    Seat.objects.bulk_create(
        [
            Seat(connection=connection, contract=contract, remote_id=number, state=SeatState.INACTIVE, seen_at=at)
            for number in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    rows = {seat.remote_id: seat for seat in known.all()}
    return {urn: rows[number] for urn, number in wanted.items() if number in rows}


def _number(urn: str) -> int | None:
    found = _URN.fullmatch(urn)
    return int(found[1]) if found else None


def _seat(connection: Connection, contract: str, told: retrieved.Seat, at: datetime) -> Seat:
    return Seat(
        connection=connection,
        contract=contract,
        remote_id=told.id,
        member_urn=told.member or "",
        first_name=text(told.first_name)[:_NAME],
        last_name=text(told.last_name)[:_NAME],
        state=text(told.state)[:_STATE],
        roles=[text(role)[:_ROLE] for role in told.seat_roles],
        seen_at=at,
    )
