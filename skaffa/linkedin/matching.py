"""Pure: decides which of our candidates an exported member is."""

from collections.abc import Sequence
from dataclasses import dataclass

from skaffa.linkedin.models import MatchedBy


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate who shares a contact point with the member, and the member we know them to be (None: unknown)."""

    candidate_id: int
    member_urn: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What our records say about a member: the candidate linked to them, those with their profile link, e-mail."""

    linked: int | None = None
    by_link: Sequence[Lead] = ()
    by_email: Sequence[Lead] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The candidate, or None for somebody new, and the reason."""

    candidate_id: int | None
    reason: MatchedBy


def identify(member_urn: str, evidence: Evidence) -> Verdict:
    """Member URN first, then profile link, then e-mail (S45).

    Somebody we know to be another member is never this one, whatever they share: two people may share an e-mail
    address that was typed at export, and a profile link may have passed on.
    """
    if evidence.linked is not None:
        return Verdict(evidence.linked, MatchedBy.MEMBER)
    for leads, reason in ((evidence.by_link, MatchedBy.LINK), (evidence.by_email, MatchedBy.EMAIL)):
        for lead in leads:
            if lead.member_urn in {None, member_urn}:
                return Verdict(lead.candidate_id, reason)
    if evidence.by_link or evidence.by_email:
        return Verdict(None, MatchedBy.NEW_DIFFERENT_MEMBER)
    return Verdict(None, MatchedBy.NEW)
