"""Interviews, times and opinions as forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from skaffa.accounts.models import Language, User
from skaffa.core import zones
from skaffa.interviews import rules
from skaffa.interviews.availability import rules as availability
from skaffa.interviews.availability.rules import Question
from skaffa.interviews.calendars import rules as calendars
from skaffa.interviews.models import InterviewType, Recommendation
from skaffa.interviews.rules import Opinion
from skaffa.interviews.schedule import rules as schedule
from skaffa.interviews.schedule.rules import Plan, Reader
from skaffa.web.accounts.forms import time_zones
from skaffa.web.forms import Form
from skaffa.web.processes.reminders import reminder

_HOUR = 60


def _words(label: object, rows: int, **more: Any) -> forms.CharField:
    given = {"max_length": rules.TEXT, "required": False, "strip": False} | more
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)  # type: ignore[arg-type]


def _day(label: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)  # type: ignore[arg-type]  # lazy, as every label


def _time(label: object, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)  # type: ignore[arg-type]  # lazy, as every label


def length(minutes: int) -> str:
    """How long something is to take: "45 minutes", "2 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, _HOUR)
    parts = [ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}] if hours else []
    parts += [ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}] if rest else []
    return " ".join(parts)


def _lengths(given: Sequence[int]) -> Any:
    return lazy(lambda: [(minutes, length(minutes)) for minutes in given], list)


def _whole(value: str) -> int:
    return int(value)


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


class ReaderForm(Form):
    """How the candidate is written to."""

    email = forms.EmailField(label=_("The candidate’s e-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("The candidate’s language"), choices=Language.choices)
    candidate_time_zone = forms.ChoiceField(label=_("The candidate’s time zone"), choices=time_zones)

    def reader(self) -> Reader:
        given = self.cleaned_data
        return Reader(given["email"], given["language"], given["candidate_time_zone"])


class AskForm(Form):
    """Which times a candidate is asked about."""

    first_day = _day(_("First day"))
    last_day = _day(_("Last day"))
    earliest = _time(_("Earliest"))
    latest = _time(_("Latest"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Of the hours you choose here. The candidate sees the times in their own."),
    )
    minutes = forms.TypedChoiceField(
        label=_("Length of the interview"), coerce=_whole, choices=_lengths(availability.LENGTHS)
    )
    weekends = forms.BooleanField(label=_("Saturdays and Sundays too"), required=False)
    email = forms.EmailField(
        label=_("The candidate’s e-mail"),
        max_length=254,
        required=False,
        help_text=_("Without an address nothing is sent. You get a link to pass on in another way."),
    )
    language = forms.ChoiceField(label=_("The candidate’s language"), choices=Language.choices)
    message = _words(
        _("Message to the candidate"),
        3,
        max_length=availability.MESSAGE,
        help_text=_("Shown on their page. Who they will meet, for instance, and where."),
    )

    def question(self) -> Question:
        return Question(**self.cleaned_data)


def _people(label: object, nobody: object) -> forms.TypedMultipleChoiceField:
    widget, wrong = forms.CheckboxSelectMultiple, {"required": nobody}
    return forms.TypedMultipleChoiceField(label=label, coerce=_whole, widget=widget, error_messages=wrong)  # type: ignore[arg-type]


class PeopleForm(Form):
    """Who is asked for feedback."""

    people = _people(_("Whom to ask"), _("Choose at least one person."))

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", people)


def offer(form: Form, name: str, people: Sequence[User]) -> None:
    """Let these people be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = [(user.pk, str(user)) for user in people]


class PlanForm(Form):
    """One interview; who is invited is chosen beside it, since that can be anybody."""

    title = forms.CharField(
        label=_("Title"),
        max_length=schedule.TITLE,
        help_text=_("The candidate reads it too."),
        widget=forms.TextInput(attrs={"placeholder": _("First interview")}),
    )
    day = _day(_("Day"))
    time = _time(_("Time"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=_whole, choices=_lengths(schedule.LENGTHS))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    interviewers = _people(_("Interviewers"), _("Choose at least one interviewer."))
    place = forms.CharField(label=_("Place"), max_length=schedule.PLACE, required=False)
    meeting_link = forms.URLField(
        label=_("Link to the online meeting"),
        max_length=schedule.LINK,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Give a whole address that begins with https://.")},
    )
    details = _words(
        _("Notes for the interviewers"),
        3,
        max_length=schedule.DETAILS,
        help_text=_("What to ask and to look at. The candidate never reads this."),
    )
    shows_interviewers = forms.BooleanField(label=_("Tell the candidate who the interviewers are"), required=False)
    remind_feedback_after = reminder()

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interviewers", people)

    def plan(self) -> Plan:
        """What was chosen; raises Invalid for a time that does not exist in its zone."""
        given = self.cleaned_data
        return Plan(
            title=given["title"],
            starts_at=self._starts_at(),
            minutes=given["minutes"],
            time_zone=given["time_zone"],
            interviewer_ids=tuple(given["interviewers"]),
            place=given["place"],
            meeting_link=given["meeting_link"],
            details=given["details"],
            shows_interviewers=given["shows_interviewers"],
            remind_feedback_after=given["remind_feedback_after"],
        )

    def _starts_at(self) -> datetime:
        given = self.cleaned_data
        try:
            return zones.moment(given["day"], given["time"], given["time_zone"])
        except zones.NoSuchTime as refusal:
            raise zones.NoSuchTime(fields={"time": refusal.message}) from refusal


class ScheduleForm(PlanForm):
    """A new interview, or several, and who hears of it at once."""

    TOGETHER, EACH = "together", "each"
    how = forms.ChoiceField(
        label=_("With several interviewers"),
        choices=[
            (TOGETHER, _("Together, as a panel")),
            (EACH, _("One after another: an interview for each, without a break")),
        ],
        widget=forms.RadioSelect,
    )
    tell_team = forms.BooleanField(label=_("Send to the interviewers at once"), required=False)
    tell_candidate = forms.BooleanField(label=_("Send to the candidate at once"), required=False)

    def plans(self) -> list[Plan]:
        plan = self.plan()
        return schedule.one_after_another(plan) if self.cleaned_data["how"] == self.EACH else [plan]


def initial(plan: Plan) -> dict[str, Any]:
    """A plan as a form shows it."""
    local = plan.starts_at.astimezone(ZoneInfo(plan.time_zone))
    return {
        "title": plan.title,
        "day": local.date(),
        "time": local.time(),
        "minutes": plan.minutes,
        "time_zone": plan.time_zone,
        "interviewers": list(plan.interviewer_ids),
        "place": plan.place,
        "meeting_link": plan.meeting_link,
        "details": plan.details,
        "shows_interviewers": plan.shows_interviewers,
        "remind_feedback_after": plan.remind_feedback_after or "",
    }


class CalendarForm(Form):
    """Where one's calendar is published."""

    url = forms.CharField(
        label=_("Address of your published calendar"),
        max_length=calendars.URL,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://…/calendar.ics"}
        ),
        help_text=_(
            "In Outlook: Settings > Calendar > Shared calendars > Publish. In Google Calendar: Settings of the calendar > "
            "Secret address in iCal format."
        ),
    )


class CancelForm(Form):
    word = _words(
        _("A word to everybody concerned"),
        2,
        max_length=1_000,
        help_text=_("Interviewers read it, and the candidate if they know of the interview."),
    )


class AnswerForm(Form):
    word = forms.CharField(
        label=_("A word to whoever invites you"),
        max_length=schedule.WORD,
        required=False,
    )


class TimesForm(Form):
    """What a candidate answers; the times themselves are beside it, grouped by day."""

    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=time_zones)
    none_fits = forms.BooleanField(label=_("None of these times suits me"), required=False)
    word = _words(
        _("A word to the hiring team"),
        3,
        max_length=availability.WORD,
        help_text=_("When you could come instead, for instance."),
    )


class UnsuitableForm(Form):
    word = _words(
        _("A word to the hiring team"),
        3,
        max_length=availability.WORD,
        help_text=_("When you could come instead, for instance."),
    )
