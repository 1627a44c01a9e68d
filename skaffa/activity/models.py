"""The timeline and audit trail: one row for everything that happened."""

from django.db import models

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.jobs.models import Job


class Entry(models.Model):
    """One thing that happened: who, when, what (the event's name) and its values; never edited."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the system
    event = models.CharField(max_length=60)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", null=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+", null=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+", null=True)
    subject_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["job", "-at", "-id"], name="activity_by_job"),
            models.Index(fields=["candidate", "-at", "-id"], name="activity_by_candidate"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"
