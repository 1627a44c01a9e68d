"""Lists that people choose from: what every environment begins with, and the entries that administrators add (A150)."""

from collections.abc import Mapping

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NAME, CODE = 80, 20


class RejectionReason(models.TextChoices):
    EXPERIENCE = "experience", _("Experience")
    EDUCATION = "education", _("Education")
    SKILLS = "skills", _("Skill set")
    COMPETENCY = "competency", _("Competency")
    LICENSURE = "licensure", _("Licence or certificate")
    NOT_INTERESTED = "not_interested", _("Not interested")
    OTHER = "other", _("Other")


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Part-time")
    CONTRACT = "contract", _("Contract")
    TEMPORARY = "temporary", _("Temporary")
    VOLUNTEER = "volunteer", _("Volunteer")


class Seniority(models.TextChoices):
    INTERNSHIP = "internship", _("Internship")
    ENTRY = "entry", _("Entry level")
    ASSOCIATE = "associate", _("Associate")
    MID_SENIOR = "mid_senior", _("Mid-senior level")
    DIRECTOR = "director", _("Director")
    EXECUTIVE = "executive", _("Executive")


class ChoiceList(models.TextChoices):
    """The lists; each is called as the column is in which a choice is kept."""

    REJECTION_REASON = "rejection_reason", _("Rejection reasons")
    EMPLOYMENT_TYPE = "employment_type", _("Employment types")
    SENIORITY = "seniority", _("Seniority levels")


BUILT_IN: Mapping[str, type[models.TextChoices]] = {
    ChoiceList.REJECTION_REASON: RejectionReason,
    ChoiceList.EMPLOYMENT_TYPE: EmploymentType,
    ChoiceList.SENIORITY: Seniority,
}
"""What every environment begins with, and keeps."""

KNOWN_ELSEWHERE = frozenset({ChoiceList.EMPLOYMENT_TYPE, ChoiceList.SENIORITY})
"""Lists of which LinkedIn and search engines have words of their own: those of the built-in entries."""


class Named(models.Model):
    """What people choose, by the names that administrators gave it."""

    name_en = models.CharField(max_length=NAME)
    name_sv = models.CharField(max_length=NAME)
    retired_at = models.DateTimeField(null=True)  # from then on nobody chooses it; what has it keeps it

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_sv if get_language() == "sv" else self.name_en


class Choice(Named):
    """An entry of a list that administrators have added."""

    list = models.CharField(max_length=20, choices=ChoiceList.choices)
    code = models.CharField(max_length=CODE)  # what is kept where it was chosen; never another
    counts_as = models.CharField(max_length=CODE, blank=True)  # a built-in entry, for those who know only these

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="choice_code_unique"),
            models.UniqueConstraint("list", Lower("name_en"), name="choice_english_unique"),
            models.UniqueConstraint("list", Lower("name_sv"), name="choice_swedish_unique"),
        ]
