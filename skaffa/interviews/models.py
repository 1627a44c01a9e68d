"""What interviewers think of an applicant."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.applications.models import Application
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
