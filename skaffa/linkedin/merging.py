"""Two records that were two members, or one said to be none: what stays of it when they become one person."""

from collections.abc import Mapping

from skaffa.candidates.merging.events import CandidatesMerged
from skaffa.candidates.merging.journal import actions as journal
from skaffa.candidates.merging.rules import ABSORBED, MEMBER
from skaffa.candidates.models import Merge
from skaffa.linkedin.models import MemberLink, MemberUnlink


def is_said_alone(there: MemberLink, comes: MemberLink, choices: Mapping[str, str]) -> bool:
    """Of two members one person is linked to, whether the second stays: as chosen, else the one that somebody said."""
    if MEMBER in choices:
        return choices[MEMBER] == ABSORBED
    return comes.is_said and not there.is_said


def is_their_own_word(there: MemberUnlink, comes: MemberUnlink, _choices: object) -> bool:
    """Of two that say the same, whether the second stays: what the person said themselves is theirs to take back."""
    return comes.by_person and not there.by_person


def settle(event: CandidatesMerged) -> None:
    """One record was this member, the other was not: that it is stays, unless the person themselves has said no."""
    merge = Merge.objects.get(pk=event.merge_id)
    for link in MemberLink.objects.filter(candidate=event.candidate_id):
        said = {"connection": link.connection_id, "candidate": event.candidate_id, "member_urn": link.member_urn}
        unlink = MemberUnlink.objects.filter(**said).first()
        if unlink is not None:
            gone, stays = (link, unlink) if unlink.by_person else (unlink, link)
            journal.set_aside(merge, gone, stays.pk)
