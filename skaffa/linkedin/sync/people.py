"""What LinkedIn may have of people and applications now: read from our tables, let through by the gate, rendered."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import translation

from rsc_client import synced
from skaffa.applications.models import Application, ApplicationStatus, CloseReason, StageMove
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate, Employment, LinkKind, SourceChoice
from skaffa.choices.models import ChoiceList, RejectionReason
from skaffa.choices.queries import Lists
from skaffa.linkedin.models import Connection, MemberLink
from skaffa.linkedin.sync import gate
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.gate import Share, Withheld
from skaffa.linkedin.sync.people_payloads import ApplicationFacts, PersonFacts
from skaffa.processes.models import StageKind

_OF_APPLICATION = (
    *("id", "candidate_id", "job_id", "status", "close_reason", "rejection_reason", "passed_prospect_at"),
    *("source", "source__name_en"),
    *("created_at", "modified_at", "job__code", "job__title", "job__is_confidential"),
    *("candidate__first_name", "candidate__last_name"),
)
"""What LinkedIn is told of an application, and what the gate asks."""
_CONTACTS = """
    SELECT 'email', candidate_id, address, NOT is_primary, id
    FROM candidates_emailaddress WHERE candidate_id = ANY (%(ids)s)
    UNION ALL SELECT 'phone', candidate_id, number, false, id
    FROM candidates_phonenumber WHERE candidate_id = ANY (%(ids)s)
    UNION ALL SELECT 'profile', candidate_id, url, false, id
    FROM candidates_link WHERE candidate_id = ANY (%(ids)s) AND kind = %(linkedin)s
    ORDER BY 4, 5
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate for LinkedIn: what is sent, or why nothing is."""

    facts: PersonFacts
    share: Share
    withheld: Withheld | None = None

    @property
    def payload(self) -> synced.Candidate | None:
        if self.share is Share.NOTHING:
            return None
        return payloads.identity(self.facts) if self.share is Share.IDENTITY else payloads.whole(self.facts)


@dataclass(frozen=True, slots=True)
class Considered:
    """An application for LinkedIn: what is sent, or why nothing is."""

    facts: ApplicationFacts
    job_id: int
    withheld: Withheld | None = None

    @property
    def payload(self) -> synced.JobApplication | None:
        return None if self.withheld else payloads.application(self.facts)


def persons(ids: Iterable[int], connection: Connection) -> dict[int, Person]:
    """By candidate; who was deleted is missing."""
    facts = _facts(list(ids), connection)
    linked = {pk for pk, one in facts.items() if one.member and one.last_name.strip()}
    return {pk: _person(facts[pk], verdict) for pk, verdict in _verdicts(facts, connection, linked).items()}


def withheld(candidate: Candidate, connection: Connection, *, is_linked: bool) -> Withheld | None:
    """Why LinkedIn may have nothing of this one; `is_linked`: we know which member they are. One question."""
    named = {candidate.pk} if is_linked and candidate.last_name.strip() else ()
    verdict = _verdicts([candidate.pk], connection, named)[candidate.pk]
    return verdict if isinstance(verdict, Withheld) else None


def applications(ids: Iterable[int], connection: Connection) -> dict[int, Considered]:
    """By application; what was deleted is missing."""
    return considered(Application.objects.filter(pk__among=ids), connection)


def considered(applications: QuerySet[Application], connection: Connection) -> dict[int, Considered]:
    """The same of whichever applications are asked for, in their order."""
    rows = applications.values(*_OF_APPLICATION, email=candidates.faces("candidate")["face_email"])
    lists = Lists()
    return {row["id"]: _considered(row, lists, everyone_sees=connection.everyone_sees) for row in rows}


def leaving(ids: Iterable[int], connection: Connection) -> list[int]:
    """Those of these applications that the gate lets out."""
    everyone = connection.everyone_sees
    return [pk for pk, _, facts in _gates(Q(pk__among=ids)) if gate.application(facts, everyone_sees=everyone) is None]


def shared(ids: Iterable[int], connection: Connection) -> list[int]:
    """Those of these candidates of whom LinkedIn may have everything."""
    verdicts = _verdicts(ids, connection)
    return [pk for pk, verdict in verdicts.items() if verdict is Share.WHOLE]


def stages(ids: Iterable[int], connection: Connection) -> dict[int, dict[str, object]]:
    """Every stage each of these applications has entered, those of its prospect period too once the gate is open."""
    found: dict[int, dict[str, object]] = {pk: {} for pk in leaving(ids, connection)}
    moves = StageMove.objects.filter(application__among=found).order_by("pk")
    with translation.override("en"):
        for pk, application, at, kind, name in moves.values_list(
            "pk", "application_id", "at", "to_stage__kind", "to_stage__name"
        ):
            found[application][str(pk)] = payloads.stage(name or str(StageKind(kind).label), at)
    return found


def _verdicts(ids: Iterable[int], connection: Connection, linked: Collection[int] = ()) -> dict[int, Share | Withheld]:
    """What the gate says of each of these candidates; LinkedIn takes the mere identity of `linked` ones alone."""
    considered: dict[int, list[gate.Facts]] = {pk: [] for pk in ids}
    for _, candidate, facts in _gates(Q(candidate__among=considered)):
        considered[candidate].append(facts)
    return {
        pk: gate.person(
            facts,
            everyone_sees=connection.everyone_sees,
            identity_first=connection.identity_before_application and pk in linked,
        )
        for pk, facts in considered.items()
    }


def _gates(which: Q) -> Iterator[tuple[int, int, gate.Facts]]:
    """Application, candidate, and what the gate needs to know."""
    rows = Application.objects.filter(which).order_by("pk")
    for pk, candidate, passed, confidential in rows.values_list(
        "pk", "candidate_id", "passed_prospect_at", "job__is_confidential"
    ):
        yield pk, candidate, gate.Facts(past_prospect=passed is not None, confidential=confidential)


def _person(facts: PersonFacts, verdict: Share | Withheld) -> Person:
    if isinstance(verdict, Withheld):
        return Person(facts, Share.NOTHING, verdict)
    return Person(facts if verdict is Share.WHOLE else _only_identity(facts), verdict)


def _facts(ids: list[int], connection: Connection) -> dict[int, PersonFacts]:
    """Of those there are; as plain values, for a first load reads hundreds of thousands."""
    contacts = _contacts(ids)
    held = Employment.objects.filter(candidate__among=ids, is_current=True).order_by("-pk")
    positions = {pk: (company, title) for pk, company, title in held.values_list("candidate_id", "company", "title")}
    links = MemberLink.objects.filter(connection=connection, candidate=OuterRef("pk"))
    rows = Candidate.objects.filter(pk__among=ids).values_list(
        "pk", "first_name", "last_name", "created_at", "modified_at", Subquery(links.values("member_urn")[:1])
    )
    found = {}
    for pk, first_name, last_name, created_at, modified_at, member in rows:
        company, title = positions.get(pk, ("", ""))
        found[pk] = PersonFacts(
            id=pk,
            first_name=first_name,
            last_name=last_name,
            page=f"{settings.SKAFFA.base_url}/candidates/{pk}/",
            created_at=created_at,
            modified_at=modified_at,
            member=member or "",
            emails=tuple(contacts["email"].get(pk, ())),
            phones=tuple(contacts["phone"].get(pk, ())),
            linkedin_url=next(iter(contacts["profile"].get(pk, ())), ""),
            company=company,
            title=title,
        )
    return found


def _contacts(ids: list[int]) -> dict[str, dict[int, list[str]]]:
    """E-mail addresses, phone numbers and LinkedIn profiles by candidate, the primary one and the oldest first."""
    found: dict[str, dict[int, list[str]]] = {"email": {}, "phone": {}, "profile": {}}
    with database.cursor() as cursor:
        cursor.execute(_CONTACTS, {"ids": ids, "linkedin": str(LinkKind.LINKEDIN)})
        for what, candidate, value, _later, _id in cursor.fetchall():
            found[what].setdefault(candidate, []).append(value)
    return found


def _only_identity(facts: PersonFacts) -> PersonFacts:
    return replace(facts, emails=(), phones=(), linkedin_url="", company="", title="")


def _considered(row: Mapping[str, Any], lists: Lists, *, everyone_sees: bool) -> Considered:
    own = lists.own(ChoiceList.REJECTION_REASON, row["rejection_reason"])
    facts = ApplicationFacts(
        id=row["id"],
        candidate_id=row["candidate_id"],
        job_code=row["job__code"],
        job_title=row["job__title"],
        first_name=row["candidate__first_name"],
        last_name=row["candidate__last_name"],
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        email=row["email"] or "",
        source=_source(row["source"], row["source__name_en"]) if row["source"] else "",
        ending=""
        if row["status"] == ApplicationStatus.ACTIVE
        else _ending(row["close_reason"], row["rejection_reason"], own.name_en if own else ""),
    )
    known = gate.Facts(past_prospect=row["passed_prospect_at"] is not None, confidential=row["job__is_confidential"])
    return Considered(facts, row["job_id"], gate.application(known, everyone_sees=everyone_sees))


@lru_cache(maxsize=1024)
def _source(code: str, name: str) -> str:
    with translation.override("en"):
        return str(SourceChoice(code=code, name_en=name))


@lru_cache(maxsize=1024)
def _ending(closed: str, rejected: str, own: str) -> str:
    """Why it was closed, in a few words, an own reason by its name; the comment is for the hiring team alone."""
    with translation.override("en"):
        reason = CloseReason(closed)
        if reason is CloseReason.REJECTED and rejected:
            return f"{reason.label}: {own or RejectionReason(rejected).label}"
        return str(reason.label)
