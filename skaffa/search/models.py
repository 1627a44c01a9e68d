"""What is searched: made from what others keep, never the only place of anything, and written anew at will."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate


class Together(models.Func):
    """Two vectors as one: `(head || body)`."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchVectorField()


class Entry(models.Model):
    """The words of a person that everybody finds who searches; and, with an application, those only its team finds."""

    # No constraint of the database: who writes entries would hold up whoever erases people, and the other way round.
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+", db_constraint=False, null=True
    )
    head = SearchVectorField()  # profile and jobs, weighted; small, for it is read for every hit that is ranked
    body = SearchVectorField()  # documents
    labels: "models.Field[list[str], list[str]]" = ArrayField(models.TextField(), default=list)  # "source:linkedin"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "application"], nulls_distinct=False, name="search_entry_once")
        ]
        indexes = [
            GinIndex(fields=["labels"], name="search_entry_labels", fastupdate=False)
        ]  # words: see the migration

    def __str__(self) -> str:
        return f"words of candidate {self.candidate_id}"


class Mark(models.Model):
    """A person whose entries are to be made anew; several for one person do no harm."""

    candidate_id = models.BigIntegerField()  # no key: the person may be gone before the entries are
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} has changed"
