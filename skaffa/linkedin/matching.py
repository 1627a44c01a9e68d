"""Pure: decides which of our candidates an exported member is, and which member a candidate is."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.linkedin.models import MatchedBy


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate who shares a contact point with the member, and the member we know them to be (None: unknown).

    `refused`: somebody has said that this candidate is not that member.
    """

    candidate_id: int
    member_urn: str | None = None
    refused: bool = False


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
            if lead.member_urn in {None, member_urn} and not lead.refused:
                return Verdict(lead.candidate_id, reason)
    if evidence.by_link or evidence.by_email:
        return Verdict(None, MatchedBy.NEW_DIFFERENT_MEMBER)
    return Verdict(None, MatchedBy.NEW)


class Basis(TextChoices):
    """On what grounds a candidate is taken for a member, the strongest first."""

    LINKED = "linked", _("Came from LinkedIn as this member.")
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
    """`link`: whom an export said it is; `linked`: whom somebody at LinkedIn did; `matched`: what LinkedIn found.

    What somebody said goes before what a computer guessed, and what was said here before what was said there.
    """
    if link:
        return Taken(Basis.LINKED, (link,))
    if linked:
        return Taken(Basis.LINKED_THERE, (linked,))
    if matched:
        return Taken(Basis.MATCHED if len(matched) == 1 else Basis.SEVERAL, tuple(matched))
    return Taken(Basis.NOBODY)


class Agreement(Enum):
    """How one thing we know of a candidate compares with the same thing of a member."""

    EQUAL = "equal"
    DIFFERENT = "different"
    MISSING = "missing"  # on either side


class Rule(TextChoices):
    """How a profile was found, or not (S26, S28, S30, S33)."""

    SAID = "said", _("Somebody said that this is the right profile.")
    EXACT = "exact", _("This profile fits.")
    POSSIBLE = "possible", _("These profiles may be the right one. Choose, or look further in LinkedIn.")
    NONE = "none", _("No profile fits.")


@dataclass(frozen=True, slots=True)
class Met:
    """A member we have met, in an export or wherever else LinkedIn told us of them."""

    urn: str
    words: frozenset[str] = frozenset()  # of their name, see `name_words`
    emails: frozenset[str] = frozenset()  # shared with us or typed at export, normalized
    proposed: bool = False  # LinkedIn takes the candidate to be one of several members, this one among them
    elsewhere: bool = False  # another candidate is linked to them


@dataclass(frozen=True, slots=True)
class Subject:
    """The candidate whose profile is looked for; `member` is who they are by id, if that is known, `said` by people."""

    words: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    member: str = ""
    said: str = ""
    unlinked: Collection[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Guess:
    """A member beside the candidate, and what speaks for it."""

    urn: str
    email: Agreement
    member: Agreement
    same_name: bool
    proposed: bool
    elsewhere: bool

    @property
    def fits(self) -> bool:
        """What is missing is no mismatch; one equal thing is needed (X2)."""
        return Agreement.EQUAL in {self.email, self.member} and Agreement.DIFFERENT not in {self.email, self.member}

    @property
    def is_possible(self) -> bool:
        return Agreement.EQUAL in {self.email, self.member} or self.same_name or self.proposed

    @property
    def weight(self) -> tuple[int, bool, bool]:
        return [self.email, self.member].count(Agreement.EQUAL), self.same_name, self.proposed


@dataclass(frozen=True, slots=True)
class Finding:
    """Which profile is shown, which others are possible, the likeliest first."""

    rule: Rule
    shown: Guess | None
    possible: tuple[Guess, ...] = ()


def find(subject: Subject, members: Iterable[Met]) -> Finding:
    """Rules 1 to 3. What people said goes before everything; whom they unlinked is left out until linked again.

    A profile that fits is shown if it is the only one, and no other candidate's. Whatever else has the same name,
    address or id is possible.
    """
    guesses = [_guess(subject, met) for met in members if met.urn not in subject.unlinked]
    said = next((guess for guess in guesses if guess.urn == subject.said), None)
    fitting = [guess for guess in guesses if guess.fits]
    sole = fitting[0] if len(fitting) == 1 and not fitting[0].elsewhere else None
    shown = said or sole
    others = [guess for guess in guesses if guess is not shown and guess.is_possible]
    possible = tuple(sorted(others, key=lambda guess: guess.weight, reverse=True))
    if shown is not None:
        return Finding(Rule.SAID if said else Rule.EXACT, shown, possible)
    return Finding(Rule.POSSIBLE if possible else Rule.NONE, None, possible)


def name_words(name: str) -> frozenset[str]:
    """What is left of a name without its order, its case, its accents and its signs."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS).casefold().translate(_LETTERS))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return frozenset(_WORD.findall(bare))


def _guess(subject: Subject, met: Met) -> Guess:
    return Guess(
        urn=met.urn,
        email=_agreement(subject.emails, met.emails),
        member=_agreement({subject.member} - {""}, {met.urn}),
        same_name=_same_name(subject.words, met.words),
        proposed=met.proposed,
        elsewhere=met.elsewhere,
    )


def _agreement(ours: Collection[str], theirs: Collection[str]) -> Agreement:
    if not ours or not theirs:
        return Agreement.MISSING
    return Agreement.DIFFERENT if set(ours).isdisjoint(theirs) else Agreement.EQUAL


def _same_name(one: frozenset[str], other: frozenset[str]) -> bool:
    """Equal, or one is the other with a further name in between; a single word must be the whole of both."""
    fewer = min(len(one), len(other))
    return bool(fewer) and (one == other or (fewer > 1 and (one <= other or other <= one)))


_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart."""
