"""Process templates: the stages that a new job copies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageKind(models.TextChoices):
    """What a stage is for; its name may differ (A32, A182)."""

    PROSPECT = "prospect", _("Prospect")
    APPLICATION = "application", _("Application")
    SCREEN = "screen", _("Screen")
    INTERVIEW = "interview", _("Interview")
    OFFER = "offer", _("Offer")


class ProcessTemplate(models.Model):
    """A named order of stages with the options of its Prospect activity (A33)."""

    name = models.CharField(max_length=120, unique=True)
    is_default = models.BooleanField(default=False)
    enable_prospects = models.BooleanField(default=True)
    hiring_managers_handle_prospects = models.BooleanField(default=True)

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
