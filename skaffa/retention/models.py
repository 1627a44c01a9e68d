"""How long people are kept: the policy, the exceptions from it, how everybody stands, and who was erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from skaffa.core.models import Stamped


class Ground(models.TextChoices):
    """Why a person is with us, the strongest reason first; the first two are never due."""

    OPEN = "open", _("Open application")
    HIRED = "hired", _("Hired")
    APPLICANT = "applicant", _("Applicant")
    PROSPECT = "prospect", _("Prospect")
    NO_JOB = "no_job", _("In no job")


class Policy(models.Model):
    """What the administrators of this environment chose: one row, or none while they have chosen nothing.

    Without a number of months people are kept until somebody decides.
    """

    is_only = models.BooleanField(default=True, unique=True)
    applicant_months = models.PositiveSmallIntegerField(null=True)
    prospect_months = models.PositiveSmallIntegerField(null=True)
    no_job_months = models.PositiveSmallIntegerField(null=True)
    notice_days = models.PositiveSmallIntegerField(default=30)  # on the list so long before they are due
    time_zone = models.CharField(max_length=64, default="UTC")  # where days begin and end
    erases_by_itself = models.BooleanField(default=False)
    most_a_night = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField()  # the warning period of a new rule begins here
    stock_taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(is_only=True), name="retention_one_policy"),
            models.CheckConstraint(
                condition=~models.Q(applicant_months=0) & ~models.Q(prospect_months=0) & ~models.Q(no_job_months=0),
                name="retention_keeps_a_month",
            ),
        ]

    def __str__(self) -> str:
        return "retention policy"


class Hold(Stamped):
    """An exception: this person is kept until the end of a day, whatever the rules say, and cannot be erased before."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="hold")
    until = models.DateField()
    reason = models.TextField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="hold_has_a_reason")]
        indexes = [models.Index(fields=["until", "id"], name="hold_by_end")]

    def __str__(self) -> str:
        return f"{self.candidate_id} until {self.until}"


class Standing(models.Model):
    """How a person stood when stock was last taken; the list of who is due is read from here, and judged anew."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="standing", primary_key=True)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    last_at = models.DateTimeField()  # the last thing that happened to them

    class Meta:
        indexes = [models.Index(fields=["ground", "last_at", "candidate"], name="standing_by_ground")]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.ground}"


class RunKind(models.TextChoices):
    SELECTION = "selection", _("Chosen people")
    ALL_DUE = "all_due", _("Everybody who was due")
    NIGHT = "night", _("Automatically, at night")


class Run(models.Model):
    """One erasure of several people in the background; those who wait are its erasures without an outcome."""

    kind = models.CharField(max_length=10, choices=RunKind.choices)
    night = models.DateField(null=True, unique=True)  # NIGHT: one run a night
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: by itself
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=models.Q(finished_at=None), name="run_unfinished")]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ERASED = "erased", _("Erased")
    KEPT = "kept", _("No longer due")
    FAILED = "failed", _("Not erased: something went wrong")
    STOPPED = "stopped", _("Stopped")


class Erasure(models.Model):
    """A person to be erased, or who was: a number, never a name. Without a run somebody erased them by hand."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="erasures", null=True)
    number = models.BigIntegerField()  # of a candidate who is gone, so no foreign key
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="erased_once_a_run")]
        indexes = [
            models.Index(
                fields=["run", "attempts", "id"], condition=models.Q(outcome="waiting"), name="erasure_waiting"
            ),
            models.Index(fields=["number"], condition=models.Q(outcome="waiting"), name="erasure_awaited"),
            models.Index(fields=["-done_at", "-id"], condition=models.Q(outcome="erased"), name="erasure_done"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
