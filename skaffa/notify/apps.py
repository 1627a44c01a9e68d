"""The notify app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "skaffa.notify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.notify import interview_letters, interviews, letters, subscribers

        letters.register()
        subscribers.register()
        interviews.register()
        interview_letters.register()
