"""Every mail type: its category, who gets it, what it may name, and whether it leaves by itself until somebody chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.mail.models import Kind, Recipient


class Category(TextChoices):
    """The parts of the library, by what people are busy with (A153)."""

    APPLICATION = "application", _("Applications")
    SCHEDULING = "scheduling", _("Interview scheduling")
    ASSESSMENT = "assessment", _("Feedback")
    JOB = "job", _("Job creation")
    OFFER = "offer", _("Offers")


@dataclass(frozen=True, slots=True)
class Spec:
    """`names` are the placeholders that only the cause of the e-mail can fill, beside those of COMMON and PERSON.

    `by_hand`: people may write it from an application, since everything it names is known there.
    `automatic`: it leaves by itself unless an administrator switches that off; None: it never does.
    """

    category: Category
    recipients: Sequence[Recipient]
    names: Sequence[str] = ()
    automatic: bool | None = True
    by_hand: bool = False


COMMON = (
    "Recipient_Name",
    "Company_Name",
    "Job_Title",
    "Job_ID",
    "Job_Link",
    "Recruiter_Name",
    "Recruiter_Email",
    "Hiring_Manager_Name",
    "Hiring_Manager_Email",
    "Sender_Name",
    "Sender_Email",
)
"""Known wherever there is a job; Sender is whoever caused the e-mail."""
PERSON = ("Candidate_Name", "Candidate_First_Name")
"""Known wherever there is an application."""
LINKS = frozenset(
    {
        "Job_Link",
        "Status_Link",
        "Availability_Link",
        "Meeting_Link",
        "Interview_Link",
        "Feedback_Link",
        "Application_Link",
        "Approval_Link",
    }
)
"""Placeholders that stand for an address, and are safe as the target of a link."""

_MEETING = ("Interview_Title", "Interview_Date", "Interview_Table", "Interview_Place", "Meeting_Link", "Interviewers")
_CANDIDATE, _INTERVIEWER = Recipient.CANDIDATE, Recipient.INTERVIEWER
_LEADS = (Recipient.RECRUITER, Recipient.HIRING_MANAGER)
_BOTH = (_CANDIDATE, _INTERVIEWER)

TABLE: Mapping[Kind, Spec] = {
    Kind.APPLICATION_RECEIVED: Spec(Category.APPLICATION, (_CANDIDATE,), ("Status_Link",)),
    Kind.APPLICATION_REPEATED: Spec(Category.APPLICATION, (_CANDIDATE,), ("Status_Link",)),
    Kind.APPLICANT_ADDED: Spec(Category.APPLICATION, (_CANDIDATE,), by_hand=True),
    Kind.APPLICATION_REJECTED: Spec(Category.APPLICATION, (_CANDIDATE,), automatic=False, by_hand=True),
    Kind.WITHDRAWAL_CONFIRMED: Spec(Category.APPLICATION, (_CANDIDATE,), by_hand=True),
    Kind.PROSPECT_INVITED: Spec(Category.APPLICATION, (_CANDIDATE,), automatic=None, by_hand=True),
    Kind.MESSAGE: Spec(Category.APPLICATION, (_CANDIDATE,), automatic=None, by_hand=True),
    Kind.AVAILABILITY_REQUESTED: Spec(
        Category.SCHEDULING, (_CANDIDATE,), ("Availability_Link", "Answer_Before"), automatic=None
    ),
    Kind.INTERVIEW_INVITED: Spec(Category.SCHEDULING, _BOTH, (*_MEETING, "Interview_Link")),
    Kind.INTERVIEW_REMINDER: Spec(Category.SCHEDULING, _BOTH, (*_MEETING, "Interview_Link")),
    Kind.INTERVIEW_CHANGED: Spec(Category.SCHEDULING, _BOTH, (*_MEETING, "Interview_Link")),
    Kind.INTERVIEW_RELEASED: Spec(Category.SCHEDULING, (_INTERVIEWER,), _MEETING),
    Kind.INTERVIEW_CANCELLED: Spec(Category.SCHEDULING, _BOTH, (*_MEETING, "Comment")),
    Kind.INTERVIEW_SUMMARY: Spec(Category.SCHEDULING, _BOTH, (*_MEETING, "Interview_Link")),
    Kind.FEEDBACK_REQUESTED: Spec(Category.ASSESSMENT, (_INTERVIEWER,), ("Feedback_Link", "Answer_Before")),
    Kind.FEEDBACK_REMINDER: Spec(Category.ASSESSMENT, (_INTERVIEWER,), ("Feedback_Link", "Answer_Before")),
    Kind.APPROVAL_REQUESTED: Spec(Category.JOB, (Recipient.APPROVER,), ("Approval_Link", "Requester_Name", "Comment")),
    Kind.APPROVAL_REMINDER: Spec(Category.JOB, (Recipient.APPROVER,), ("Approval_Link", "Requester_Name", "Comment")),
    Kind.APPROVAL_GRANTED: Spec(Category.JOB, (Recipient.REQUESTER,), ("Approval_Link", "Approver_Name", "Comment")),
    Kind.APPROVAL_DENIED: Spec(Category.JOB, (Recipient.REQUESTER,), ("Approval_Link", "Approver_Name", "Comment")),
    Kind.OFFER_ACCEPTED: Spec(Category.OFFER, _LEADS, ("Application_Link", "Comment")),
    Kind.OFFER_DECLINED: Spec(Category.OFFER, _LEADS, ("Application_Link", "Comment")),
}


def placeholders(kind: Kind | str) -> Sequence[str]:
    """Everything a template of this mail type may name, in the order people see it."""
    spec = TABLE[Kind(kind)]
    person = () if spec.category is Category.JOB else PERSON
    return (*person, *spec.names, *COMMON)


def goes_to(kind: Kind | str, recipient: Recipient | str) -> bool:
    return recipient in TABLE[Kind(kind)].recipients
