"""The figures agree with a simple count over what happened, whatever happened."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.analytics import actions, queries, rules
from skaffa.analytics.models import Change, Count
from skaffa.analytics.queries import Selection
from skaffa.analytics.rules import Period
from skaffa.applications import actions as applications
from skaffa.applications.marks import actions as marks
from skaffa.applications.models import Application
from skaffa.applications.offers import actions as offers
from skaffa.choices.models import RejectionReason
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db
KINDS = ["prospect", "application", "screen", "interview", "offer"]
ALL = Selection(Period(date(2025, 1, 1), date(2027, 12, 1)))
SOURCES = ["linkedin", "referral", "indeed"]

steps = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(KINDS)),
    st.tuples(st.sampled_from(["take back", "withdraw", "reopen", "hire", "delete"]), st.just("")),
    st.tuples(st.just("reject"), st.sampled_from(RejectionReason.values)),
    st.tuples(st.just("source"), st.sampled_from(SOURCES)),
)
lives = st.tuples(
    st.sampled_from(["prospect", "applicant"]),
    st.sampled_from(SOURCES),
    st.integers(0, 70),
    st.lists(st.tuples(steps, st.integers(1, 500)), max_size=8),
)


@dataclass
class Life:
    """What one application has been through, remembered by the test alone."""

    arrived: datetime
    source: str
    stays: list[tuple[str, datetime]]
    ending: str = ""
    hired_at: datetime | None = None
    gone: bool = False
    told: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.ending and not self.gone

    @property
    def farthest(self) -> int:
        return max(KINDS.index(kind) for kind, _since in self.stays)


def live(job: Job, entry: str, source: str, day: int, path: list[tuple[tuple[str, str], int]]) -> Life:
    """One life through the actions, and what it should look like."""
    at = START + timedelta(days=day)
    add = applications.add_prospect if entry == "prospect" else applications.add_applicant
    row = add(job, personas.candidate(), source=source, by=SYSTEM, at=at)
    life = Life(at, source, [(row.stage.kind, at)])
    for (what, how), hours in path:
        at += timedelta(hours=hours)
        if not life.gone:
            _step(life, Application.objects.select_related("stage").get(pk=row.pk), what, how, at)
    return life


def _step(life: Life, row: Application, what: str, how: str, at: datetime) -> None:
    if what == "source":
        marks.attribute(row, how, by=SYSTEM, at=at)
        life.source = how
    elif what == "delete":
        applications.delete(row, by=SYSTEM, at=at)
        life.gone = True
    elif what == "reopen" and life.ending:
        applications.reopen(row, by=SYSTEM, at=at)
        life.ending, life.hired_at = "", None
    elif life.is_open:
        _open_step(life, row, what, how, at)


def _open_step(life: Life, row: Application, what: str, how: str, at: datetime) -> None:
    if what == "move" and how != life.stays[-1][0]:
        to = next(stage for stage in job_queries.stages(row.job) if stage.kind == how)
        applications.move(row, to=to, by=SYSTEM, at=at)
        life.stays.append((how, at))
    elif what == "take back" and len(life.stays) > 1:
        applications.take_back(row, by=SYSTEM, at=at)
        life.stays.pop()
    elif what == "reject":
        applications.reject(row, reason=how, by=SYSTEM, at=at)
        life.ending = f"rejected_{how}"
    elif what == "withdraw":
        applications.withdraw(row, by=SYSTEM, at=at)
        life.ending = "withdrawn"
    elif what == "hire" and life.stays[-1][0] == "offer":
        for answer in ("prepared", "extended", "accepted") if not row.offer else ("accepted",):
            offers.note(row, answer, by=SYSTEM, at=at)
        life.ending, life.hired_at = "hired", at


def counted() -> None:
    while actions.count_next():
        pass


def disc(values: list[timedelta], share: float) -> timedelta:
    """The value at a share of the ordered ones, as the textbook has it."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives, min_size=1, max_size=5))
def test_figures_agree_with_a_simple_count(everything):
    Application.objects.all().delete()
    job = personas.active_job(_recruiter(), openings=100)
    known = [life for life in (live(job, *one) for one in everything) if not life.gone]

    counted()

    selection = Selection(ALL.period, job_id=job.pk)
    sums = queries.sums(SYSTEM, selection)
    many = rules.totals(sums)
    assert many["arrived"] == len(known)
    for place, name in enumerate(("applied", "screened", "interviewed", "offered"), start=1):
        assert many[name] == sum(life.farthest >= place for life in known), name
    assert many["prospects"] == sum("prospect" in dict(life.stays) for life in known)
    for ending in ("hired", "withdrawn"):
        assert many[ending] == sum(life.ending == ending for life in known), ending
    rejected = [life.ending.removeprefix("rejected_") for life in known if life.ending.startswith("rejected_")]
    assert {one.reason: one.many for one in queries.rejections(SYSTEM, selection)} == Counter(rejected)
    assert {source: found["arrived"] for source, found in rules.by_source(sums).items()} == Counter(
        life.source for life in known
    )
    assert {(one.month, one.source) for one in sums} == {
        (life.arrived.date().replace(day=1), life.source) for life in known
    }
    _stays_agree(known, selection)
    _hires_agree(known, selection)


def _recruiter() -> User:
    return User.objects.filter(email="rhea@example.com").first() or personas.user("Rhea", SecurityRole.RECRUITER)


def _stays_agree(known: list[Life], selection: Selection) -> None:
    lasted: dict[str, list[timedelta]] = {}
    for life in known:
        for (kind, since), (_next, until) in zip(life.stays, life.stays[1:], strict=False):
            lasted.setdefault(kind, []).append(until - since)
    found = {spread.label: (spread.many, spread.median, spread.most) for spread in queries.stays(SYSTEM, selection)}
    assert found == {kind: (len(times), disc(times, 0.5), disc(times, 0.9)) for kind, times in lasted.items()}


def _hires_agree(known: list[Life], selection: Selection) -> None:
    lasted: dict[date | None, list[timedelta]] = {}
    for life in known:
        if life.hired_at:
            for label in (life.hired_at.date().replace(day=1), None):
                lasted.setdefault(label, []).append(life.hired_at - life.arrived)
    found = {spread.label: (spread.many, spread.median, spread.most) for spread in queries.hires(SYSTEM, selection)}
    assert found == {label: (len(times), disc(times, 0.5), disc(times, 0.9)) for label, times in lasted.items()}


def test_what_is_not_counted_yet_is_said(job: Job, clock: Watch):
    counted()
    later = clock.tick(minutes=5)
    personas.applicant(job, at=later)
    now = clock.tick(minutes=1)

    assert queries.counted_until(now=now) == later
    assert rules.totals(queries.sums(SYSTEM, ALL))["arrived"] == 0
    counted()
    assert queries.counted_until(now=now) == now
    assert rules.totals(queries.sums(SYSTEM, ALL))["arrived"] == 1


def test_everything_can_be_counted_anew(job: Job, clock: Watch):
    personas.applicant(job)
    counted()
    before = list(Count.objects.values_list("job", "month", "source", "arrived", "applied"))
    Count.objects.update(arrived=99)

    actions.note_everything(at=clock.tick())
    counted()

    assert list(Count.objects.values_list("job", "month", "source", "arrived", "applied")) == before
    assert not Change.objects.exists()


def test_two_counters_never_work_at_once_and_one_is_enough(job: Job, clock: Watch):
    for _ in range(3):
        personas.applicant(job)

    assert actions.count_next()
    assert not actions.count_next()
    assert Count.objects.get().arrived == 3


def test_everybody_sees_the_figures_of_their_own_jobs(
    job: Job, rhea: User, hal: User, ivan: User, ada: User, reed: User
):
    other = personas.active_job(personas.user("Olga", SecurityRole.RECRUITER))
    for one in (job, other, other):
        personas.applicant(one)
    counted()

    seen = {
        user.first_name: rules.totals(queries.sums(Actor.of(user), ALL))["arrived"] for user in (rhea, hal, ada, reed)
    }

    assert seen == {"Rhea": 1, "Hal": 1, "Ada": 3, "Reed": 3}
    assert rules.totals(queries.sums(Actor.of(ivan), ALL))["arrived"] == 0
    olgas = Selection(ALL.period, job_id=other.pk)
    assert rules.totals(queries.sums(Actor.of(rhea), olgas))["arrived"] == 0
    assert [user.first_name for user in queries.recruiters(Actor.of(hal))] == ["Rhea"]


def test_filters_narrow(job: Job, rhea: User, ada: User, clock: Watch):
    other = personas.active_job(personas.user("Olga", SecurityRole.RECRUITER), "Rope maker")
    personas.applicant(job)
    applications.add_applicant(other, personas.candidate(), source="indeed", by=SYSTEM, at=START)
    counted()
    by = Actor.of(ada)

    def arrived(**chosen: object) -> int:
        return rules.totals(queries.sums(by, Selection(ALL.period, **chosen)))["arrived"]  # type: ignore[arg-type]

    assert arrived() == 2
    assert arrived(words="rope") == arrived(recruiter_id=rhea.pk) == arrived(job_id=job.pk) == 1
    assert arrived(sources=queries.with_details("job_board")) == arrived(sources=("indeed",)) == 1
    assert arrived(sources=("nothing",)) == 0


def test_jobs_have_their_own_times(job: Job, rhea: User, clock: Watch):
    one = personas.applicant(job)
    while one.stage.kind != "offer":
        one = applications.advance(one, by=SYSTEM, at=clock.tick(days=1))
    for answer in ("prepared", "extended", "accepted"):
        offers.note(one, answer, by=SYSTEM, at=clock.tick(days=1))
    jobs_before = queries.open_jobs(SYSTEM, ALL)
    job = Job.objects.get(pk=job.pk)
    if job.is_active:
        jobs.close(job, reason="filled", by=Actor.of(rhea), at=clock.tick(days=1))

    whole = queries.fills(SYSTEM, ALL)[-1]

    closed = Job.objects.get(pk=job.pk)
    assert closed.closed_at is not None
    assert closed.activated_at is not None
    assert (whole.label, whole.many, whole.median) == (None, 1, closed.closed_at - closed.activated_at)
    assert queries.hires(SYSTEM, ALL)[-1].median == timedelta(days=6)
    assert jobs_before["active"][0] == queries.open_jobs(SYSTEM, ALL)["active"][0] + 1
    assert TeamRole.RECRUITER in job_queries.team_roles(Actor.of(rhea), job)
