"""The candidates app."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "skaffa.candidates"
    default_auto_field = "django.db.models.BigAutoField"
