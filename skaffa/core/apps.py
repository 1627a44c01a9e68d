"""The app that knows no domain words."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "skaffa.core"
    default_auto_field = "django.db.models.BigAutoField"
