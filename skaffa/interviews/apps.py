"""The interviews app."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "skaffa.interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.applications.activities import queries as activities
        from skaffa.interviews import queries, subscribers
        from skaffa.interviews.schedule import queries as schedule
        from skaffa.processes.models import ActivityKind

        subscribers.register()
        activities.judged_by(ActivityKind.FEEDBACK, queries.was_judged)
        activities.judged_by(ActivityKind.SCHEDULER, schedule.was_scheduled)
        activities.judged_by(ActivityKind.INTERVIEW, schedule.was_held)
