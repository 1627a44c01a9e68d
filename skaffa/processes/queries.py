"""Which stages a new job starts with."""

from skaffa.processes.models import TemplateStage


def default_stages() -> list[TemplateStage]:
    """The stages of the default template, in order."""
    return list(TemplateStage.objects.filter(template__is_default=True).order_by("position"))
