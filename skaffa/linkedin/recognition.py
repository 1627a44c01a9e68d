"""Whom a candidate is taken for at LinkedIn, and where in Recruiter that member is to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.http import urlencode

from skaffa.candidates.models import Candidate
from skaffa.linkedin import matching
from skaffa.linkedin.matching import Basis
from skaffa.linkedin.models import Connection, MemberLink, MemberMatch


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is known, in what order of trust, and where Recruiter shows it; `read_at`: LinkedIn's last answer."""

    basis: Basis
    places: tuple[str, ...]
    read_at: datetime | None


def of(candidate: Candidate, connection: Connection) -> Recognition:
    """For `skaffa.linkedin.sight`, which has asked for the right."""
    link = MemberLink.objects.filter(connection=connection, candidate=candidate).first()
    match = MemberMatch.objects.filter(connection=connection, candidate=candidate).first() or MemberMatch()
    taken = matching.taken_for(link=link.member_urn if link else "", linked=match.linked, matched=match.matched)
    return Recognition(taken.basis, _places(taken.members, candidate, connection), match.read_at)


def _places(members: Sequence[str], candidate: Candidate, connection: Connection) -> tuple[str, ...]:
    """The profile of each member we have met; for the others a search for the person's name, since LinkedIn tells no more."""
    met = MemberLink.objects.filter(connection=connection, member_urn__in=members)
    known = [url for url in met.values_list("profile_url", flat=True) if url.startswith(("https://", "http://"))]
    search = f"{settings.SKAFFA.linkedin_www_url}/talent/search?{urlencode({'keywords': str(candidate)})}"
    return tuple(known) if len(known) == len(members) else (*known, search)
