"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "skaffa.mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.mail import subscribers
        from skaffa.mail.models import Email

        subscribers.register()
        follows.moves(Email, "application")
