"""Seats and their states, as an administrator sees and changes them."""

import pytest

from rsc_sandbox.linkedin import closing, seating
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible
from rsc_sandbox.store import companies, seats
from rsc_sandbox.store.companies import Company, Contract
from tests.sandbox.vendor import ADA_SEAT, RHEA_SEAT


def state(sandbox, seat_id):
    with sandbox.transaction() as tx:
        seat = seats.get(tx, seat_id)
    assert seat
    return seat.state


def test_an_admin_sees_every_contract_of_the_company_and_all_its_seats(sandbox):
    found = seating.listed(sandbox, by_seat_id=ADA_SEAT)

    assert [(one.contract.id, [held.holder.first_name for held in one.seats]) for one in found] == [
        (5501, ["Ada", "Rhea", "Hal"]),
        (5502, ["Ada", "Sam"]),
    ]


def test_the_state_is_what_vendors_read_of_the_seat(connected):
    seating.set_state(connected.sandbox, by_seat_id=ADA_SEAT, seat_id=RHEA_SEAT, state="PARKED")

    query = "q=attributes&contracts=urn:li:contract:5501&states=PARKED&start=0&count=10"
    connected.switch(contract_id=5501)
    answer = connected.call("GET", f"/v2/seatsV2?{query}")

    assert answer.status_code == 200, answer.text
    assert [(seat["firstName"], seat["state"]) for seat in answer.json()["elements"]] == [("Rhea", "PARKED")]


def test_only_an_admin_changes_seats_and_never_the_own(sandbox):
    with pytest.raises(NotFound):
        seating.set_state(sandbox, by_seat_id=RHEA_SEAT, seat_id=ADA_SEAT, state="INACTIVE")
    with pytest.raises(NotFound):
        seating.listed(sandbox, by_seat_id=RHEA_SEAT)
    with pytest.raises(NotPossible):
        seating.set_state(sandbox, by_seat_id=ADA_SEAT, seat_id=ADA_SEAT, state="INACTIVE")
    assert state(sandbox, ADA_SEAT) == "ACTIVE"


def test_a_seat_of_another_company_is_not_found(sandbox):
    with sandbox.transaction() as tx:
        companies.add(tx, Company(8001, "Alder"))
        companies.add_contract(tx, Contract(6601, 8001, "Alder"))
        seats.add(tx, seat_id=99_001, account_id=2, contract_id=6601, role="RECRUITER", at=0)

    with pytest.raises(NotFound):
        seating.set_state(sandbox, by_seat_id=ADA_SEAT, seat_id=99_001, state="PARKED")
    assert state(sandbox, 99_001) == "ACTIVE"


def test_nobody_returns_to_the_seat_of_a_member_who_has_left(sandbox):
    closing.close_account(sandbox, member_id=900_002)

    with pytest.raises(NotPossible):
        seating.set_state(sandbox, by_seat_id=ADA_SEAT, seat_id=RHEA_SEAT, state="ACTIVE")
    assert state(sandbox, RHEA_SEAT) == "INACTIVE"
