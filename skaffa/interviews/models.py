"""When somebody can come, which interviews there are, and what interviewers think of an applicant."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skaffa.accounts.models import Language, User
from skaffa.applications.models import Application
from skaffa.core.fields import EncryptedTextField
from skaffa.core.models import Stamped


class Recommendation(models.TextChoices):
    YES = "yes", _("Continue")
    NO = "no", _("Do not continue")


class InterviewType(models.TextChoices):
    PHONE = "phone", _("By phone")
    ONSITE = "onsite", _("On site")


class FeedbackStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


class Feedback(Stamped):
    """One author's opinion of one application; a draft is its author's alone (A50)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="feedback")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    interview_type = models.CharField(max_length=10, choices=InterviewType.choices, blank=True)
    strengths = models.TextField(blank=True, max_length=5_000)
    weaknesses = models.TextField(blank=True, max_length=5_000)
    comment = models.TextField(blank=True, max_length=5_000)
    status = models.CharField(max_length=10, choices=FeedbackStatus.choices, default=FeedbackStatus.DRAFT)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "author"], name="one_feedback_per_application_and_author"),
            models.CheckConstraint(
                condition=models.Q(status="draft") | ~models.Q(recommendation=""),
                name="submitted_feedback_recommends",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", submitted_at__isnull=True)
                | models.Q(status="submitted", submitted_at__isnull=False),
                name="submitted_feedback_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback of {self.author_id} on {self.application_id}"

    @property
    def is_submitted(self) -> bool:
        return self.status == FeedbackStatus.SUBMITTED


class FeedbackRequest(models.Model):
    """Somebody is asked by name what they think of an applicant, whether they interview them or not (A48)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="feedback_requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField()  # the last time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="feedback_request_once")]
        indexes = [models.Index(fields=["user", "asked_at"], name="feedback_request_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} about {self.application_id}"


class AvailabilityStatus(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    NONE_FITS = "none_fits", _("None of the times fits")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Availability(Stamped):
    """A question to a candidate: which of these times suit you? Answered by a signed link, without an account (A41)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="availabilities")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    email = models.EmailField(max_length=254, blank=True)  # none: whoever asked passes the link on
    language = models.CharField(max_length=5, choices=Language.choices)
    message = models.TextField(blank=True, max_length=2_000)
    time_zone = models.CharField(max_length=64)  # the one the times were chosen in
    status = models.CharField(max_length=10, choices=AvailabilityStatus.choices, default=AvailabilityStatus.ASKED)
    candidate_time_zone = models.CharField(max_length=64, blank=True)  # known once they have answered
    word = models.TextField(blank=True, max_length=1_000)  # the candidate's
    answered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~models.Q(status="withdrawn"),
                name="one_open_availability_per_application",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["asked", "withdrawn"]) | models.Q(answered_at__isnull=False),
                name="answered_availability_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"availability for application {self.application_id}"

    @property
    def is_answered(self) -> bool:
        return self.status in {AvailabilityStatus.ANSWERED, AvailabilityStatus.NONE_FITS}


class Slot(models.Model):
    """One time that was offered, and whether it suits the candidate."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    fits = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["availability", "starts_at"], name="slot_offered_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class InterviewStatus(models.TextChoices):
    """Kept; that one has begun or is over follows from the clock (A184)."""

    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class Interview(Stamped):
    """One meeting with an applicant; several interviewers make it a panel.

    `uid` and `sequence` are the calendar's: the same meeting for ever, and which version of it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)  # the one the time was chosen in
    place = models.CharField(max_length=200, blank=True)
    meeting_link = models.URLField(max_length=500, blank=True)
    details = models.TextField(blank=True, max_length=4_000)  # for the interviewers alone
    shows_interviewers = models.BooleanField(default=True)  # to the candidate (A45)
    remind_feedback_after = models.PositiveSmallIntegerField(null=True)  # hours after the end (A51); none: never
    status = models.CharField(max_length=10, choices=InterviewStatus.choices, default=InterviewStatus.PLANNED)
    cancel_word = models.TextField(blank=True, max_length=1_000)
    uid = models.UUIDField(unique=True, default=uuid4)
    sequence = models.PositiveIntegerField(default=0)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    candidate_told_at = models.DateTimeField(null=True)  # from then on they hear of every change
    candidate_email = models.EmailField(max_length=254, blank=True)
    candidate_language = models.CharField(max_length=5, choices=Language.choices, blank=True)
    candidate_time_zone = models.CharField(max_length=64, blank=True)
    unsuitable_at = models.DateTimeField(null=True)  # when the candidate said that this time does not suit them
    unsuitable_word = models.TextField(blank=True, max_length=1_000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="interview_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(candidate_told_at__isnull=True) | ~models.Q(candidate_email=""),
                name="told_candidate_has_an_address",
            ),
        ]
        indexes = [models.Index(fields=["application", "starts_at"], name="interview_by_application")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        return self.status == InterviewStatus.PLANNED


class Answer(models.TextChoices):
    """What an interviewer says to the invitation (A188)."""

    NONE = "none", _("No answer yet")
    ACCEPTED = "accepted", pgettext_lazy("interview", "Accepted")
    TENTATIVE = "tentative", pgettext_lazy("interview", "Tentative")
    DECLINED = "declined", pgettext_lazy("interview", "Declined")


class Panelist(models.Model):
    """One interviewer in one interview, and what they answered."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="panelists")
    interviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)  # when the invitation in force was sent
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)
    word = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "interviewer"], name="panelist_once_per_interview"),
            models.CheckConstraint(
                condition=models.Q(answer="none") | models.Q(answered_at__isnull=False), name="answer_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer_id} in {self.interview_id}"


class ReminderKind(models.TextChoices):
    ANSWER = "answer", _("Answer the invitation")
    BEFORE = "before", _("Before the interview")
    FEEDBACK = "feedback", _("Feedback")


class Reminder(models.Model):
    """Something to be said later, once: written with the interview, settled in the transaction that says it."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="reminders")
    interviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the candidate
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "interviewer", "kind", "due_at"],
                nulls_distinct=False,
                name="reminder_once",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(settled_at__isnull=True), name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.kind} of interview {self.interview_id}"


class FeedTrouble(models.TextChoices):
    """Why a calendar could not be read, with what to do about it."""

    UNREACHED = "unreached", _("Nothing answers at this address. Look whether it is right and still published.")
    REFUSED = "refused", _("The address does not hand the calendar out. Publish it anew, and give the new address.")
    NO_CALENDAR = "no_calendar", _("What is there is no calendar. Give the address that ends in .ics, not the page.")
    TOO_MUCH = "too_much", _("The calendar is too large to be read. Publish free/busy times only, or less of the past.")


class CalendarFeed(models.Model):
    """Where a user's calendar is published; of what it holds only times are kept (A43)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    url = EncryptedTextField()  # a secret: whoever has it reads the calendar
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # the last time it worked; what is kept is as old as that
    attempts = models.PositiveSmallIntegerField(default=0)  # that have failed since then
    trouble = models.CharField(max_length=20, choices=FeedTrouble.choices, blank=True)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class BusyKind(models.TextChoices):
    """What a calendar says of a stretch of time (A188)."""

    BUSY = "busy", _("busy")
    TENTATIVE = "tentative", _("perhaps busy")
    AWAY = "away", _("out of office")
    ELSEWHERE = "elsewhere", _("working elsewhere")


class BusyTime(models.Model):
    """A stretch of somebody's calendar; nothing but when."""

    feed = models.ForeignKey(CalendarFeed, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=BusyKind.choices)

    class Meta:
        indexes = [models.Index(fields=["feed", "starts_at"], name="busy_time_by_feed")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"
