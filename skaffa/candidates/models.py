"""People and how to reach them; an e-mail address is welcome but never needed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.choices.models import Named
from skaffa.core.models import Stamped


def _letters(field: str, *, folded: bool = True) -> OpClass:
    """Three letters in a row, wherever they stand: how PostgreSQL finds a piece of a word without reading everybody."""
    return OpClass(Upper(field) if folded else models.F(field), name="gin_trgm_ops")


class Source(models.TextChoices):
    """The sources that every environment begins with (A123); what can be chosen are the rows of SourceChoice."""

    LINKEDIN = "linkedin", _("LinkedIn")
    CAREER_SITE = "career_site", _("Career site")
    REFERRAL = "referral", _("Referral")
    JOB_BOARD = "job_board", _("Job board")
    SOCIAL_NETWORK = "social_network", _("Social network")
    AGENCY = "agency", _("Agency")
    CAREER_FAIR = "career_fair", _("Career fair")
    CONFERENCE = "conference", _("Conferences and trade shows")
    UNIVERSITY = "university", _("University recruiting")
    ASSOCIATION = "association", _("Professional association")
    MARKETING = "marketing", _("Company marketing")
    PUBLICATION = "publication", _("Magazines and publications")
    CLASSIFIEDS = "classifieds", _("Classifieds")
    RECRUITER = "recruiter", _("Added by recruiter")
    POOL = "pool", _("Talent pool")
    IMPORT = "import", _("Import")
    API = "api", _("Another program (API)")
    OTHER = "other", _("Other")


class SourceChoice(Named):
    """A source that people can choose: a category, or a detail of one; administrators add, rename and retire (A125).

    Without names it is called what Source calls it.
    """

    code = models.CharField(max_length=40, primary_key=True)
    category = models.ForeignKey("self", on_delete=models.PROTECT, related_name="details", null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name_en"), condition=~models.Q(name_en=""), name="source_english_unique"),
            models.UniqueConstraint(Lower("name_sv"), condition=~models.Q(name_sv=""), name="source_swedish_unique"),
        ]

    def __str__(self) -> str:
        return super().__str__() or (str(Source(self.code).label) if self.code in Source else self.code)


class LinkKind(models.TextChoices):
    LINKEDIN = "linkedin", _("LinkedIn profile")
    WEBSITE = "website", _("Website")


class Candidate(Stamped):
    """A person; at least a name, everything else when known."""

    first_name = models.CharField(max_length=120)
    last_name = models.CharField(max_length=120, blank=True)
    headline = models.CharField(max_length=400, blank=True)
    location = models.CharField(max_length=200, blank=True)
    skills: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=120), default=list, blank=True
    )
    years_of_experience = models.CharField(max_length=40, blank=True)
    is_internal = models.BooleanField(default=False)  # somebody who works here, found in the directory (A68)
    profile_source = models.ForeignKey(
        SourceChoice,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_column="profile_source",
        db_index=False,
    )  # how the person entered (A120); null: nobody has said it
    referred_by = models.CharField(max_length=200, blank=True)  # the colleague who referred them (A124)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="candidate_by_created"),
            models.Index(fields=["modified_at", "id"], name="candidate_by_modified"),
            GinIndex(*map(_letters, ("first_name", "last_name", "headline")), name="candidate_by_letters"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(first_name=""), name="candidate_has_a_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class EmailAddress(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField(max_length=254)  # as given
    normalized = models.CharField(max_length=254, db_index=True)  # trimmed and lower case; what is compared
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "normalized"], name="candidate_email_unique"),
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(is_primary=True), name="candidate_one_primary_email"
            ),
        ]
        indexes = [GinIndex(_letters("normalized", folded=False), name="email_by_letters")]

    def __str__(self) -> str:
        return self.address


DIGITS = Func(
    Func(models.F("number"), models.Value("[^0-9]"), models.Value(""), models.Value("g"), function="regexp_replace"),
    models.Value("0"),
    function="ltrim",
    output_field=models.CharField(),
)
"""rules.phone_key, as PostgreSQL says it."""


class PhoneNumber(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)  # as given

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "number"], name="candidate_phone_unique")]
        indexes = [models.Index(DIGITS, name="phone_by_digits")]

    def __str__(self) -> str:
        return self.number


class Link(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    url = models.URLField(max_length=500)
    normalized = models.CharField(max_length=500, db_index=True)  # host and path without noise; what is compared

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "normalized"], name="candidate_link_unique")]

    def __str__(self) -> str:
        return self.url


class Employment(models.Model):
    """A position a person has or had; titles and dates when known."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="employments")
    company = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=80, blank=True)  # as given, e.g. "2019 – 2023"
    is_current = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [GinIndex(_letters("company"), name="company_by_letters")]

    def __str__(self) -> str:
        return self.company


class Education(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="educations")
    school = models.CharField(max_length=200)
    degree = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.school


class Merge(models.Model):
    """Two records of one person, the second taken into the first; until it is undone, all that an undo needs.

    `kept_id` and `absorbed_id` are numbers, for either may have no row by now; `holder` is the record that has what they
    had: the kept one, or the one that was merged into in turn. `content` is what the two were (see
    `skaffa.candidates.merging.rules.Content`): it goes with the undo, or with the person.
    """

    holder = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="merges")
    kept_id = models.BigIntegerField()
    absorbed_id = models.BigIntegerField(db_index=True)
    choices: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict
    )  # by field, whose value was taken: "kept" or "absorbed"
    content = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed_id"], condition=models.Q(undone_at=None), name="merge_absorbed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, content__isnull=False)
                | models.Q(undone_at__isnull=False, content=None),
                name="merge_remembers_until_undone",
            ),
            models.CheckConstraint(condition=~models.Q(kept_id=models.F("absorbed_id")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"


class Moved(models.Model):
    """What a merge did to rows, in the order it did it; backwards, it is the undo.

    Either the rows `ids` pointed at `from_id` by `field` and point at `to_id` now, or, without a field, the row `from_id`
    was set aside because `to_id` stands there already: `content` is the row and all that hung on it.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    model = models.CharField(max_length=80)  # as Django labels it
    field = models.CharField(max_length=60, blank=True)
    ids: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    content: "models.JSONField[list[list[Any]], list[list[Any]]]" = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["model", "from_id"], condition=models.Q(field=""), name="moved_set_aside"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.field or 'aside'} {self.from_id} to {self.to_id}"
