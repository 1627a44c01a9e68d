"""Forms of retention: the rules, an exception, and the number of people typed by whoever erases them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.core import text
from skaffa.retention import rules
from skaffa.retention.rules import RULED, Rules
from skaffa.web.accounts.forms import time_zones
from skaffa.web.forms import Form

_PROPOSED = 24
"""Months that stand in a rule nobody has made yet; it is off."""


def _switch(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _months() -> forms.IntegerField:
    return forms.IntegerField(label=_("Months"), min_value=1, max_value=rules.MOST_MONTHS)


class RulesForm(Form):
    """How long people are kept; a rule that is off keeps them until somebody decides, and its number waits."""

    applicant_on = _switch(_("Applicants whose applications have ended"))
    applicant_months = _months()
    prospect_on = _switch(_("Prospects who never became applicants"))
    prospect_months = _months()
    no_job_on = _switch(_("People in no job"))
    no_job_months = _months()
    notice_days = forms.IntegerField(
        label=_("Days on the list before they are due"),
        help_text=_("After a change nobody is erased automatically for as many days."),
        min_value=0,
        max_value=rules.MOST_NOTICE,
    )
    time_zone = forms.ChoiceField(label=_("Days begin and end in"), choices=time_zones)
    erases_by_itself = _switch(_("Erase who is due automatically, each night"))
    most_a_night = forms.IntegerField(label=_("At most a night"), min_value=1, max_value=rules.MOST_A_NIGHT)

    @classmethod
    def showing(cls, chosen: Rules, data: Any = None) -> "RulesForm":
        """The form filled with the rules of now."""
        initial: dict[str, Any] = {
            name: getattr(chosen, name) for name in ("notice_days", "time_zone", "erases_by_itself", "most_a_night")
        }
        for ground in RULED:
            initial[f"{ground.value}_on"] = ground in chosen.months
            initial[f"{ground.value}_months"] = chosen.months.get(ground, _PROPOSED)
        return cls(data, initial=initial)

    def rules(self) -> Rules:
        """What was chosen."""
        given = self.cleaned_data
        return Rules(
            months={ground: given[f"{ground.value}_months"] for ground in RULED if given[f"{ground.value}_on"]},
            notice_days=given["notice_days"],
            time_zone=given["time_zone"],
            erases_by_itself=given["erases_by_itself"],
            most_a_night=given["most_a_night"],
        )


class KeepForm(Form):
    """An exception, with its end and its reason."""

    until = forms.DateField(
        label=_("Keep them until the end of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Such as a dispute, or their own wish. Administrators read it; it goes when the person is erased."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=rules.REASON,
    )


class ConfirmForm(Form):
    """How many people are erased, typed by whoever erases them."""

    people = forms.CharField(label=_("Type the number of people to confirm"), max_length=12)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = people
        self.fields["people"].help_text = str(people)

    def clean_people(self) -> str:
        """The number as it is now: the list may have changed since the question was asked."""
        typed = text.line(self.cleaned_data["people"])
        if typed != str(self.expected):
            raise forms.ValidationError(_("This is not the number of people. Nobody has been erased."))
        return typed
