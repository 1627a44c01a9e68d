"""What people write about a job: its title and their role, its details, why it is closed, who joins the team."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.applications.queries import Openings
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.jobs import queries, rules
from skaffa.jobs.models import Answer, CloseReason, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.processes.models import ProcessTemplate
from skaffa.web.forms import Form
from skaffa.web.jobs import countries
from skaffa.web.jobs.tags import FunctionsField, TagsField
from skaffa.web.processes.applying import ApplyingForm
from skaffa.web.processes.interviewing import InterviewingForm
from skaffa.web.processes.reminders import reminder


class NewJobForm(Form):
    """The first step: enough to have a draft."""

    title = forms.CharField(label=_("Job title"), max_length=rules.TITLE)
    role = forms.ChoiceField(
        label=_("Your role in this job"),
        widget=forms.RadioSelect,
        help_text=_("You join the hiring team in this role. You can add others later."),
    )

    template = forms.TypedChoiceField(
        label=_("Process template"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The stages and activities the job starts with. You can change them until the job is activated."),
    )

    def __init__(self, *args: Any, roles: Sequence[str], templates: Sequence[ProcessTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["template"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(row.pk, str(row)) for row in templates]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(role, TeamRole(role).label) for role in roles]
        field.initial = roles[0] if roles else None


class DetailsForm(ApplyingForm, InterviewingForm):
    """Everything people may write about a job; an active job's process options are frozen."""

    title = forms.CharField(label=_("Job title"), max_length=rules.TITLE)
    description = forms.CharField(
        label=_("Description"),
        max_length=rules.DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("What the work is, what you look for, what you offer. LinkedIn needs 100 to 25,000 characters."),
    )
    city = forms.CharField(label=_("City"), max_length=rules.PLACE, required=False)
    region = forms.CharField(label=_("Region or state"), max_length=rules.PLACE, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    openings = forms.IntegerField(label=_("Openings"), min_value=1, max_value=rules.MOST_OPENINGS, initial=1)
    employment_type = forms.ChoiceField(label=_("Employment type"), required=False)
    seniority = forms.ChoiceField(label=_("Seniority"), required=False)
    functions = FunctionsField(
        label=_("Job functions"),
        max_length=rules.MOST_FUNCTIONS * (rules.FUNCTION + 2),
        required=False,
        help_text=_("What kind of work it is: from the list, and up to three words of your own. A comma between two."),
    )
    skills = TagsField(
        label=_("Skills"),
        max_length=rules.MOST_SKILLS * (rules.SKILL + 2),
        required=False,
        help_text=_("What somebody should know. A comma between two."),
    )
    enable_prospects = forms.BooleanField(
        label=_("Enable prospects"),
        required=False,
        help_text=_("The job gets a Prospect tab. Exporting people from LinkedIn Recruiter needs it."),
    )
    hiring_managers_handle_prospects = forms.BooleanField(
        label=_("Hiring managers may see and add prospects"),
        required=False,
        help_text=_("When off, prospects are for recruiters of the team only."),
    )
    hiring_managers_make_offers = forms.BooleanField(
        label=_("Hiring managers may note offers"),
        required=False,
        help_text=_("When off, offers are for recruiters of the team only."),
    )
    feedback_shown_before_own = forms.BooleanField(
        label=_("Interviewers may see others’ feedback before submitting their own"),
        required=False,
        help_text=_(
            "When off, they write without knowing what the others think. Recruiters and hiring managers see all."
        ),
    )
    feedback_editable = forms.BooleanField(
        label=_("Feedback may be changed after it has been submitted"),
        required=False,
    )
    remind_feedback_after = reminder()
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("No public page, and in LinkedIn Recruiter only the hiring team sees the job."),
    )
    is_listed = forms.BooleanField(
        label=_("Listed among the open jobs"),
        required=False,
        help_text=_("When off, only who has its link finds the job, such as colleagues; search engines are kept away."),
    )

    def __init__(self, *args: Any, frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = Lists()
        offered: dict[str, list[tuple[str, Any]]] = {
            of.value: [("", _("Not stated")), *lists.offered(of, self.initial.get(of.value, ""))]
            for of in (ChoiceList.EMPLOYMENT_TYPE, ChoiceList.SENIORITY)
        }
        offered["country"] = [("", _("Choose a country")), *countries.choices()]
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = choices
        for name in rules.FROZEN:
            self.fields[name].disabled = frozen
        for name in ("description", "city", "country"):
            self.fields[name].required = frozen  # an active job keeps what activation asked for

    def details(self) -> JobDetails:
        """What was written, in the shape that actions take."""
        return JobDetails(**self.cleaned_data)


class CloseForm(Form):
    """Why a job ends."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comment for the hiring team"),
        max_length=rules.COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, openings: Openings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        offered = [CloseReason.FILLED, CloseReason.CANCELLED] if openings.hired else [CloseReason.CANCELLED]
        field.choices = [(reason.value, reason.label) for reason in offered]
        field.initial = offered[0].value


class TeamForm(Form):
    """A user and the role they get in the hiring team."""

    role = forms.ChoiceField(label=_("Role"), choices=[*TeamRole.choices, (queries.DELEGATE, _("Delegate of mine"))])
    user = forms.IntegerField(label=_("Person"), min_value=1, error_messages={"required": _("Choose a person.")})


class AnswerForm(Form):
    """What an approver answers; the two buttons of the form send `answer`."""

    answer = forms.ChoiceField(choices=[(answer.value, answer.label) for answer in (Answer.APPROVED, Answer.REJECTED)])
    comment = forms.CharField(
        label=_("Comment"),
        max_length=rules.COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever sent the job reads it. To reject, say why."),
    )
