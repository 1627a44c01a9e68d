"""What every row of ours has."""

from django.db import models


class Stamped(models.Model):
    """A row that knows when it came and when it last changed; actions set both from their `at`."""

    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        abstract = True
