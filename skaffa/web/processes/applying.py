"""How people apply, as the forms of a template and of a job ask it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.processes.models import Confirmation
from skaffa.web.forms import Form


class ApplyingForm(Form):
    """Whether with a résumé, and who hears that they are considered (A38, A39)."""

    resume_required = forms.BooleanField(
        label=_("A résumé is required"),
        required=False,
        help_text=_("Nobody applies without one, and whoever is added without one is marked until it is uploaded."),
    )
    confirm_to = forms.ChoiceField(
        label=_("Confirm applications by e-mail to"),
        choices=Confirmation.choices,
        help_text=_(
            "Who is added by hand or moved on from Prospect hears of it ten minutes later, so that it can be undone. "
            "Whoever comes with a file hears nothing."
        ),
    )
