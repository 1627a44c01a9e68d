"""What LinkedIn's certification has a customer do, done with Skaffa: one chapter for each of its modules.

People use the pages and actions of the product, and look into Recruiter; nothing is told to the console that judges.
"""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.db import transaction

from rsc_sandbox.certification import subjects
from rsc_sandbox.certification.report import Report
from rsc_sandbox.linkedin import indicator
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as candidate_queries
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job, TeamRole
from skaffa.linkedin import connection as connections
from skaffa.linkedin import queries as linkedin
from skaffa.linkedin.models import Connection
from skaffa.linkedin.places import JobState
from skaffa.linkedin.sync import push
from skaffa.notes import actions as notes
from tests import personas
from tests.linkedin.plugin import Box
from tests.linkedin.world import AMERICAS, LINKEDIN, NORDICS, RHEAS_SEAT, World, browser_of

LONG_AGO = personas.START - timedelta(days=3 * 365)
MINA, ASA, DIEGO = 1001, 1002, 1003
"""Members whose addresses are those that candidates of the same name gave."""


@dataclasses.dataclass
class Shown:
    """What a contact card in Recruiter shows In ATS."""

    stages: list[str]
    notes: int = 0
    feedback: int = 0


@dataclasses.dataclass
class Customer:
    """Birch & Rowan, who hire with Skaffa: ada administers, rhea recruits, hal hires, ivan interviews."""

    world: World
    settings: Any
    ada: User
    rhea: User
    hal: User
    ivan: User

    # Module 1: set-up

    def hire_for_years(self) -> None:
        """What there is before anybody thinks of LinkedIn: jobs open and closed, people, what was said of them."""
        closed, still_open = self._job("Buoy painter", at=LONG_AGO), self._job("Lamp keeper", at=LONG_AGO)
        for job, name in ((closed, "Olle"), (still_open, "Greta")):
            application = self._applied(job, self._person(name, f"{name.lower()}@example.com"), at=LONG_AGO)
            self._interviewed(application)
            self._said_of(application)
        jobs.close(closed, reason="cancelled", by=Actor.of(self.rhea), at=LONG_AGO + timedelta(days=60))

    def connect(self) -> None:
        """Ada connects, the plugin opens on her page, she requests, Recruiter's administrator switches it on."""
        browser = browser_of(self.ada)
        _done(browser.post("/admin-center/linkedin/connect"))
        Connection.objects.filter(is_live=True).update(generations=self.world.generations)
        self._open_plugin(browser.get("/admin-center/linkedin/plugin").content.decode())
        requested = self.world.app.json.dumps(self.world.request(NORDICS, AMERICAS))
        _done(browser.post("/admin-center/linkedin/requested", {"told": requested}))
        choice = {"visibility": "acl", "export_to": "everyone", "availability": "private"}
        _done(browser.post("/admin-center/linkedin/settings", choice))
        self.world.switch(on=True)
        for contract in (NORDICS, AMERICAS):
            self.world.switch(on=True, contract=contract)
        self.world.run()
        assert "Enabled" in browser.get("/admin-center/linkedin").content.decode()

    def run_another_environment(self) -> None:
        """A second instance of Skaffa connects too, with an application of its own, and posts a job with its token."""
        ours = connections.require().client_id
        with self._another_environment():
            self.connect()
            assert connections.require().client_id != ours
            self._job("Tide keeper")
        assert connections.require().client_id == ours

    def connect_people(self) -> None:
        """Rhea and hal consent to be known at LinkedIn; ada does not."""
        self.world.consent(self.rhea, "rhea")
        self.world.consent(self.hal, "hal")

    def work_on_for_an_hour(self) -> None:
        """Many calls with one token, and a new one when it has run out."""
        self._job("Harbour pilot")
        self._wait(minutes=40)
        self._job("Crane driver")
        self._wait(minutes=1)

    # Module 2: from the system to LinkedIn

    def add_somebody_with_everything(self) -> Candidate:
        """A candidate with a value of her own in every field, whom LinkedIn knows."""
        job = self._job("Dock planner")
        mina = self._person("Mina", "mina.okoro@example.org", last_name="Okoro")
        known = candidate_queries.person(mina)
        everything = dataclasses.replace(
            known,
            headline="Plans docks",
            location="Gothenburg, Sweden",
            phones=("+46 31 700 11 22",),
            links=("https://www.linkedin.com/in/mina-okoro", "https://mina.example.org"),
            employments=(JobHeld("Fir Shipping", "Marine maintenance planner", "2021 –", is_current=True),),
            skills=("Dry docking",),
            years_of_experience="8",
        )
        candidates.edit(mina, everything, by=Actor.of(self.rhea), at=self._now())
        self._applied(job, mina, at=self._now())
        self.world.run()
        self._wait(minutes=2)  # LinkedIn recognises her, and is asked whom it takes her to be
        return mina

    def change(self, person: Candidate) -> None:
        known = candidate_queries.person(person)
        promoted = JobHeld("Fir Shipping", "Head of maintenance", "2026 –", is_current=True)
        candidates.edit(
            person, dataclasses.replace(known, employments=(promoted,)), by=Actor.of(self.rhea), at=self._now()
        )
        self.world.run()

    def post_a_job_with_too_short_a_description(self) -> tuple[JobState, JobState]:
        """How Skaffa says it stands, before and after it was completed."""
        job = self._job("Bell founder", description="Cast bells.")
        refused = self._job_state(job)
        complete = dataclasses.replace(job_queries.details(job), description=personas.DESCRIPTION)
        jobs.edit(job, complete, by=Actor.of(self.rhea), at=self._now())
        self.world.run()
        return refused, self._job_state(job)

    # Module 3: from LinkedIn to the system

    def choose_identity_before_application(self) -> None:
        """So that LinkedIn's plugin knows prospects; otherwise nothing of them leaves."""
        choice = {"visibility": "acl", "export_to": "everyone", "availability": "private"}
        choice["identity_before_application"] = "on"
        _done(browser_of(self.ada).post("/admin-center/linkedin/settings", choice))
        assert connections.require().identity_before_application
        self.world.run()

    def export(self, title: str, member: int) -> Application:
        """From Recruiter to a new job."""
        job = self._job(title)
        self._wait(seconds=20)
        self.world.export(job.code, member=member)
        self._wait(seconds=20)
        return job.applications.get()

    def invent_somebody(self) -> Candidate:
        """Whom no rule takes for anybody at LinkedIn."""
        person = self._person("Quillon", "quillon@example.com", last_name="Vexley")
        self._applied(self._job("Sail maker"), person, at=self._now())
        self._wait(minutes=2)
        return person

    def box(self, person: Candidate) -> Box:
        """LinkedIn's plugin on rhea's LinkedIn tab of this person."""
        return Box(self.world, self.rhea, person, self.settings.SKAFFA.base_url).open()

    def wait(self, **amount: float) -> None:
        self._wait(**amount)

    # Module 4: who sees what

    def secure_a_job(self) -> Job:
        """A confidential job of rhea's and hal's with an applicant; both see it all in Recruiter, ada sees nothing."""
        secret = self._job("Successor", is_confidential=True)
        self._applied(secret, self._person("Asa", "asa.lindqvist@example.org"), at=self._now())
        self._wait(minutes=2)
        return secret

    def leave_the_team(self, job: Job) -> None:
        member = job.team.get(user=self.hal)
        jobs.remove_team_member(member, by=Actor.of(self.rhea), at=self._now())
        self._wait(minutes=1)

    def join_the_team(self, job: Job) -> None:
        jobs.add_team_member(job, self.hal, role=TeamRole.HIRING_MANAGER, by=Actor.of(self.rhea), at=self._now())
        self._wait(minutes=1)

    def leave_every_list(self) -> None:
        """Hal disconnects his account in his own settings."""
        _done(browser_of(self.hal).post("/linkedin/oauth/disconnect"))
        self._wait(minutes=1)

    def come_back(self) -> None:
        self.world.consent(self.hal, "hal")
        self._wait(minutes=1)

    # Module 5: deletion

    def delete_piece_by_piece(self) -> Iterator[Shown]:
        """Of an application a stage, note and feedback, and a note about the person; then the application.

        What Recruiter's card shows before, and after each of them.
        """
        person = self._person("Diego", "diego.fuentes-rivera@example.org")
        application = self._applied(self._job("Net mender", at=LONG_AGO), person, at=LONG_AGO)
        self._interviewed(application)
        said = self._said_of(application)
        self.world.run()
        recruiter = browser_of(self.rhea)
        yield self._card(DIEGO)
        application_address = f"/applications/{application.pk}"
        for address in (f"{application_address}/take-back", *said, f"{application_address}/delete"):
            _done(recruiter.post(address))
            self._wait(seconds=20)
            yield self._card(DIEGO)

    def erase(self, person: Candidate) -> None:
        """A person as a whole, by the administrator, who types the name."""
        _done(browser_of(self.ada).post(f"/candidates/{person.pk}/erase", {"name": str(person)}))
        self._wait(seconds=20)

    # What is seen

    def report(self) -> Report:
        application = subjects.chosen(self.world.sandbox, connections.require().client_id)
        return subjects.reported(self.world.sandbox, application)

    def shown(self, seat: int, member: int) -> bool:
        """Whether the contact card of a member has something In ATS for that seat."""
        return bool(indicator.indicator(self.world.sandbox, seat_id=seat, member_id=member))

    def _card(self, member: int) -> Shown:
        systems = indicator.indicator(self.world.sandbox, seat_id=RHEAS_SEAT, member_id=member)
        ours = [one for one in systems if one.application_id == self.world.application.id]
        return Shown(
            stages=[stage.name for one in ours for job in one.jobs for stage in job.stages],
            notes=sum(len(one.notes) for one in ours),
            feedback=sum(len(one.feedback) for one in ours),
        )

    def offered(self, seat: int) -> list[str]:
        return self.world.jobs_offered(seat)

    # The ways of doing it

    def _job(self, title: str, *, at: datetime | None = None, **changes: Any) -> Job:
        by, when = Actor.of(self.rhea), at or self._now()
        job = jobs.create(personas.details(title, **changes), role=TeamRole.RECRUITER, by=by, at=when)
        jobs.add_team_member(job, self.hal, role=TeamRole.HIRING_MANAGER, by=by, at=when)
        jobs.add_team_member(job, self.ivan, role=TeamRole.INTERVIEWER, by=by, at=when)
        active = jobs.activate(job, by=by, at=when)
        self.world.run()
        return active

    def _person(self, first_name: str, email: str, *, last_name: str = "Persona") -> Candidate:
        person = Person(first_name=first_name, last_name=last_name, emails=(email,))
        return candidates.add(person, source=Source.CAREER_SITE, by=Actor.of(self.rhea), at=LONG_AGO)

    def _applied(self, job: Job, person: Candidate, *, at: datetime) -> Application:
        return applications.add_applicant(job, person, source=Source.CAREER_SITE, by=Actor.of(self.rhea), at=at)

    def _interviewed(self, application: Application) -> None:
        at = application.created_at
        applications.advance(application, by=Actor.of(self.rhea), at=at + timedelta(days=3))
        opinion = Opinion("yes", "phone", strengths="Calm", weaknesses="", comment="Take them")
        interviews.submit(application, opinion, by=Actor.of(self.ivan), at=at + timedelta(days=5))

    def _said_of(self, application: Application) -> list[str]:
        """Notes about the application and the person; where they and the feedback are deleted again."""
        by, at = Actor.of(self.rhea), application.created_at + timedelta(days=6)
        on_it = notes.write(application.candidate, application=application, text="Knows the tides", by=by, at=at)
        on_them = notes.write(application.candidate, text="Met at the pier", by=by, at=at)
        feedback = application.feedback.get()
        return [f"/notes/{on_it.pk}/delete", f"/feedback/{feedback.pk}/delete", f"/notes/{on_them.pk}/delete"]

    def _open_plugin(self, document: str) -> None:
        """As a browser does: the scripts of the page, then what they load, telling which site shows them."""
        found = re.search(r"api_key: (\S+)", document)
        assert found is not None
        asked = {"api_key": found[1], "origin": self.settings.SKAFFA.base_url}
        linkedin = httpx.Client(transport=httpx.WSGITransport(app=self.world.app), base_url=LINKEDIN)
        assert "true" in linkedin.get("/xdoor/scripts/allowed.js", params=asked).text
        linkedin.get("/xdoor/widgets/onboarding", params=asked).raise_for_status()

    @contextmanager
    def _another_environment(self) -> Iterator[None]:
        """A second installation, with its own settings and a database that knows no connection yet."""
        ours = self.settings.SKAFFA
        theirs = {"environment_id": "larch", "environment_name": "Larch", "base_url": "http://larch.localhost:8000"}
        self.settings.SKAFFA = ours.model_copy(update=theirs)
        try:
            with transaction.atomic():
                Connection.objects.all().delete()
                yield
                transaction.set_rollback(True)
        finally:
            self.settings.SKAFFA = ours

    def _now(self) -> datetime:
        return self.world.clock.tick()

    def _wait(self, **amount: float) -> None:
        """What is due is done; time passes; what is due by then is done."""
        self.world.run()
        self.world.clock.tick(**amount)
        while push.once(at=self.world.clock.at):
            pass
        self.world.run()

    def _job_state(self, job: Job) -> JobState:
        return linkedin.job_state(Actor.of(self.rhea), job)


def _done(answer: Any) -> None:
    assert answer.status_code in {200, 302}, answer.content.decode()[:2_000]
