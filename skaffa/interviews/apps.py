"""The interviews app."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "skaffa.interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.applications.activities import queries as activities
        from skaffa.interviews import queries, subscribers
        from skaffa.processes.models import ActivityKind

        subscribers.register()
        activities.judged_by(ActivityKind.FEEDBACK, queries.was_judged)
