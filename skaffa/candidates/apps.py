"""The candidates app."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "skaffa.candidates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from skaffa.candidates.merging import follows
        from skaffa.candidates.models import Education, EmailAddress, Employment, Link, Merge, PhoneNumber

        for written_anew in (EmailAddress, PhoneNumber, Link, Employment, Education):
            follows.is_made_anew(written_anew, "candidate")  # from the record itself
        follows.moves(Merge, "holder")
