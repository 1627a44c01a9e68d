"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "skaffa.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.documents import subscribers
        from skaffa.documents.models import Document

        subscribers.register()
        follows.moves(Document, "candidate", "application")
