"""From what a clock on a wall shows to the moment it means, wherever and whenever that wall is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals


class NoSuchTime(refusals.Invalid):
    """The clocks go forward over it."""

    sentence = _("The clocks go forward that night: this time does not exist there. Choose another one.")


def moment(day: date, at: time, zone: str) -> datetime:
    """That day at that time in that zone, in UTC; of an hour that comes twice, the first. Raises NoSuchTime."""
    local = datetime.combine(day, at.replace(fold=0), ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return found


def first_moment(day: date, at: time, zone: str) -> datetime:
    """The same, where a time that does not exist is the moment to which the clocks go forward."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)
