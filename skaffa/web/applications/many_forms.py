"""What is asked before an act on many people, where one person is asked for nothing of the kind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.notes import rules as note_rules
from skaffa.pools.models import Pool
from skaffa.web.forms import Form


class PoolForm(Form):
    """One of the talent pools that one may fill."""

    pool = forms.TypedChoiceField(label=_("Talent pool"), coerce=int)

    def __init__(self, *args: Any, pools: Sequence[Pool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pool"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Choose a talent pool")), *((pool.pk, str(pool)) for pool in pools)]


class NoteForm(Form):
    """The same words about each."""

    text = forms.CharField(
        label=_("Note"),
        max_length=note_rules.TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Each of them gets this note. Your team reads it, and LinkedIn Recruiter once they are applicants."
        ),
    )
