"""What users write about a person or an application: for the team, or only for themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core.models import Stamped


class Visibility(models.TextChoices):
    SHARED = "shared", _("Shared")
    PRIVATE = "private", _("Only me")


class Note(Stamped):
    """A text about an application, or about the person where no application is named (A67)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="notes")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes", null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.SHARED)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something")]
        indexes = [models.Index(fields=["candidate", "-created_at", "-id"], name="note_by_candidate")]

    def __str__(self) -> str:
        return f"note {self.pk} about {self.candidate_id}"

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE
