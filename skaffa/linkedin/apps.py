"""The linkedin app."""

from django.apps import AppConfig


class LinkedinConfig(AppConfig):
    name = "skaffa.linkedin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.linkedin import sandbox_clock, subscribers

        subscribers.register()
        sandbox_clock.install_if_wanted()
