"""Forms of one's own account."""

from itertools import groupby

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import hours, rules
from skaffa.accounts.models import Language
from skaffa.web.forms import Form

PASSWORD = 128  # longer ones only cost hashing time


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones as choices, grouped by their part of the world."""
    names = sorted(rules.time_zones() - {"UTC"})
    groups = groupby(names, key=lambda name: name.split("/", 1)[0])
    worlds = [(world, [(name, name.split("/", 1)[1].replace("_", " ")) for name in group]) for world, group in groups]
    return [("UTC", [("UTC", "UTC")]), *worlds]


def _password_rules() -> str:
    return " ".join(password_validators_help_texts())


class Name(Form):
    """A person's own name."""

    first_name = forms.CharField(label=_("First name"), max_length=rules.NAME)
    last_name = forms.CharField(label=_("Last name"), max_length=rules.NAME)


class Settings(Name):
    """What users set for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Times on pages and in e-mails are shown in this zone.")
    )


class WorkingHours(Form):
    """When one works; suggested times for interviews keep to it."""

    work_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        coerce=int,
        choices=lazy(lambda: [(day, WEEKDAYS[day]) for day in hours.WEEK], list),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    work_begins = forms.TimeField(
        label=_("Work begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_ends = forms.TimeField(label=_("Work ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class Joining(Name):
    """What an invited person gives to become a user."""

    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD,
        strip=False,
        widget=forms.PasswordInput,
        help_text=lazy(_password_rules, str)(),
    )
