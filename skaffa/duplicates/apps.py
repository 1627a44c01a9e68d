"""The duplicates app."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "skaffa.duplicates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.duplicates import subscribers

        subscribers.register()
