"""More > Admin Settings > Seats: who sits on which contract, and the state of every seat."""

from http import HTTPStatus

import msgspec
from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import seating
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible
from rsc_sandbox.linkedin.seating import Held
from rsc_sandbox.recruiter import frame, session
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Me, Page, administering
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats

_SETTABLE: dict[str, seats.State] = {"ACTIVE": "ACTIVE", "INACTIVE": "INACTIVE", "PARKED": "PARKED"}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One seat; `fixed`: why its state cannot be changed here."""

    id: int
    holder: Face
    role: str
    state: str
    label: str
    tone: str
    fixed: str


class Table(msgspec.Struct, frozen=True):
    """The seats of one contract."""

    contract: str
    rows: tuple[Row, ...]


@administering
def admin_seats(_me: Me, seat: seats.Seat) -> Page:
    return _page(seat)


@administering
def set_state(_me: Me, seat: seats.Seat, seat_id: int) -> Page:
    state = _SETTABLE.get(request.form.get("state", ""))
    if state is None:
        return session.missing()
    try:
        held = seating.set_state(current(), by_seat_id=seat.id, seat_id=seat_id, state=state)
    except NotFound:
        return session.missing()
    except NotPossible:
        return _page(seat), HTTPStatus.CONFLICT
    label, _ = _state(held.seat.state)
    flash(
        t(
            "The seat of {name} on {contract}: {state}.",
            name=held.holder.name,
            contract=held.seat.contract_name,
            state=label,
        )
    )
    return redirect(url_for("recruiter.admin_seats"), HTTPStatus.SEE_OTHER)


def _page(seat: seats.Seat) -> str:
    tables = [
        Table(found.contract.name, tuple(_row(held, seat) for held in found.seats))
        for found in seating.listed(current(), by_seat_id=seat.id)
    ]
    states = [(state, _state(state)[0]) for state in _SETTABLE.values()]
    return render_template("recruiter/admin_seats.html", tables=tables, states=states)


def _row(held: Held, mine: seats.Seat) -> Row:
    label, tone = _state(held.seat.state)
    fixed = ""
    if held.seat.id == mine.id:
        fixed = t("Your own seat: ask another admin.")
    elif held.holder.closed_at is not None:
        fixed = t("This member has left LinkedIn.")
    return Row(
        id=held.seat.id,
        holder=face(held.holder),
        role=frame.seat_name(held.seat),
        state=held.seat.state,
        label=label,
        tone=tone,
        fixed=fixed,
    )


def _state(state: seats.State) -> tuple[str, str]:
    """Its word and its tone."""
    return {
        "ACTIVE": (t("Active"), "good"),
        "INACTIVE": (t("Inactive"), "plain"),
        "INVITED": (t("Invited"), "wait"),
        "PARKED": (t("Parked"), "wait"),
    }[state]
