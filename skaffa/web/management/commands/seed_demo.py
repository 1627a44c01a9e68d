"""`manage.py seed_demo`: fills an empty demo environment and prints its accounts; run again, it changes nothing."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from skaffa.accounts import actions as accounts
from skaffa.accounts import queries as users
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Source
from skaffa.core import clock
from skaffa.documents import actions as documents
from skaffa.documents.rules import checked_file
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.pools import actions as pools
from skaffa.pools import by_hand
from skaffa.web.management import demo, year


class Command(BaseCommand):
    """Refuses to touch anything but a demo."""

    help = "Fill a demo environment with made-up users, jobs and candidates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="only a handful of people, without a year of hiring")

    def handle(self, *_args: Any, small: bool, **_options: Any) -> None:
        if not settings.SKAFFA.demo:
            raise CommandError("This is not a demo: set SKAFFA_DEMO=1 to allow accounts with a public password.")
        if users.by_email(demo.address(demo.USERS[0][0])) is None:
            _seed(clock.now(), small=small)
        width = max(len(demo.address(name)) for name, _roles, _what in demo.USERS)
        for name, _roles, what in demo.USERS:
            self.stdout.write(f"{demo.address(name):<{width}}  {demo.PASSWORD}  {what}")


@transaction.atomic
def _seed(at: datetime, *, small: bool) -> None:
    """All or nothing, so that a demo that was interrupted here starts anew."""
    people = {name: _user(name, roles, at) for name, roles, _what in demo.USERS}
    if not small:
        year.play(people, at=at)
    greenhouse = _job("DEMO-1", demo.GREENHOUSE, people, at)
    support = _job("DEMO-2", demo.SUPPORT, people, at)
    _job("DEMO-3", demo.DRIVER, people, at)
    rhea = Actor.of(people["Rhea"])
    for job in (greenhouse, support):
        jobs.activate(job, by=SYSTEM, at=at)
    for person in demo.PROSPECTS:
        known = candidates.add(person, source=Source.REFERRAL, by=rhea, at=at)
        applications.add_prospect(greenhouse, known, source=Source.REFERRAL, by=rhea, at=at)
    for person in demo.APPLICANTS:
        known = candidates.add(person, source=Source.CAREER_SITE, by=rhea, at=at)
        application = applications.add_applicant(support, known, source=Source.CAREER_SITE, by=rhea, at=at)
        for kind, name, text in demo.DOCUMENTS.get(person.first_name, ()):
            file = checked_file(f"{known}, {name}.txt", text.encode())
            documents.add(known, application=application, file=file, kind=kind, by=rhea, at=at)
    for name, owner, contributors, members in demo.POOLS:
        by = Actor.of(people[owner])
        pool = pools.create(name, contributors=[people[one] for one in contributors], by=by, at=at)
        for person in members:
            by_hand.add_person(pool, person, source=Source.REFERRAL, by=by, at=at)


def _user(name: str, roles: tuple[str, ...], at: datetime) -> User:
    """Past the password rules: a demo's password is public."""
    return accounts.create_user(
        demo.address(name),
        first_name=name,
        last_name="Demo",
        roles=roles,
        password=demo.PASSWORD,
        time_zone="Europe/Stockholm",
        by=SYSTEM,
        at=at,
    )


def _job(code: str, details: JobDetails, people: dict[str, User], at: datetime) -> Job:
    """Created by nobody, so that the tour still asks for a job of one's own."""
    job = jobs.create(details, role=TeamRole.RECRUITER, by=SYSTEM, at=at, code=code)
    for name, role in demo.TEAM:
        jobs.add_team_member(job, people[name], role=role, by=SYSTEM, at=at)
    return job
