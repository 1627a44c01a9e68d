"""Pure rules about users: which roles, languages and time zones there are, how long an invitation holds."""

import zoneinfo
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import ASSIGNABLE_ROLES, Language, SecurityRole
from skaffa.core import refusals, text

INVITATION_HOLDS = timedelta(days=7)
NAME = 80
EMAIL = 254


@cache
def time_zones() -> frozenset[str]:
    """Every IANA name a user may choose: regions and UTC, without legacy abbreviations and file names."""
    names = zoneinfo.available_timezones()
    return frozenset(name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))) | {"UTC"}


def checked_email(address: str) -> str:
    """The address in lower case without blanks; raises Invalid for what is none."""
    clean = text.line(address).lower()
    message: refusals.Message
    try:
        validate_email(clean)
    except ValidationError as error:
        message = _("Give a complete e-mail address, such as name@example.com.")
        raise refusals.Invalid(message, fields={"email": message}) from error
    if len(clean) > EMAIL:
        message = _("Use at most %(limit)d characters.") % {"limit": EMAIL}
        raise refusals.Invalid(message, fields={"email": message})
    return clean


def checked_roles(roles: Iterable[str]) -> list[str]:
    """The roles in the order of the user permissions page; raises Invalid for one that cannot be assigned (A160)."""
    given = set(roles)
    if not given <= set(ASSIGNABLE_ROLES):
        message = _("Choose among the roles that can be assigned.")
        raise refusals.Invalid(message, fields={"roles": message})
    return [role.value for role in ASSIGNABLE_ROLES if role in given]


def checked_name(*, first_name: str, last_name: str) -> tuple[str, str]:
    """Both names, tidied; raises Invalid for a missing first name or one that is too long."""
    names = {"first_name": text.line(first_name), "last_name": text.line(last_name)}
    wrong: dict[str, refusals.Message] = {}
    for field, name in names.items():
        if not name and field == "first_name":
            wrong[field] = _("Give a name.")
        elif len(name) > NAME:
            wrong[field] = _("Use at most %(limit)d characters.") % {"limit": NAME}
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return names["first_name"], names["last_name"]


def checked_preferences(*, language: str, time_zone: str) -> tuple[str, str]:
    """Language and time zone; raises Invalid for what we do not know."""
    wrong: dict[str, refusals.Message] = {}
    if language not in Language:
        wrong["language"] = _("Choose one of the languages.")
    if time_zone not in time_zones():
        wrong["time_zone"] = _("Choose one of the time zones.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return language, time_zone


def is_administrator(roles: Iterable[str]) -> bool:
    return SecurityRole.ADMINISTRATOR in roles
