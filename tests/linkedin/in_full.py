"""A connection of which every page of LinkedIn's has something of everything to tell: the costliest state of them all."""

from datetime import timedelta

from skaffa.accounts.models import SecurityRole, User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.linkedin import rules
from skaffa.linkedin.models import (
    Account,
    Connection,
    ExportedProfile,
    Integration,
    Lane,
    LinkClaim,
    Load,
    LoadKind,
    Member,
    MemberLink,
    MemberMatch,
    MemberUnlink,
    Notification,
    Quota,
    RemoteRecord,
    RemoteState,
    Seat,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.sync import load
from tests import personas

CONTRACT = "urn:li:contract:1"
SOMEBODY, SOMEBODY_ELSE = "urn:li:person:somebody", "urn:li:person:somebody-else"


def fill(connection: Connection, application: Application, *people: User) -> None:
    """Load, refusals of every kind of owner, exports, seats of these people, and all that says who the candidate is."""
    Connection.objects.filter(pk=connection.pk).update(viewers_open=False)
    for kind, context in ((rules.PLUGIN, connection.organization_urn), (rules.RECRUITER_DATA, CONTRACT)):
        Integration.objects.create(
            connection=connection, type=kind, context=context, status="ENABLED", seen_at=connection.created_at
        )
    _traffic(connection)
    _refused(connection, application, people[0])
    _exported(connection, application)
    _seats(connection, people)
    _known(connection, application.candidate, people[0])


def _traffic(connection: Connection) -> None:
    now = clock.now()
    Load.objects.create(
        connection=connection,
        kind=LoadKind.COMPARISON,
        begun_at=now,
        counted_at=now,
        totals={kind: [10, 10] for kind in load.KINDS},
        remaining=dict.fromkeys(load.KINDS, 5),
    )
    Quota.objects.create(
        client_id=connection.client_id,
        resource="v2/atsCandidates",
        window="day",
        starts_at=now.replace(hour=0, minute=0, second=0, microsecond=0),
        requests=5,
    )


def _refused(connection: Connection, application: Application, user: User) -> None:
    now = clock.now()
    job = personas.active_job(user, "Refused")
    refusal = {"state": RemoteState.REFUSED, "reason": "No"}
    RemoteRecord.objects.update_or_create(connection=connection, kind=SyncKind.JOB, entity_id=job.pk, defaults=refusal)
    for kind, pk in (
        (SyncKind.CANDIDATE_NOTES, application.candidate_id),
        (SyncKind.ASSIGNEE, user.pk),
        (SyncKind.ATTACHMENTS, personas.document(application.candidate, by=user).pk),
        (SyncKind.STAGES, application.pk),
    ):
        SyncItem.objects.update_or_create(
            connection=connection,
            kind=kind,
            entity_id=pk,
            defaults={"marked_at": now, "due_at": now, "needs_attention": True, "last_error": "No"},
        )


def _exported(connection: Connection, application: Application) -> None:
    """To a confidential job of others, and to three jobs that took nobody."""
    now = clock.now()
    others = personas.user("Olga", SecurityRole.RECRUITER)
    push = Notification.objects.create(connection=connection, remote_id="1", type="x", received_at=now, due_at=now)
    secret = personas.active_job(others, "Secret", is_confidential=True)
    jobs = [secret, *(personas.active_job(others, f"Full {number}") for number in range(3))]
    for position, job in enumerate(jobs):
        was_taken = job is secret
        ExportedProfile.objects.create(
            notification=push,
            connection=connection,
            position=position,
            received_at=now,
            member_urn=SOMEBODY,
            profile={},
            exporter=others,
            job=job,
            status="accepted" if was_taken else "refused",
            refusal="" if was_taken else "job_not_open",
            candidate=application.candidate if was_taken else None,
        )


def _seats(connection: Connection, people: tuple[User, ...]) -> None:
    now = clock.now()
    for user in people:
        urn = f"urn:li:person:{user.pk}"
        Account.objects.create(connection=connection, user=user, person_urn=urn, created_at=now, modified_at=now)
        seat = Seat.objects.create(
            connection=connection, contract=CONTRACT, remote_id=user.pk, member_urn=urn, state="ACTIVE", seen_at=now
        )
        Lane.objects.create(
            connection=connection,
            kind="inmails",
            contract=CONTRACT,
            seat=seat,
            begun_at=now,
            caught_up_to=now,
            backfilled_to=now,
            look_at=now,
            past_at=now,
            attempts=1,
            last_error="No",
        )


def _known(connection: Connection, candidate: Candidate, user: User) -> None:
    now = clock.now()
    for urn in (SOMEBODY, SOMEBODY_ELSE):
        Member.objects.create(connection=connection, urn=urn, name=str(candidate), met_at=now, met_in="export")
    mine = {"connection": connection, "candidate": candidate}
    MemberLink.objects.create(**mine, member_urn=SOMEBODY, created_at=now, modified_at=now)
    MemberMatch.objects.create(**mine, matched=[SOMEBODY, SOMEBODY_ELSE], read_at=now)
    MemberUnlink.objects.create(**mine, member_urn=SOMEBODY_ELSE, by=user, at=now - timedelta(hours=1))
    LinkClaim.objects.create(
        **mine, kind="linked", member_urn=SOMEBODY_ELSE, told_by=user, told_at=now + timedelta(seconds=1), due_at=now
    )
