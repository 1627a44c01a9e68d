"""How people are interviewed, as the forms of a template and of a job ask it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.web.forms import Form


class InterviewingForm(Form):
    """Whether candidates are asked for their time first, and who is asked what they thought (A41, A48)."""

    ask_availability = forms.BooleanField(
        label=_("Candidates are asked when they can come"),
        required=False,
        help_text=_("When off, interviews are scheduled right away, and nobody is offered to ask."),
    )
    feedback_from_team = forms.BooleanField(
        label=_("The whole hiring team is asked for feedback"),
        required=False,
        help_text=_("When off, only the interviewers of a scheduled interview are, and whoever is asked by name."),
    )
