"""The retention app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "skaffa.retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.retention import rules, subscribers
        from skaffa.retention.models import Hold, Standing

        subscribers.register()
        follows.moves(Hold, "candidate", prefers=rules.is_held_longer)
        follows.is_made_anew(Standing, "candidate")
