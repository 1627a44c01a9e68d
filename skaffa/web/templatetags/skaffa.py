"""Tags every template has: icons, times, badges, fields, components with a body."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from skaffa.applications.models import Application, CloseReason
from skaffa.core import clock
from skaffa.linkedin.tallies import Tally
from skaffa.notify.models import Notice
from skaffa.web import http
from skaffa.web.dashboard import words

register = template.Library()
_DAYS_IN_WORDS = 6
_HOURS_ACROSS_MIDNIGHT = 6  # what happened late last night is "4 h ago", not "yesterday"
_MINUTE, _DAY = 60, 24  # seconds, and minutes of an hour too; hours
_NAME = re.compile(r"[a-z0-9-]+")


@lru_cache(maxsize=200)
def _paths(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise template.TemplateSyntaxError(f"{name!r} is not an icon's name")
    source = (settings.ICONS / f"{name}.svg").read_text()
    shapes = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return re.sub(r"\s+", " ", shapes.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")).strip()


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, size: int = 20) -> SafeString:
    """An outline icon by its Tabler name, hidden from screen readers: the control around it says what it means."""
    return format_html(
        '<svg class="glyph" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{1}</svg>',
        size,
        mark_safe(_paths(name)),  # noqa: S308 - a locked package's file
    )


@register.simple_tag
def reltime(moment: datetime | None) -> str:
    """A moment as people say it ("2 min ago"); the exact one on hover and for machines."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{_written(local, 'DATETIME_FORMAT')} ({local.tzname()})",
        _relative(local, timezone.localtime(clock.now())),
    )


@register.filter
def written(moment: datetime, form: str = "DATETIME_FORMAT") -> str:
    """A moment in full, in the reader's zone and language: Django's `date`, which takes long, and is asked for the same again."""
    return _written(timezone.localtime(moment), form)


def _written(local: datetime, form: str) -> str:
    return _remembered(local.replace(tzinfo=None), form, get_language())


@lru_cache(maxsize=10_000)
def _remembered(wall: datetime, form: str, _language: str | None) -> str:
    return date_format(wall, form)


def _relative(moment: datetime, now: datetime) -> str:
    seconds = int((now - moment).total_seconds())
    days = (now.date() - moment.date()).days
    if seconds < 0 or days > _DAYS_IN_WORDS:
        return _written(moment, "DATE_FORMAT")
    if days >= 1 and seconds >= _HOURS_ACROSS_MIDNIGHT * 3600:
        return _days(days)
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        return ngettext("%(count)d h ago", "%(count)d h ago", hours) % {"count": hours}
    if minutes:
        return ngettext("%(count)d min ago", "%(count)d min ago", minutes) % {"count": minutes}
    return gettext("just now")


def _days(days: int) -> str:
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


@register.simple_tag
def span(begin: datetime, end: datetime, zone: str = "") -> str:
    """From when to when, in the reader's zone or another: "Monday 2 March, 10:00–11:00"; the zone's name on hover."""
    wall = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    first, last = begin.astimezone(wall), end.astimezone(wall)
    year = "" if first.year == clock.now().astimezone(wall).year else " Y"
    return format_html(
        '<time datetime="{}" title="{}">{}, {}–{}</time>',
        first.isoformat(timespec="minutes"),
        city(str(wall)),
        date_format(first, f"l j F{year}"),
        f"{first:%H:%M}",
        f"{last:%H:%M}",
    )


@register.simple_tag
def hours(begin: datetime, end: datetime, zone: str = "") -> str:
    """The same without the day, for lists by day."""
    wall = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    return f"{begin.astimezone(wall):%H:%M}–{end.astimezone(wall):%H:%M}"


@register.filter
def city(zone: str) -> str:
    """A time zone as people call it: by its city."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@register.simple_tag
def badge(label: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A state in one word; tones: neutral, good, waiting, bad, accent. The word, not the colour, carries the meaning."""
    return format_html(
        '<span class="state state-{}">{}{}</span>', tone, icon(icon_name, 16) if icon_name else "", label
    )


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: object) -> str:
    """This page's address with some query parameters changed; None or "" removes one. The cursor never survives."""
    given = {name: "" if value is None else str(value) for name, value in changes.items()}
    return http.address(context["request"], **{"cursor": "", **given})


@register.simple_tag
def field(bound: BoundField, **extra: str) -> SafeString:
    """One form field with label, help and errors, tied together for screen readers (components/field.html).

    `extra` are attributes of the control, underscores for hyphens: autocomplete="email" inputmode="numeric".
    """
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    described += [f"{bound.auto_id}_errors"] if bound.errors else []
    attrs: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in extra.items()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = _kind(bound)
    if kind in {"text", "select"}:
        style = "form-select" if kind == "select" else "form-control"
        attrs["class"] = f"{style} is-invalid" if bound.errors else style
    control = bound.as_widget(attrs=attrs) if kind != "choices" else ""
    return render_to_string("components/field.html", {"field": bound, "control": control, "kind": kind})


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    name = getattr(widget, "input_type", "")
    if name == "checkbox" and not hasattr(widget, "choices"):
        return "switch"
    if hasattr(widget, "choices") and name in {"checkbox", "radio"}:
        return "choices"
    return "select" if name == "select" else "text"


@register.simple_block_tag(takes_context=True, end_name="endcomponent")
def component(context: Context, content: str, name: str, **inputs: object) -> SafeString:
    """A component with a body: {% component "empty" icon="inbox" title=_("No jobs yet") %}…{% endcomponent %}.

    Renders components/<name>.html with its inputs and the body as `body`; each component documents its inputs.
    """
    of_page = {known: context.get(known) for known in ("request", "csrf_token")}  # the rest of the page is not its own
    drawn = template.Engine.get_default().get_template(f"components/{name}.html")
    return drawn.render(context.new({**inputs, **of_page, "body": content}))


@register.filter
def tally(counted: Tally) -> str:
    """A count in the reader's way of writing numbers; a plus where nobody counted on."""
    return f"{floatformat(counted.number, '0g')}{'+' if counted.more else ''}"


@register.filter
def lasted(seconds: float) -> str:
    """How long something took, in its two largest units at most: "4 s", "3 min", "2 h 5 min"."""
    if seconds < _MINUTE:
        return gettext("%(count)s s") % {"count": floatformat(seconds, "-1g")}
    minutes = round(seconds / _MINUTE)
    if minutes < _MINUTE:
        return gettext("%(count)s min") % {"count": minutes}
    hours, rest = divmod(minutes, _MINUTE)
    if hours >= _DAY or not rest:
        return gettext("%(count)s h") % {"count": floatformat(hours, "0g")}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.filter
def get(mapping: Mapping[Any, Any], key: object) -> object:
    """What a mapping has under a key, for counts by id; nothing when it has none."""
    return mapping.get(key)


@register.filter
def number(value: int | None) -> str:
    """A whole number, its thousands apart as the reader's language has it."""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def ending_tone(application: Application) -> str:
    """How a closed application's badge looks: a hire is good news, a rejection bad news of ours."""
    return {CloseReason.REJECTED.value: "bad", CloseReason.HIRED.value: "good"}.get(application.close_reason, "neutral")


@register.filter
def concat(text: str, more: object) -> str:
    """Two pieces of an identifier put together."""
    return f"{text}{more}"


@register.filter
def notice_words(notice: Notice) -> str:
    """A notice in the reader's language."""
    return words.sentence(notice)
