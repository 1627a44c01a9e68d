"""What somebody thinks of an applicant, as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.interviews import rules
from skaffa.interviews.models import InterviewType, Recommendation
from skaffa.interviews.rules import Opinion
from skaffa.web.forms import Form


def _words(label: object, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # lazy, as every label
        max_length=rules.TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FeedbackForm(Form):
    """A draft may leave anything out; submitting needs a recommendation, which the domain asks for."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), required=False, choices=Recommendation.choices, widget=forms.RadioSelect
    )
    interview_type = forms.ChoiceField(
        label=_("Interview"), required=False, choices=[("", _("Not stated")), *InterviewType.choices]
    )
    strengths = _words(_("Strengths"), 3)
    weaknesses = _words(_("Weaknesses"), 3)
    comment = _words(_("Overall comment"), 4)

    def opinion(self) -> Opinion:
        """What was written, in the shape that actions take."""
        return Opinion(**self.cleaned_data)
