"""What LinkedIn sees of a person: exactly what is sent, what is withheld and why, and how far each of it has come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.documents import queries as documents
from skaffa.documents.models import Document
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, SyncKind
from skaffa.linkedin.rules import INDICATOR
from skaffa.linkedin.sync import attachments, gate, outbox, parts, people
from skaffa.linkedin.sync.applications import PARTS
from skaffa.linkedin.sync.parts import Many
from skaffa.linkedin.sync.people import Considered, Person
from skaffa.linkedin.sync.people_payloads import ResumeFacts

_SHOWN = 20
"""Applications of one person on the page; nobody has more in practice."""


class Standing(TextChoices):
    """How far something has come."""

    WITHHELD = "withheld", _("Not sent")
    WAITING = "waiting", _("Waiting")
    REFUSED = "refused", _("Refused")
    SENT = "sent", _("LinkedIn has it")


@dataclass(frozen=True, slots=True)
class Resume:
    """A file that LinkedIn gets, and how far it has come."""

    file_name: str
    standing: Standing
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that LinkedIn is told, field by field; `title` is empty for the person themselves."""

    title: str
    standing: Standing
    reason: str
    since: datetime | None
    fields: tuple[tuple[str, str], ...]
    private_notes: int = 0  # stay here, whoever wrote them
    resumes: tuple[Resume, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything LinkedIn sees of a person, as far as the reader may know of it."""

    person: Told
    applications: tuple[Told, ...]

    @property
    def can_retry(self) -> bool:
        told = (self.person, *self.applications)
        resumes = (resume for one in told for resume in one.resumes)
        return Standing.REFUSED in {one.standing for one in told} | {resume.standing for resume in resumes}


@dataclass(frozen=True, slots=True)
class State:
    """How far an application has come, in lists; `since` when LinkedIn has it."""

    standing: Standing
    reason: str
    since: datetime | None


def of(actor: Actor, candidate: Candidate) -> Sight | None:
    """None while LinkedIn is not connected. For those with the LinkedIn tab (A162)."""
    permissions.require(actor, Action.LINKEDIN_TAB)
    connection = connections.live()
    if connection is None:
        return None
    person = people.persons([candidate.pk], connection)[candidate.pk]
    seen = people.considered(_applications(actor, candidate), connection)
    many = parts.counted(seen)
    resumes = attachments.let_out(
        _resumes(actor, candidate),
        whole={candidate.pk} if person.share is gate.Share.WHOLE else (),
        out={pk for pk, one in seen.items() if one.withheld is None},
    )
    known = _Known(connection, candidate.pk, list(seen), resumes)
    return Sight(
        _told(known, "", SyncKind.CANDIDATE, candidate.pk, person, tuple(_of_person(person))),
        tuple(
            _told(
                known,
                one.facts.job_title,
                SyncKind.APPLICATION,
                pk,
                one,
                tuple(_of_application(one, many[pk])),
                many[pk].private_notes,
            )
            for pk, one in seen.items()
            if pk in many
        ),
    )


def states(actor: Actor, found: Iterable[Application]) -> dict[int, State]:
    """How far each of these applications has come, for lists, in a fixed number of queries.

    What is not sent is missing; so is everything for readers without the LinkedIn tab, and before LinkedIn takes people.
    """
    facts = {row.pk: gate.Facts(row.passed_prospect_at is not None, row.job.is_confidential) for row in found}
    if not any(known.past_prospect for known in facts.values()) or not permissions.allowed(actor, Action.LINKEDIN_TAB):
        return {}
    connection = connections.live()
    if connection is None or not connections.is_on(connection, INDICATOR):
        return {}
    everyone = connection.everyone_sees
    sent = [pk for pk, known in facts.items() if gate.application(known, everyone_sees=everyone) is None]
    if not sent:
        return {}
    known = _Known(connection, None, sent, {})
    return {pk: State(*known.standing(SyncKind.APPLICATION, pk)) for pk in sent}


@transaction.atomic
def retry(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """Send what LinkedIn refused of this person once more, as it is now."""
    permissions.require(by, Action.LINKEDIN_TAB)
    candidates.candidate(by, candidate.pk)
    ids = list(_applications(by, candidate).values_list("pk", flat=True))
    marks = {
        SyncKind.CANDIDATE: [candidate.pk],
        SyncKind.APPLICATION: ids,
        SyncKind.ATTACHMENTS: list(_resumes(by, candidate).values_list("pk", flat=True)),
    }
    outbox.mark_each(marks | dict.fromkeys(PARTS, ids), at=at)


_KNOWN = """
    SELECT kind, entity_id, accepted_at, NULL, '' FROM linkedin_remoterecord WHERE {these}
    UNION ALL SELECT kind, entity_id, NULL, needs_attention, last_error FROM linkedin_syncitem WHERE {these}
""".format(  # noqa: S608 - both texts are ours
    these="""connection_id = %(connection)s AND (
        kind = ANY (%(parts)s) AND entity_id = ANY (%(applications)s)
        OR kind = 'candidate' AND entity_id = ANY (%(candidates)s)
        OR kind = 'attachments' AND entity_id = ANY (%(resumes)s)
    )"""
)


class _Known:
    """What our records and marks say, in one query."""

    def __init__(
        self,
        connection: Connection,
        candidate: int | None,
        applications: list[int],
        resumes: Mapping[int, ResumeFacts],
    ) -> None:
        asked: dict[str, Any] = {
            "connection": connection.pk,
            "candidates": [] if candidate is None else [candidate],
            "applications": applications,
            "parts": [SyncKind.APPLICATION.value, *(part.value for part in PARTS)],
            "resumes": list(resumes),
        }
        with database.cursor() as cursor:
            cursor.execute(_KNOWN, asked)
            rows = cursor.fetchall()
        self._accepted: dict[tuple[str, int], datetime | None] = {}
        self._waiting: dict[tuple[str, int], tuple[bool, str]] = {}  # whether LinkedIn refused it, and its last error
        for kind, pk, accepted_at, refused, error in rows:
            if refused is None:
                self._accepted[kind, pk] = accepted_at
            else:
                self._waiting[kind, pk] = (refused, error)
        self._resumes = resumes

    def resumes(self, kind: SyncKind, owner: int) -> Iterator[Resume]:
        """Of a candidate or an application, by name."""
        theirs = [
            facts
            for facts in self._resumes.values()
            if (attachments.OWNERS[facts.owner], facts.owner_id) == (kind, owner)
        ]
        for facts in sorted(theirs, key=lambda facts: (facts.file_name, facts.id)):
            yield Resume(facts.file_name, *self.standing(SyncKind.ATTACHMENTS, facts.id))

    def standing(self, kind: SyncKind, pk: int) -> tuple[Standing, str, datetime | None]:
        """Of a thing that is to be sent; what belongs to an application counts with it."""
        kinds = (kind, *PARTS) if kind is SyncKind.APPLICATION else (kind,)
        waiting = [self._waiting[one, pk] for one in kinds if (one, pk) in self._waiting]
        refused = next((error for needs_attention, error in waiting if needs_attention), None)
        if refused is not None:
            return Standing.REFUSED, connections.told(refused), None
        accepted_at = self._accepted.get((kind, pk))
        if waiting or accepted_at is None:
            return Standing.WAITING, connections.told(next((error for _no, error in waiting), "")), None
        return Standing.SENT, "", accepted_at


def _told(
    known: _Known,
    title: str,
    kind: SyncKind,
    pk: int,
    one: Person | Considered,
    fields: tuple[tuple[str, str], ...],
    private_notes: int = 0,
) -> Told:
    if one.withheld is not None:
        return Told(title, Standing.WITHHELD, str(one.withheld.label), None, ())
    standing, reason, since = known.standing(kind, pk)
    return Told(title, standing, reason, since, fields, private_notes, tuple(known.resumes(kind, pk)))


def _applications(actor: Actor, candidate: Candidate) -> QuerySet[Application]:
    return applications.visible_to(actor).filter(candidate=candidate).order_by("-created_at", "-pk")[:_SHOWN]


def _resumes(actor: Actor, candidate: Candidate) -> QuerySet[Document]:
    return documents.of_candidate(actor, candidate).filter(attachments.RESUMES)


def _of_person(person: Person) -> Iterator[tuple[str, str]]:
    facts = person.facts
    given = (
        (gettext("Name"), f"{facts.first_name} {facts.last_name}".strip()),
        (gettext("E-mail"), ", ".join(facts.emails)),
        (gettext("Phone"), ", ".join(facts.phones)),
        (gettext("LinkedIn profile"), facts.linkedin_url),
        (gettext("Present position"), ", ".join(part for part in (facts.title, facts.company) if part)),
        (gettext("Link to this page"), facts.page),
        (gettext("Linked by hand or export"), gettext("yes") if facts.member else ""),
    )
    return ((name, value) for name, value in given if value)


def _of_application(one: Considered, many: Many) -> Iterator[tuple[str, str]]:
    facts = one.facts
    given = (
        (gettext("Job"), f"{facts.job_title} ({facts.job_code})"),
        (gettext("Source"), facts.source),
        (gettext("E-mail"), facts.email),
        (gettext("Ended"), facts.ending),
        (gettext("Stages"), str(many.stages)),
        (gettext("Notes"), str(many.notes or "")),
        (gettext("Interview feedback"), str(many.feedback or "")),
    )
    return ((name, value) for name, value in given if value)
