"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "skaffa.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.search import subscribers
        from skaffa.search.models import Entry

        subscribers.register()
        follows.is_made_anew(Entry, "candidate", "application")
