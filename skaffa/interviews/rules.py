"""Pure rules about interviews and feedback: with whom one can speak, what can be said, and when."""

import dataclasses
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application
from skaffa.applications.rules import ApplicationIsClosed
from skaffa.core import refusals, text
from skaffa.interviews.models import Availability, Feedback, InterviewType, Recommendation

TEXT = 5_000


class ProspectNotInterviewed(refusals.Conflict):
    """Interviewers do not see prospects."""

    sentence = _("A prospect is not interviewed. Advance this person to Application first.")


class AlreadySubmitted(refusals.Conflict):
    """What was submitted is no draft any more."""

    sentence = _("You have submitted your feedback already.")


class NotSubmitted(refusals.Conflict):
    """A draft is saved or submitted, not changed."""

    sentence = _("This feedback has not been submitted yet.")


class FeedbackFixed(refusals.Conflict):
    """The job does not let feedback change after submission (A49)."""

    sentence = _(
        "On this job feedback stays as it was submitted. A recruiter can delete it, so that you write it anew."
    )


class FeedbackOfSomebodyElse(refusals.NotAllowed):
    """Feedback keeps the words of its author."""

    sentence = _("Only the author can change feedback.")


def require_interviewable(application: Application) -> None:
    """Raise unless somebody can be invited to an interview about this application, whose stage is loaded."""
    if not application.is_active:
        raise ApplicationIsClosed
    if application.stage.is_prospect:
        raise ProspectNotInterviewed


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of an applicant; a draft may leave anything out."""

    recommendation: str = ""
    interview_type: str = ""
    strengths: str = ""
    weaknesses: str = ""
    comment: str = ""


def checked(opinion: Opinion, *, complete: bool) -> Opinion:
    """The opinion, tidied; raises Invalid for what cannot be stored, or submitted when it should be `complete`."""
    texts = {name: text.paragraphs(getattr(opinion, name)) for name in ("strengths", "weaknesses", "comment")}
    wrong: dict[str, refusals.Message] = {
        name: _("Use at most %(limit)d characters.") % {"limit": TEXT}
        for name, said in texts.items()
        if len(said) > TEXT
    }
    if opinion.recommendation not in {"", *Recommendation}:
        wrong["recommendation"] = _("Choose one of the recommendations.")
    elif complete and not opinion.recommendation:
        wrong["recommendation"] = _("Say whether to continue before you submit.")
    if opinion.interview_type not in {"", *InterviewType}:
        wrong["interview_type"] = _("Choose one of the kinds of interview.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return dataclasses.replace(opinion, **texts)


def is_submitted_alone(there: Feedback, comes: Feedback, _choices: object) -> bool:
    """Of two of one author about one application, whether the second stays: what was submitted, before a draft."""
    return comes.is_submitted and not there.is_submitted


def is_answered_alone(there: Availability, comes: Availability, _choices: object) -> bool:
    """Of two open questions about one application, whether the second stays: one that was answered."""
    return comes.is_answered and not there.is_answered
