"""The applications app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "skaffa.applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.applications import queries, subscribers
        from skaffa.candidates import queries as candidates

        subscribers.register()
        candidates.also_visible(queries.candidates_scope)
