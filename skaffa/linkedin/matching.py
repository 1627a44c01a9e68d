"""Pure: decides which of our candidates an exported member is, and which member a candidate is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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


class Basis(TextChoices):
    """On what grounds a candidate is taken for a member, the strongest first."""

    LINKED = "linked", _("Linked to a LinkedIn member, by an export or by hand.")
    LINKED_THERE = "linked_there", _("Linked to a LinkedIn member by somebody at LinkedIn.")
    MATCHED = "matched", _("LinkedIn recognises this person as one of its members.")
    SEVERAL = "several", _("LinkedIn takes this person to be one of several members.")
    NOBODY = "nobody", _("LinkedIn has not recognised this person yet.")


@dataclass(frozen=True, slots=True)
class Taken:
    """The members a candidate is taken for, by their URNs."""

    basis: Basis
    members: tuple[str, ...] = ()


def taken_for(*, link: str, linked: str, matched: Sequence[str]) -> Taken:
    """`link`: whom people or an export said it is; `linked`: the same at LinkedIn; `matched`: what LinkedIn found.

    What somebody said goes before what a computer guessed, and what was said here before what was said there.
    """
    if link:
        return Taken(Basis.LINKED, (link,))
    if linked:
        return Taken(Basis.LINKED_THERE, (linked,))
    if matched:
        return Taken(Basis.MATCHED if len(matched) == 1 else Basis.SEVERAL, tuple(matched))
    return Taken(Basis.NOBODY)
