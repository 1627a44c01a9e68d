"""What a user may say about a candidate: name, headline, place, how to reach them; and the name of one to erase."""

import dataclasses
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.candidates import rules
from skaffa.candidates.rules import Person
from skaffa.core import text
from skaffa.web.forms import Form

_LISTS = ("emails", "phones", "links")


def _lines(limit: int) -> dict[str, Any]:
    return {
        "required": False,
        "max_length": limit * rules.MOST,
        "widget": forms.Textarea(attrs={"rows": 3}),
    }


class ContactForm(Form):
    """Contact details; experience, education and skills are the candidate's own to write (A63)."""

    first_name = forms.CharField(label=_("First name"), max_length=rules.FIRST_NAME)
    last_name = forms.CharField(label=_("Last name"), max_length=rules.LAST_NAME, required=False)
    headline = forms.CharField(label=_("Headline"), max_length=rules.HEADLINE, required=False)
    location = forms.CharField(label=_("Location"), max_length=rules.LOCATION, required=False)
    emails = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One on each line; the first is the one we write to."),
        **_lines(rules.EMAIL),
    )
    phones = forms.CharField(label=_("Phone numbers"), help_text=_("One on each line."), **_lines(rules.PHONE))
    links = forms.CharField(
        label=_("Links"), help_text=_("One on each line, such as their LinkedIn profile."), **_lines(rules.LINK)
    )

    @classmethod
    def showing(cls, person: Person, data: Any = None) -> "ContactForm":
        """The form filled with what we know."""
        known = dataclasses.asdict(person)
        return cls(data, initial=known | {name: "\n".join(known[name]) for name in _LISTS})

    def person(self, known: Person) -> Person:
        """The person with what was written; the rest of what we know stays."""
        said: dict[str, Any] = {
            name: tuple(value.splitlines()) if name in _LISTS else value for name, value in self.cleaned_data.items()
        }
        return dataclasses.replace(known, **said)


class EraseForm(Form):
    """The name of the person, typed by whoever erases them."""

    name = forms.CharField(label=_("Type their name to confirm"), max_length=rules.FIRST_NAME + rules.LAST_NAME + 1)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = name
        self.fields["name"].help_text = name

    def clean_name(self) -> str:
        """Case and blanks do not matter; a name does."""
        typed = text.line(self.cleaned_data["name"])
        if typed.casefold() != text.line(self.expected).casefold():
            raise forms.ValidationError(_("This is not the name of the person. Nothing has been erased."))
        return typed
