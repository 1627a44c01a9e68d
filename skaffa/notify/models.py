"""Notices inside the product."""

from django.db import models

from skaffa.accounts.models import User


class Notice(models.Model):
    """A line under the bell: rendered from its kind and data in the reader's language."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="notice_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
