"""What a recruiter does with a member besides writing: save to a project, turn down, ask to be told news (Update Me)."""

import sqlite3

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import members, projects, rejections, update_alerts
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.projects import Project
from rsc_sandbox.store.rejections import Rejection
from rsc_sandbox.store.seats import Seat

LONGEST_NAME = 100
LONGEST_REASON = 500


def begin_project(sandbox: Sandbox, *, seat_id: int, name: str) -> Project:
    """Refusals: NotFound (no such active seat), WrongText, NotPossible (the contract has one of that name)."""
    _check(name, LONGEST_NAME)
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        try:
            number = projects.add(
                tx, contract_id=seat.contract_id, seat_id=seat.id, name=" ".join(name.split()), at=sandbox.now()
            )
        except sqlite3.IntegrityError:
            raise NotPossible from None
        return _project(tx, seat, number)


def projects_of(sandbox: Sandbox, *, seat_id: int) -> list[Project]:
    """The projects of the seat's contract, by name."""
    with sandbox.transaction() as tx:
        return projects.of_contract(tx, parties.active_seat(tx, seat_id).contract_id)


def project(sandbox: Sandbox, *, seat_id: int, project_id: int) -> Project:
    with sandbox.transaction() as tx:
        return _project(tx, parties.active_seat(tx, seat_id), project_id)


def people(sandbox: Sandbox, *, seat_id: int, project_id: int) -> list[Member]:
    """Saved last first, without those who have left LinkedIn."""
    with sandbox.transaction() as tx:
        found = projects.members_of(tx, _project(tx, parties.active_seat(tx, seat_id), project_id).id)
        everybody = [members.get(tx, saved.member_id) for saved in found]
    return [member for member in everybody if member is not None and member.closed_at is None]


def save(sandbox: Sandbox, *, seat_id: int, project_id: int, member_id: int) -> Project:
    """Refusals: NotFound (seat, project of another contract, or a member who has left)."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        kept = _project(tx, seat, project_id)
        parties.present_member(tx, member_id)
        projects.save(tx, project_id=kept.id, member_id=member_id, seat_id=seat.id, at=sandbox.now())
        return _project(tx, seat, project_id)


def save_to_new(sandbox: Sandbox, *, seat_id: int, name: str, member_id: int) -> Project:
    """Begin a project with a first person in it, or neither. Refusals: those of `begin_project` and of `save`."""
    with sandbox.transaction():
        begun = begin_project(sandbox, seat_id=seat_id, name=name)
        return save(sandbox, seat_id=seat_id, project_id=begun.id, member_id=member_id)


def take_out(sandbox: Sandbox, *, seat_id: int, project_id: int, member_id: int) -> Project:
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        projects.take_out(tx, project_id=_project(tx, seat, project_id).id, member_id=member_id)
        return _project(tx, seat, project_id)


def saved_in(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[Project]:
    """The projects of the seat's contract in which the member is."""
    with sandbox.transaction() as tx:
        return projects.with_member(tx, contract_id=parties.active_seat(tx, seat_id).contract_id, member_id=member_id)


def turn_down(sandbox: Sandbox, *, seat_id: int, member_id: int, reason: str) -> None:
    """Refusals: NotFound, WrongText."""
    _check(reason, LONGEST_REASON)
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        parties.present_member(tx, member_id)
        rejections.add(tx, seat_id=seat.id, member_id=member_id, reason=reason.strip(), at=sandbox.now())


def turned_down(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[Rejection]:
    """Only the seat's own, newest first."""
    with sandbox.transaction() as tx:
        return rejections.of_member(tx, seat_id=parties.active_seat(tx, seat_id).id, member_id=member_id)


def update_me(sandbox: Sandbox, *, seat_id: int, member_id: int, on: bool) -> None:
    """Ask to be told news of the member, or no longer. Seed-only: no public page of LinkedIn's describes it."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        parties.present_member(tx, member_id)
        if on:
            update_alerts.add(tx, seat_id=seat.id, member_id=member_id, at=sandbox.now())
        else:
            update_alerts.remove(tx, seat_id=seat.id, member_id=member_id)


def is_updated(sandbox: Sandbox, *, seat_id: int, member_id: int) -> bool:
    with sandbox.transaction() as tx:
        return update_alerts.is_on(tx, seat_id=seat_id, member_id=member_id)


def _project(tx: sqlite3.Connection, seat: Seat, project_id: int) -> Project:
    found = projects.get(tx, project_id)
    if found is None or found.contract_id != seat.contract_id:
        raise NotFound
    return found


def _check(text: str, longest: int) -> None:
    if not text.strip() or len(text) > longest:
        raise WrongText
