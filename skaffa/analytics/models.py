"""Sums of applications by job, source and month of arrival, made from rows by the worker; and what has to be summed anew."""

from django.db import models

from skaffa.candidates.models import SourceChoice
from skaffa.jobs.models import Job


class Count(models.Model):
    """The applications of one job and source that arrived in one month: how far they came, and how they ended.

    Nothing is added up here by hand: the rows of a job are made anew from its applications whenever one has changed.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day, in UTC
    source = models.ForeignKey(SourceChoice, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    arrived = models.PositiveIntegerField()
    prospects = models.PositiveIntegerField()  # who were in Prospect at any time
    applied = models.PositiveIntegerField()  # reached Application or a later stage; a move back takes nothing away
    screened = models.PositiveIntegerField()
    interviewed = models.PositiveIntegerField()
    offered = models.PositiveIntegerField()
    hired = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "month", "source"], nulls_distinct=False, name="count_once_by_job_month_source"
            )
        ]
        indexes = [models.Index(fields=["month"], name="count_by_month")]

    def __str__(self) -> str:
        return f"job {self.job_id}, {self.source_id}, {self.month}"


class RejectionCount(models.Model):
    """Those of one Count that were rejected for one reason of its list; made anew together with it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    source = models.ForeignKey(SourceChoice, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    reason = models.CharField(max_length=20)
    many = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "month", "source", "reason"], nulls_distinct=False, name="rejection_count_once"
            )
        ]
        indexes = [models.Index(fields=["month"], name="rejection_count_by_month")]

    def __str__(self) -> str:
        return f"job {self.job_id}, {self.source_id}, {self.month}: {self.reason}"


class Change(models.Model):
    """Something happened to an application of this job: its counts are made anew.

    One row for each time, never updated, so that a change whose transaction ends late is not lost in another's count.
    """

    job_id = models.BigIntegerField()  # no foreign key: a deleted job has nothing to count
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"job {self.job_id} at {self.at}"
