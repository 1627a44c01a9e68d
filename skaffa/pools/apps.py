"""The pools app."""

from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "skaffa.pools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.pools import rules
        from skaffa.pools.models import Membership

        follows.moves(Membership, "candidate", prefers=rules.is_in_alone)
