"""Who may sign in to the pretend Recruiter, and with which seats on which contracts."""

import sqlite3
from collections.abc import Iterable
from typing import Literal

import msgspec
from werkzeug.security import check_password_hash

from rsc_sandbox.store.db import many, number, one, to_json

Role = Literal["ADMIN", "RECRUITER", "HIRING_MANAGER"]
State = Literal["ACTIVE", "INACTIVE", "INVITED", "PARKED"]

_SEAT = """SELECT seats.id, seats.account_id, seats.contract_id, seats.role, seats.state, seats.created_at,
                  accounts.member_id, contracts.company_id, contracts.name AS contract_name
           FROM seats JOIN accounts ON accounts.id = seats.account_id JOIN contracts ON contracts.id = seats.contract_id """


class Account(msgspec.Struct, frozen=True):
    """A member's sign-in."""

    id: int
    email: str
    password_hash: str
    member_id: int


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A licence of one account on one contract."""

    id: int
    account_id: int
    contract_id: int
    role: Role
    state: State
    created_at: int
    member_id: int
    company_id: int
    contract_name: str

    @property
    def urn(self) -> str:
        return f"urn:li:seat:{self.id}"


def add_account(tx: sqlite3.Connection, account: Account) -> None:
    tx.execute(
        "INSERT INTO accounts (id, email, password_hash, member_id) VALUES (?, ?, ?, ?)",
        (account.id, account.email, account.password_hash, account.member_id),
    )


def add(tx: sqlite3.Connection, *, seat_id: int, account_id: int, contract_id: int, role: Role, at: int) -> None:
    tx.execute(
        "INSERT INTO seats (id, account_id, contract_id, role, state, created_at) VALUES (?, ?, ?, ?, 'ACTIVE', ?)",
        (seat_id, account_id, contract_id, role, at),
    )


def sign_in(tx: sqlite3.Connection, *, email: str, password: str) -> Account | None:
    """The account, if the password is right. Slow on purpose: do not call it inside a transaction that writes."""
    account = one(tx, Account, "SELECT * FROM accounts WHERE email = ?", (email.strip().lower(),))
    return account if account and check_password_hash(account.password_hash, password) else None


def account(tx: sqlite3.Connection, account_id: int) -> Account | None:
    return one(tx, Account, "SELECT * FROM accounts WHERE id = ?", (account_id,))


def accounts(tx: sqlite3.Connection) -> list[Account]:
    return many(tx, Account, "SELECT * FROM accounts ORDER BY id")


def get(tx: sqlite3.Connection, seat_id: int) -> Seat | None:
    return one(tx, Seat, _SEAT + "WHERE seats.id = ?", (seat_id,))


def of_contracts(tx: sqlite3.Connection, contract_ids: Iterable[int]) -> list[Seat]:
    """All seats of the contracts, in every state."""
    wanted = sorted(set(contract_ids))
    marks = ",".join("?" * len(wanted))
    return many(tx, Seat, f"{_SEAT} WHERE seats.contract_id IN ({marks}) ORDER BY seats.id", wanted)


def set_state(tx: sqlite3.Connection, seat_id: int, state: State) -> None:
    tx.execute("UPDATE seats SET state = ? WHERE id = ?", (state, seat_id))


def retire_member(tx: sqlite3.Connection, member_id: int) -> None:
    """Nobody sits on the seats of a member who has left."""
    tx.execute(
        "UPDATE seats SET state = 'INACTIVE' WHERE account_id IN (SELECT id FROM accounts WHERE member_id = ?)",
        (member_id,),
    )


def count_of_member(tx: sqlite3.Connection, member_id: int) -> int:
    """How many active seats the member sits on."""
    return number(
        tx,
        """SELECT count(*) AS number FROM seats JOIN accounts ON accounts.id = account_id
           WHERE member_id = ? AND state = 'ACTIVE'""",
        (member_id,),
    )


def of_account(tx: sqlite3.Connection, account_id: int) -> list[Seat]:
    """The account's active seats, one per contract."""
    return many(
        tx, Seat, _SEAT + "WHERE seats.account_id = ? AND seats.state = 'ACTIVE' ORDER BY contracts.id", (account_id,)
    )


def holders(tx: sqlite3.Connection, seat_ids: Iterable[int]) -> dict[int, int]:
    """By seat, the member who sits on it."""
    wanted = to_json(sorted(set(seat_ids)))
    found = many(tx, Seat, _SEAT + "WHERE seats.id IN (SELECT value FROM json_each(?))", (wanted,))  # noqa: S608 -- fixed text
    return {seat.id: seat.member_id for seat in found}
