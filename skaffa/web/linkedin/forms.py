"""Forms of the LinkedIn Integration tab."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.linkedin.models import Availability, ExportTo, Visibility
from skaffa.web.forms import Form

_ID, _SECRET = 200, 500


class Credentials(Form):
    """A developer application of the organization's own."""

    client_id = forms.CharField(label=_("Client ID"), max_length=_ID)
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=_SECRET,
        widget=forms.PasswordInput,
        help_text=_("Stored encrypted, and never shown again."),
    )


class Choices(Form):
    """What the administrator decides about jobs and exports."""

    visibility = forms.ChoiceField(
        label=_("Who sees our jobs in Recruiter"),
        choices=[
            (Visibility.ACL.value, _("Connected recruiters and hiring managers – each sees what they may see here")),
            (Visibility.EVERYONE.value, _("Everyone with a Recruiter seat in your company")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "LinkedIn allows few lists of rights per person. All connected recruiters and hiring managers share one "
            "for ordinary jobs; confidential jobs are shown to their hiring team only. With “Everyone”, confidential "
            "jobs are not offered in Recruiter at all."
        ),
    )
    export_to = forms.ChoiceField(
        label=_("Who may export to a job"),
        choices=ExportTo.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Only matters where LinkedIn tells us who exported. Confidential jobs always take exports from their "
            "hiring team only."
        ),
    )
    availability = forms.ChoiceField(
        label=_("Who finds our jobs on LinkedIn"),
        choices=Availability.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Public jobs may appear in LinkedIn’s job search with a link to our public page. LinkedIn has no trial "
            "mode: what is public is real."
        ),
    )
