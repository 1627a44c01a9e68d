"""The notes app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "skaffa.notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.notes.models import Note

        follows.moves(Note, "candidate", "application")
