"""A person considered for a job, from Prospect onwards, and every move as a row."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate, SourceChoice
from skaffa.core.models import Stamped
from skaffa.jobs.models import Job, Stage, StageActivity


class ApplicationStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    """Why an application ended (A183)."""

    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Candidate withdrew")
    JOB_FILLED = "job_filled", _("Position filled")
    JOB_CANCELLED = "job_cancelled", _("Position cancelled")
    HIRED = "hired", _("Offer accepted")
    OFFER_DECLINED = "offer_declined", _("Offer declined")


class OfferStatus(models.TextChoices):
    """How far the offer to an applicant is; an answer ends the application (A183)."""

    PREPARED = "prepared", _("Offer prepared")
    EXTENDED = "extended", _("Offer extended")
    ACCEPTED = "accepted", _("Offer accepted")
    DECLINED = "declined", _("Offer declined")


class DeclineReason(models.TextChoices):
    """Why somebody says no to an offer (A135)."""

    COMPENSATION = "compensation", _("Compensation")
    CULTURE_FIT = "culture_fit", _("Culture fit")
    JOB_TITLE = "job_title", _("Job title")
    RELOCATION = "relocation", _("Relocation")
    LOST_INTEREST = "lost_interest", _("Lost interest")
    OTHER_OFFER = "other_offer", _("Another offer")
    OFFER_INSIDE = "offer_inside", _("Another offer in the same company")
    OTHER = "other", _("Other")


class Application(Stamped):
    """One person on one job; a Prospect is an application whose stage is the job's Prospect stage."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="applications", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=ApplicationStatus.choices, default=ApplicationStatus.ACTIVE)
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    rejection_reason = models.CharField(max_length=20, blank=True)  # of its list
    rejection_comment = models.TextField(blank=True, max_length=2_000)  # a withdrawal's and a declined offer's too
    offer = models.CharField(max_length=10, choices=OfferStatus.choices, blank=True)  # empty: none has been prepared
    offer_at = models.DateTimeField(null=True)  # since when the offer stands so
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    source = models.ForeignKey(
        SourceChoice, on_delete=models.PROTECT, related_name="+", null=True, db_column="source", db_index=False
    )  # how they found the job (A120); null: nobody has said it
    referred_by = models.CharField(max_length=200, blank=True)  # the colleague who referred them (A124)
    silver_medal_at = models.DateTimeField(null=True)  # close to being hired: worth another look (A66)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: not told
    stage_since = models.DateTimeField(db_default=Now())  # when it came into its stage: the latest move's moment
    passed_prospect_at = models.DateTimeField(null=True)  # the sync gate: once past it, always past it (X24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "candidate"], name="one_application_per_job_and_candidate"),
            models.CheckConstraint(
                condition=models.Q(status="active", close_reason="")
                | models.Q(status="closed") & ~models.Q(close_reason=""),
                name="closed_application_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(offer="accepted", close_reason="hired")
                | models.Q(offer="declined", close_reason="offer_declined")
                | ~models.Q(offer__in=["accepted", "declined"])
                & ~models.Q(close_reason__in=["hired", "offer_declined"]),
                name="answered_offer_ends_the_application",
            ),
            models.CheckConstraint(
                condition=models.Q(offer="declined") & ~models.Q(decline_reason="")
                | ~models.Q(offer="declined") & models.Q(decline_reason=""),
                name="declined_offer_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["job", "status", "-created_at", "-id"], include=["stage"], name="application_by_job"),
            models.Index(fields=["stage", "status", "-stage_since", "-id"], name="application_by_stage"),
            models.Index(fields=["-created_at", "-id"], name="application_by_created"),
            models.Index(fields=["modified_at", "id"], name="application_by_modified"),
            models.Index(fields=["offer_at"], condition=models.Q(close_reason="hired"), name="application_hired"),
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


class ActivityStatus(models.TextChoices):
    """How far an activity is with somebody (A184)."""

    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    SKIPPED = "skipped", _("Skipped")


class ActivityState(models.Model):
    """How far one activity is with one application; without a row it is planned."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="activity_states")
    activity = models.ForeignKey(StageActivity, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=ActivityStatus.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "activity"], name="one_state_per_application_and_activity")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.application_id}: {self.status}"
