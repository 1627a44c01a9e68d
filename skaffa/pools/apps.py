"""The pools app."""

from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "skaffa.pools"
    default_auto_field = "django.db.models.BigAutoField"
