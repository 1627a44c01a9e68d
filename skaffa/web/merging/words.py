"""What a merge does, in words: how two records differ, what moves, what is set aside and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skaffa.accounts.actor import Actor
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates.merging import rules
from skaffa.candidates.merging.queries import Meeting, Preview, Told
from skaffa.candidates.merging.rules import ABSORBED, KEPT, Record
from skaffa.candidates.sources import queries as sources
from skaffa.core.refusals import Message
from skaffa.documents.models import Document
from skaffa.interviews.models import Availability, Feedback
from skaffa.linkedin.models import MemberLink, SharedProfile
from skaffa.notes.models import Note
from skaffa.pools import queries as pools
from skaffa.pools.models import Membership, Pool
from skaffa.retention.models import Hold

_LABELS: Mapping[str, Message] = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "headline": gettext_lazy("Headline"),
    "location": gettext_lazy("Location"),
    "years_of_experience": gettext_lazy("Years of experience"),
    "source": gettext_lazy("Source"),
    "primary_email": gettext_lazy("Primary e-mail address"),
    "emails": gettext_lazy("E-mail addresses"),
    "phones": gettext_lazy("Phone numbers"),
    "links": gettext_lazy("Links"),
    "employments": gettext_lazy("Experience"),
    "educations": gettext_lazy("Education"),
    "skills": gettext_lazy("Skills"),
}
_LISTS = ("emails", "phones", "links", "employments", "educations", "skills")


@dataclass(frozen=True, slots=True)
class Side:
    """What one record says of a field: `items` of a list with whether only this record has them."""

    value: str
    items: Sequence[tuple[str, bool]] = ()
    is_chosen: bool = False
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A field of both records; `is_choice`: they differ, and somebody says which is right."""

    name: str
    label: Message
    is_choice: bool
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class Member:
    """A LinkedIn member that one of the two is linked to."""

    choice: str
    words: str
    url: str
    is_chosen: bool


def rows(preview: Preview) -> list[Row]:
    """Every field that either record says something about."""
    named = sources.names()
    found = [_one(preview, name, named) for name in (*rules.SCALARS, rules.SOURCE)]
    if rules.PRIMARY_EMAIL in preview.differing:
        found.append(_one(preview, rules.PRIMARY_EMAIL, named))
    found += [_list(preview, name) for name in _LISTS]
    return [row for row in found if any(side.value or side.items for side in row.sides)]


def moving(preview: Preview) -> list[str]:
    """How many of what move to the kept record, of what people know by name."""
    set_aside = Counter(one.model for one in preview.meetings if one.stays is one.there)
    return _counted({model: many - set_aside[model] for model, many in preview.moving.items()})


def aside(actor: Actor, preview: Preview) -> list[str]:
    """What is set aside while the merge holds, and what stands instead; of what the reader may not know only how much."""
    met = {meeting.model for meeting in preview.meetings}
    people = (preview.kept.pk, preview.absorbed.pk)
    seen = {one.pk: one for one in applications.of_candidates(actor, people)} if Application in met else {}
    shared = pools.visible_to(actor).in_bulk() if Membership in met else {}
    told = [_met(meeting, seen, shared) for meeting in preview.meetings]
    hidden = sum(sentence is None for sentence in told)
    more = ngettext("%(many)d more that you may not see.", "%(many)d more that you may not see.", hidden)
    return [sentence for sentence in told if sentence] + ([more % {"many": hidden}] if hidden else [])


def members(preview: Preview) -> list[Member]:
    """The two LinkedIn profiles that the records are linked to, where these differ."""
    met = [one for one in preview.meetings if one.model is MemberLink]
    return [
        Member(
            side,
            str(candidate),
            url if url.startswith(("https://", "http://")) else "",
            is_chosen=link is meeting.stays,
        )
        for meeting in met[-1:]
        for side, candidate, link in ((KEPT, preview.kept, meeting.there), (ABSORBED, preview.absorbed, meeting.comes))
        for url in (getattr(link, "profile_url", ""),)
    ]


def set_aside(told: Told) -> list[str]:
    """What a merge that holds has set aside, by how many of what."""
    return _counted(told.aside)


def _counted(numbers: Mapping[type[Model], int]) -> list[str]:
    return [words(many) % {"many": many} for model, words in _MANY.items() if (many := numbers.get(model, 0)) > 0]


def _one(preview: Preview, name: str, named: Mapping[str, str]) -> Row:
    records = preview.kept_record, preview.absorbed_record
    values = [_said(record, name, named) for record in records]
    right = _said(preview.united, name, named)
    is_choice = name in preview.differing
    sides = [
        Side(value, is_chosen=is_choice and value == right, choice=choice)
        for value, choice in zip(values, (KEPT, ABSORBED), strict=True)
    ]
    return Row(name, _LABELS[name], is_choice, sides)


def _said(record: Record, name: str, named: Mapping[str, str]) -> str:
    if name == rules.PRIMARY_EMAIL:
        return rules.primary_email(record)
    if name != rules.SOURCE:
        return str(getattr(record.person, name))
    source = named.get(record.source or "", record.source or "")
    return " · ".join(filter(None, (source, record.referred_by)))


def _list(preview: Preview, name: str) -> Row:
    kept, absorbed = (getattr(record.person, name) for record in (preview.kept_record, preview.absorbed_record))
    brought = [item for item in getattr(preview.united.person, name) if item not in kept]
    sides = [
        Side("", [(_item(item), False) for item in kept]),
        Side("", [(_item(item), item in brought) for item in absorbed]),
    ]
    return Row(name, _LABELS[name], is_choice=False, sides=sides)


def _item(item: Any) -> str:
    if isinstance(item, str):
        return item
    parts = (item.title, item.company, item.period) if hasattr(item, "company") else (item.school, item.degree)
    return " · ".join(filter(None, parts))


def _met(meeting: Meeting, seen: Mapping[int, Application], shared: Mapping[int, Pool]) -> str | None:
    """One meeting as a sentence; none for what the reader may not know of, empty for what is not worth one."""
    stays, goes = meeting.stays, meeting.comes if meeting.stays is meeting.there else meeting.there
    if isinstance(goes, Application):
        if not {stays.pk, goes.pk} <= seen.keys():
            return None
        words = _(
            "Both are considered for %(job)s: the application in %(stays)s stays, the one in %(goes)s is set aside."
        )
        return words % {"job": seen[goes.pk].job.title, "stays": seen[stays.pk].stage, "goes": seen[goes.pk].stage}
    if isinstance(goes, Membership):
        pool = shared.get(goes.pool_id)
        return _("Both are in %(pool)s: they are kept in it once.") % {"pool": pool} if pool else None
    if isinstance(goes, Document):
        return _("Both have the same file, %(file)s: it is kept once.") % {"file": goes.file_name}
    return _("Both are kept on purpose: the longer time stays.") if isinstance(goes, Hold) else ""


_MANY: Mapping[type[Model], Callable[[int], str]] = {
    Application: lambda many: ngettext("%(many)d application", "%(many)d applications", many),
    Note: lambda many: ngettext("%(many)d note", "%(many)d notes", many),
    Document: lambda many: ngettext("%(many)d document", "%(many)d documents", many),
    Feedback: lambda many: ngettext("%(many)d piece of feedback", "%(many)d pieces of feedback", many),
    Availability: lambda many: ngettext("%(many)d question about times", "%(many)d questions about times", many),
    Membership: lambda many: ngettext("%(many)d place in a talent pool", "%(many)d places in talent pools", many),
    SharedProfile: lambda many: ngettext("%(many)d consent in LinkedIn", "%(many)d consents in LinkedIn", many),
    MemberLink: lambda many: ngettext("%(many)d LinkedIn profile", "%(many)d LinkedIn profiles", many),
}
"""What people know by name, so many of it."""
