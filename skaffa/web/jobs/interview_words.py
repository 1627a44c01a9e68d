"""How the timeline tells what happens around interviews: an icon, then the sentence on a job's and on a candidate's page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDINGS: Mapping[str, tuple[str, Promise, Promise]] = {
    "AvailabilityAsked": (
        "message-question",
        _("%(actor)s asked %(candidate)s when they can come."),
        _("%(actor)s asked when they can come for %(job)s."),
    ),
    "AvailabilityAnswered": (
        "calendar-check",
        _("%(candidate)s answered when they can come."),
        _("They answered when they can come for %(job)s."),
    ),
    "InterviewScheduled": (
        "calendar-plus",
        _("%(actor)s scheduled an interview with %(candidate)s: %(title)s."),
        _("%(actor)s scheduled an interview about %(job)s: %(title)s."),
    ),
    "InterviewChanged": (
        "calendar-event",
        _("%(actor)s changed an interview with %(candidate)s: %(title)s."),
        _("%(actor)s changed an interview about %(job)s: %(title)s."),
    ),
    "InterviewCancelled": (
        "calendar-off",
        _("%(actor)s cancelled an interview with %(candidate)s: %(title)s."),
        _("%(actor)s cancelled an interview about %(job)s: %(title)s."),
    ),
    "InterviewAnswered": (
        "calendar-user",
        _("%(actor)s answered the invitation to an interview with %(candidate)s: %(answer)s."),
        _("%(actor)s answered the invitation to an interview: %(answer)s."),
    ),
    "InterviewUnsuitable": (
        "calendar-x",
        _("%(candidate)s cannot come to an interview: %(title)s."),
        _("They cannot come to an interview about %(job)s: %(title)s."),
    ),
    "FeedbackRequested": (
        "message-question",
        _("%(actor)s asked %(subject)s for feedback on %(candidate)s."),
        _("%(actor)s asked %(subject)s for feedback for %(job)s."),
    ),
}
