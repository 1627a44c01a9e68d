"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "skaffa.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.search import subscribers

        subscribers.register()
