"""The choices app."""

from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    name = "skaffa.choices"
    default_auto_field = "django.db.models.BigAutoField"
