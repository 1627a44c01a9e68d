"""Pure: what an applicant agrees to, how often one may knock, and how an application stands in an applicant's words."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from skaffa.applications.models import Application, CloseReason
from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.processes.models import StageKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_BY_ADDRESS = 30
"""Applications an hour from one network address: a school's class may share one."""
MOST_BY_EMAIL = 10
"""Applications a day for one e-mail address."""
MOST_IN_ALL = 1_000
"""Applications an hour, by anybody."""
CONSENT = 4_000
LONGEST_PLACE = 200
"""Characters of a place in an address; no city has so many."""

DEFAULT_CONSENT = gettext_noop(
    "I agree that what I send here is kept and read for the purpose of recruitment, and that I am contacted about it."
)


@dataclass(frozen=True, slots=True)
class Place:
    """A city in a country, as the address of the job list names it: `Gothenburg,SE`; None: in whatever country."""

    city: str
    country: str | None = None

    @classmethod
    def of(cls, said: str) -> "Place | None":
        """What was meant; None where it names no city, which is no choice."""
        known, comma, country = said.rpartition(",")
        city = text.line(known if comma else said)
        return cls(city, country.strip().upper() if comma else None) if city and len(said) <= LONGEST_PLACE else None

    def means(self, other: "Place") -> bool:
        """Whether another is the same place, named exactly."""
        return self.city.casefold() == other.city.casefold() and self.country in (None, other.country)

    def __str__(self) -> str:
        return self.city if self.country is None else f"{self.city},{self.country}"


class TooManyApplications(refusals.Conflict):
    """The door is closed for a while: too many at once."""

    sentence = _("There have been too many applications at once. Nothing has been sent. Please try again in an hour.")


class ConsentMissing(refusals.Invalid):
    """Nobody's data is kept without their agreement."""

    sentence = _("Nothing has been sent, because the agreement is missing.")

    def __init__(self) -> None:
        super().__init__(fields={"consent": _("Tick this box to send your application.")})


class ResumeMissing(refusals.Invalid):
    """Some jobs are applied for with a résumé (A39)."""

    sentence = _("Nothing has been sent, because the résumé is missing.")

    def __init__(self) -> None:
        super().__init__(fields={"file": _("Choose your résumé.")})


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, for the applicant; `is_open`: it can still be withdrawn."""

    title: Message
    explanation: Message
    is_open: bool = False


def standing(application: Application) -> Standing:
    """No stage's name, no reason, no comment: those are the hiring team's."""
    if application.is_active:
        if application.stage.kind in {StageKind.PROSPECT, StageKind.APPLICATION}:
            return Standing(_("Received"), _("Your application has arrived and will be read."), is_open=True)
        return Standing(_("In process"), _("The hiring team is considering your application."), is_open=True)
    return _ENDED.get(application.close_reason, _OVER)


_OVER = Standing(
    _("Ended"), _("The team has decided to go on with other people. Thank you for the time you gave to this.")
)
_ENDED = {
    CloseReason.WITHDRAWN.value: Standing(_("Withdrawn"), _("You are no longer considered for this job.")),
    CloseReason.HIRED.value: Standing(_("Offer accepted"), _("You have accepted the offer. Welcome!")),
    CloseReason.OFFER_DECLINED.value: Standing(_("Offer declined"), _("You have declined the offer.")),
    CloseReason.JOB_FILLED.value: Standing(_("Ended"), _("The position has been filled.")),
    CloseReason.JOB_CANCELLED.value: Standing(_("Ended"), _("The position is no longer being filled.")),
}
