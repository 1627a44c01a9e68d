"""A member closes the account: found and recognised no more, and whoever was given the profile can learn of it."""

from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import candidates, members, seats


def close_account(sandbox: Sandbox, *, member_id: int) -> None:
    """NotFound: nobody, or gone already. Links that were made by hand go with the account."""
    with sandbox.transaction() as tx:
        member = members.get(tx, member_id)
        if member is None or member.closed_at is not None:
            raise NotFound
        members.close(tx, member_id, at=sandbox.now())
        candidates.forget_member(tx, member_id)
        seats.retire_member(tx, member_id)
