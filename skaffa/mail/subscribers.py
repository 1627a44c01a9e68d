"""What happens to e-mails when something happens: they leave once written, and are called back where it was undone."""

from skaffa.applications.events import ApplicationClosed, ApplicationRejected, ApplicationReopened, MoveTakenBack
from skaffa.applications.models import Application
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.core import events
from skaffa.mail import outbox, tasks
from skaffa.mail.events import EmailWritten
from skaffa.mail.models import Kind, Status


def register() -> None:
    events.subscribe(EmailWritten, _send_soon)
    events.subscribe(ApplicationReopened, _call_back)
    events.subscribe(MoveTakenBack, _call_back_news)
    events.subscribe(ApplicationRejected, _call_back_news)
    events.subscribe(ApplicationClosed, _call_back_news)
    events.subscribe(CandidateErased, _forget)


def _send_soon(_event: EmailWritten) -> None:
    """The job commits with the e-mail or not at all."""
    tasks.send_due.defer()


def _forget(event: CandidateErased) -> None:
    outbox.forget(Candidate.objects.get(pk=event.candidate_id))


def _call_back_news(event: MoveTakenBack | ApplicationRejected | ApplicationClosed) -> None:
    """Who is a prospect again, or no longer considered, before they were told that they are an applicant."""
    waiting = {"emails__kind": Kind.APPLICANT_ADDED, "emails__status": Status.WAITING}
    application = Application.objects.select_related("stage").filter(pk=event.application_id, **waiting).first()
    if application is not None and (application.stage.is_prospect or not application.is_active):
        outbox.call_back(application, Kind.APPLICANT_ADDED, by_id=event.by_id, at=event.at)


def _call_back(event: ApplicationReopened) -> None:
    """A rejection that was taken back before its e-mail left is never heard of."""
    application = Application.objects.get(pk=event.application_id)
    for kind in (Kind.APPLICATION_REJECTED, Kind.WITHDRAWAL_CONFIRMED):
        outbox.call_back(application, kind, by_id=event.by_id, at=event.at)
