"""What `skaffa doctor` looks at: one small function for each thing that can be wrong.

Imported once Django is ready; a new check is a function that returns a Finding, added to one of the two lists.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from skaffa.accounts.actor import SYSTEM
from skaffa.cli import migrate
from skaffa.config.env import Environment
from skaffa.core import clock
from skaffa.linkedin import health, reports
from skaffa.linkedin.rules import SetupState

_OLDEST_POSTGRESQL = 150000
_HEARTBEAT = dt.timedelta(minutes=1)
_LATE = dt.timedelta(minutes=5)
_LINKEDIN_LATE = dt.timedelta(minutes=15)  # the first tries that fail are nothing to worry about
_SHOWN = 5
_TIME = "%Y-%m-%d %H:%M"


class Finding(NamedTuple):
    """What one check found; `remedy` is for whoever runs the installation."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(found: Environment) -> list[Finding]:
    """Run every check; those that need a reachable, migrated database only when there is one."""
    findings = [check(found) for check in CHECKS]
    for needed, checks in (("database", [migrations_have_run]), ("migrations", MIGRATED_CHECKS)):
        if any(finding.ok for finding in findings if finding.name == needed):
            findings += [check(found) for check in checks]
    return findings


def settings_are_safe(found: Environment) -> Finding:
    faults = []
    if found.kind == "production":
        faults += ["SKAFFA_SECRET_KEY is empty"] if not found.secret_key else []
        faults += ["SKAFFA_ENCRYPTION_KEYS is empty"] if not found.encryption_keys else []
        faults += ["SKAFFA_EMAIL_URL is empty, so no mail leaves"] if not found.email_url else []
        faults += ["SKAFFA_DEBUG is on"] if found.debug else []
        faults += ["SKAFFA_BASE_URL is not https"] if urlsplit(found.base_url).scheme != "https" else []
    remedy = "Set them as docs/operations/settings.md says; a secret only on this disk is lost with it."
    return Finding("settings", not faults, "; ".join(faults) or f"{found.kind} at {found.base_url}", remedy)


def database_answers(_: Environment) -> Finding:
    try:
        connection.ensure_connection()
        version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    except DatabaseError as error:
        return Finding("database", ok=False, detail=str(error).strip(), remedy="Is the server of DATABASE_URL running?")
    text = f"PostgreSQL {version // 10000}.{version % 10000}"
    return Finding("database", version >= _OLDEST_POSTGRESQL, text, "Skaffa needs PostgreSQL 15 or later.")


def static_files_are_collected(_: Environment) -> Finding:
    there = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    return Finding("static files", there, str(settings.STATIC_ROOT), "Run: manage.py collectstatic")


def translations_are_compiled(_: Environment) -> Finding:
    sources = [path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.po")]
    stale = [path for path in sources if not path.with_suffix(".mo").exists()]
    return Finding("translations", not stale, f"{len(sources)} languages", "Run: python scripts/messages.py compile")


def migrations_have_run(_: Environment) -> Finding:
    waiting = migrate.pending()
    detail = f"{len(waiting)} have not run" if waiting else "all have run"
    return Finding("migrations", not waiting, detail, "Run: skaffa migrate")


def a_worker_is_alive(_: Environment) -> Finding:
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=_now() - _HEARTBEAT).count()
    return Finding("worker", alive > 0, f"{alive} alive", "Start one and keep it running: skaffa worker")


def the_queue_moves(_: Environment) -> Finding:
    waiting = ProcrastinateJob.objects.filter(status="todo")
    due = (
        waiting.exclude(scheduled_at__gt=_now() - _LATE)
        .filter(procrastinateevent__at__lt=_now() - _LATE)
        .distinct()
        .count()
    )
    detail = f"{waiting.count()} jobs waiting, {due} of them for more than 5 minutes"
    return Finding("queue", due == 0, detail, "Start more workers, and look at the worker's log for a job that hangs.")


def linkedin_is_on(_: Environment) -> Finding:
    """An environment without LinkedIn is sound; one that is set up halfway is not."""
    found = health.health()
    if found.state is SetupState.NOT_CONNECTED:
        return Finding("linkedin", ok=True, detail="not connected")
    token = f"token until {found.token_until:{_TIME}}" if found.token_until else "no token yet"
    last = f"last answer {found.last_success_at:{_TIME}}" if found.last_success_at else "no answer yet"
    people = f"{found.users_connected} people connected, {found.users_unconnected} recruiters and hiring managers not"
    faults = [found.error] if found.error else []
    faults += [f"set-up stands at {found.state.value}"] if found.state is not SetupState.ENABLED else []
    faults += ["nobody is connected, so nobody sees a job"] if found.lists_decide and not found.users_connected else []
    remedy = "Admin center > LinkedIn Integration says what comes next; people connect in User settings > Connections."
    return Finding("linkedin", not faults, "; ".join([*faults, people, token, last]), remedy)


def linkedin_exports_arrive(_: Environment) -> Finding:
    found = health.health()
    detail = (
        f"{found.inbox_waiting} waiting{_since(found.inbox_oldest)}, {found.inbox_lost} lost, "
        f"{found.exports_refused} refused exports to settle"
    )
    remedy = "Is a worker running, and does it reach LinkedIn? Look for linkedin.inbox in its log."
    return Finding("linkedin inbox", not _is_late(found.inbox_oldest), detail, remedy)


def linkedin_hears_of_jobs(_: Environment) -> Finding:
    found = health.health()
    why = [
        f"{row.job.code}: {row.state.reason or row.state.place.label}" for row in reports.unlisted(SYSTEM, most=_SHOWN)
    ]
    detail = f"{found.outbox_waiting} changes to send{_since(found.outbox_oldest)}, {found.outbox_refused} refused"
    detail += f"; not in the export list: {'; '.join(why)}" if why else ""
    remedy = "Correct what LinkedIn refused (Admin center > Integration health lists it); for what waits, look at the worker."
    sound = not found.outbox_refused.number and not _is_late(found.outbox_oldest)
    return Finding("linkedin jobs", sound, detail, remedy)


CHECKS: list[Callable[[Environment], Finding]] = [
    settings_are_safe,
    static_files_are_collected,
    translations_are_compiled,
    database_answers,
]
MIGRATED_CHECKS: list[Callable[[Environment], Finding]] = [
    a_worker_is_alive,
    the_queue_moves,
    linkedin_is_on,
    linkedin_exports_arrive,
    linkedin_hears_of_jobs,
]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _is_late(since: dt.datetime | None) -> bool:
    """By the clock of the product, which follows the sandbox where it is told to."""
    return since is not None and clock.now() - since > _LINKEDIN_LATE


def _since(oldest: dt.datetime | None) -> str:
    return f" since {oldest:{_TIME}}" if oldest else ""
