"""What the question before rejecting many says of the e-mail each gets: who hears of it, who cannot, and how it reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from skaffa.mail import letter as letters
from skaffa.mail import queries as mail
from skaffa.mail.letter import Letter
from skaffa.mail.queries import Entry
from skaffa.pipeline.bulk import letters as bulk
from skaffa.pipeline.bulk.letters import Readers
from skaffa.web.http import Request
from skaffa.web.mail import page
from skaffa.web.mail.page import Preview

_NAMED = 10
"""So many of whom nothing can be sent to are named, the others counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """The first reader with their letter, how many others there are, and who has no address; `is_sent`: one was chosen."""

    is_sent: bool
    readers: Readers
    previews: Sequence[Preview]
    named: Sequence[Application]
    unnamed: int


def question(request: Request, job: Job, who: Sequence[int], chosen: str, offered: Sequence[Entry]) -> Question:
    """About what was chosen in the form: the number of a template (0: the built-in one), or nothing."""
    found = bulk.readers(request.actor, job, who)
    wanted = [entry for entry in offered if str(entry.template.pk if entry.template else 0) == chosen]
    shown = [_preview(request, found.first, wanted[0])] if wanted and found.first else []
    named = found.unreached[:_NAMED]
    return Question(bool(wanted), found, shown, named, len(found.unreached) - len(named))


def _preview(request: Request, first: Application, entry: Entry) -> Preview:
    about = Letter(kind=entry.kind, to=mail.reader(first), application=first)
    subject, body = entry.words(about.to.language)
    return page.rendered(entry.kind, subject, body, letters.values(about, request.actor), about.to.language)
