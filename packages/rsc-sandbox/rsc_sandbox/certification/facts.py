"""Everything that was observed of one application, read together; the rules look at nothing else."""

import sqlite3

import msgspec

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, candidates, companies, integrations, job_applications, jobs, observations
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.db import many, number, one
from rsc_sandbox.store.integrations import Integration
from rsc_sandbox.store.observations import Observation

_EXPORTS = 500  # the newest: who exports more than that has seen the older ones judged


class Jobs(msgspec.Struct, frozen=True):
    """How many jobs are stored, and of which sort."""

    total: int
    closed: int
    public: int


class Tokens(msgspec.Struct, frozen=True):
    """`early`: asked for while the one before had more than half of its life to go; `late`: when it had less."""

    issued: int
    early: int
    late: int


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """One click on Export to ATS: how its push fared, and what the system did with it."""

    request_id: str
    member_id: int
    job: str | None
    created_at: int
    expires_at: int
    status: str
    fetched_at: int | None
    linked: int  # candidates that carry the member as manualMatchedMember


class Pushes(msgspec.Struct, frozen=True):
    """Pushes by how they ended; `first_try` of the delivered ones needed no repeating."""

    delivered: int
    first_try: int
    failed: int


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """`others` are further applications of the same vendor that call with a token of their own."""

    now: int
    since: int
    application: Application
    others: int
    seen: dict[str, Observation]
    parent_seen: dict[str, Observation]
    integrations: tuple[Integration, ...]
    configurations: dict[str, str]
    contracts: int
    jobs: Jobs
    tokens: Tokens
    exports: tuple[Export, ...]
    pushes: Pushes
    candidates: int  # more than when it was begun afresh
    linked: int
    put_right: frozenset[str]

    def ok(self, operation: str) -> Observation | None:
        """Calls of that kind of which something went through."""
        return self.seen.get(f"{operation}.ok")

    @property
    def stray(self) -> Observation | None:
        """Calls that named a customer this application was never connected with."""
        found = self.seen.get("not-enabled")
        return found if found and found.subject not in {row.context for row in self.integrations} else None

    def enabled(self, integration_type: str) -> Integration | None:
        return next(
            (row for row in self.integrations if row.type == integration_type and row.status == "ENABLED"), None
        )


def gather(sandbox: Sandbox, application: Application) -> Facts:
    """A fixed number of indexed queries, however much was synced."""
    with sandbox.transaction() as tx:
        seen = observations.of_application(tx, application.id)
        begun = seen.get(observations.BEGUN)
        since = begun.first_at if begun else 0
        parent = observations.of_application(tx, application.parent_id or 0)
        rows = _integrations(tx, application.id)
        return Facts(
            now=sandbox.now(),
            since=since,
            application=application,
            others=_others(tx, application),
            seen=seen,
            parent_seen={what: found for what, found in parent.items() if found.last_at >= since},
            integrations=rows,
            configurations=_configurations(tx, rows),
            contracts=_contracts(tx, rows),
            jobs=_jobs(tx, application.id),
            tokens=_tokens(tx, application.id, since),
            exports=_exports(tx, application.id, since),
            pushes=_pushes(tx, application.id, since),
            candidates=candidates.of_application(tx, application.id) - (begun.records if begun else 0),
            linked=number(
                tx,
                """SELECT count(*) AS number FROM candidates
                   WHERE manual_member_id IS NOT NULL AND application_id = ?""",
                (application.id,),
            ),
            put_right=_put_right(tx, rows, seen),
        )


def _integrations(tx: sqlite3.Connection, application_id: int) -> tuple[Integration, ...]:
    sql = "SELECT * FROM integrations WHERE application_id = ? ORDER BY id"
    return tuple(many(tx, Integration, sql, (application_id,)))


def _configurations(tx: sqlite3.Connection, rows: tuple[Integration, ...]) -> dict[str, str]:
    return {found.key: found.value for row in rows for found in integrations.configurations(tx, row.id)}


def _contracts(tx: sqlite3.Connection, rows: tuple[Integration, ...]) -> int:
    """How many contracts are switched on; the company level is all the company has."""
    if not rows:
        return 0
    levels = integrations.levels(tx, application_id=rows[0].application_id, company_id=rows[0].company_id)
    if integrations.WHOLE_COMPANY in levels:
        sql = "SELECT count(*) AS number FROM contracts WHERE company_id = ?"
        return number(tx, sql, (rows[0].company_id,))
    return len(levels)


def _others(tx: sqlite3.Connection, application: Application) -> int:
    siblings = [one for one in applications.every(tx) if one.parent_id == application.parent_id]
    return sum(
        any(what.endswith(".ok") for what in observations.of_application(tx, sibling.id))
        for sibling in siblings
        if sibling.id != application.id
    )


def _jobs(tx: sqlite3.Connection, application_id: int) -> Jobs:
    found = one(
        tx,
        Jobs,
        """SELECT count(*) AS total, coalesce(sum(state = 'CLOSED'), 0) AS closed,
               coalesce(sum(availability = 'PUBLIC'), 0) AS public FROM jobs WHERE application_id = ?""",
        (application_id,),
    )
    return found or Jobs(0, 0, 0)


def _tokens(tx: sqlite3.Connection, application_id: int, since: int) -> Tokens:
    found = one(
        tx,
        Tokens,
        """SELECT count(*) AS issued,
               coalesce(sum(revoked IS NULL AND before_end - at > (before_end - before) / 2), 0) AS early,
               coalesce(sum(before_end - at <= (before_end - before) / 2), 0) AS late
           FROM (SELECT created_at AS at, LAG(created_at) OVER (ORDER BY rowid) AS before,
                     LAG(expires_at) OVER (ORDER BY rowid) AS before_end, LAG(revoked_at) OVER (ORDER BY rowid) AS revoked
                 FROM tokens WHERE application_id = ? AND kind = '2L' AND created_at >= ?)""",
        (application_id, since),
    )
    return found or Tokens(0, 0, 0)


def _exports(tx: sqlite3.Connection, application_id: int, since: int) -> tuple[Export, ...]:
    """Oldest first; those whose push the sandbox itself was told to lose or spoil say nothing of the vendor."""
    found = many(
        tx,
        Export,
        """SELECT exports.request_id, member_id, job_external_id AS job, created_at, expires_at, fetched_at,
               (SELECT status FROM deliveries WHERE event_id = exports.request_id ORDER BY id LIMIT 1) AS status,
               (SELECT count(*) FROM candidates WHERE manual_member_id = member_id
                    AND application_id = exports.application_id) AS linked
           FROM exports LEFT JOIN push_fetches USING (request_id)
           WHERE application_id = ? AND created_at >= ? AND expires_at > created_at
               AND EXISTS (SELECT 1 FROM deliveries WHERE event_id = exports.request_id AND status <> 'DROPPED'
                               AND bad_signature = 0)
           ORDER BY created_at DESC, exports.rowid DESC LIMIT ?""",
        (application_id, since, _EXPORTS),
    )
    return tuple(reversed(found))


def _pushes(tx: sqlite3.Connection, application_id: int, since: int) -> Pushes:
    found = one(
        tx,
        Pushes,
        """SELECT coalesce(sum(status = 'DELIVERED'), 0) AS delivered,
               coalesce(sum(status = 'DELIVERED' AND attempts = 1), 0) AS first_try,
               coalesce(sum(status = 'FAILED'), 0) AS failed
           FROM deliveries WHERE application_id = ? AND created_at >= ? AND bad_signature = 0""",
        (application_id, since),
    )
    return found or Pushes(0, 0, 0)


def _put_right(tx: sqlite3.Connection, rows: tuple[Integration, ...], seen: dict[str, Observation]) -> frozenset[str]:
    """Of the refused kinds of record, those whose last refused record was accepted since."""
    contexts = {row.context for row in rows if row.context.startswith(companies.ORGANIZATION)}
    found: set[str] = set()
    for what, get in (
        ("atsCandidates.batch_update", candidates.get),
        ("atsApplications.batch_update", job_applications.get),
        ("simpleJobPostings.batch_create", jobs.by_external_id),
    ):
        refused = seen.get(f"{what}.refused")
        if refused is None:
            continue
        for context in contexts:
            row = get(tx, application_id=refused.application_id, context=context, external_id=refused.subject)
            if row is not None and row.changed_at >= refused.last_at:
                found.add(what)
    return frozenset(found)
