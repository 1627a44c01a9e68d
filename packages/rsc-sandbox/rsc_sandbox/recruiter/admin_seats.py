"""More > Admin Settings > Seats: who sits where in the company, and in which state."""

from http import HTTPStatus

import msgspec
from flask import flash, get_flashed_messages, redirect, render_template, request, url_for

from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.frame import seat_name
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Me, Page, administering
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import companies, members, seats
from rsc_sandbox.store.seats import State

STATES: tuple[State, ...] = ("ACTIVE", "INACTIVE", "INVITED", "PARKED")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One seat; `own` is the reader's, which stays as it is."""

    id: int
    urn: str
    person: Face
    contract: str
    role: str
    state: State
    own: bool


@administering
def admin_seats(_me: Me, seat: seats.Seat) -> Page:
    with current().transaction() as tx:
        contracts = companies.contracts_of(tx, seat.company_id)
        held = seats.of_contracts(tx, [contract.id for contract in contracts])
        people = [(one, members.get(tx, one.member_id)) for one in held]
    rows = [
        Row(
            id=one.id,
            urn=one.urn,
            person=face(member),
            contract=one.contract_name,
            role=seat_name(one),
            state=one.state,
            own=one.id == seat.id,
        )
        for one, member in people
        if member is not None
    ]
    return render_template(
        "recruiter/admin_seats.html",
        rows=rows,
        states={one: _label(one) for one in STATES},
        told=get_flashed_messages(),
    )


@administering
def change_seat(_me: Me, seat: seats.Seat, seat_id: int) -> Page:
    """Another state for a seat of the company, but not for one's own: nobody could undo it."""
    state = next((one for one in STATES if one == request.form.get("state")), None)
    with current().transaction() as tx:
        wanted = seats.get(tx, seat_id) if seat_id < 2**63 else None
        if wanted is None or wanted.company_id != seat.company_id or wanted.id == seat.id or state is None:
            return session.missing()
        seats.set_state(tx, wanted.id, state)
    flash(t("The seat is now: {state}.", state=_label(state)))
    return redirect(url_for("recruiter.admin_seats"), HTTPStatus.SEE_OTHER)


def _label(state: State) -> str:
    return {"ACTIVE": t("Active"), "INACTIVE": t("Inactive"), "INVITED": t("Invited"), "PARKED": t("Parked")}[state]
