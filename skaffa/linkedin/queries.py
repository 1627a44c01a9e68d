"""What people see of LinkedIn: the set-up, their own connection, a job's state there, what was exported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts import queries as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core.compiled import Limit, compiled, knowing
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import integrations, places, rules, settling
from skaffa.linkedin.models import (
    Account,
    Connection,
    ExportedProfile,
    ExportStatus,
    Integration,
    MemberLink,
    RemoteRecord,
    SyncKind,
)
from skaffa.linkedin.places import JobPlace, JobState
from skaffa.linkedin.rules import AccessLevel, Contract, SetupState
from skaffa.linkedin.sync import viewers


@dataclass(frozen=True, slots=True)
class Setup:
    """The LinkedIn Integration tab of the Admin center."""

    state: SetupState
    access_level: AccessLevel | None
    connection: Connection | None
    integrations: tuple[Integration, ...]
    contracts: tuple[Contract, ...]
    partner_mode: bool  # the vendor provides the developer application: no credentials to enter
    callback_url: str
    widget: "Widget | None"
    opens_later: bool  # everyone is to see jobs, as soon as the confidential ones are off the list


@dataclass(frozen=True, slots=True)
class Widget:
    """What the page with LinkedIn's configuration plugin needs (wire §3.2)."""

    api_key: str
    script_url: str
    extension_url: str
    bundles: str


class AccountState(TextChoices):
    """A user's own connection (S9)."""

    NOT_CONNECTED = "not_connected", _("Not connected")
    CONNECTED = "connected", _("Connected")
    ERROR = "error", _("Error")


@dataclass(frozen=True, slots=True)
class PersonalAccount:
    """The LinkedIn row of User settings > Connections."""

    state: AccountState
    name: str
    error: str
    connected_at: datetime | None
    available: bool  # whether an administrator has connected LinkedIn at all
    administrators: tuple[User, ...]  # whom to ask where it is not


@dataclass(frozen=True, slots=True)
class CandidateExport:
    """The LinkedIn tab of a candidate: what the latest export delivered."""

    profile: dict[str, Any]
    profile_url: str  # opens the person in Recruiter for who is signed in there
    received_at: datetime
    exported_by: User | None
    exporter_told: bool
    exports: tuple[ExportedProfile, ...]


@dataclass(frozen=True, slots=True)
class TourFacts:
    """What really happened, for the tour's ticks."""

    connected: bool = False
    enabled: bool = False
    own_account: bool = False
    job_listed: bool = False
    exported: bool = False


def setup(actor: Actor) -> Setup:
    """For administrators."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    rows = integrations.rows_of(connection) if connection else ()
    facts = integrations.facts_of(connection, rows)
    return Setup(
        state=rules.state(facts),
        access_level=rules.access_level(facts),
        connection=connection,
        integrations=tuple(rows),
        contracts=rules.contracts(facts),
        partner_mode=bool(settings.SKAFFA.linkedin_parent_client_id),
        callback_url=facts.expected_callback_url,
        widget=_widget(connection) if connection else None,
        opens_later=connection is not None and viewers.is_opening(connection) and not viewers.may_open(connection),
    )


def widget(actor: Actor) -> Widget:
    """For the page that shows LinkedIn's configuration plugin; NotConnected before Connect."""
    permissions.require(actor, Action.ADMIN_CENTER)
    return _widget(connections.require())


def is_enabled() -> bool:
    """Whether the features of LinkedIn are switched on in this environment (S1, L15)."""
    return connections.is_on(connections.live(), rules.EXPORT)


def account(actor: Actor) -> PersonalAccount:
    """The actor's own connection; before set-up the administrators to ask (S1)."""
    connection = connections.live()
    row = Account.objects.filter(connection=connection, user=actor.user).first() if connection and actor.user else None
    state = AccountState.NOT_CONNECTED
    if row is not None:
        state = AccountState.CONNECTED if row.is_connected else AccountState.ERROR
    return PersonalAccount(
        state=state,
        name=(row.name or str(actor.user)) if row is not None and row.is_connected else "",
        error=row.error if row is not None and state is AccountState.ERROR else "",
        connected_at=row.modified_at if row is not None and row.is_connected else None,
        available=connection is not None,
        administrators=() if connection else tuple(accounts.administrators()),
    )


def job_state(actor: Actor, job: Job) -> JobState:
    """Where the job stands in Recruiter; for everybody who sees the job but interviewers (A162)."""
    jobs.require(actor, Action.LINKEDIN_STATE, job)
    connection = connections.live()
    if connection is None:
        return JobState(JobPlace.NOT_CONNECTED)
    state = places.place(job, connection, *places.remembered(job, connection))
    retry = state.place is JobPlace.REFUSED and jobs.may(actor, Action.LINKEDIN_POST, job)
    return JobState(state.place, state.reason, state.since, can_retry=retry)


def exports_refused(actor: Actor, job: Job | None = None) -> QuerySet[ExportedProfile]:
    """Exports somebody still has to settle: of one job for those who handle its prospects; all for administrators.

    Without a job, others see the ones they exported themselves.
    """
    if job is not None:
        jobs.require(actor, Action.PROSPECT_VIEW, job)
        return _refused(job.pk)
    rows = _refused(None).select_related("job")
    return rows if permissions.allowed(actor, Action.ADMIN_CENTER) else rows.filter(exporter=actor.user_id)


def first_refused(actor: Actor, job: Job, *, many: int) -> list[ExportedProfile]:
    """The latest of a job."""
    jobs.require(actor, Action.PROSPECT_VIEW, job)
    return knowing(_first_refused(job.pk, Limit(many)), job=job)


@compiled
def _first_refused(job: int, many: Limit) -> QuerySet[ExportedProfile]:
    return _refused(job)[:many]


def _refused(job: int | None) -> QuerySet[ExportedProfile]:
    rows = ExportedProfile.objects.filter(status=ExportStatus.REFUSED, **({"job": job} if job else {}))
    return rows.select_related("exporter", "application", "candidate").order_by("-received_at", "-pk")


def export(actor: Actor, pk: int) -> ExportedProfile:
    """One refused export that the actor may settle."""
    found = ExportedProfile.objects.select_related("job", "exporter", "application", "candidate").filter(pk=pk).first()
    if found is None or not settling.may_settle(found, actor):
        raise settling.ExportNotFound
    return found


def candidate_export(actor: Actor, candidate: Candidate) -> CandidateExport | None:
    """What LinkedIn delivered about a candidate, or None; for those with the LinkedIn tab (A162)."""
    permissions.require(actor, Action.LINKEDIN_TAB)
    known = candidates.seen_by(actor, "candidate")
    rows = ExportedProfile.objects.filter(known, candidate=candidate).select_related("job", "exporter")
    found = tuple(rows.order_by("-received_at", "-pk")[:50])
    if not found:
        return None
    latest = found[0]
    link = MemberLink.objects.filter(candidate=candidate).order_by("-modified_at").first()
    return CandidateExport(
        profile=latest.profile,
        profile_url=_safe(link.profile_url if link else ""),
        received_at=latest.received_at,
        exported_by=latest.exporter,
        exporter_told=latest.exporter_told,
        exports=tuple(_tellable(actor, found)),
    )


def _tellable(actor: Actor, exports: Iterable[ExportedProfile]) -> Iterator[ExportedProfile]:
    """Without those that would name a confidential job to somebody who may not know of it."""
    found = list(exports)
    secret = {export.job.pk for export in found if export.job is not None and export.job.is_confidential}
    known = set(jobs.visible_to(actor).filter(pk__in=secret).values_list("pk", flat=True))
    return (export for export in found if export.job_id not in secret - known)


def find_people_url(job: Job) -> str:
    """Recruiter's search with the job's title and place filled in; empty while LinkedIn is not enabled."""
    if not is_enabled():
        return ""
    place = ", ".join(part for part in (job.city, job.region) if part)
    query = urlencode({"keywords": job.title, "location": place})
    return f"{settings.SKAFFA.linkedin_www_url}/talent/search?{query}"


def tour_facts(actor: Actor) -> TourFacts:
    connection = connections.live()
    if connection is None:
        return TourFacts()
    listed = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, is_listed=True)
    taken = ExportedProfile.objects.filter(connection=connection).exclude(status=ExportStatus.REFUSED)
    return TourFacts(
        connected=True,
        enabled=is_enabled(),
        own_account=account(actor).state is AccountState.CONNECTED,
        job_listed=listed.exists(),
        exported=taken.exists(),
    )


def person_in_ats(actor: Actor) -> str:
    """Where in Recruiter somebody stands whom LinkedIn shows under In ATS, of those the actor sees; empty: nobody."""
    connection = connections.live()
    if connection is None:
        return ""
    records = RemoteRecord.objects.filter(
        connection=connection, kind=SyncKind.APPLICATION, accepted_at__isnull=False
    ).values("entity_id")
    people = applications.visible_to(actor).filter(pk__in=records).values("candidate")
    link = MemberLink.objects.filter(connection=connection, candidate__in=people).order_by("-modified_at").first()
    return _safe(link.profile_url) if link else ""


def _widget(connection: Connection) -> Widget:
    platform = settings.SKAFFA.linkedin_platform_url
    return Widget(
        api_key=connection.client_id,
        script_url=f"{platform}/xdoor/scripts/in.js",
        extension_url=f"{platform}/rsc/extensions/onboarding-widget",
        bundles=",".join(rules.BUNDLES),
    )


def _safe(url: str) -> str:
    """A profile address as LinkedIn gave it, if it is one that may stand behind a link."""
    return url if url.startswith(("https://", "http://")) else ""
