"""Which application is to be judged, and its report."""

from rsc_sandbox.certification import facts, report
from rsc_sandbox.certification.report import Report
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, candidates, observations
from rsc_sandbox.store.applications import Application


class NoSubject(Exception):
    """No application, or more than one, fits what was asked; the message names them."""


def every(sandbox: Sandbox) -> list[Application]:
    """The customers' applications, oldest first; parents only provision and are not certified."""
    with sandbox.transaction() as tx:
        return [one for one in applications.every(tx) if one.parent_id is not None]


def chosen(sandbox: Sandbox, wanted: str) -> Application:
    """By client id or unique foreign id; nothing means the only one. NoSubject."""
    known = every(sandbox)
    found = [one for one in known if wanted in {"", one.client_id, one.unique_foreign_id}]
    if len(found) != 1:
        names = ", ".join(one.unique_foreign_id for one in (found or known)) or "none is provisioned yet"
        raise NoSubject(
            f"Say which application: {names}" if not wanted or found else f"No application {wanted}: {names}"
        )
    return found[0]


def reported(sandbox: Sandbox, application: Application) -> Report:
    return report.judge(facts.gather(sandbox, application))


def begin_afresh(sandbox: Sandbox, application: Application) -> None:
    with sandbox.transaction() as tx:
        synced = candidates.of_application(tx, application.id)
        observations.begin_afresh(tx, application.id, candidates=synced, at=sandbox.now())
