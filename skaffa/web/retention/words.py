"""The rules of retention in plain words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skaffa.retention.models import Ground
from skaffa.retention.queries import MOST_COUNTED, Counted
from skaffa.retention.rules import RULED, Rules


def sentences(wanted: Rules, *, begins_on: date) -> list[str]:
    """What the rules mean, one sentence each; `begins_on` is the first night that could erase by itself."""
    return [*_grounds(wanted), *_around(wanted, begins_on)]


def preview(counted: Counted) -> str:
    """How many people the rules concern today, by the last stock."""
    values = {"due": _many(counted.due), "coming": _many(counted.coming)}
    return _("Due today: %(due)s. On the list for later: %(coming)s.") % values


def tonight(counted: Counted, wanted: Rules, *, has_begun: bool) -> str:
    """What a night would do by itself if it came now."""
    many = min(counted.due, wanted.most_a_night)
    if has_begun:
        said = ngettext(
            "Tonight %(count)d person is erased automatically.",
            "Tonight %(count)d people are erased automatically.",
            many,
        )
    else:
        said = ngettext(
            "If it began tonight, %(count)d person would be erased.",
            "If it began tonight, %(count)d people would be erased.",
            many,
        )
    return said % {"count": many}


def _grounds(wanted: Rules) -> Iterator[str]:
    for ground in RULED:
        months = wanted.months.get(ground)
        yield _KEPT[ground]() if months is None else _DUE[ground](months) % {"count": months}
    if wanted.months:
        yield _("Who has an open application, as a prospect too, or was hired, is never due.")


def _around(wanted: Rules, begins_on: date) -> Iterator[str]:
    if not wanted.months:
        yield _("Nobody is due and nobody is erased automatically.")
        return
    days = wanted.notice_days
    if days:
        yield ngettext(
            "People come on the list %(count)d day before they are due.",
            "People come on the list %(count)d days before they are due.",
            days,
        ) % {"count": days}
    if not wanted.erases_by_itself:
        yield _("Nobody is erased automatically: an administrator decides.")
        return
    yield ngettext(
        "Each night from %(day)s on, at most %(count)d person who is due is erased automatically.",
        "Each night from %(day)s on, at most %(count)d people who are due are erased automatically, the longest silent"
        " first.",
        wanted.most_a_night,
    ) % {"day": date_format(begins_on), "count": wanted.most_a_night}


def _many(count: int) -> str:
    return _("%(count)d or more") % {"count": count} if count >= MOST_COUNTED else str(count)


_KEPT: Mapping[Ground, Callable[[], str]] = {
    Ground.APPLICANT: lambda: _("Applicants are kept until somebody decides."),
    Ground.PROSPECT: lambda: _("Prospects who never became applicants are kept until somebody decides."),
    Ground.NO_JOB: lambda: _("People in no job are kept until somebody decides."),
}
_DUE: Mapping[Ground, Callable[[int], str]] = {
    Ground.APPLICANT: lambda months: ngettext(
        "Applicants whose applications have ended are due %(count)d month after the last thing that happened.",
        "Applicants whose applications have ended are due %(count)d months after the last thing that happened.",
        months,
    ),
    Ground.PROSPECT: lambda months: ngettext(
        "Prospects who never became applicants are due %(count)d month after the last thing that happened.",
        "Prospects who never became applicants are due %(count)d months after the last thing that happened.",
        months,
    ),
    Ground.NO_JOB: lambda months: ngettext(
        "People in no job are due %(count)d month after the last thing that happened.",
        "People in no job are due %(count)d months after the last thing that happened.",
        months,
    ),
}
