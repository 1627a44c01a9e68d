"""What LinkedIn may have of people and applications now: read from our tables, let through by the gate, rendered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from rsc_client import synced
from skaffa.applications.models import Application, CloseReason, StageMove
from skaffa.candidates.models import Candidate, LinkKind
from skaffa.linkedin.models import Connection, MemberLink, Visibility
from skaffa.linkedin.sync import gate
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.gate import Share, Withheld
from skaffa.linkedin.sync.people_payloads import ApplicationFacts, PersonFacts


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

    row: Application
    facts: ApplicationFacts
    withheld: Withheld | None = None

    @property
    def payload(self) -> synced.JobApplication | None:
        return None if self.withheld else payloads.application(self.facts)


def persons(ids: Iterable[int], connection: Connection) -> dict[int, Person]:
    """By candidate; who was deleted is missing."""
    rows = Candidate.objects.filter(pk__in=list(ids)).prefetch_related("emails", "phones", "links", "employments")
    found = {row.pk: row for row in rows}
    members = dict(_links(found, connection))
    verdicts = _verdicts(found, connection)
    return {pk: _person(row, members.get(pk, ""), verdicts[pk]) for pk, row in found.items()}


def applications(ids: Iterable[int], connection: Connection) -> dict[int, Considered]:
    """By application; what was deleted is missing."""
    rows = Application.objects.filter(pk__in=list(ids)).select_related("job", "candidate")
    rows = rows.prefetch_related("candidate__emails")
    everyone = connection.visibility == Visibility.EVERYONE
    with translation.override("en"):
        return {
            row.pk: Considered(row, _application(row), gate.application(_gate_facts(row), everyone_sees=everyone))
            for row in rows
        }


def leaving(ids: Iterable[int], connection: Connection) -> list[int]:
    """Those of these applications that the gate lets out."""
    everyone = connection.visibility == Visibility.EVERYONE
    return [
        pk for pk, _, facts in _gates(Q(pk__in=list(ids))) if gate.application(facts, everyone_sees=everyone) is None
    ]


def shared(ids: Iterable[int], connection: Connection) -> list[int]:
    """Those of these candidates of whom LinkedIn may have everything."""
    verdicts = _verdicts(ids, connection)
    return [pk for pk, verdict in verdicts.items() if verdict is Share.WHOLE]


def stages(ids: Iterable[int], connection: Connection) -> dict[int, dict[str, object]]:
    """Every stage each of these applications has entered, those of its prospect period too once the gate is open."""
    found: dict[int, dict[str, object]] = {pk: {} for pk in leaving(ids, connection)}
    moves = StageMove.objects.filter(application__in=found).select_related("to_stage")
    with translation.override("en"):
        for move in moves:
            found[move.application_id][str(move.pk)] = payloads.stage(str(move.to_stage), move.at)
    return found


def _verdicts(ids: Iterable[int], connection: Connection) -> dict[int, Share | Withheld]:
    """What the gate says of each of these candidates."""
    considered: dict[int, list[gate.Facts]] = {pk: [] for pk in ids}
    for _, candidate, facts in _gates(Q(candidate__in=list(considered))):
        considered[candidate].append(facts)
    return {
        pk: gate.person(
            facts,
            everyone_sees=connection.visibility == Visibility.EVERYONE,
            identity_first=connection.identity_before_application,
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


def _person(row: Candidate, member: str, verdict: Share | Withheld) -> Person:
    facts = _facts(row, member)
    if isinstance(verdict, Withheld):
        return Person(facts, Share.NOTHING, verdict)
    return Person(facts if verdict is Share.WHOLE else _only_identity(facts), verdict)


def _facts(row: Candidate, member: str) -> PersonFacts:
    emails = sorted(row.emails.all(), key=lambda email: (not email.is_primary, email.pk))
    held = next((held for held in row.employments.all() if held.is_current), None)
    profile = next((link.url for link in row.links.all() if link.kind == LinkKind.LINKEDIN), "")
    return PersonFacts(
        id=row.pk,
        first_name=row.first_name,
        last_name=row.last_name,
        page=f"{settings.SKAFFA.base_url}/candidates/{row.pk}/",
        created_at=row.created_at,
        modified_at=row.modified_at,
        member=member,
        emails=tuple(email.address for email in emails),
        phones=tuple(phone.number for phone in sorted(row.phones.all(), key=lambda phone: phone.pk)),
        linkedin_url=profile,
        company=held.company if held else "",
        title=held.title if held else "",
    )


def _only_identity(facts: PersonFacts) -> PersonFacts:
    return replace(facts, emails=(), phones=(), linkedin_url="", company="", title="")


def _application(row: Application) -> ApplicationFacts:
    candidate = row.candidate
    emails = sorted(candidate.emails.all(), key=lambda email: (not email.is_primary, email.pk))
    return ApplicationFacts(
        id=row.pk,
        candidate_id=candidate.pk,
        job_code=row.job.code,
        job_title=row.job.title,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        created_at=row.created_at,
        modified_at=row.modified_at,
        email=emails[0].address if emails else "",
        source=row.get_source_display(),
        ending=_ending(row),
    )


def _ending(row: Application) -> str:
    """Why it was closed, in a few words; the comment is for the hiring team alone."""
    if row.is_active:
        return ""
    if row.close_reason == CloseReason.REJECTED:
        return f"{row.get_close_reason_display()}: {row.get_rejection_reason_display()}"
    return str(row.get_close_reason_display())


def _gate_facts(row: Application) -> gate.Facts:
    return gate.Facts(past_prospect=row.passed_prospect_at is not None, confidential=row.job.is_confidential)


def _links(candidates: Iterable[int], connection: Connection) -> Iterable[tuple[int, str]]:
    rows = MemberLink.objects.filter(connection=connection, candidate__in=list(candidates))
    return rows.values_list("candidate_id", "member_urn")
