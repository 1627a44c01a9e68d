"""The interviews app."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "skaffa.interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.interviews import subscribers

        subscribers.register()
