"""What the end of an application means for its interviews."""

from skaffa.applications.events import ApplicationClosed, ApplicationRejected
from skaffa.core.events import subscribe
from skaffa.interviews.schedule import actions


def register() -> None:
    subscribe(ApplicationClosed, _called_off)
    subscribe(ApplicationRejected, _called_off)


def _called_off(event: ApplicationClosed | ApplicationRejected) -> None:
    """Nobody waits in a meeting room for whom is no longer considered."""
    actions.call_off(event.application_id, by_id=event.by_id, at=event.at)
