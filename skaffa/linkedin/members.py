"""The members we have met: whom LinkedIn ever told us of, and which of them a candidate may be.

LinkedIn documents no search for members, so a list of possible profiles can only hold these. Each way of meeting one
says so here, in one line: `meet(...)`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from skaffa.candidates import rules as candidate_rules
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.linkedin import matching, profile
from skaffa.linkedin.matching import Basis, Met, Subject, Taken
from skaffa.linkedin.models import (
    Connection,
    ExportedProfile,
    Member,
    MemberLink,
    MemberMatch,
    MemberUnlink,
    MetIn,
)

MOST = 50
"""Possible members that are compared with a candidate: of a very common name the latest met."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Around:
    """A candidate with everything that says which member they are, and the members they may be."""

    subject: Subject
    taken: Taken
    link: MemberLink | None
    match: MemberMatch
    unlinks: tuple[MemberUnlink, ...]
    members: Mapping[str, Member]
    elsewhere: Mapping[str, MemberLink]  # by member: the other candidate who is linked to them
    met: tuple[Met, ...]


def meet(connection: Connection, urn: str, person: Person, *, where: MetIn, at: datetime) -> None:
    """LinkedIn told us of this member: keep who they are there, and the latest of everything it said."""
    known = Member.objects.filter(connection=connection, urn=urn).first()
    name = f"{person.first_name} {person.last_name}".strip()
    url = next((link for link in person.links if link.startswith(("https://", "http://"))), "")
    emails = {candidate_rules.normalize_email(email) for email in person.emails} - {""}
    said = {"name": name, "headline": person.headline, "location": person.location, "profile_url": url}
    told: dict[str, object] = {field: value for field, value in said.items() if value}
    if name:
        told["words"] = sorted(matching.name_words(name))
    told["emails"] = sorted(emails.union(known.emails if known else ()))
    Member.objects.update_or_create(
        connection=connection,
        urn=urn,
        defaults=told | {"met_at": at, "met_in": where},
    )


def meet_exported(exports: Iterable[ExportedProfile]) -> None:
    for export in exports:
        person = candidate_rules.fitted(profile.person(export.profile))
        meet(export.connection, export.member_urn, person, where=MetIn.EXPORT, at=export.received_at)


def catch_up(connection: Connection) -> None:
    """Once a night: those of earlier exports whom an upgrade left out."""
    met = Member.objects.filter(connection=connection).values("urn")
    rows = ExportedProfile.objects.filter(connection=connection).exclude(member_urn__in=met).exclude(member_urn="")
    meet_exported(rows.select_related("connection").order_by("pk")[:_AT_ONCE])


def around(candidate: Candidate, connection: Connection) -> Around:
    """In six questions, however many members there are."""
    link = MemberLink.objects.filter(connection=connection, candidate=candidate).select_related("linked_by").first()
    match = MemberMatch.objects.filter(connection=connection, candidate=candidate).first() or MemberMatch()
    unlinks = MemberUnlink.objects.filter(connection=connection, candidate=candidate).select_related("by")
    undone = {row.member_urn for row in unlinks}
    taken = matching.taken_for(
        link=link.member_urn if link and not link.is_said else "",
        linked=match.linked if match.linked not in undone else "",
        matched=[urn for urn in match.matched if urn not in undone],
    )
    said = link.member_urn if link and link.is_said else ""
    emails = frozenset(email.normalized for email in candidate.emails.all())
    named = {*taken.members, *match.matched, *undone, said} - {""}
    found = _found(connection, str(candidate), emails, named)
    held = MemberLink.objects.filter(connection=connection, member_urn__in=found).exclude(candidate=candidate)
    elsewhere = {row.member_urn: row for row in held.select_related("candidate")}
    proposed = taken.members if taken.basis is Basis.SEVERAL else ()
    return Around(
        subject=Subject(
            words=matching.name_words(str(candidate)),
            emails=emails,
            member=said or (taken.members[0] if len(taken.members) == 1 else ""),
            said=said,
            unlinked=undone,
        ),
        taken=taken,
        link=link,
        match=match,
        unlinks=tuple(unlinks),
        members=found,
        elsewhere=elsewhere,
        met=tuple(_met(member, proposed, elsewhere) for member in found.values()),
    )


def _found(connection: Connection, name: str, emails: Collection[str], named: Collection[str]) -> dict[str, Member]:
    """Those named, and the latest of those with one of the addresses or the name; by URN."""
    alike = Q(emails__overlap=list(emails)) if emails else Q(pk__in=[])
    words = matching.name_words(name)
    if words:
        # further names between the first and the last are no difference, see matching
        ends = [matching.name_words(part) for part in (name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1])]
        wanted = sorted(ends[0] | ends[1]) if ends[0] and ends[1] else sorted(words)
        alike |= Q(words__contains=wanted)
    rows = Member.objects.filter(alike, connection=connection).order_by("-met_at", "-pk")[:MOST]
    if named:
        rows = Member.objects.filter(connection=connection, urn__in=named).union(rows, all=True)
    found = {row.urn: row for row in rows}
    return found | {urn: Member(connection=connection, urn=urn) for urn in named if urn not in found}


def _met(member: Member, proposed: Collection[str], elsewhere: Collection[str]) -> Met:
    return Met(
        urn=member.urn,
        words=frozenset(member.words),
        emails=frozenset(member.emails),
        proposed=member.urn in proposed,
        elsewhere=member.urn in elsewhere,
    )
