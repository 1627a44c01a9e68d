"""A template, an e-mail to a candidate, and what all e-mails look like."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import Language
from skaffa.mail import pictures, rules
from skaffa.mail.models import Persona, Template
from skaffa.mail.pictures import Picture
from skaffa.mail.queries import Entry
from skaffa.mail.rules import Words
from skaffa.web.forms import Form

_NAMES = ("subject_en", "body_en", "subject_sv", "body_sv")


def _subject(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("Subject"), max_length=rules.SUBJECT, **more)


def _body(**more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 12, "class": "mail-text"})
    return forms.CharField(label=_("Text"), max_length=rules.BODY, widget=area, strip=False, **more)


class _Copied(Form):
    cc = forms.MultipleChoiceField(
        label=_("Copied in"),
        choices=Persona.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("From the job’s hiring team, as it is when the e-mail is sent."),
    )


class TemplateForm(_Copied):
    """Words in one language or both."""

    title = forms.CharField(
        label=_("Title"), max_length=rules.TITLE, help_text=_("For your colleagues; the reader does not see it.")
    )
    subject_en = _subject(required=False)
    body_en = _body(required=False)
    subject_sv = _subject(required=False)
    body_sv = _body(required=False)

    def words(self) -> Words:
        return Words(**self.cleaned_data)

    @staticmethod
    def of(template: Template) -> dict[str, Any]:
        return {name: getattr(template, name) for name in ("title", "cc", *_NAMES)}

    @staticmethod
    def copy(entry: Entry) -> dict[str, Any]:
        """What a duplicate begins with: both languages of a built-in text, and what was written of another."""
        title = _("Copy of %(title)s") % {"title": entry.title}
        if entry.template:
            return TemplateForm.of(entry.template) | {"title": title}
        said = [*entry.words("en"), *entry.words("sv")]
        return dict(zip(_NAMES, said, strict=True)) | {"title": title}


class LetterForm(_Copied):
    """What a candidate is to read."""

    subject = _subject()
    body = _body()
    field_order = ("subject", "body", "cc")


class PairForm(Form):
    """Which mail type for whom."""

    pair = forms.ChoiceField(label=_("Mail type and recipient"))

    def __init__(self, *args: Any, pairs: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pair"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = pairs


class LookForm(Form):
    """What every e-mail has around its text (A152)."""

    picture = forms.FileField(
        label=_("Header picture"),
        help_text=_("JPEG or PNG, at most 1 MB; shown at most 800 pixels wide and 150 high."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={
                "accept": ".png,.jpg,.jpeg",
                "data-largest": pictures.LARGEST,
                "data-too-large": _("The file is larger than 1 MB. Save the picture smaller and try again."),
            }
        ),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    privacy_url = forms.URLField(
        label=_("Address of your privacy policy"), required=False, max_length=500, assume_scheme="https"
    )
    terms_url = forms.URLField(
        label=_("Address of your terms of use"), required=False, max_length=500, assume_scheme="https"
    )
    footer_language = forms.ChoiceField(
        label=_("Language of the footer"),
        choices=[("", _("The language of the e-mail")), *Language.choices],
        required=False,
        help_text=_("Of these links, and of when and with whom an interview is (#{Interview_Table})."),
    )

    def chosen(self) -> Picture | None:
        """The picture as the domain takes it; raises Invalid."""
        given = self.cleaned_data["picture"]
        return pictures.checked(given.read()) if given else None
