"""From what LinkedIn delivered about a person to a candidate on a Prospect tab."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import JobNotOpen, JobWithoutProspects
from skaffa.candidates import actions as candidates
from skaffa.candidates import locking
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates import rules as candidate_rules
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.linkedin import forgetting, matching, profile
from skaffa.linkedin.matching import Evidence, Lead
from skaffa.linkedin.models import (
    Connection,
    ExportedProfile,
    MatchedBy,
    MemberLink,
    MemberUnlink,
    RefusalCode,
)


class Refused(Exception):
    """This export does not become a prospect as it stands."""

    def __init__(self, code: RefusalCode, application: Application | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.application = application


@dataclass(frozen=True, slots=True)
class Admitted:
    candidate: Candidate
    application: Application
    matched_by: MatchedBy


def admit(export: ExportedProfile, job: Job, *, by: Actor, at: datetime) -> Admitted:
    """The person as a candidate, new or found again, on the job's Prospect tab."""
    candidate, reason = found_or_added(export.connection, export.member_urn, person_of(export), at=at)
    link_member(export, candidate, at=at)
    try:
        application = applications.receive_prospect(job, candidate, source=Source.LINKEDIN, by=by, at=at)
    except applications.RejectedBefore as refusal:
        raise Refused(RefusalCode.REJECTED_BEFORE, refusal.application) from refusal
    except JobNotOpen as refusal:
        raise Refused(RefusalCode.JOB_NOT_OPEN) from refusal
    except JobWithoutProspects as refusal:
        raise Refused(RefusalCode.WITHOUT_PROSPECTS) from refusal
    except refusals.Refusal as refusal:
        raise Refused(RefusalCode.OTHER) from refusal
    return Admitted(candidate, application, reason)


def found_or_added(
    connection: Connection, member_urn: str, person: Person, *, at: datetime
) -> tuple[Candidate, MatchedBy]:
    """Whoever this member is to us, with what is new about them; call with the lock on the person."""
    verdict = matching.identify(member_urn, _evidence(connection, member_urn, person))
    if verdict.candidate_id is None:
        return candidates.add(person, source=Source.LINKEDIN, by=SYSTEM, at=at), verdict.reason
    known = Candidate.objects.get(pk=verdict.candidate_id)
    return candidates.enrich(known, person, by=SYSTEM, at=at), verdict.reason


def link_member(export: ExportedProfile, candidate: Candidate, *, at: datetime) -> None:
    """Remember which member the candidate is, as this developer application calls them (D17).

    Not where the person has removed the link themselves: they stay who they are, and are not shown.
    """
    if _removed(export.connection, export.member_urn, candidate):
        return
    url = profile.text(export.profile.get("profileUrl"))[:500]
    MemberLink.objects.update_or_create(
        connection=export.connection,
        member_urn=export.member_urn,
        defaults={"profile_url": url, "modified_at": at},
        create_defaults={"candidate": candidate, "profile_url": url, "created_at": at, "modified_at": at},
    )
    forgetting.taken_in(export.connection, export.member_urn, at=at)


def link_stub(connection: Connection, member_urn: str, candidate: Candidate, *, at: datetime) -> None:
    """The same for somebody who shared their contact details, which come without a profile's address."""
    if _removed(connection, member_urn, candidate):
        return
    MemberLink.objects.get_or_create(
        connection=connection,
        member_urn=member_urn,
        defaults={"candidate": candidate, "created_at": at, "modified_at": at},
    )
    forgetting.taken_in(connection, member_urn, at=at)


def _removed(connection: Connection, member_urn: str, candidate: Candidate) -> bool:
    """Whether the person has removed the link themselves."""
    rows = MemberUnlink.objects.filter(connection=connection, candidate=candidate, member_urn=member_urn)
    return rows.filter(by_person=True).exists()


def remember(export: ExportedProfile, admitted: Admitted) -> None:
    """Write down on the export what became of it; the caller saves."""
    export.candidate, export.application = admitted.candidate, admitted.application
    export.matched_by = admitted.matched_by


def person_of(export: ExportedProfile) -> Person:
    return candidate_rules.fitted(profile.person(export.profile))


def lock_people(exports: Sequence[ExportedProfile]) -> None:
    """Let whoever else is taking in one of these people wait, by member, profile link and e-mail address alike."""
    locking.lock_people(map(person_of, exports), also=[export.member_urn for export in exports])


def _evidence(connection: Connection, member_urn: str, person: Person) -> Evidence:
    linked = MemberLink.objects.filter(connection=connection, member_urn=member_urn)
    by_link = [candidate_queries.by_link(link) for link in person.links]
    by_email = [candidate_queries.by_email(email) for email in person.emails]
    found = {candidate.pk for candidate in (*by_link, *by_email) if candidate is not None}
    rows = MemberLink.objects.filter(connection=connection, candidate__in=found)
    members = dict(rows.values_list("candidate_id", "member_urn"))
    undone = MemberUnlink.objects.filter(connection=connection, candidate__in=found, by_person=False)
    refused = set(undone.filter(member_urn=member_urn).values_list("candidate_id", flat=True))

    def leads(rows: Iterable[Candidate | None]) -> list[Lead]:
        return [Lead(row.pk, members.get(row.pk), row.pk in refused) for row in rows if row is not None]

    return Evidence(linked.values_list("candidate_id", flat=True).first(), leads(by_link), leads(by_email))
