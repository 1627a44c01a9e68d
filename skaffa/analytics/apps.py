"""The analytics app."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "skaffa.analytics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.analytics import subscribers

        subscribers.register()
