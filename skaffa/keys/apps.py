"""The keys app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "skaffa.keys"
    default_auto_field = "django.db.models.BigAutoField"
