"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "skaffa.accounts"
    default_auto_field = "django.db.models.BigAutoField"
