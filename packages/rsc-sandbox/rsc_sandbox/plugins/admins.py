"""Whom the configuration plugin lets in: people with an admin seat, for the contracts they administer."""

import msgspec

from rsc_sandbox.sandbox import current
from rsc_sandbox.store import companies, members, seats
from rsc_sandbox.store.companies import Contract


class Administrator(msgspec.Struct, frozen=True):
    """A person and the contracts on which they hold an admin seat; `company` names whose those are."""

    name: str
    company: str
    contracts: tuple[Contract, ...]

    def chosen(self, ids: list[str]) -> tuple[Contract, ...]:
        """The administered contracts with those numbers; none when they are not all of one company."""
        picked = tuple(contract for contract in self.contracts if str(contract.id) in ids)
        return picked if len({contract.company_id for contract in picked}) == 1 else ()


def administered(account_id: int) -> Administrator | None:
    """None for an account without any admin seat."""
    with current().transaction() as tx:
        account = seats.account(tx, account_id)
        member = members.get(tx, account.member_id) if account else None
        held = [seat for seat in seats.of_account(tx, account_id) if seat.role == "ADMIN"]
        contracts = [companies.contract(tx, seat.contract_id) for seat in held]
        owners = [companies.get(tx, number) for number in dict.fromkeys(seat.company_id for seat in held)]
    if member is None or not held:
        return None
    return Administrator(
        name=member.name,
        company=", ".join(company.name for company in owners if company),
        contracts=tuple(contract for contract in contracts if contract),
    )
