"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "skaffa.imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.imports import subscribers
        from skaffa.imports.models import Row

        subscribers.register()
        follows.moves(Row, "candidate", "application")
