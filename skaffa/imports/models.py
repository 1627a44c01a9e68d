"""A file with candidates or jobs on its way in: the import, and a row for every row of the file."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate, Source
from skaffa.jobs.models import Job
from skaffa.pools.models import Pool


class Kind(models.TextChoices):
    CANDIDATES = "candidates", _("Candidates")
    JOBS = "jobs", _("Jobs")


class State(models.TextChoices):
    """How far an import is; the three that end in -ing are work in the background."""

    COLUMNS = "columns", _("Choose the columns")
    READING = "reading", _("Being read")
    REFUSED = "refused", _("Cannot be read")
    READY = "ready", _("Ready to import")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Duplicates(models.TextChoices):
    """What becomes of a row about somebody, or a job, we know already."""

    FILL = "fill", _("Fill in what is empty")
    SKIP = "skip", _("Skip the row")
    CREATE = "create", _("Create anyway")


class Entry(models.TextChoices):
    """Where the people of a file are put besides."""

    POOL = "pool", _("Talent pool")
    PROSPECTS = "prospects", _("Prospects")
    APPLICANTS = "applicants", _("Applicants")


class RowState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    FAULTY = "faulty", _("Not imported")
    ADDED = "added", _("Added")
    COMPLETED = "completed", pgettext_lazy("row", "Completed")
    PRESENT = "present", _("Was there already")
    SKIPPED = "skipped", _("Skipped")
    UNDONE = "undone", pgettext_lazy("row", "Undone")
    KEPT = "kept", _("Kept")


class Import(models.Model):
    """One file, what its columns mean, what is done with duplicates, and how far it is."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True)  # until the import begins; then every row stands for itself
    encoding = models.CharField(max_length=20, blank=True)  # of a CSV file
    header: "models.Field[list[str], list[str]]" = models.JSONField(default=list)
    header_key = models.CharField(max_length=64)  # what two files with the same headers have in common
    columns: "models.Field[list[str], list[str]]" = models.JSONField(default=list)  # the field of each column, or ""
    source = models.CharField(max_length=40, default=Source.OTHER.value)  # the code of one
    entry = models.CharField(max_length=10, choices=Entry.choices, blank=True)
    pool = models.ForeignKey(Pool, on_delete=models.SET_NULL, related_name="+", null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="+", null=True)
    city = models.CharField(max_length=120, blank=True)  # of jobs whose rows name none
    country = models.CharField(max_length=2, blank=True)
    duplicates = models.CharField(max_length=10, choices=Duplicates.choices, default=Duplicates.FILL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLUMNS)
    problem = models.TextField(blank=True)  # why the file cannot be read, in the language of whoever asked
    counts: "models.Field[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)  # of rows, by their state
    known = models.PositiveIntegerField(default=0)  # rows about what we know, or what an earlier row says
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "header_key", "-id"], name="import_by_header"),
            models.Index(fields=["-asked_at", "-id"], name="import_by_asked"),
            models.Index(
                fields=["state"], condition=models.Q(state__in=["reading", "running", "undoing"]), name="import_at_work"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in {State.READING, State.RUNNING, State.UNDOING}

    @property
    def is_about_people(self) -> bool:
        return self.kind == Kind.CANDIDATES

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def many(self, *states: RowState) -> int:
        """How many rows are in these states."""
        return sum(self.counts.get(state.value, 0) for state in states)


class Row(models.Model):
    """One row of a file: what it says only until it is in, for then the candidate or the job says it."""

    parent = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the row in the file
    cells: "models.Field[list[str], list[str]]" = models.JSONField(default=list)  # as the file has them
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    problems: "models.Field[list[list[Any]], list[list[Any]]]" = models.JSONField(default=list)
    """Pairs of a column's place (-1: the whole row) and a sentence, in the language of whoever asked."""
    twin = models.PositiveIntegerField(null=True)  # the number of the earlier row that says the same
    known_by = models.CharField(max_length=10, blank=True)  # by what it was found
    choice = models.CharField(max_length=10, choices=Duplicates.choices, blank=True)  # else the import's
    candidate = models.ForeignKey(Candidate, on_delete=models.SET_NULL, related_name="+", null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="+", null=True)
    is_new = models.BooleanField(default=False)  # the candidate or the job was made by it
    filled: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    """By field, what was there before and what is there now; to be put back by an undo."""
    application = models.ForeignKey(Application, on_delete=models.SET_NULL, related_name="+", null=True)  # made by it
    put_in_pool = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "number"], name="row_once")]
        indexes = [
            models.Index(fields=["parent", "state", "attempts", "number"], name="row_by_state"),
            models.Index(fields=["parent", "number"], condition=~models.Q(known_by=""), name="row_known"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.parent_id}"
