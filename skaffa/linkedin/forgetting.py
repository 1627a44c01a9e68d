"""Members whose person was erased: what happened before stays away, until the person is taken in anew.

What happens afterwards (a new InMail, a new consent) is a new dealing and is kept. The row names nobody: it holds a
keyed hash of the member, good for recognising them in what LinkedIn tells and for nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import F
from django.utils.crypto import salted_hmac

from skaffa.candidates import locking
from skaffa.candidates.merging import queries as merging
from skaffa.linkedin.models import (
    ClosedAccount,
    Connection,
    Decision,
    ExportedProfile,
    Forgotten,
    InMail,
    Lane,
    LaneKind,
    LinkedInNote,
    Member,
    MemberLink,
    MemberUnlink,
    SharedProfile,
)

ItemT = TypeVar("ItemT")


def member_hash(connection_id: int, member_urn: str) -> str:
    """A member of this connection (D17), recognisable and not readable."""
    return salted_hmac("skaffa.linkedin.forgotten", f"{connection_id} {member_urn}", algorithm="sha256").hexdigest()


def lock(connection_id: int, member_urns: Iterable[str]) -> None:
    """Let whoever forgets one of these members, or keeps something about them, wait until the transaction ends.

    To be taken after a candidate's row, never before: erasing begins with the row.
    """
    locking.lock_people([], also={f"history {connection_id} {urn}" for urn in member_urns})


def remembered(
    connection: Connection, items: Sequence[ItemT], *, of: Callable[[ItemT], str], when: Callable[[ItemT], datetime]
) -> list[ItemT]:
    """Those of what LinkedIn told that may be kept; call with the lock on their members."""
    hashes = {of(item): member_hash(connection.pk, of(item)) for item in items}
    rows = Forgotten.objects.filter(connection=connection, member_hash__in=set(hashes.values()))
    until = dict(rows.values_list("member_hash", "forgotten_at"))
    return [item for item in items if (end := until.get(hashes[of(item)])) is None or when(item) > end]


def forget_candidate(candidate_id: int, *, at: datetime) -> None:
    """Everything that is known about the members this person was to us; call while their links still stand."""
    urns: dict[int, set[str]] = {}
    removed = MemberUnlink.objects.filter(by_person=True)  # they are that member all the same
    said = (MemberLink.objects.all(), ExportedProfile.objects.all(), SharedProfile.objects.all(), removed)
    for known in said:
        rows = known.filter(candidate=candidate_id).exclude(member_urn="")
        for connection_id, urn in rows.values_list("connection", "member_urn"):
            urns.setdefault(connection_id, set()).add(urn)
    for model in (MemberLink, MemberUnlink):  # who was merged into them may have been another member
        for row in merging.aside(candidate_id, model):
            if model is MemberLink or row["by_person"] == str(True):
                urns.setdefault(int(row["connection_id"]), set()).add(row["member_urn"])
    for connection_id, members in urns.items():
        forget(connection_id, members, at=at)


def forget(connection_id: int, member_urns: Iterable[str], *, at: datetime) -> None:
    """Delete what is stored about these members, and let nothing older come back."""
    members = set(member_urns)
    lock(connection_id, members)
    for model in (InMail, LinkedInNote, SharedProfile):
        model.objects.filter(connection=connection_id, member_urn__in=members).delete()
    Member.objects.filter(connection=connection_id, urn__in=members).delete()
    closed = ClosedAccount.objects.filter(connection=connection_id, member_urn__in=members)
    closed.update(decision=Decision.REMOVED, decided_at=at, member_urn="", profile_url="")
    Forgotten.objects.bulk_create(
        (
            Forgotten(connection_id=connection_id, member_hash=member_hash(connection_id, urn), forgotten_at=at)
            for urn in members
        ),
        update_conflicts=True,
        unique_fields=["connection", "member_hash"],
        update_fields=["forgotten_at"],
    )


def taken_in(connection: Connection, member_urn: str, *, at: datetime) -> None:
    """The person is with us again: their history may be, and is fetched anew where it was left out."""
    found = Forgotten.objects.filter(connection=connection, member_hash=member_hash(connection.pk, member_urn))
    gone, _rows = found.delete()
    if gone and connection.retrieval_days:
        reading = Lane.objects.filter(connection=connection).exclude(kind=LaneKind.SEATS)
        reading.update(backfilled_to=F("caught_up_to"), past_at=at)
