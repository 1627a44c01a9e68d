"""The careers app."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "skaffa.careers"
    default_auto_field = "django.db.models.BigAutoField"
