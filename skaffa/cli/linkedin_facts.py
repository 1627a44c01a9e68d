"""What `skaffa doctor` prints of LinkedIn: the facts of the page Integration health, as plain text."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from skaffa.accounts.actor import SYSTEM
from skaffa.core import clock
from skaffa.linkedin import monitor, reports
from skaffa.linkedin.attention import Refused
from skaffa.linkedin.history import standing
from skaffa.linkedin.monitor import Conversation, Meter, Queue
from skaffa.linkedin.reports import Unlisted

_TIME = "%Y-%m-%d %H:%M"


def lines() -> list[str]:
    """Nothing while LinkedIn is not connected; times are in UTC."""
    at = clock.now()
    queue, conversation = monitor.queue(SYSTEM, at=at), monitor.conversation(SYSTEM, at=at)
    deletions = monitor.deletions(SYSTEM)
    if queue is None or conversation is None or deletions is None:
        return []
    return [
        "LinkedIn",
        *_conversation(conversation),
        *_queue(queue),
        *_lists(conversation, queue.refused, reports.unlisted(SYSTEM, most=monitor.MOST)),
        f"  deletions not confirmed yet: {deletions.open:,}",
        *_retrieval(),
    ]


def _conversation(found: Conversation) -> Iterator[str]:
    token, pushes, connection = found.token, found.pushes, found.connection
    yield f"  token: {f'until {_when(token.until)}' if token.until else f'none{_because(token.reason)}'}"
    yield f"  last conversation: {_when(connection.last_success_at)}{_because(connection.error)}"
    yield (
        f"  pushes: {pushes.today:,} today, last {_when(pushes.last_at)}; {pushes.waiting:,} waiting"
        f"{f' since {_when(pushes.since)}' if pushes.since else ''}, {pushes.lost:,} not fetched"
    )


def _queue(found: Queue) -> Iterator[str]:
    longest = found.picture.longest
    waited = f"the longest wait {longest:,.0f} s" if longest is not None else "no change waited"
    yield f"  last day: {found.picture.total:,} accepted, {waited}"
    yield f"  {'kind':<28}{'at LinkedIn':>12}{'waiting':>10}{'refused':>10}  waiting since     last accepted"
    for lane in found.lanes:
        yield (
            f"  {lane.kind.label:<28}{lane.held!s:>12}{lane.waiting!s:>10}{lane.refused!s:>10}"
            f"  {_when(lane.oldest, '-'):<16}  {_when(lane.last_at, '-')}"
        )


def _lists(found: Conversation, refused: Sequence[Refused], unlisted: Sequence[Unlisted]) -> Iterator[str]:
    quotas = [f"{_throttle(meter)}: {meter.used:,} of {meter.limit:,}" for meter in found.meters]
    yield from _list("quotas", quotas)
    seats = [f"{seat.who or 'not told who'}: {seat.used:,} of {seat.limit:,}" for seat in found.exports]
    yield from _list("exports this month, of those to this environment", seats)
    yield from _list("refused", [f"{one.kind.label}, {one.name or one.entity_id}: {one.reason}" for one in refused])
    jobs = [f"{row.job.code} {row.job.title}: {row.state.reason or row.state.place.label}" for row in unlisted]
    yield from _list("active jobs not in the export list", jobs)
    yield from _list("recruiters and hiring managers not connected", [str(user) for user in found.unconnected])


def _retrieval() -> Iterator[str]:
    found = standing.of(SYSTEM, at=clock.now())
    if found is None or not found.contracts:
        yield "  from Recruiter: nothing is fetched, for no contract's recruiter data is open (contract-level access)"
        return
    slowed = f", looking every {found.pace.minutes} minutes so that it lasts" if found.pace.is_slowed else ""
    yield f"  from Recruiter: {len(found.contracts)} contract(s), {found.left_today:,} requests left today{slowed}"
    for row in found.rows:
        failing = f"; {row.failing} waiting{_because(row.reason)}" if row.failing else ""
        reach = f", up to {_when(row.caught_up_to)}, back to {_when(row.back_to)}" if row.caught_up_to else ""
        yield f"    {row.kind.label}: {row.kept:,} kept{reach}{failing}"
    asked = _when(found.connection.closed_asked_at)
    yield (
        f"  closed accounts: last asked {asked}{_because(found.connection.closed_error)};"
        f" {found.closed_waiting:,} to be decided"
    )


def _list(title: str, found: list[str]) -> Iterator[str]:
    yield f"  {title}: {'none' if not found else ''}".rstrip()
    yield from (f"    {line}" for line in found)


def _throttle(meter: Meter) -> str:
    return f"{meter.resource}, {meter.unit} {'today' if meter.window == 'day' else 'this minute'}"


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _when(moment: datetime | None, never: str = "never") -> str:
    return f"{moment:{_TIME}}" if moment else never
