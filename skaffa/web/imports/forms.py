"""A file with candidates or jobs, and where they go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.candidates.models import Source
from skaffa.candidates.sources import queries as sources
from skaffa.imports import encodings, queries, sheets
from skaffa.imports.actions import Placing
from skaffa.imports.models import Entry, Import, Kind
from skaffa.jobs import rules
from skaffa.web.forms import Form
from skaffa.web.jobs import countries


class FileForm(Form):
    """The file, and the place it was asked from."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (XLSX) or CSV, at most 20 MB and 100,000 rows. The first row names the columns."),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,.csv,.tsv,.txt",
                "data-largest": sheets.LARGEST,
                "data-too-large": _("The file is larger than 20 MB. Split it into smaller ones."),
            }
        ),
    )
    place = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class EncodingForm(Form):
    encoding = forms.ChoiceField(label=_("Letters of the file"), choices=list(encodings.NAMES.items()))


class TargetForm(Form):
    """Where the rows of a file go: for people a source and a place, for jobs the place where they name none."""

    source = forms.ChoiceField(label=_("Source"), choices=sources.choices, initial=Source.OTHER.value)
    place = forms.ChoiceField(
        label=_("Put everybody into"),
        required=False,
        help_text=_("A talent pool, or a job you may add people to."),
    )
    city = forms.CharField(
        label=_("City"),
        required=False,
        max_length=rules.PLACE,
        help_text=_("For rows that name no place."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("For rows that name no country."))

    def __init__(self, run: Import, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = queries.places(actor) if run.is_about_people else queries.Places((), (), ())
        place, country = self.fields["place"], self.fields["country"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(country, forms.ChoiceField)  # noqa: S101
        place.choices = self._choices()
        country.choices = [("", _("Not stated")), *countries.choices()]
        for name in ("city", "country") if run.kind == Kind.CANDIDATES else ("source", "place"):
            del self.fields[name]

    @staticmethod
    def initial_of(run: Import) -> dict[str, str]:
        return {
            "source": run.source,
            "place": place_of(run.entry, run.pool_id or run.job_id),
            "city": run.city,
            "country": run.country,
        }

    def placing(self) -> Placing:
        """What was chosen, among what the actor was offered."""
        entry, _dash, number = self.cleaned_data.get("place", "").partition("-")
        if entry == Entry.POOL:
            return Placing(Entry.POOL, pool=next(one for one in self._places.pools if str(one.pk) == number))
        if entry:
            jobs = self._places.prospects if entry == Entry.PROSPECTS else self._places.applicants
            return Placing(Entry(entry), job=next(one for one in jobs if str(one.pk) == number))
        return Placing()

    def _choices(self) -> list[Any]:
        groups: list[tuple[object, list[tuple[str, str]]]] = [
            (_("Talent pools"), [(place_of(Entry.POOL, one.pk), str(one)) for one in self._places.pools]),
            (
                _("Prospects of a job"),
                [(place_of(Entry.PROSPECTS, one.pk), f"{one.title} ({one.code})") for one in self._places.prospects],
            ),
            (
                _("Applicants of a job"),
                [(place_of(Entry.APPLICANTS, one.pk), f"{one.title} ({one.code})") for one in self._places.applicants],
            ),
        ]
        return [("", _("Nothing: only into Candidates")), *[group for group in groups if group[1]]]


def place_of(entry: str, number: int | None) -> str:
    return f"{entry}-{number}" if entry and number else ""
