"""The processes app."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "skaffa.processes"
    default_auto_field = "django.db.models.BigAutoField"
