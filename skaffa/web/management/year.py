"""A year of hiring at Birch & Rowan, so that a demo has something to count, to search and to decide. All made up."""

import heapq
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from anyascii import anyascii

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application, DeclineReason, OfferStatus
from skaffa.applications.offers import actions as offers
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.choices.models import RejectionReason
from skaffa.interviews import actions as feedback
from skaffa.interviews.models import InterviewType, Recommendation
from skaffa.interviews.rules import Opinion
from skaffa.interviews.schedule import actions as interviews
from skaffa.interviews.schedule.rules import Plan
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.approvals import actions as approvals
from skaffa.jobs.models import CloseReason, Job, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.notes import actions as notes
from skaffa.notify import actions as notify
from skaffa.processes.models import StageKind
from skaffa.web.management import cast

Story = Iterator[datetime]
"""What happens one after the other: each `next` does a piece, and says when the next piece is due."""

ZONE = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """Everything that happened until now, in the order in which it happened."""
    number = count()
    queue = [(next(story), next(number), story) for story in _stories(people, at)]
    heapq.heapify(queue)
    while queue and queue[0][0] <= at:
        _due, _number, story = heapq.heappop(queue)
        then = next(story, None)
        if then is not None:
            heapq.heappush(queue, (then, next(number), story))


def _stories(people: Mapping[str, User], at: datetime) -> list[Story]:
    every = [(first, last) for first in cast.FIRST_NAMES for last in cast.LAST_NAMES]
    names = iter(random.Random(1).sample(every, 96))  # noqa: S311 -- a story, no secret
    found: list[Story] = [_reads(user, at) for user in people.values()]
    for code, details, age, arrivals in (
        ("DEMO-4", cast.ORCHARD, 340, 22),
        ("DEMO-5", cast.PLANNER, 170, 32),
        ("DEMO-6", cast.ENGINEER, 48, 42),
    ):
        opened = at - age * DAY
        found.append(_opened(code, details, people, opened))
        for number in range(arrivals):
            draw = random.Random(f"{code} {number}")  # noqa: S311 -- as above
            person = _made_up(*next(names), details.title, draw)
            found.append(_person(code, person, people, draw, opened + draw.random() * min(age - 1, 120) * DAY))
        if details is cast.ORCHARD:
            found.append(_filled(code, at - 150 * DAY))
    for name, written in cast.TWICE:
        draw, again = random.Random(f"{name}"), random.Random(f"{written}")  # noqa: S311 -- as above
        person = _made_up(*name, cast.PLANNER.title, draw)
        found.append(_person("DEMO-5", person, people, draw, at - 100 * DAY))
        stub = replace(person, first_name=written[0], last_name=written[1], emails=())
        found.append(_person("DEMO-6", stub, people, again, at - 12 * DAY))
    found.append(_waiting_for_approval(people, at - timedelta(hours=30)))
    return found


def _reads(user: User, at: datetime) -> Story:
    """Somebody who looks at their notices once a week."""
    for weeks in range(52, 0, -1):
        yield (when := at - timedelta(weeks=weeks, days=-4))
        notify.read_all(by=Actor.of(user), at=when)


def _opened(code: str, details: JobDetails, people: Mapping[str, User], when: datetime) -> Story:
    yield when
    job = jobs.create(details, role=TeamRole.RECRUITER, by=SYSTEM, at=when, code=code)
    for name, role in (
        ("Rhea", TeamRole.RECRUITER),
        ("Hal", TeamRole.HIRING_MANAGER),
        ("Ivan", TeamRole.INTERVIEWER),
    ):
        jobs.add_team_member(job, people[name], role=role, by=SYSTEM, at=when)
    jobs.activate(job, by=SYSTEM, at=when)


def _made_up(first: str, last: str, title: str, draw: random.Random) -> Person:
    work = draw.choice(cast.WORK[title])
    company = draw.choice(cast.COMPANIES)
    return Person(
        first_name=first,
        last_name=last,
        headline=f"{work}, {company.removesuffix(' (made up)')}",
        location=draw.choice(cast.PLACES),
        emails=(anyascii(f"{first}.{last}@people.example").lower(),),
        employments=(JobHeld(company, work, f"{draw.randint(2014, 2024)} – now", is_current=True),),
    )


def _filled(code: str, when: datetime) -> Story:
    yield when
    jobs.close(Job.objects.get(code=code), reason=CloseReason.FILLED, by=SYSTEM, at=when)


def _waiting_for_approval(people: Mapping[str, User], when: datetime) -> Story:
    yield when
    rhea = Actor.of(people["Rhea"])
    job = jobs.create(cast.CHEF, role=TeamRole.RECRUITER, by=rhea, at=when, code="DEMO-7")
    jobs.add_team_member(job, people["Hal"], role=TeamRole.HIRING_MANAGER, by=rhea, at=when)
    for name in ("Ada", "Hal"):
        approvals.add_approver(job, people[name], by=rhea, at=when)
    approvals.send(job, by=rhea, at=when)


def _person(code: str, person: Person, people: Mapping[str, User], draw: random.Random, when: datetime) -> Story:
    """From the day somebody is found to the day they are hired, rejected or still waiting."""
    source = draw.choices(list(cast.SOURCES), list(cast.SOURCES.values()))[0]
    yield when
    job, rhea = Job.objects.get(code=code), Actor.of(people["Rhea"])
    finder = SYSTEM if source in {Source.LINKEDIN, Source.CAREER_SITE} else rhea
    known = candidates.add(person, source=source, by=finder, at=when)
    come = applications.add_prospect if source in {Source.LINKEDIN, Source.REFERRAL} else applications.add_applicant
    application = come(job, known, source=source, by=finder, at=when)
    reached = draw.choices(range(6), cast.REACHED.get(source, cast.REACHED_BY_OTHERS))[0]
    for stage in job_queries.stages(job)[1 : reached + 1]:
        if application.stage_id != stage.pk:
            when += draw.uniform(1, 9) * DAY
            yield when
            application = applications.move(application, to=stage, by=rhea, at=when)
        if stage.kind == StageKind.SCREEN and draw.random() < 0.4:  # noqa: PLR2004
            notes.write(known, application=application, text=draw.choice(cast.NOTES), by=rhea, at=when)
        if stage.kind == StageKind.INTERVIEW:
            for when in _interviewed(application, people, draw, when):  # noqa: B020 -- time goes on in there
                yield when
    if reached:
        yield from _ended(application, reached, rhea, draw, when + draw.uniform(2, 12) * DAY)


def _interviewed(application: Application, people: Mapping[str, User], draw: random.Random, when: datetime) -> Story:
    """Planned for a weekday of the next week; those who asked say what they think the day after."""
    day = (when + draw.randint(3, 7) * DAY).astimezone(ZONE)
    day += {5: 2, 6: 1}.get(day.weekday(), 0) * DAY
    starts = datetime.combine(day.date(), time(draw.randint(9, 15)), ZONE)
    asked = [people["Hal"], people["Ivan"]]
    plan = Plan(
        title="First interview",
        starts_at=starts,
        minutes=60,
        time_zone=ZONE.key,
        interviewer_ids=tuple(user.pk for user in asked),
        place="The glass room, Harbour Street 1",
    )
    interviews.schedule(application, [plan], by=Actor.of(people["Rhea"]), at=when)
    likes = draw.random() < 0.7  # noqa: PLR2004
    for user in asked:
        when = plan.ends_at + draw.uniform(0.1, 1.5) * DAY
        yield when
        opinion = Opinion(
            recommendation=Recommendation.YES if likes else Recommendation.NO,
            interview_type=InterviewType.ONSITE,
            strengths=draw.choice(cast.STRENGTHS),
            weaknesses=draw.choice(cast.WEAKNESSES),
        )
        feedback.submit(application, opinion, by=Actor.of(user), at=when)


def _ended(application: Application, reached: int, by: Actor, draw: random.Random, when: datetime) -> Story:
    yield when
    hired, offered = 5, 4
    if reached < offered:
        if draw.random() < 0.12:  # noqa: PLR2004
            applications.withdraw(application, by=by, at=when)
        else:
            applications.reject(application, reason=draw.choice(list(RejectionReason)), by=by, at=when)
        return
    for offer in (OfferStatus.PREPARED, OfferStatus.EXTENDED):
        offers.note(application, offer, by=by, at=when)
        when += draw.uniform(1, 4) * DAY
        yield when
    if reached == hired:
        offers.note(application, OfferStatus.ACCEPTED, by=by, at=when)
    else:
        offers.note(application, OfferStatus.DECLINED, decline_reason=draw.choice(list(DeclineReason)), by=by, at=when)
