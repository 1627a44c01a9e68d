"""What the contact card shows: the systems one may export to, their jobs, the quota, refusals and earlier exports."""

import msgspec
from flask import url_for

from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin import visibility
from rsc_sandbox.linkedin.refusals import NotEnabled, Refusal
from rsc_sandbox.linkedin.visibility import Destination
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import deliveries, exports, jobs, seats
from rsc_sandbox.store.exports import Export
from rsc_sandbox.store.members import Member

_LATEST_JOBS = 4
_MOST_JOBS = 50


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What the person has typed and chosen so far, and what is wrong with it."""

    ats: str = ""
    q: str = ""
    job: str = ""
    email: str = ""
    notes: str = ""
    job_error: str = ""
    email_error: str = ""
    refused: Refusal | None = None


class Environment(msgspec.Struct, frozen=True):
    """A system one may export to."""

    id: int
    name: str


class JobChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A job as one finds it by title or Job ID."""

    id: str
    title: str
    code: str
    location: str


class Quota(msgspec.Struct, frozen=True):
    """Exports of this seat in this month."""

    left: int
    total: int


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is nothing to press, and who can change that."""

    title: str
    text: str
    link: str = ""
    link_text: str = ""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """An export and what became of its push: waiting, received or failed."""

    id: str
    member_id: int
    job: str
    at: int
    environment: str
    state: str
    push_text: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs."""

    environments: tuple[Environment, ...]
    chosen: Environment | None
    q: str
    jobs: tuple[JobChoice, ...]
    selected: str
    email: str
    notes: str
    job_error: str
    email_error: str
    quota: Quota
    refusal: Explained | None
    can_export: bool
    latest: Exported | None
    earlier: tuple[Exported, ...]


def build(seat: seats.Seat, member: Member, filled: Filled, *, latest: str = "") -> Card:
    sandbox = current()
    systems = visibility.destinations(sandbox, seat_id=seat.id)
    environments = tuple(_environment(system) for system in systems)
    chosen = next((one for one in environments if str(one.id) == filled.ats), next(iter(environments), None))
    quota = Quota(exporting.left_this_month(sandbox, seat_id=seat.id), sandbox.switches.exports_per_seat_month)
    blocked = _blocked(seat, member, quota, chosen)
    found = _jobs(seat, chosen, filled.q) if chosen else ()
    past = exported(seat, member)
    selected = filled.job or (found[0].id if filled.q and len(found) == 1 else "")
    return Card(
        environments=environments,
        chosen=chosen,
        q=filled.q,
        jobs=found,
        selected=selected,
        email=filled.email,
        notes=filled.notes,
        job_error=filled.job_error,
        email_error=filled.email_error,
        quota=quota,
        refusal=blocked or _refused(filled.refused),
        can_export=blocked is None,
        latest=next((one for one in past if one.id == latest), None),
        earlier=tuple(one for one in past if one.id != latest),
    )


def exported(seat: seats.Seat, member: Member) -> list[Exported]:
    """What this seat's company has exported the person to through the systems it can reach, newest first."""
    sandbox = current()
    with sandbox.transaction() as tx:
        found = [
            (one, system)
            for system in visibility.destinations(sandbox, seat_id=seat.id)
            for one in exports.of_member(tx, application_id=system.application_id, member_id=member.id)
        ]
    found.sort(key=lambda pair: pair[0].created_at, reverse=True)
    return [_exported(one, system) for one, system in found]


def number(text: str) -> int:
    """The number a form names; 0, which names nothing, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004 -- fits SQLite


def _environment(system: Destination) -> Environment:
    return Environment(system.application_id, system.name)


def _jobs(seat: seats.Seat, environment: Environment, q: str) -> tuple[JobChoice, ...]:
    found = visibility.jobs_for_seat(current(), seat_id=seat.id, application_id=environment.id, search=q)
    if not q.strip():
        found = sorted(found, key=lambda job: (-job.listed_at, job.title))[:_LATEST_JOBS]
    return tuple(_job(job) for job in found[:_MOST_JOBS])


def _job(job: jobs.Job) -> JobChoice:
    return JobChoice(id=job.external_id, title=job.title, code=job.external_id, location=job.location)


def _blocked(seat: seats.Seat, member: Member, quota: Quota, chosen: Environment | None) -> Explained | None:
    if chosen is None:
        return _not_enabled(seat)
    if member.export_blocked:
        return Explained(
            title=t("{name} cannot be exported", name=member.name),
            text=t("Their privacy settings do not allow it. Only they can change that; you can write to them instead."),
        )
    if quota.left == 0:
        return Explained(
            title=t("No exports left this month"),
            text=t(
                "This seat has used all {total}. It can export again on the first day of next month; "
                "a colleague with exports left can do it today.",
                total=quota.total,
            ),
        )
    return None


def _refused(refusal: Refusal | None) -> Explained | None:
    if refusal is None:
        return None
    if isinstance(refusal, NotEnabled):
        return Explained(
            title=t("That ATS is not turned on any more"),
            text=t("Nothing was exported. Choose the job in the ATS that is selected now."),
        )
    return Explained(
        title=t("That job is not available any more"),
        text=t("It was closed, or you may no longer see it. Nothing was exported. Choose another job below."),
    )


def _not_enabled(seat: seats.Seat) -> Explained:
    title = t("No ATS is turned on for {contract}", contract=seat.contract_name)
    if seat.role != "ADMIN":
        return Explained(title=title, text=t("A Recruiter admin turns it on under More > Admin Settings > ATS."))
    return Explained(
        title=title,
        text=t("You are an admin here: turn on contract level or company level access."),
        link=url_for("recruiter.admin_ats"),
        link_text=t("Open the ATS settings"),
    )


def _exported(one: Export, system: Destination) -> Exported:
    with current().transaction() as tx:
        sent = deliveries.of_event(tx, one.request_id)
        job = jobs.by_external_id(
            tx, application_id=one.application_id, context=one.context, external_id=one.job_external_id or ""
        )
    state = _state(sent)
    texts = {
        "received": t("{ats} has received it.", ats=system.name),
        "waiting": t("On its way to {ats}; delivery is being retried until it answers.", ats=system.name),
        "failed": t("{ats} could not be reached. Nothing is sent any more; tell its administrator.", ats=system.name),
    }
    if state == "waiting" and all(delivery.attempts == 0 for delivery in sent):
        texts["waiting"] = t("On its way to {ats}.", ats=system.name)
    return Exported(
        id=one.request_id,
        member_id=one.member_id,
        job=f"{job.title} ({job.external_id})" if job else one.job_external_id or t("no job"),
        at=one.created_at,
        environment=system.name,
        state=state,
        push_text=texts[state],
    )


def _state(sent: list[deliveries.Delivery]) -> str:
    states = {delivery.status for delivery in sent}
    if "DELIVERED" in states:
        return "received"
    return "waiting" if "PENDING" in states else "failed"
