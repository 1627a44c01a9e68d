"""How somebody works through the people of a job: what they looked at, how they like to see it, what they do to many."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.jobs.models import Job, Stage
from skaffa.mail.models import Template
from skaffa.pools.models import Pool


class View(models.TextChoices):
    BOARD = "board", _("Board")
    LIST = "list", _("List")


class Preference(models.Model):
    """How a user likes to see the people of a job; the latest choice holds for all jobs."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    view = models.CharField(max_length=10, choices=View.choices, default=View.BOARD)

    def __str__(self) -> str:
        return f"{self.view} for user {self.user_id}"


class Look(models.Model):
    """When a user last looked at a job's people; prospects that came later are new to them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "job"], name="look_once_per_user_and_job")]

    def __str__(self) -> str:
        return f"user {self.user_id} at job {self.job_id}"


class BulkKind(models.TextChoices):
    """What can be done to many people at once."""

    MOVE = "move", _("Move to a stage")
    REJECT = "reject", _("Reject")
    POOL = "pool", _("Add to talent pool")
    NOTE = "note", _("Add a note")
    UNDO = "undo", _("Undo")


class Tells(models.TextChoices):
    """What those who are rejected at once hear of it."""

    SETTING = "setting", _("As the mail type is set")
    NOBODY = "nobody", _("Nobody")
    EACH = "each", _("Each of them")


class Bulk(models.Model):
    """One act on many people of a job, asked for once and done one after the other; each is a row."""

    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+", null=True)
    pool = models.ForeignKey(Pool, on_delete=models.SET_NULL, related_name="+", null=True)
    reason = models.CharField(max_length=20, blank=True)  # of a rejection
    words = models.TextField(blank=True, max_length=10_000)  # a rejection's comment, or the note; empty once it is done
    tells = models.CharField(max_length=10, choices=Tells.choices, default=Tells.SETTING)  # of a rejection
    template = models.ForeignKey(Template, on_delete=models.SET_NULL, related_name="+", null=True)  # null: built-in
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, related_name="undone_by", null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="move") | models.Q(stage__isnull=False), name="bulk_move_has_a_stage"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="undo", undoes__isnull=False)
                | ~models.Q(kind="undo") & models.Q(undoes__isnull=True),
                name="bulk_undo_undoes_something",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(finished_at__isnull=True), name="bulk_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on job {self.job_id}"


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    SAME = "same", _("Was so already")
    REFUSED = "refused", _("Not done")


class BulkRow(models.Model):
    """One person of an act on many."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="rows")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    problem = models.TextField(blank=True)  # why not, in the language of whoever asked
    is_told = models.BooleanField(default=False)  # by an e-mail of this act
    move_id = models.BigIntegerField(null=True)  # the StageMove that was made: the only one that an undo takes back
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "application"], name="bulk_row_once")]
        indexes = [
            models.Index(
                fields=["bulk", "attempts", "id"], condition=models.Q(outcome="waiting"), name="bulk_row_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.application_id} of bulk {self.bulk_id}"
