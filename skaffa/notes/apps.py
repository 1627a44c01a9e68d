"""The notes app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "skaffa.notes"
    default_auto_field = "django.db.models.BigAutoField"
