"""Every figure as a table with words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from skaffa.accounts.actor import Actor
from skaffa.analytics import queries, rules
from skaffa.analytics.queries import Selection, Spread
from skaffa.analytics.rules import Sum
from skaffa.candidates.models import Source
from skaffa.choices import queries as choices
from skaffa.choices.models import ChoiceList
from skaffa.core.refusals import Message
from skaffa.jobs.models import JobStatus
from skaffa.processes.models import StageKind
from skaffa.web.analytics.table import Cell, Column, Table, Value

_SECONDS = 86_400


_STEP_NAMES: Mapping[str, Message] = {
    "arrived": gettext_lazy("Arrived"),
    "applied": StageKind.APPLICATION.label,
    "screened": StageKind.SCREEN.label,
    "interviewed": StageKind.INTERVIEW.label,
    "offered": StageKind.OFFER.label,
    "hired": gettext_lazy("Hired"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What several tables are made of, asked for once."""

    actor: Actor
    selection: Selection
    sums: Sequence[Sum]
    names: Mapping[str, str]


def every(figures: Figures) -> list[Table]:
    return [table(figures) for table in TABLES.values()]


def funnel(given: Figures) -> Table:
    steps = rules.funnel(given.sums)
    many = {step.name: step.many for step in steps}
    sentence = _("Of %(arrived)s who arrived, %(interviewed)s reached an interview and %(hired)s were hired.") % {
        name: number_format(value, force_grouping=True) for name, value in many.items()
    }
    lines = [
        (str(_STEP_NAMES[step.name]), (step.many, _percent(step.of_all), _percent(step.of_previous))) for step in steps
    ]
    columns = (Column(_("People"), drawn=True), Column(_("Of all (%)"), 1), Column(_("Of the step before (%)"), 1))
    note = _("Everybody counts in the month they arrived, up to the farthest stage they ever reached.")
    return Table("funnel", _("How far people come"), sentence, "bars", _("Step"), columns, lines, note=note)


def over_time(given: Figures) -> Table:
    months = rules.over_time(given.sums, given.selection.period, _linkedin())
    ours, others = sum(row[1] for row in months), sum(row[2] for row in months)
    sentence = _("%(many)s arrived, %(ours)s of them by LinkedIn.") % {
        "many": number_format(ours + others, force_grouping=True),
        "ours": number_format(ours, force_grouping=True),
    }
    lines = [(_month(month), (ours, others, ours + others)) for month, ours, others in months]
    columns = (Column("LinkedIn", drawn=True), Column(_("Other sources"), drawn=True), Column(_("Together")))
    return Table("over-time", _("Applications over time"), sentence, "bars", _("Month"), columns, lines)


def sources(given: Figures) -> Table:
    found = rules.by_source(given.sums)
    ours = [one for one in given.sums if one.source in _linkedin()]
    rest = [one for one in given.sums if one.source not in _linkedin()]
    rates = [_rate(rules.totals(rows)) for rows in (ours, rest)]
    hired = {"ours": Cell(rates[0], 1), "others": Cell(rates[1], 1)}
    if rates[0] is None:
        sentence = _("Nobody arrived by LinkedIn.")
    elif rates[1] is None:
        sentence = _("Of 100 who arrived by LinkedIn, %(ours)s were hired; nobody arrived by another source.") % hired
    else:
        sentence = _("Of 100 who arrived by LinkedIn, %(ours)s were hired; by all other sources, %(others)s.") % hired
    columns = (
        Column(_("Arrived"), drawn=True),
        Column(_("As prospects")),
        Column(_("Applicants")),
        Column(_("Interviews")),
        Column(_("Offers")),
        Column(_("Hired")),
        Column(_("Hired (%)"), 1),
    )
    lines = [(given.names.get(source, _("No source")), _of_source(many)) for source, many in found.items()]
    foot = [
        (_("LinkedIn"), _of_source(rules.totals(ours))),
        (_("All other sources"), _of_source(rules.totals(rest))),
    ]
    return Table("sources", _("Which sources work"), sentence, "bars", _("Source"), columns, lines, foot)


def rejections(given: Figures) -> Table:
    found = queries.rejections(given.actor, given.selection)
    named = choices.built_in(ChoiceList.REJECTION_REASON, get_language())
    many = dict.fromkeys(named.values(), 0) | {
        one.own_name or named.get(one.reason, one.reason): one.many for one in found
    }
    total = sum(many.values())
    sentence = ngettext(
        "%(count)s of those who arrived was rejected.", "%(count)s of those who arrived were rejected.", total
    ) % {"count": number_format(total, force_grouping=True)}
    lines = [
        (name, (number, _percent(rules.share(number, total))))
        for name, number in sorted(many.items(), key=lambda one: -one[1])
    ]
    columns = (Column(_("Rejected"), drawn=True), Column(_("Of all rejections (%)"), 1))
    return Table("rejections", _("Why people are rejected"), sentence, "bars", _("Reason"), columns, lines)


def stays(given: Figures) -> Table:
    found = {spread.label: spread for spread in queries.stays(given.actor, given.selection)}
    longest = max(found.values(), key=lambda spread: spread.median, default=None)
    sentence = _("Nobody has moved on from a stage yet.")
    if longest is not None:
        sentence = _("People wait longest in %(stage)s: half of them for at least %(days)s days.") % {
            "stage": StageKind(str(longest.label)).label,
            "days": Cell(_days(longest.median), 1),
        }
    lines = [(str(kind.label), _spread(found.get(kind.value))) for kind in StageKind]
    note = _("From entering a stage to moving on, of at most the %(most)s who arrived last.") % {
        "most": number_format(queries.SAMPLE, force_grouping=True)
    }
    columns = _spread_columns(_("Moves"))
    return Table("stays", _("Time in stage"), sentence, "groups", _("Stage"), columns, lines, note=note)


def hires(given: Figures) -> Table:
    found = queries.hires(given.actor, given.selection)
    sentence = _median(
        found, _("Half of the hires took no longer than %(days)s days from arrival to an accepted offer.")
    )
    note = _("Each hire counts in the month the offer was accepted.")
    columns, lines = _spread_columns(_("Hires")), _months(found, given)
    return Table("hires", _("Time to hire"), sentence, "groups", _("Month"), columns, lines, _total(found), note)


def fills(given: Figures) -> Table:
    found = queries.fills(given.actor, given.selection)
    sentence = _median(
        found, _("Half of the filled jobs took no longer than %(days)s days from activation to closing.")
    )
    note = _("Each job counts in the month it was closed as filled; a source is no part of it.")
    columns, lines = _spread_columns(_("Jobs filled")), _months(found, given)
    return Table("fills", _("Time to fill"), sentence, "groups", _("Month"), columns, lines, _total(found), note)


def open_jobs(given: Figures) -> Table:
    found = queries.open_jobs(given.actor, given.selection)
    jobs, openings = (sum(pair[place] for pair in found.values()) for place in (0, 1))
    sentence = ngettext(
        "%(jobs)s job is not closed. Openings: %(openings)s.",
        "%(jobs)s jobs are not closed. Openings: %(openings)s.",
        jobs,
    ) % {
        "jobs": number_format(jobs, force_grouping=True),
        "openings": number_format(openings, force_grouping=True),
    }
    lines = [(str(JobStatus(status).label), pair) for status, pair in found.items()]
    columns = (Column(_("Jobs"), drawn=True), Column(_("Openings")))
    note = _("As they are now, whatever the period; a source is no part of it.")
    return Table("open-jobs", _("Open jobs by state"), sentence, "bars", _("State"), columns, lines, note=note)


TABLES: Mapping[str, Callable[[Figures], Table]] = {
    "funnel": funnel,
    "sources": sources,
    "over-time": over_time,
    "stays": stays,
    "hires": hires,
    "fills": fills,
    "rejections": rejections,
    "open-jobs": open_jobs,
}
ON_JOB = ("funnel", "sources", "over-time", "stays", "hires", "rejections")
"""What a single job has figures of."""


def _linkedin() -> frozenset[str]:
    return frozenset({Source.LINKEDIN.value})


def _of_source(many: Mapping[str, int]) -> tuple[Value, ...]:
    names = ("arrived", "prospects", "applied", "interviewed", "offered", "hired")
    return (*(many[name] for name in names), _rate(many))


def _rate(many: Mapping[str, int]) -> float | None:
    return _percent(rules.share(many["hired"], many["arrived"]))


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _days(lasted: timedelta) -> float:
    return round(lasted.total_seconds() / _SECONDS, 1)


def _spread(found: Spread | None) -> tuple[Value, ...]:
    return (found.many, _days(found.median), _days(found.most)) if found else (0, None, None)


def _spread_columns(many: str) -> tuple[Column, ...]:
    return (
        Column(many),
        Column(_("Median (days)"), 1, drawn=True),
        Column(_("Nine in ten within (days)"), 1, drawn=True),
    )


def _months(found: Sequence[Spread], given: Figures) -> list[tuple[str, tuple[Value, ...]]]:
    by_month = {spread.label: spread for spread in found}
    return [(_month(month), _spread(by_month.get(month))) for month in given.selection.period.months]


def _total(found: Sequence[Spread]) -> list[tuple[str, tuple[Value, ...]]]:
    return [(_("Whole period"), _spread(spread)) for spread in found if spread.label is None]


def _median(found: Sequence[Spread], words: str) -> str:
    whole = next((spread for spread in found if spread.label is None), None)
    return words % {"days": Cell(_days(whole.median), 1)} if whole else _("There is none in this period.")


def _month(month: date) -> str:
    return _month_in(get_language(), month)


@lru_cache(maxsize=1_000)
def _month_in(_language: str | None, month: date) -> str:
    return date_format(month, "M Y")
