"""A person typed in by hand, a rejection, a move to another stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.applications import rules as application_rules
from skaffa.applications.models import DeclineReason, OfferStatus
from skaffa.candidates import rules
from skaffa.candidates.models import Source
from skaffa.candidates.rules import Person
from skaffa.candidates.sources import queries as sources
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.jobs.models import Stage
from skaffa.web.forms import Form


class SourceForm(Form):
    """How somebody came to us (A121); the page shows who referred them only beside the source Referral (A124)."""

    source = forms.ChoiceField(label=_("Source"))
    referred_by = forms.CharField(
        label=_("Referred by"),
        max_length=sources.REFERRER,
        required=False,
        help_text=_("The colleague who knows them."),
    )

    def __init__(self, *args: Any, current: str | None = Source.RECRUITER, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("source", current)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = sources.choices(current)

    def origin(self) -> sources.Referral:
        """What was said, as actions take it."""
        return sources.Referral(self.cleaned_data["source"], self.cleaned_data["referred_by"])


class PersonForm(SourceForm):
    """Somebody put on a job by hand: a name, and how to reach them as far as known."""

    first_name = forms.CharField(label=_("First name"), max_length=rules.FIRST_NAME)
    last_name = forms.CharField(label=_("Last name"), max_length=rules.LAST_NAME, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=rules.EMAIL,
        required=False,
        help_text=_("Somebody we know by this address is found again."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=rules.PHONE, required=False)
    links = forms.CharField(
        label=_("Links"),
        max_length=rules.LINK * 5,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example their LinkedIn profile. One on each line."),
    )
    headline = forms.CharField(
        label=_("Headline"), max_length=rules.HEADLINE, required=False, help_text=_("What they do, in a few words.")
    )
    field_order = ("first_name", "last_name", "email", "phone", "links", "headline", "source", "referred_by")

    def person(self) -> Person:
        """Who was typed in, in the shape that actions take."""
        given = self.cleaned_data
        return Person(
            first_name=given["first_name"],
            last_name=given["last_name"],
            headline=given["headline"],
            emails=[given["email"]],
            phones=[given["phone"]],
            links=given["links"].splitlines(),
        )

    def known_fields(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A refusal's fields under the names of this form."""
        return {{"emails": "email", "phones": "phone"}.get(name, name): message for name, message in fields.items()}


class WithdrawForm(Form):
    """What the candidate said when they withdrew, for the hiring team."""

    comment = forms.CharField(
        label=_("Comment for the hiring team"),
        max_length=application_rules.COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate does not see it."),
    )


class RejectForm(WithdrawForm):
    """Why an application ends, for the hiring team."""

    reason = forms.ChoiceField(label=_("Reason"))
    write = forms.BooleanField(
        label=_("Then write them an e-mail"),
        help_text=_("You see it before it is sent."),
        required=False,
    )
    field_order = ("reason", "comment", "write")

    def __init__(self, *args: Any, is_automatic: bool, **kwargs: Any) -> None:
        """`is_automatic`: the candidate is told without anybody writing."""
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Choose a reason")), *Lists().offered(ChoiceList.REJECTION_REASON)]
        if is_automatic:
            del self.fields["write"]


class OfferForm(Form):
    """What has become of an offer, among the steps that can come next; a decline has a reason."""

    offer = forms.ChoiceField(label=_("What has happened?"), widget=forms.RadioSelect)
    decline_reason = forms.ChoiceField(
        label=_("Why they declined"), required=False, choices=[("", _("Choose a reason")), *DeclineReason.choices]
    )
    comment = forms.CharField(
        label=_("Comment for the hiring team"),
        max_length=application_rules.COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate does not see it."),
    )

    def __init__(self, *args: Any, steps: Sequence[OfferStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["offer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(step.value, step.label) for step in steps]
        field.initial = steps[0].value if steps else None


class MoveForm(Form):
    """Another stage of the same job."""

    stage = forms.TypedChoiceField(label=_("Stage"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(stage.pk, str(stage)) for stage in stages]
