"""Jobs, the stages of their process, and their hiring teams."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.core.models import Stamped
from skaffa.processes.models import Confirmation, ProcessActivity, StageKind


class JobStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    CANCELLED = "cancelled", _("Job cancelled")
    FILLED = "filled", _("Position filled")


class TeamRole(models.TextChoices):
    RECRUITER = "recruiter", _("Recruiter")
    HIRING_MANAGER = "hiring_manager", _("Hiring manager")
    INTERVIEWER = "interviewer", _("Interviewer")


class Job(Stamped):
    """An opening; its code is the visible Job ID, unique in the environment, never reused."""

    code = models.CharField(max_length=75)  # LinkedIn accepts at most 75 characters (wire §4.1)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=25_000)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2, upper case
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.DRAFT)
    openings = models.PositiveSmallIntegerField(default=1)
    employment_type = models.CharField(max_length=20, blank=True)  # of its list, as the next
    seniority = models.CharField(max_length=20, blank=True)
    functions: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=80), default=list, blank=True
    )  # codes of JobFunction, and words of one's own
    skills: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=120), default=list, blank=True
    )
    enable_prospects = models.BooleanField(default=True)
    hiring_managers_handle_prospects = models.BooleanField(default=True)
    hiring_managers_make_offers = models.BooleanField(default=True)
    needs_approval = models.BooleanField(default=False)  # by its template; with approvers every job does (A25)
    approved_at = models.DateTimeField(null=True)  # emptied by every change before activation (A26)
    is_confidential = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=True)  # among the open jobs; otherwise by its link alone (A148)
    feedback_shown_before_own = models.BooleanField(default=False)  # to interviewers; the others see all (A49)
    feedback_editable = models.BooleanField(default=True)  # after it was submitted
    remind_feedback_after = models.PositiveSmallIntegerField(null=True, default=24)  # hours; what interviews begin with
    ask_availability = models.BooleanField(default=True)  # candidates are asked when they can come (A41)
    feedback_from_team = models.BooleanField(default=True)  # besides those who are asked by name (A48)
    resume_required = models.BooleanField(default=True)  # to apply; an applicant without one is incomplete (A39)
    confirm_to = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.APPLYING)
    shortcomings: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=300), default=list, blank=True
    )  # why an imported row stayed a draft, one sentence each
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    close_comment = models.TextField(blank=True, max_length=2_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("code"), name="job_code_unique"),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country=Upper("country")), name="job_country_upper_case"
            ),
            models.CheckConstraint(condition=models.Q(openings__gte=1), name="job_has_an_opening"),
            models.CheckConstraint(
                condition=~models.Q(status="active") | models.Q(activated_at__isnull=False),
                name="active_job_was_activated",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at", "-id"], name="job_by_status"),
            models.Index(fields=["-created_at", "-id"], name="job_by_created"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_active(self) -> bool:
        return self.status == JobStatus.ACTIVE

    @property
    def takes_prospects(self) -> bool:
        """Whether a person may be put on the Prospect tab now (S38, S39)."""
        return self.is_active and self.enable_prospects


class Stage(models.Model):
    """One stage of a job's own process, copied from a template and frozen at activation."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=20, choices=StageKind.choices)
    name = models.CharField(max_length=80, blank=True)  # empty: the kind's own name, in the reader's language
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="stage_position_unique")]

    def __str__(self) -> str:
        return self.name or str(StageKind(self.kind).label)

    @property
    def is_prospect(self) -> bool:
        return self.kind == StageKind.PROSPECT


class StageActivity(ProcessActivity):
    """One thing to do in a stage of a job's own process."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="activities")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "position"], name="activity_position_unique")]


class TeamMember(models.Model):
    """A user's role in one job; it decides what they see and may do there (A17)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_memberships")
    role = models.CharField(max_length=20, choices=TeamRole.choices)
    delegate_of = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True
    )  # whose rights these are
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "user", "role"], name="team_member_unique")]
        indexes = [models.Index(fields=["user", "job"], name="team_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Answer(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Approval(models.Model):
    """One approver of a job and what they answered; sent to all at once, and all must approve (A25)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="approvals")
    approver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    comment = models.TextField(blank=True, max_length=2_000)
    assigned_at = models.DateTimeField(null=True)  # empty: not sent, or not since the job was changed
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "approver"], name="one_approval_per_job_and_approver")]
        indexes = [
            models.Index(
                fields=["assigned_at"],
                condition=models.Q(answer="waiting", assigned_at__isnull=False),
                name="approval_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.approver_id} on {self.job_id}: {self.answer}"
