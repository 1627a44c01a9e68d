"""/v2/atsApplications/{key}/interviewFeedback (rest: applicationInterviewFeedbacks): what interviewers found."""

from typing import Literal

import msgspec

from rsc_sandbox.linkedin import attached
from rsc_sandbox.linkedin.syncing import APPLICATION, Actor, Moment, Text
from rsc_sandbox.protocol.naming import Names


class _Evaluation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribute: Text
    result: str | None = None


class _Feedback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    ats_created_at: Moment | None = None
    interviewer: Actor | None = None
    interview_type: Literal["PHONE_SCREEN", "ONSITE"] | None = None
    evaluations: list[_Evaluation] | None = None
    feedback: str | None = None


RESOURCE = attached.resource(
    attached.Attached(
        kind="INTERVIEW_FEEDBACK",
        entity=_Feedback,
        v2=("atsApplications", "interviewFeedback"),
        rest="applicationInterviewFeedbacks",
        parent=APPLICATION,
        own="interviewFeedbackId",
        rest_keys={APPLICATION: "jobApplicationId"},
        names=Names(),
        may_leave_unsaid=True,
    )
)
