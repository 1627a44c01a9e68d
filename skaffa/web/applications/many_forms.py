"""What is asked before an act on many people, where one person is asked for nothing of the kind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.mail.queries import Entry
from skaffa.notes import rules as note_rules
from skaffa.pipeline.bulk.letters import Told
from skaffa.pipeline.models import Tells
from skaffa.pools.models import Pool
from skaffa.web.applications.forms import RejectForm
from skaffa.web.forms import Form


class PoolForm(Form):
    """One of the talent pools that one may fill."""

    pool = forms.TypedChoiceField(label=_("Talent pool"), coerce=int)

    def __init__(self, *args: Any, pools: Sequence[Pool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pool"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Choose a talent pool")), *((pool.pk, str(pool)) for pool in pools)]


class ManyRejectForm(RejectForm):
    """Why they are rejected, and by which template each hears of it, if at all."""

    letter = forms.TypedChoiceField(label=_("E-mail to each of them"), coerce=int, empty_value=None, required=False)
    field_order = ("reason", "comment", "letter")

    def __init__(self, *args: Any, offered: Sequence[Entry], **kwargs: Any) -> None:
        """`offered`: the templates, the default first."""
        super().__init__(*args, is_automatic=True, **kwargs)
        field = self.fields["letter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        known = [(entry.template.pk if entry.template else 0, entry.title) for entry in offered]
        field.choices = [*known, ("", _("No e-mail"))]
        self.initial.setdefault("letter", known[0][0])

    def told(self) -> Told:
        """What was chosen, as actions take it."""
        chosen = self.cleaned_data["letter"]
        return Told(Tells.NOBODY) if chosen is None else Told(Tells.EACH, chosen)


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
