"""When whoever owes feedback is reminded, as it is chosen: for a process, for a job, for one interview."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from skaffa.processes.rules import FEEDBACK_AFTER

_DAY = 24


def reminder() -> forms.TypedChoiceField:
    """When whoever owes feedback is reminded: of one interview, and what a job's interviews begin with."""

    def choices() -> list[tuple[str | int, str]]:
        known = [(hours, gettext("%(long)s after the interview") % {"long": _after(hours)}) for hours in FEEDBACK_AFTER]
        return [("", gettext("Never")), *known]

    return forms.TypedChoiceField(
        label=_("Remind interviewers of their feedback"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lazy(choices, list),
    )


def _after(hours: int) -> str:
    """How long after the interview: "12 hours", "2 days"."""
    if hours % _DAY:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // _DAY) % {"count": hours // _DAY}
