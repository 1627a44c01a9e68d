"""A document: the file, what kind it is, what it is about."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application
from skaffa.documents import rules
from skaffa.documents.models import FileType, Kind
from skaffa.documents.rules import File
from skaffa.web.forms import Form

ABOUT_THE_PERSON = 0
_ACCEPTED = ",".join(f".{file_type}" for file_type in FileType)


class FileInput(forms.FileInput):
    """Says what may be chosen, and lets our script say at once when a file is too large."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "accept": _ACCEPTED,
                "data-largest": rules.LARGEST,
                "data-too-large": _("The file is larger than 10 MB. Choose a smaller one."),
            }
        )


class DocumentForm(Form):
    """Another file in the place of one, or another kind."""

    file = forms.FileField(
        label=_("New file"),
        help_text=_("Leave this empty to keep the file as it is."),
        required=False,
        allow_empty_file=True,
        widget=FileInput(),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        initial=Kind.RESUME,
        choices=[
            (Kind.RESUME.value, _("Résumé: in LinkedIn Recruiter too, once the person is an applicant")),
            (Kind.COVER_LETTER.value, _("Cover letter: stays here")),
            (Kind.PORTFOLIO.value, _("Portfolio: stays here")),
            (Kind.OTHER.value, _("Other document: stays here")),
        ],
    )

    def chosen(self) -> File | None:
        """The file as the domain takes it; raises Invalid."""
        given = self.cleaned_data.get("file")
        return rules.checked_file(given.name, given.read()) if given else None


class NewDocumentForm(DocumentForm):
    """A document that is not there yet: also what it is about, where there is a choice."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (DOC, DOCX) or plain text (TXT), at most 10 MB."),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,
        widget=FileInput(),
    )
    about = forms.TypedChoiceField(label=_("About"), coerce=int)
    field_order = ("file", "kind", "about")

    def __init__(self, *args: Any, applications: Sequence[Application], may_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[int, Any]] = [(application.pk, application.job.title) for application in applications]
        if may_person:
            choices.append((ABOUT_THE_PERSON, _("The person, whatever the job")))
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices
        field.initial = choices[0][0] if choices else None
