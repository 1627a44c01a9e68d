"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "skaffa.jobs"
    default_auto_field = "django.db.models.BigAutoField"
