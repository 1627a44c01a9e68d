"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "skaffa.imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.imports import subscribers

        subscribers.register()
