"""Whose calendars are known, and as of when."""

from collections.abc import Collection

from skaffa.accounts.models import User
from skaffa.interviews.models import CalendarFeed


def feed(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def feeds(user_ids: Collection[int]) -> dict[int, CalendarFeed]:
    """By whose they are; addresses are left where they are."""
    return {one.user_id: one for one in CalendarFeed.objects.filter(user__in=user_ids).defer("url")}
