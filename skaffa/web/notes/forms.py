"""A note: its words, what it is about, who reads it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import Application
from skaffa.notes import rules
from skaffa.notes.models import Visibility
from skaffa.web.forms import Form

ABOUT_THE_PERSON = 0


class NoteForm(Form):
    """Words, and who reads them."""

    text = forms.CharField(
        label=_("Note"), max_length=rules.TEXT, widget=forms.Textarea(attrs={"rows": 4}), strip=False
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it"),
        widget=forms.RadioSelect,
        initial=Visibility.SHARED,
        choices=[
            (Visibility.SHARED.value, _("Your team, and LinkedIn Recruiter once the person is an applicant")),
            (Visibility.PRIVATE.value, _("Only you")),
        ],
    )


class NewNoteForm(NoteForm):
    """A note that is not written yet: also what it is about, where there is a choice."""

    about = forms.TypedChoiceField(label=_("About"), coerce=int)
    field_order = ("text", "about", "visibility")

    def __init__(self, *args: Any, applications: Sequence[Application], may_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[int, Any]] = [(application.pk, application.job.title) for application in applications]
        if may_person:
            choices.append((ABOUT_THE_PERSON, _("The person, whatever the job")))
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices
        field.initial = choices[0][0] if choices else None
