"""The pipeline app."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "skaffa.pipeline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.pipeline import subscribers
        from skaffa.pipeline.models import BulkRow

        subscribers.register()
        follows.moves(BulkRow, "application")
