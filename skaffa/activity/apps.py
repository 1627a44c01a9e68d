"""The activity app."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "skaffa.activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.activity import subscribers
        from skaffa.activity.models import Entry
        from skaffa.candidates.merging import follows

        subscribers.register()
        follows.moves(Entry, "candidate", "application")
