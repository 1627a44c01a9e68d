"""The interviews app."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "skaffa.interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.applications.activities import queries as activities
        from skaffa.candidates.merging import follows
        from skaffa.interviews import queries, rules, subscribers
        from skaffa.interviews.models import Availability, Feedback, FeedbackRequest, Interview
        from skaffa.interviews.schedule import queries as schedule
        from skaffa.processes.models import ActivityKind

        subscribers.register()
        activities.judged_by(ActivityKind.FEEDBACK, queries.was_judged)
        activities.judged_by(ActivityKind.SCHEDULER, schedule.was_scheduled)
        activities.judged_by(ActivityKind.INTERVIEW, schedule.was_held)
        follows.moves(Feedback, "application", prefers=rules.is_submitted_alone)
        follows.moves(FeedbackRequest, "application")
        follows.moves(Availability, "application", prefers=rules.is_answered_alone)
        follows.moves(Interview, "application")
