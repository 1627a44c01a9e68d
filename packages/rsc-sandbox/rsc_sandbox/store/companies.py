"""Companies on LinkedIn and their Recruiter contracts."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, one

ORGANIZATION = "urn:li:organization:"
CONTRACT = "urn:li:contract:"


class Company(msgspec.Struct, frozen=True):
    """What LinkedIn calls an organization."""

    id: int
    name: str

    @property
    def urn(self) -> str:
        return f"{ORGANIZATION}{self.id}"


class Contract(msgspec.Struct, frozen=True):
    """A Recruiter contract; a company can have several."""

    id: int
    company_id: int
    name: str

    @property
    def urn(self) -> str:
        return f"{CONTRACT}{self.id}"


def add(tx: sqlite3.Connection, company: Company) -> None:
    tx.execute("INSERT INTO companies (id, name) VALUES (?, ?)", (company.id, company.name))


def add_contract(tx: sqlite3.Connection, contract: Contract) -> None:
    tx.execute(
        "INSERT INTO contracts (id, company_id, name) VALUES (?, ?, ?)",
        (contract.id, contract.company_id, contract.name),
    )


def get(tx: sqlite3.Connection, company_id: int) -> Company | None:
    return one(tx, Company, "SELECT * FROM companies WHERE id = ?", (company_id,))


def contract(tx: sqlite3.Connection, contract_id: int) -> Contract | None:
    return one(tx, Contract, "SELECT * FROM contracts WHERE id = ?", (contract_id,))


def contracts_of(tx: sqlite3.Connection, company_id: int) -> list[Contract]:
    return many(tx, Contract, "SELECT * FROM contracts WHERE company_id = ? ORDER BY id", (company_id,))
