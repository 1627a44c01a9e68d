"""Talent pools: people somebody gathers without a job, who may use a pool, who is in it, and who comes from a file."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from skaffa.core.models import Stamped


class PoolSource(models.TextChoices):
    """Who fills a pool (A109): people here, or people who share their profile in LinkedIn (S63)."""

    INTERNAL = "internal", _("Internal")
    LINKEDIN = "linkedin", _("LinkedIn")


LINKEDIN_POOL = _("LinkedIn talent pool")
_LINKEDIN = models.Q(source=PoolSource.LINKEDIN)


class Pool(Stamped):
    """A talent pool: somebody's own, or the one the system makes for people from LinkedIn."""

    name = models.CharField(max_length=120, blank=True)  # none: the LinkedIn talent pool is called so in every language
    source = models.CharField(max_length=10, choices=PoolSource.choices, default=PoolSource.INTERNAL)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=_LINKEDIN, name="pool_one_from_linkedin"),
            models.UniqueConstraint(Lower("name"), condition=~models.Q(name=""), name="pool_name_unique"),
            models.CheckConstraint(
                condition=_LINKEDIN & models.Q(name="", owner=None)
                | ~_LINKEDIN & ~models.Q(name="") & models.Q(owner__isnull=False),
                name="pool_is_somebodys_or_linkedins",
            ),
        ]

    def __str__(self) -> str:
        return str(LINKEDIN_POOL) if self.is_linkedin else self.name

    @property
    def is_linkedin(self) -> bool:
        return self.source == PoolSource.LINKEDIN


class Contributor(models.Model):
    """Somebody a pool is shared with: they see it, add people and remove them (A103)."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="contributors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "user"], name="pool_contributor_once")]

    def __str__(self) -> str:
        return f"user {self.user_id} in pool {self.pool_id}"


class Membership(models.Model):
    """A person in a pool.

    Who was removed keeps the row: they can be put back where they were, and what comes from LinkedIn again does not
    bring back whom somebody has taken out.
    """

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="memberships")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="memberships")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the system
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "candidate"], name="pool_membership_once")]
        indexes = [
            models.Index(
                fields=["pool", "-added_at", "-id"],
                condition=models.Q(removed_at__isnull=True),
                name="membership_by_pool",
            )
        ]

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} in pool {self.pool_id}"


class Import(models.Model):
    """People from a file on their way into a pool, in the background; each is a row."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=255)
    source = models.CharField(max_length=40)  # the code of a source
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["pool"], condition=models.Q(finished_at__isnull=True), name="import_unfinished"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ADDED = "added", _("Added")
    PRESENT = "present", _("Was there already")
    FAILED = "failed", _("Not added")


class ImportRow(models.Model):
    """One person of a file: who they are only until they are in, for then the candidate says it."""

    parent = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the line in the file
    person = models.JSONField(default=dict)  # columns by name; empty once it is settled
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    problem = models.TextField(blank=True)  # why not, in the language of whoever asked
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "number"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["parent", "attempts", "number"],
                condition=models.Q(outcome="waiting"),
                name="import_row_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"line {self.number} of import {self.parent_id}"
