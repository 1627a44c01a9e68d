"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "skaffa.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.documents import subscribers

        subscribers.register()
