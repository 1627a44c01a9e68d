"""The applications app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "skaffa.applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.applications import queries, rules, subscribers
        from skaffa.applications.models import ActivityState, Application, StageMove
        from skaffa.candidates import queries as candidates
        from skaffa.candidates.merging import follows

        subscribers.register()
        candidates.also_visible(queries.candidates_scope)
        follows.moves(Application, "candidate", prefers=rules.is_further, reads=("stage",))
        follows.moves(ActivityState, "application")
        follows.goes_aside(StageMove, "application")  # a history of two would be nobody's
