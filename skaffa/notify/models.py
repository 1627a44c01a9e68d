"""Notices inside the product, and e-mails waiting to be sent."""

from django.db import models

from skaffa.accounts.models import User
from skaffa.core.fields import EncryptedTextField


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


class Email(models.Model):
    """An e-mail that starts as a row: rendered when written, sent by a task, never twice after it was accepted."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()  # an invitation's link is a secret
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="email_due")]

    def __str__(self) -> str:
        return self.subject
