"""A pool's name and contributors, and somebody put into it by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.documents import rules as documents
from skaffa.documents.models import FileType
from skaffa.documents.rules import File
from skaffa.pools import rules
from skaffa.web.applications.forms import PersonForm
from skaffa.web.forms import Form

_ACCEPTED = ",".join(f".{file_type}" for file_type in FileType)


class PoolForm(Form):
    """What the pool is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=rules.NAME,
        help_text=_("No two talent pools have the same name."),
    )


class CandidateForm(PersonForm):
    """Somebody outside of the organisation, with a document or without."""

    file = forms.FileField(
        label=_("Résumé"),
        help_text=_("PDF, Word (DOC, DOCX) or plain text (TXT), at most 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={
                "accept": _ACCEPTED,
                "data-largest": documents.LARGEST,
                "data-too-large": _("The file is larger than 10 MB. Choose a smaller one."),
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def chosen(self) -> File | None:
        """The file as the domain takes it; raises Invalid."""
        given = self.cleaned_data.get("file")
        return documents.checked_file(given.name, given.read()) if given else None
