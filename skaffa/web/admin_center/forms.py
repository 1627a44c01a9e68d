"""Forms of user permissions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import rules
from skaffa.accounts.models import ASSIGNABLE_ROLES, SecurityRole
from skaffa.web.forms import Form

_EXPLAINED = {
    SecurityRole.ADMINISTRATOR: _("Administrator – sees everything and manages this Admin center"),
    SecurityRole.RECRUITER: _("Recruiter – creates jobs, adds and rejects people on their own jobs"),
    SecurityRole.HIRING_MANAGER: _("Hiring manager – creates jobs and advances people on their own jobs"),
    SecurityRole.READ_ONLY: _("Read-only – sees everything, changes nothing"),
}


class Roles(Form):
    """The security roles of one person (A160)."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, _EXPLAINED[role]) for role in ASSIGNABLE_ROLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Interviewers need no role here: being in a job's hiring team is enough."),
    )


class Invite(Roles):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=rules.EMAIL)
    field_order = ("email", "roles")
