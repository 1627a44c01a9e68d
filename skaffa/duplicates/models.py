"""What is compared of every candidate, and the keys by which those like them are looked up: written anew at will."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User


def _texts() -> "models.Field[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list)


class Record(models.Model):
    """A candidate as compared, see records.py."""

    candidate_id = models.BigIntegerField(primary_key=True)  # no key: who writes records holds up nobody who erases
    name = _texts()
    employer = _texts()
    title = _texts()
    place = _texts()
    dates = _texts()
    email = _texts()
    phone = _texts()
    link = _texts()
    keys: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)

    def __str__(self) -> str:
        return f"what is compared of candidate {self.candidate_id}"


class Key(models.Model):
    """One of the keys of one candidate; a table of two numbers, of which the index holds everything."""

    pk = models.CompositePrimaryKey("key", "candidate_id")
    key = models.BigIntegerField()
    candidate_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"key {self.key} of candidate {self.candidate_id}"


class Mark(models.Model):
    """A candidate whose record is to be made anew; several for one candidate do no harm."""

    candidate_id = models.BigIntegerField()  # no key: the person may be gone before the record is
    at = models.DateTimeField()
    is_new = models.BooleanField(default=True)  # False: was there before records were kept; the scan finds its pairs

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} has changed"


class Learned(models.Model):
    """What comparing has taught: how rare words are, what each agreement is worth. The latest counts."""

    at = models.DateTimeField()
    people = models.PositiveIntegerField()  # records it was learned from
    pairs = models.PositiveIntegerField()  # of them, compared
    content: "models.Field[Any, Any]" = models.JSONField()  # a Lesson, see lessons.py

    def __str__(self) -> str:
        return f"learned at {self.at}"


class PairState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DIFFERENT = "different", _("Not the same person")


class Pair(models.Model):
    """Two candidates who may be one person, or of whom somebody has said that they are not.

    What waits is found anew whenever one of the two changes; what somebody said stays.
    """

    one_id = models.BigIntegerField()  # the older record; no keys: a record that was merged away comes back by an undo
    other_id = models.BigIntegerField()
    probability = models.FloatField()
    exact = models.CharField(max_length=10, blank=True)  # what both have that only one person has
    contributions: "models.Field[list[list[Any]], list[list[Any]]]" = models.JSONField(default=list)  # field, bits
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.WAITING)
    found_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one_id", "other_id"], name="duplicates_pair_once"),
            models.CheckConstraint(
                condition=models.Q(one_id__lt=models.F("other_id")), name="duplicates_pair_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-probability", "-id"], name="duplicates_pair_by_state"),
            models.Index(fields=["other_id"], name="duplicates_pair_by_other"),
        ]

    def __str__(self) -> str:
        return f"candidates {self.one_id} and {self.other_id}"


class Scan(models.Model):
    """One look at everybody for those who are here twice, in the order of their numbers; it goes on where it stopped."""

    began_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    last = models.BigIntegerField()  # the highest number there was
    reached = models.BigIntegerField(default=0)  # handed out so far, see Part
    people = models.PositiveIntegerField(default=0)  # looked at
    found = models.PositiveIntegerField(default=0)  # pairs that wait because of it
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(finished_at=None), name="duplicates_one_scan_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"scan of {self.began_at}"

    @property
    def is_running(self) -> bool:
        return self.finished_at is None and self.paused_at is None


class Part(models.Model):
    """A batch of a look at everybody that is not done: who does it has its row locked, and removes it."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="parts")
    after = models.BigIntegerField()
    until = models.BigIntegerField()

    def __str__(self) -> str:
        return f"candidates {self.after + 1} to {self.until}"


class Policy(models.Model):
    """What the administrators of this environment chose: one row, or none while they have chosen nothing."""

    is_only = models.BooleanField(default=True, unique=True)
    same = models.FloatField(default=0.95)  # from this probability on, two records are called the same person
    maybe = models.FloatField(default=0.5)  # from this one on, somebody is asked
    region = models.CharField(max_length=2, default="SE")  # of phone numbers without a country code
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(is_only=True), name="duplicates_one_policy"),
            models.CheckConstraint(
                condition=models.Q(maybe__gte=0.01, maybe__lte=models.F("same"), same__lte=1),
                name="duplicates_ordered_thresholds",
            ),
        ]

    def __str__(self) -> str:
        return "policy on duplicates"
