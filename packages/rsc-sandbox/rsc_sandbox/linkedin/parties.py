"""Who acts in Recruiter and about whom: an active seat, a member who has not left. Anybody else is not found."""

import sqlite3

from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.seats import Seat


def active_seat(tx: sqlite3.Connection, seat_id: int) -> Seat:
    seat = seats.get(tx, seat_id)
    if seat is None or seat.state != "ACTIVE":
        raise NotFound
    return seat


def present_member(tx: sqlite3.Connection, member_id: int) -> Member:
    member = members.get(tx, member_id)
    if member is None or member.closed_at is not None:
        raise NotFound
    return member
