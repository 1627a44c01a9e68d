"""Forms of the LinkedIn Integration tab."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from skaffa.linkedin import editions
from skaffa.linkedin.history import rules
from skaffa.linkedin.models import Availability, Connection, ExportTo, Visibility
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
    identity_before_application = forms.BooleanField(
        label=_("Identity before application"),
        required=False,
        help_text=_(
            "Tells LinkedIn id, name and member of prospects, and nothing else, so that their profiles show on the "
            "LinkedIn tab too. Otherwise nothing of a prospect leaves."
        ),
    )


class Retrieval(Form):
    """How often, and how far back, what recruiters do in LinkedIn is fetched."""

    minutes = forms.IntegerField(
        label=_("Look for what is new every"),
        min_value=rules.LEAST_MINUTES,
        max_value=rules.MOST_MINUTES,
        help_text=_("Minutes; 30 suits most. Every look costs two requests a seat."),
    )
    days = forms.IntegerField(
        label=_("Fetch the past of"),
        min_value=0,
        max_value=rules.MOST_DAYS,
        help_text=_("Days before the first look, the newest first. A year is 730 windows of 12 hours a seat."),
    )
    notes_shared = forms.BooleanField(
        label=_("Colleagues with a seat on the same contract see each other’s notes"),
        required=False,
        help_text=_(
            "LinkedIn does not say of a note whether it is public; we assume that it delivers public ones only. Turn "
            "this off if that is not so with you: each note then shows to its author alone."
        ),
    )

    @classmethod
    def of(cls, connection: Connection) -> "Retrieval":
        """As it is chosen now."""
        return cls(
            initial={
                "minutes": connection.retrieval_minutes,
                "days": connection.retrieval_days,
                "notes_shared": connection.notes_shared,
            }
        )


class Generations(Form):
    """Which of LinkedIn's generations carries what."""

    version = forms.CharField(
        label=_("Version"),
        max_length=6,
        help_text=_("Year and month, such as 202604."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for resource in editions.RESOURCES:
            choices = list(editions.GENERATIONS.items())
            self.fields[_field(resource.name)] = forms.ChoiceField(label=str(resource.label), choices=choices)

    @classmethod
    def of(cls, connection: Connection) -> "Generations":
        """As it is chosen now."""
        chosen = {_field(name): generation for name, generation in editions.chosen(connection).items()}
        return cls(initial={"version": connection.rest_version, **chosen})

    def clean_version(self) -> str:
        version: str = self.cleaned_data["version"]
        if not editions.is_version(version):
            raise forms.ValidationError(editions.UnknownVersion.sentence)
        return version

    @property
    def resources(self) -> Iterator[BoundField]:
        return (self[_field(resource.name)] for resource in editions.RESOURCES)

    @property
    def generations(self) -> dict[str, str]:
        """Of a valid form, by resource."""
        return {resource.name: self.cleaned_data[_field(resource.name)] for resource in editions.RESOURCES}


def _field(resource: str) -> str:
    return resource.replace(" ", "_").lower()
