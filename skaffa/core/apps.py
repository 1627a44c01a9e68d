"""The app that knows no domain words."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "skaffa.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.core import lookups
