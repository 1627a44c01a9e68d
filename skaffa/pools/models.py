"""Talent pools: people somebody gathers without a job, who may use a pool, and who is in it."""

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
