"""What the public door keeps: what applicants agree to, what they sent, and how often somebody knocks."""

from django.db import models

from skaffa.accounts.models import Language
from skaffa.applications.models import Application


class CareerSite(models.Model):
    """What applicants are told about their data; one row, and until it is there the product's own words hold."""

    consent_en = models.TextField(blank=True)
    consent_sv = models.TextField(blank=True)
    privacy_url = models.URLField(max_length=500, blank=True)
    modified_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_career_site")]

    def __str__(self) -> str:
        return "career site"


class Submission(models.Model):
    """One press of Apply: what was agreed to, in which words, and by which address the applicant is answered."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="submissions")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, choices=Language.choices)
    consent = models.TextField()  # the words that were agreed to
    is_repeated = models.BooleanField(default=False)  # the person was considered for this job already
    submitted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "-submitted_at"], name="submission_by_application")]

    def __str__(self) -> str:
        return f"for application {self.application_id}"


class Knock(models.Model):
    """Somebody has pressed Apply: counted for a day, and by a keyed hash, so that nobody's address is kept."""

    who = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["who", "at"], name="knock_by_who")]

    def __str__(self) -> str:
        return f"at {self.at:%H:%M}"
