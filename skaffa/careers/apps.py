"""The careers app."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "skaffa.careers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.careers.models import Submission

        follows.moves(Submission, "application")
