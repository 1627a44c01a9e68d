"""What can be done with imports: upload, say what the columns mean, decide about duplicates, begin, discard, undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Source
from skaffa.candidates.sources import queries as sources
from skaffa.core import events, refusals, text
from skaffa.imports import fields, queries, rules, sheets
from skaffa.imports.events import ImportBegun, ImportUndoAsked, ImportWorkAsked
from skaffa.imports.models import Duplicates, Entry, Import, Kind, Row, State
from skaffa.jobs import files
from skaffa.jobs import queries as jobs
from skaffa.jobs import rules as job_rules
from skaffa.jobs.models import Job
from skaffa.pools import queries as pools
from skaffa.pools.models import Pool

KEPT_FOR = timedelta(days=30)
"""How long what a file said is kept that has not come in."""
_NAME = 255


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the people of a file go besides; nowhere without an entry."""

    entry: Entry | None = None
    pool: Pool | None = None
    job: Job | None = None


@transaction.atomic
def upload(
    kind: Kind, file_name: str, content: bytes, *, placing: Placing | None = None, by: Actor, at: datetime
) -> Import:
    """Take a file and guess what its columns mean; raises Invalid about `file` for one that cannot be read."""
    queries.require(by, kind)
    if by.user is None:
        raise refusals.NotAllowed
    table = sheets.opened(file_name, content)
    guessed = fields.guessed(kind, table.header, [cells for _number, cells in table.sample])
    known = queries.remembered(kind, table.header, by)
    run = Import(
        kind=kind,
        file_name=text.shortened(text.line(file_name), _NAME),
        content=content,
        encoding=table.encoding,
        header=table.header,
        header_key=fields.key(table.header),
        columns=fields.fitting(kind, known or guessed, len(table.header)),
        asked_at=at,
        asked_by=by.user,
    )
    if placing:
        _place(run, placing, by)
    run.save()
    return run


@transaction.atomic
def reread(run: Import, encoding: str, *, by: Actor) -> Import:
    """Read a CSV file in another encoding; what its columns mean is guessed anew."""
    locked = _locked(run, by, State.COLUMNS, State.REFUSED, State.READY)
    content = _content(locked)
    if not locked.encoding:
        raise rules.NotNow
    table = sheets.opened(locked.file_name, content, encoding=encoding)
    locked.encoding, locked.header, locked.header_key = table.encoding, table.header, fields.key(table.header)
    guessed = fields.guessed(locked.kind, table.header, [cells for _number, cells in table.sample])
    locked.columns = fields.fitting(locked.kind, guessed, len(table.header))
    _back(locked)
    return locked


@transaction.atomic
def choose(
    run: Import,
    columns: Sequence[str],
    *,
    source: str = Source.OTHER.value,
    placing: Placing | None = None,
    place: tuple[str, str] = ("", ""),
    by: Actor,
    at: datetime,
) -> Import:
    """Say what the columns mean and where it all goes; the rows are read and checked in the background.

    `place` is the city and country of jobs whose rows name none. Raises Invalid naming `columns`, `city`, `country`.
    """
    locked = _locked(run, by, State.COLUMNS, State.REFUSED, State.READY)
    _content(locked)
    locked.columns = _checked_columns(locked, columns)
    locked.source = sources.known(source).code
    locked.city, locked.country = _checked_place(*place)
    _place(locked, placing or Placing(), by)
    _back(locked)
    _work(locked, State.READING, at)
    return locked


@transaction.atomic
def decide(run: Import, duplicates: Duplicates | str, *, by: Actor) -> Import:
    """What becomes of rows about what we know already, where nothing else was said about one of them."""
    locked = _locked(run, by, State.READY)
    locked.duplicates = rules.checked_choice(duplicates)
    locked.save(update_fields=["duplicates"])
    return locked


@transaction.atomic
def decide_row(run: Import, row_id: int, duplicates: Duplicates | str, *, by: Actor) -> Row:
    """The same for one row; nothing gives it back to the import's choice."""
    locked = _locked(run, by, State.READY)
    row = queries.row(locked, row_id)
    row.choice = rules.checked_choice(duplicates) if duplicates else ""
    row.save(update_fields=["choice"])
    return row


@transaction.atomic
def begin(run: Import, *, by: Actor, at: datetime) -> Import:
    """Let the rows come in, in the background."""
    locked = _locked(run, by, State.READY)
    queries.require(by, Kind(locked.kind))
    locked.content, locked.began_at = None, at
    _work(locked, State.RUNNING, at)
    events.publish(
        ImportBegun(
            import_id=locked.pk,
            kind=locked.kind,
            file=locked.file_name,
            rows=locked.total,
            at=at,
            by_id=by.user_id,
        )
    )
    return locked


@transaction.atomic
def discard(run: Import, *, by: Actor) -> None:
    """Forget a file of which nothing has been imported."""
    _locked(run, by, State.COLUMNS, State.REFUSED, State.READY).delete()


@transaction.atomic
def undo(run: Import, *, by: Actor, at: datetime) -> Import:
    """Take back what the import has made and filled in, in the background; asking twice changes nothing."""
    seen = queries.run(by, run.pk)
    if not queries.may_undo(by, seen):
        raise refusals.NotAllowed
    locked = _row_locked(seen)
    if locked.state in {State.UNDOING, State.UNDONE}:
        return locked
    if locked.state != State.DONE:
        raise rules.NothingToUndo
    locked.undone_by = by.user
    _work(locked, State.UNDOING, at)
    events.publish(
        ImportUndoAsked(import_id=locked.pk, kind=locked.kind, file=locked.file_name, at=at, by_id=by.user_id)
    )
    return locked


@transaction.atomic
def forget_old(*, at: datetime) -> None:
    """Let go of what files said that has not come in: it is kept for a month so that people can mend it."""
    before = at - KEPT_FOR
    Row.objects.filter(parent__finished_at__lt=before).exclude(cells=[]).update(cells=[], problems=[])
    unused = (State.COLUMNS, State.REFUSED, State.READY)
    Import.objects.filter(state__in=unused, asked_at__lt=before).delete()


@transaction.atomic
def forget(event: CandidateErased) -> None:
    """What a row said about somebody who is erased, and what it filled in."""
    Row.objects.filter(candidate=event.candidate_id).update(cells=[], filled={}, problems=[])


def _locked(run: Import, by: Actor, *allowed: State) -> Import:
    """The import as it stands now, for who made it, in one of these states."""
    seen = queries.run(by, run.pk)
    if seen.asked_by_id != by.user_id:
        raise refusals.NotAllowed
    locked = _row_locked(seen)
    rules.require(locked.state, *allowed)
    return locked


def _row_locked(run: Import) -> Import:
    found = Import.objects.select_for_update(no_key=True).defer("content").filter(pk=run.pk).first()
    if found is None:
        raise rules.ImportNotFound
    return found


def _content(run: Import) -> bytes:
    if run.content is None:
        raise rules.FileForgotten
    return bytes(run.content)


def _checked_columns(run: Import, columns: Sequence[str]) -> list[str]:
    chosen = fields.fitting(run.kind, columns, len(run.header))
    needed, sentence = fields.NEEDED[run.kind]
    if needed.isdisjoint(chosen):
        raise refusals.Invalid(sentence, fields={"columns": sentence})
    doubled = fields.doubled(run.kind, chosen)
    if doubled:
        message = _("Only one column can be: %(fields)s.") % {
            "fields": ", ".join(str(field.label) for field in doubled)
        }
        raise refusals.Invalid(message, fields={"columns": message})
    return chosen


def _checked_place(city: str, country: str) -> tuple[str, str]:
    code, name = files.country_code(country), text.line(city)
    if code and code not in job_rules.COUNTRIES:
        raise refusals.Invalid(fields={"country": _("Choose a country.")})
    if len(name) > job_rules.PLACE:
        raise refusals.Invalid(fields={"city": _("Use at most %(limit)d characters.") % {"limit": job_rules.PLACE}})
    return name, code


def _place(run: Import, placing: Placing, by: Actor) -> None:
    """Put it down where people go, for one who may put them there."""
    run.entry, run.pool, run.job = placing.entry or "", None, None
    if placing.entry == Entry.POOL and placing.pool:
        run.pool = pools.pool(by, placing.pool.pk)
        if not pools.rights(by, run.pool).add:
            raise refusals.NotAllowed(code=Action.POOL_FILL.value)
    elif placing.entry and placing.job:
        run.job = jobs.job(by, placing.job.pk)
        needed = Action.PROSPECT_ADD if placing.entry == Entry.PROSPECTS else Action.APPLICANT_ADD
        jobs.require(by, needed, run.job)


def _back(run: Import) -> None:
    """To the choice of columns: what was read under another one is forgotten."""
    Row.objects.filter(parent=run).delete()
    run.state, run.counts, run.known, run.problem = State.COLUMNS, {}, 0, ""
    run.save()


def _work(run: Import, state: State, at: datetime) -> None:
    run.state = state
    run.save()
    events.publish(ImportWorkAsked(import_id=run.pk, at=at))
