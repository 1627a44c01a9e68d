"""The hooks app."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "skaffa.hooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.hooks import subscribers

        subscribers.register()
