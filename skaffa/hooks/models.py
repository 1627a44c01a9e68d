"""Webhooks: addresses of other programs that are told what happens here, and each thing they are told as a row."""

from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.core.fields import EncryptedTextField
from skaffa.core.models import Stamped


class Topic(models.TextChoices):
    """What a webhook can be told of."""

    JOBS = "jobs", _("Jobs: created, changed, activated, closed, deleted")
    CANDIDATES = "candidates", _("Candidates: added, changed, erased")
    APPLICATIONS = "applications", _("Applications: added, rejected, closed, reopened, deleted")
    MOVES = "moves", _("Moves from stage to stage")
    NOTES = "notes", _("Notes: written, changed, deleted")
    FEEDBACK = "feedback", _("Feedback: submitted, changed, deleted")
    POOLS = "pools", _("Talent pools: created, renamed, deleted, people added and removed")


class Disabled(models.TextChoices):
    """Why a webhook is told nothing."""

    BY_HAND = "by_hand", _("Switched off")
    FAILING = "failing", _("Nothing arrived for three days")
    GONE = "gone", _("The address answered that it is gone")


class Webhook(Stamped):
    """One address; it is told what its owner may see."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    topics: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=20, choices=Topic.choices))
    secret = EncryptedTextField()
    former_secret = EncryptedTextField(blank=True)  # signs beside the new one until then
    former_until = models.DateTimeField(null=True)
    disabled = models.CharField(max_length=10, choices=Disabled.choices, blank=True)
    last_success_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="webhook_by_created")]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_enabled(self) -> bool:
        return not self.disabled


class Delivery(models.Model):
    """One thing one webhook is told: frozen when it happened, sent until it has arrived or is given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    type = models.CharField(max_length=40)
    data = models.JSONField()
    path = models.CharField(max_length=100, blank=True)  # of what it is about, in the API
    created_at = models.DateTimeField()  # when it happened
    since = models.DateTimeField()  # when it was first tried, or asked for again
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True)  # none: there was no answer
    last_answer = models.CharField(max_length=300, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "-created_at", "-id"], name="delivery_by_webhook"),
            models.Index(fields=["created_at"], name="delivery_by_created"),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(delivered_at__isnull=True, given_up_at__isnull=True),
                name="delivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def name(self) -> str:
        """The id a receiver sees: as text, too, it sorts in the order in which things were written down."""
        return f"evt_{self.pk:019d}"
