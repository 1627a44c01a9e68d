"""A customer with many people, for measurements of the sync inside this process: a throwaway PostgreSQL, filled by SQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from skaffa.cli import embedded

JOBS = 200
ORGANIZATION = "urn:li:organization:7001"
_FILL = """
INSERT INTO candidates_candidate (id, first_name, last_name, headline, location, skills, years_of_experience,
    profile_source, created_at, modified_at)
SELECT n, 'Person', 'No' || n, '', '', '{}', '', 'other', %(since)s + n * interval '1 minute',
    %(since)s + n * interval '1 minute'
FROM generate_series(1, %(people)s) n;
INSERT INTO candidates_emailaddress (candidate_id, address, normalized, is_primary)
SELECT n, 'person' || n || '@example.net', 'person' || n || '@example.net', true FROM generate_series(1, %(people)s) n;
INSERT INTO candidates_phonenumber (candidate_id, number)
SELECT n, '+46 70 ' || n FROM generate_series(1, %(people)s) n WHERE n %% 2 = 0;
INSERT INTO candidates_employment (candidate_id, company, title, period, is_current, position)
SELECT n, 'Works ' || n %% 997, 'Title ' || n %% 89, '', true, 0 FROM generate_series(1, %(people)s) n WHERE n %% 3 > 0;
INSERT INTO applications_application (id, job_id, candidate_id, stage_id, status, close_reason, rejection_reason,
    rejection_comment, source, passed_prospect_at, created_at, modified_at)
SELECT n, job.id, person, stage.id, 'active', '', '', '', 'referral', made, made, made
FROM generate_series(1, %(applications)s) n
CROSS JOIN LATERAL (SELECT (n - 1) %% %(people)s + 1 AS person, (n - 1) / %(people)s AS turn) who
CROSS JOIN LATERAL (SELECT %(since)s + n * interval '1 minute' AS made) times
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM jobs_job) job
    ON job.place = (who.person * 7 + who.turn * 31) %% %(jobs)s
JOIN jobs_stage stage ON stage.job_id = job.id AND stage.kind = 'application';
INSERT INTO applications_stagemove (application_id, from_stage_id, to_stage_id, at)
SELECT one.id, NULL, stage.id, one.created_at + place * interval '1 hour'
FROM applications_application one
CROSS JOIN LATERAL (
    SELECT id, row_number() OVER (ORDER BY position) - 1 AS place FROM jobs_stage WHERE job_id = one.job_id
) stage
WHERE place >= 1 AND place <= 1 + one.id %% 3;
INSERT INTO notes_note (candidate_id, application_id, author_id, text, visibility, created_at, modified_at)
SELECT one.candidate_id, one.id, %(author)s, 'A note about application ' || one.id, 'shared', one.created_at, one.created_at
FROM applications_application one WHERE one.id %% 5 = 0
UNION ALL
SELECT id, NULL, %(author)s, 'A note about person ' || id, 'shared', created_at, created_at
FROM candidates_candidate WHERE id %% 10 = 0;
INSERT INTO interviews_feedback (application_id, author_id, recommendation, interview_type, strengths, weaknesses,
    comment, status, submitted_at, created_at, modified_at)
SELECT id, %(author)s, 'yes', 'phone', 'Strong in ' || id %% 13, '', 'Spoke about ' || id %% 17, 'submitted',
    created_at, created_at, created_at
FROM applications_application WHERE id %% 6 = 0;
"""


class Size(NamedTuple):
    """How many people, and how many applications they have between them."""

    people: int
    applications: int


@contextmanager
def database(environment: Mapping[str, str]) -> Iterator[None]:
    """Django upon an empty PostgreSQL of its own; once in a process."""
    folder = tempfile.mkdtemp(prefix="skaffa-bench-")
    with embedded.start_throwaway() as server:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "skaffa.config.settings",
            "DATABASE_URL": server.url("skaffa"),
            "SKAFFA_DATA": folder,
            "SKAFFA_KIND": "sandbox",
            "SKAFFA_HTTPS": "false",
            **environment,
        }
        import django  # noqa: PLC0415 - its settings are read from the environment above
        from django.core import management  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        django.setup()
        management.call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()
            shutil.rmtree(folder, ignore_errors=True)


def fill(size: Size) -> None:
    """Active jobs, and people who have all applied: two stages on the average, some notes, some feedback."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from skaffa.accounts.models import SecurityRole  # noqa: PLC0415
    from tests import personas  # noqa: PLC0415

    recruiter = personas.user("Rhea", SecurityRole.RECRUITER)
    for number in range(JOBS):
        personas.active_job(recruiter, f"Job {number}")
    given = {"people": size.people, "applications": size.applications, "jobs": JOBS, "author": recruiter.pk}
    with connection.cursor() as cursor:
        for statement in filter(str.strip, _FILL.split(";\n")):
            cursor.execute(statement, given | {"since": personas.START})
        cursor.execute("ANALYZE")


def connected(generation: str) -> None:
    """Enabled at a LinkedIn that has all jobs and nobody yet; everybody waits to be sent, without limits."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    from rsc_client.generations import Feature  # noqa: PLC0415
    from skaffa.core import clock  # noqa: PLC0415
    from skaffa.jobs.models import Job  # noqa: PLC0415
    from skaffa.linkedin import quota, rules  # noqa: PLC0415
    from skaffa.linkedin.models import (  # noqa: PLC0415
        Connection,
        Integration,
        RemoteRecord,
        RemoteState,
        SyncItem,
        SyncKind,
        Visibility,
    )
    from skaffa.linkedin.sync import push  # noqa: PLC0415

    quota.LIMITS.update({name: quota.Limit(requests_a_day=10**9) for name in quota.LIMITS})
    Connection.objects.all().delete()
    now = clock.now()
    connection = Connection.objects.create(
        kind="own",
        world=settings.SKAFFA.kind,
        client_id=f"bench-{generation}",
        client_secret="bench",
        organization_urn=ORGANIZATION,
        visibility=Visibility.EVERYONE,
        viewers_open=True,
        generations=dict.fromkeys(Feature, generation),
        created_at=now,
        modified_at=now,
    )
    for kind in (rules.EXPORT, rules.INDICATOR):
        Integration.objects.create(
            connection=connection, type=kind, context=ORGANIZATION, status="ENABLED", seen_at=now
        )
    there = RemoteRecord(connection=connection, kind=SyncKind.JOB, state=RemoteState.LISTED, is_listed=True)
    for pk in Job.objects.values_list("pk", flat=True):
        there.pk, there.entity_id, there.accepted_at = None, pk, now
        there.save(force_insert=True)
    push.mark_everything(connection, at=now)
    SyncItem.objects.filter(kind__in=(SyncKind.JOB, SyncKind.ACL, SyncKind.ASSIGNEE)).delete()
