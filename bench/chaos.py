"""Thousands of random changes by many users while everything is killed and LinkedIn fails; it still has to have what it should.

At the end, with every fault gone and the outbox empty, LinkedIn's store is compared with a state computed from the
domain's tables apart from Skaffa's code; every call that was ever made is searched for what must not leave; and one more
comparison of everything must make no call.
"""

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from threading import Thread

import psycopg

from bench import compare, crowd, witness
from bench.actual import Called, Store
from bench.crowd import Tally
from bench.disturber import Disturber
from bench.expected import Domain
from bench.known import Known, Looking
from tests.stack import Stack, control
from tests.story import Story

CHANGES = 20_000
SHOWN = 40
_PATIENCE = 1_800.0
RESOURCES = (
    *("integrations", "candidates", "candidate_notes", "applications", "application_notes", "interview_feedback"),
    *("stages", "entity_acls", "seats", "exported_candidates"),
)
"""Of which an administrator chooses the generation."""
_IDLE = 20.0  # seconds without progress before we let the pauses between attempts pass
_PAUSES = 3_700  # the longest of them, in seconds
_UNCONFIRMED = (
    "SELECT kind, remote_id, attempts, last_error FROM linkedin_deletion WHERE confirmed_at IS NULL ORDER BY 1, 2"
)
_EVERYTHING_KEPT = {"calls_kept": 1_000_000, "call_characters": 400_000}


@dataclass
class Verdict:
    """What came of it."""

    tally: Tally
    seconds: float = 0.0
    settled_seconds: float = 0.0
    disturbances: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    resources: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    """Whatever kept people or the disturber from doing their part."""
    jumps: list[tuple[int, int]] = field(default_factory=list)
    """Of the clock, meanwhile."""
    stuck: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    over_quota: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    """Deletions that LinkedIn was asked for and never confirmed."""
    further: list[str] = field(default_factory=list)
    """Calls of the further cycle."""

    @property
    def is_right(self) -> bool:
        wrong = (self.troubles, self.stuck, self.differences, self.leaks, self.over_quota, self.further)
        return not any((*wrong, self.unconfirmed)) and self.tally.is_enough


def play(stack: Stack, *, changes: int, seed: int, every: int, generation: str = "v2", late: bool = True) -> Verdict:
    """Set LinkedIn up, let everybody work and everything fail, wait until it has settled, and judge."""
    control(stack, "PATCH", "config", _EVERYTHING_KEPT)
    story = _ready(stack, generation)
    verdict = Verdict(Tally(changes))
    _disturbed(story, verdict, seed=seed, every=every, late=late)
    began = time.monotonic()
    verdict.stuck = settled(stack)
    verdict.settled_seconds = time.monotonic() - began
    _judge(stack, verdict)
    _one_more_cycle(story, verdict)
    return verdict


def settled(stack: Stack) -> list[str]:
    """Wait until nothing is to be sent but what LinkedIn would refuse; what waits all the same, and why."""
    began = time.monotonic()
    fewest, since = 1 << 60, time.monotonic()
    while waiting := _waiting(stack):
        now = time.monotonic()
        if now - began > _PATIENCE:
            break
        if len(waiting) < fewest:
            fewest, since = len(waiting), now
        elif now - since > _IDLE:
            control(stack, "POST", "clock/advance", {"seconds": _PAUSES})
            since = now
            if all("needs attention" in line for line in waiting):
                break
        time.sleep(1)
    return waiting


def _ready(stack: Stack, generation: str) -> Story:
    """LinkedIn set up, three connected people, lists of rights, the witness in its place; all goes by one generation."""
    story = Story(stack).set_up()
    for name in ("ada", "rhea", "hal"):
        with story.person(name) as person, story.recruiter(name) as seat:
            person.consent(seat)
    with story.person("ada") as ada:
        ada.get("/admin-center/linkedin")
        choices = {"visibility": "acl", "export_to": "everyone", "availability": "private"}
        ada.post("/admin-center/linkedin/settings", choices, expect=(302,))
        ada.post(
            "/admin-center/linkedin/generations",
            {"version": "202604", **dict.fromkeys(RESOURCES, generation)},
            expect=(302,),
        )
    with stack.database() as database:
        witness.install(database)
    return story


def _disturbed(story: Story, verdict: Verdict, *, seed: int, every: int, late: bool) -> None:
    stack, tally, known = story.stack, verdict.tally, Known()
    looking, disturber = Looking(stack, known), Disturber(stack, tally, f"{seed} disturber", every=every, late=late)
    looking.look()
    with ExitStack() as doors:
        workers = doors.enter_context(crowd.at_work(story, known, tally, seed))
        began = time.monotonic()
        looking.start()
        for worker in workers:
            worker.start()
        disturber.start()
        _told_meanwhile(stack, tally, workers, began)
        verdict.seconds = time.monotonic() - began
        verdict.struck = disturber.stop()
        looking.stop()
    verdict.disturbances, verdict.jumps = disturber.done, disturber.jumps
    verdict.troubles = [*tally.failed, *disturber.failed]


def _told_meanwhile(stack: Stack, tally: Tally, workers: Sequence[Thread], began: float) -> None:
    told = time.monotonic()
    while any(worker.is_alive() for worker in workers):
        time.sleep(0.2)
        if time.monotonic() - told > 30:
            told = time.monotonic()
            with suppress(psycopg.Error):  # it may just be down
                marks = stack.count("SELECT count(*) FROM linkedin_syncitem")
                print(f"  {told - began:>5.0f} s  {tally.made.total():>6,} changes  {marks:>6,} marks", flush=True)


def _judge(stack: Stack, verdict: Verdict) -> None:
    store = Store(stack)
    with stack.database() as database:
        domain = Domain(database, base_url=stack.skaffa)
        expected, seen = domain.state(), witness.heard(database)
        rows = database.execute(_UNCONFIRMED).fetchall()
        verdict.unconfirmed = [f"{kind} {pk}: attempt {many}: {error}" for kind, pk, many, error in rows]
    seen.jumps = verdict.jumps
    calls = [call for call in store.calls() if call.is_ours]
    verdict.records = Counter({kind: len(records) for kind, records in expected.items()})
    verdict.differences = compare.differences(expected, store.state())
    verdict.leaks = compare.leaks((call.sent for call in calls), seen)
    verdict.leaks += compare.overseen((call.sent for call in calls if call.may_have_done), seen)
    verdict.over_quota = [_line(call) for call in calls if call.is_over_quota]
    verdict.statuses = Counter(call.status for call in calls)
    verdict.resources = Counter(f"{call.sent.method} {call.resource}" for call in calls)


def _one_more_cycle(story: Story, verdict: Verdict) -> None:
    """Everything is marked and compared once more: what LinkedIn has is not sent again."""
    before = Store(story.stack).last_call()
    with story.person("ada") as ada:
        ada.get("/admin-center/linkedin/health")
        ada.post("/admin-center/linkedin/health/compare", {}, expect=(302,))
    verdict.stuck += settled(story.stack)
    calls = Store(story.stack).calls(after=before)
    verdict.further = [_line(call) for call in calls if call.is_ours and not call.is_a_look]


def _waiting(stack: Stack) -> list[str]:
    """Marks that are not sent yet, and exports that are not taken in, without those that LinkedIn would refuse."""
    with stack.database() as database:
        may_wait = Domain(database, base_url=stack.skaffa).incomplete()
        rows = database.execute("SELECT kind, entity_id, needs_attention, attempts, last_error FROM linkedin_syncitem")
        marks = [
            f"{kind} {pk}: {'needs attention' if refused else f'attempt {attempts}'}: {error}"
            for kind, pk, refused, attempts, error in rows.fetchall()
            if (str(kind), int(str(pk))) not in may_wait
        ]
        inbox = database.execute("SELECT remote_id, last_error FROM linkedin_notification WHERE handled_at IS NULL")
        marks += [f"export {one}: not taken in: {error}" for one, error in inbox.fetchall()]
        tasks = database.execute(
            "SELECT entity_id, reason FROM linkedin_remoterecord WHERE task_due_at IS NOT NULL"
        ).fetchall()
        return marks + [f"job {pk}: LinkedIn is at it: {reason}" for pk, reason in tasks]


def _line(call: Called) -> str:
    return f"{call.sent.method} {call.sent.path[:100]}: {call.status} {call.answer[:100]}"
