"""What an applicant fills in, and what administrators say about data."""

from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from skaffa.candidates import rules
from skaffa.candidates.rules import Person
from skaffa.careers import rules as career_rules
from skaffa.core import clock, refusals
from skaffa.documents import rules as document_rules
from skaffa.documents.rules import File
from skaffa.web.documents.forms import FileInput
from skaffa.web.forms import Form

CAMPAIGN = "source"
"""The parameter with which a link to the career site names the source it stands in, such as ?source=indeed (A121)."""
_SALT = "skaffa.careers.opened"
_FASTEST, _SLOWEST = 2, 24 * 3600
"""Seconds between opening the form and sending it: nobody fills it in faster, and a page of yesterday is opened anew."""


class ApplyForm(Form):
    """Name, address, résumé, cover letter and agreement; `website` is a trap that no person sees, `opened` says when the form was."""

    first_name = forms.CharField(label=_("First name"), max_length=rules.FIRST_NAME)
    last_name = forms.CharField(label=_("Last name"), max_length=rules.LAST_NAME)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=rules.EMAIL,
        help_text=_("We send you a confirmation, and answer to this address."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=rules.PHONE, required=False)
    link = forms.URLField(
        label=_("LinkedIn profile or website"), max_length=rules.LINK, required=False, assume_scheme="https"
    )
    resume = forms.FileField(
        label=_("Résumé"),
        help_text=_("PDF, Word (DOC, DOCX) or plain text (TXT), at most 10 MB."),
        error_messages={"required": _("Choose your résumé.")},
        allow_empty_file=True,
        widget=FileInput(),
    )
    cover_letter = forms.FileField(
        label=_("Cover letter"),
        help_text=_("PDF, Word (DOC, DOCX) or plain text (TXT), at most 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=FileInput(),
    )
    consent = forms.BooleanField(
        label=_("I agree"), error_messages={"required": _("Tick this box to send your application.")}
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, resume_required: bool, is_confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resume"].required = resume_required
        if not is_confirmed:
            self.fields["email"].help_text = _("We answer to this address.")

    @classmethod
    def fresh(cls, **about: bool) -> "ApplyForm":
        return cls(initial={"opened": _opened()}, **about)

    @property
    def is_a_trap(self) -> bool:
        """Whether a program has filled in what people do not see."""
        return bool(self.data.get("website"))

    def clean_opened(self) -> str:
        said: str = self.cleaned_data["opened"]
        try:
            took = _now() - int(signing.loads(said, salt=_SALT))
        except (signing.BadSignature, TypeError, ValueError) as error:
            raise forms.ValidationError("") from error
        if not _FASTEST <= took <= _SLOWEST:
            raise forms.ValidationError("")
        return said

    def clean(self) -> dict[str, Any] | None:
        if "opened" in self.errors:
            del self.errors["opened"]
            self.add_error(None, _("Please look through your application once more, and send it again."))
        return super().clean()

    def renewed(self) -> None:
        """Let the form that is shown again be sent."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["opened"] = _opened(ago=_FASTEST)
        self.data = data

    def person(self) -> Person:
        given = self.cleaned_data
        return Person(
            first_name=given["first_name"],
            last_name=given["last_name"],
            emails=[given["email"]],
            phones=[given["phone"]] if given["phone"] else [],
            links=[given["link"]] if given["link"] else [],
        )

    def file(self, field: str) -> File | None:
        """The file of this field as the domain takes it, where one was chosen; raises Invalid about the field."""
        given = self.cleaned_data[field]
        try:
            return document_rules.checked_file(given.name, given.read()) if given else None
        except refusals.Invalid as refusal:
            refusal.fields = {field: refusal.fields["file"]}
            raise


def _opened(*, ago: int = 0) -> str:
    return signing.dumps(_now() - ago, salt=_SALT)


def _now() -> int:
    return int(clock.now().timestamp())


NAMES = {"emails": "email", "phones": "phone", "links": "link"}
"""What the domain calls things, and this form."""


class WithdrawForm(Form):
    comment = forms.CharField(
        label=_("Why"),
        help_text=_("Only if you like to say it; the hiring team reads it."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SiteForm(Form):
    """What applicants agree to."""

    consent_en = forms.CharField(
        label=_("What applicants agree to, in English"),
        help_text=_("Leave it empty for the product’s own words."),
        required=False,
        max_length=career_rules.CONSENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    consent_sv = forms.CharField(
        label=_("What applicants agree to, in Swedish"),
        help_text=_("Leave it empty for the product’s own words."),
        required=False,
        max_length=career_rules.CONSENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    privacy_url = forms.URLField(
        label=_("Address of your privacy policy"), required=False, max_length=500, assume_scheme="https"
    )
