"""The linkedin app."""

from django.apps import AppConfig


class LinkedinConfig(AppConfig):
    name = "skaffa.linkedin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.linkedin import merging, models, sandbox_clock, subscribers

        subscribers.register()
        sandbox_clock.install_if_wanted()
        follows.moves(models.MemberLink, "candidate", prefers=merging.is_said_alone)
        follows.moves(models.MemberUnlink, "candidate", prefers=merging.is_their_own_word)
        follows.moves(models.ExportedProfile, "candidate", "application")
        for told in (models.LinkClaim, models.SharedProfile, models.ClosedAccount):
            follows.moves(told, "candidate")
        follows.is_made_anew(models.MemberMatch, "candidate")  # LinkedIn is asked again
