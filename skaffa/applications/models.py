"""A person considered for a job, from Prospect onwards, and every move as a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate, Source
from skaffa.core.models import Stamped
from skaffa.jobs.models import Job, Stage


class ApplicationStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    """Why an application ended (A183)."""

    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Candidate withdrew")
    JOB_FILLED = "job_filled", _("Position filled")
    JOB_CANCELLED = "job_cancelled", _("Position cancelled")


class RejectionReason(models.TextChoices):
    EXPERIENCE = "experience", _("Experience")
    EDUCATION = "education", _("Education")
    SKILLS = "skills", _("Skill set")
    COMPETENCY = "competency", _("Competency")
    LICENSURE = "licensure", _("Licence or certificate")
    NOT_INTERESTED = "not_interested", _("Not interested")
    OTHER = "other", _("Other")


class Application(Stamped):
    """One person on one job; a Prospect is an application whose stage is the job's Prospect stage."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="applications")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ApplicationStatus.choices, default=ApplicationStatus.ACTIVE)
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    rejection_comment = models.TextField(blank=True, max_length=2_000)  # a withdrawal's too
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.OTHER)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: not told
    passed_prospect_at = models.DateTimeField(null=True)  # the sync gate: once past it, always past it (X24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "candidate"], name="one_application_per_job_and_candidate"),
            models.CheckConstraint(
                condition=models.Q(status="active", close_reason="")
                | models.Q(status="closed") & ~models.Q(close_reason=""),
                name="closed_application_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["job", "stage", "-created_at", "-id"], name="application_board"),
            models.Index(fields=["-created_at", "-id"], name="application_by_created"),
            models.Index(fields=["modified_at", "id"], name="application_by_modified"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} on {self.job_id}"

    @property
    def is_active(self) -> bool:
        return self.status == ApplicationStatus.ACTIVE


class StageMove(models.Model):
    """One entry into a stage; the current stage is the latest."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", null=True)
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="move_by_application")]

    def __str__(self) -> str:
        return f"{self.application_id} to {self.to_stage_id}"
