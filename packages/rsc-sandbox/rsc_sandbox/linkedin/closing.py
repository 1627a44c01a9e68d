"""A member closes the account: found and recognised no more, and whoever was given the profile can learn of it."""

import msgspec

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import candidates, exports, members, projects, seats, threads


class Loss(msgspec.Struct, frozen=True):
    """How much hangs on an account: conversations, projects the member is in, exports, Recruiter seats in use."""

    conversations: int
    projects: int
    exports: int
    seats: int


def loss(sandbox: Sandbox, *, member_id: int) -> Loss:
    """What closing the account would end. NotFound: nobody, or gone already."""
    with sandbox.transaction() as tx:
        parties.present_member(tx, member_id)
        return Loss(
            conversations=len(threads.of_member(tx, member_id)),
            projects=projects.count_with(tx, member_id),
            exports=exports.count_of_member(tx, member_id),
            seats=seats.count_of_member(tx, member_id),
        )


def close_account(sandbox: Sandbox, *, member_id: int) -> None:
    """NotFound: nobody, or gone already. Links that were made by hand go with the account."""
    with sandbox.transaction() as tx:
        member = members.get(tx, member_id)
        if member is None or member.closed_at is not None:
            raise NotFound
        members.close(tx, member_id, at=sandbox.now())
        candidates.forget_member(tx, member_id)
        seats.retire_member(tx, member_id)
