"""Fills an empty sandbox, always with the same: one vendor, one company, two contracts, four seat holders, members."""

import functools
import sqlite3
from importlib import resources

import msgspec
from werkzeug.security import generate_password_hash

from rsc_sandbox.linkedin import matching
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.seeds import directory
from rsc_sandbox.store import applications, companies, matches, members, seats
from rsc_sandbox.store.companies import Company, Contract

PASSWORD = "demo"  # noqa: S105 -- printed on the sign-in page
_PARENT_NUMBER = 900_000  # children are numbered from the next one on
_FIRST_SEAT_HOLDER = 900_001


class _Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: int
    contract_id: int
    role: seats.Role


class _SeatHolder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account_id: int
    email: str
    slug: str
    first_name: str
    last_name: str
    headline: str
    location: str
    seats: tuple[_Seat, ...]


class _Demo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    companies: tuple[Company, ...]
    contracts: tuple[Contract, ...]
    seat_holders: tuple[_SeatHolder, ...]


def seed(sandbox: Sandbox) -> None:
    """Write the demonstration data into an empty database."""
    demo = msgspec.json.decode(_text("demo.json"), type=_Demo)
    people = _people(sandbox)
    at = sandbox.now()
    with sandbox.transaction() as tx:
        _add_parent(sandbox, tx, at=at)
        for company in demo.companies:
            companies.add(tx, company)
        for contract in demo.contracts:
            companies.add_contract(tx, contract)
        members.add_all(tx, people)
        for holder in demo.seat_holders:
            _add_seat_holder(tx, holder, at=at)


def seed_if_empty(sandbox: Sandbox) -> None:
    with sandbox.transaction() as tx:
        if applications.every(tx):
            members.index_texts(tx)
            if matches.is_empty(tx):
                matching.index_members(sandbox)
            return
    seed(sandbox)


def _people(sandbox: Sandbox) -> list[members.Member]:
    if sandbox.config.members is None:
        return msgspec.json.decode(_text("members.json"), type=list[members.Member])
    with sandbox.config.members.open(encoding="utf-8", newline="") as file:
        return directory.read(file)


def _add_parent(sandbox: Sandbox, tx: sqlite3.Connection, *, at: int) -> None:
    parent = applications.NewApplication(
        client_id=sandbox.config.parent_client_id,
        client_secret=sandbox.config.parent_client_secret,
        unique_foreign_id="",
        name="Demo ATS vendor",
    )
    number = applications.add(tx, parent, parent_id=None, at=at)
    tx.execute("UPDATE applications SET id = ? WHERE id = ?", (_PARENT_NUMBER, number))


def _add_seat_holder(tx: sqlite3.Connection, holder: _SeatHolder, *, at: int) -> None:
    member = members.Member(
        id=_FIRST_SEAT_HOLDER + holder.account_id - 1,
        slug=holder.slug,
        first_name=holder.first_name,
        last_name=holder.last_name,
        headline=holder.headline,
        location=holder.location,
        positions=(members.Position(title=holder.headline.partition(" at ")[0], company="Birch & Rowan", start=2021),),
    )
    members.add(tx, member)
    seats.add_account(tx, seats.Account(holder.account_id, holder.email, _password_hash(), member.id))
    for seat in holder.seats:
        seats.add(
            tx, seat_id=seat.id, account_id=holder.account_id, contract_id=seat.contract_id, role=seat.role, at=at
        )


@functools.cache
def _password_hash() -> str:
    """All seat holders share a documented password: a cheap hash loses nothing and keeps sign-in quick."""
    return generate_password_hash(PASSWORD, method="scrypt:1024:8:1")


def _text(name: str) -> str:
    return resources.files("rsc_sandbox.seeds").joinpath(name).read_text("utf-8")
