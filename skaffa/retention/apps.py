"""The retention app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "skaffa.retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.retention import subscribers

        subscribers.register()
