"""Keys with which programs act for a user: the secret is shown once, and only its hash is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.core.fields import EncryptedTextField


class Scope(models.TextChoices):
    """What a key may be used for; never more than its user may do."""

    JOBS_READ = "jobs:read", _("Read jobs")
    JOBS_WRITE = "jobs:write", _("Create, change, activate and close jobs")
    CANDIDATES_READ = "candidates:read", _("Read candidates")
    CANDIDATES_WRITE = "candidates:write", _("Add and change candidates")
    APPLICATIONS_READ = "applications:read", _("Read applications, with stages, notes and feedback")
    APPLICATIONS_WRITE = "applications:write", _("Add, move and end applications, and write notes")
    POOLS_READ = "pools:read", _("Read talent pools and who is in them")
    POOLS_WRITE = "pools:write", _("Create talent pools, add people and remove them")


class ApiKey(models.Model):
    """One program's way in; it may what its scopes and its user's rights both allow."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret, which is 256 random bits
    hint = models.CharField(max_length=8)  # the secret's first characters, to tell keys apart
    scopes: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=30, choices=Scope.choices))
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    secret = ""  # only on the object that make() returns, for the page that shows it once

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="api_key_by_created")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None


class Remembered(models.Model):
    """The answer to a change that a program may ask for again with the same Idempotency-Key; forgotten after a day."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=200)  # what the program calls this change
    fingerprint = models.CharField(max_length=64)  # SHA-256 of what it asked for
    status = models.PositiveSmallIntegerField(default=0)
    body = EncryptedTextField(blank=True)  # it may tell of people
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="remembered_once")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.token}"
