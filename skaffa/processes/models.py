"""Process templates: the stages and activities that a new job copies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User


class StageKind(models.TextChoices):
    """What a stage is for; its name may differ (A32, A182)."""

    PROSPECT = "prospect", _("Prospect")
    APPLICATION = "application", _("Application")
    SCREEN = "screen", _("Screen")
    INTERVIEW = "interview", _("Interview")
    OFFER = "offer", _("Offer")


class ActivityKind(models.TextChoices):
    """What is done in a stage (A40-A54); the Prospect, Application and Offer activities are their stages' own."""

    SCHEDULER = "scheduler", _("Scheduler")
    FEEDBACK = "feedback", _("Feedback")
    INTERVIEW = "interview", _("Interview")
    WEB_CONTENT = "web_content", _("Web content")


class Audience(models.TextChoices):
    """Which candidates an activity is for (A184)."""

    ALL = "all", _("All candidates")
    INTERNAL = "internal", _("Internal candidates")
    EXTERNAL = "external", _("External candidates")


class Confirmation(models.TextChoices):
    """Whom an e-mail tells that they are considered for the job (A38)."""

    NOBODY = "nobody", _("Nobody")
    APPLYING = "applying", _("Whoever applies by themselves")
    EVERYBODY = "everybody", _("Everybody who becomes an applicant")


class ProcessActivity(models.Model):
    """One thing to do in a stage, of a template or of a job."""

    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    name = models.CharField(max_length=80, blank=True)  # empty: the kind's own name, in the reader's language
    position = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL)
    required = models.BooleanField(default=False)  # nobody it is for leaves the stage before it is done
    url = models.URLField(max_length=500, blank=True)  # what a web content shows

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or str(ActivityKind(self.kind).label)


class ProcessTemplate(models.Model):
    """A named order of stages with the options that a job made from it starts with (A31-A33)."""

    name = models.CharField(max_length=120, unique=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)  # null: the administrators'
    is_default = models.BooleanField(default=False)
    enable_prospects = models.BooleanField(default=True)
    hiring_managers_handle_prospects = models.BooleanField(default=True)
    hiring_managers_make_offers = models.BooleanField(default=True)
    feedback_shown_before_own = models.BooleanField(default=False)
    feedback_editable = models.BooleanField(default=True)
    remind_feedback_after = models.PositiveSmallIntegerField(null=True, default=24)
    ask_availability = models.BooleanField(default=True)
    feedback_from_team = models.BooleanField(default=True)
    resume_required = models.BooleanField(default=True)
    confirm_to = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.APPLYING)
    needs_approval = models.BooleanField(default=False)  # jobs made from it are approved before activation (A25)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_template"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateStage(models.Model):
    template = models.ForeignKey(ProcessTemplate, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=20, choices=StageKind.choices)
    name = models.CharField(max_length=80, blank=True)  # empty: the kind's own name, in the reader's language
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="template_stage_position_unique")]

    def __str__(self) -> str:
        return self.name or str(StageKind(self.kind).label)


class TemplateActivity(ProcessActivity):
    stage = models.ForeignKey(TemplateStage, on_delete=models.CASCADE, related_name="activities")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "position"], name="template_activity_position_unique")]


class TemplateManagement(models.Model):
    """Who makes templates besides administrators: one row, and until it is there nobody does (A31)."""

    own_templates = models.BooleanField(default=False)  # recruiters and hiring managers make their own

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_template_management")]

    def __str__(self) -> str:
        return "template management"
