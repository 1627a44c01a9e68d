"""One demo for the module, set up with LinkedIn, whose processes are stopped and killed at chosen moments."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import httpx
import psutil
import psycopg
import pytest

from tests import stack as stacks
from tests.stack import Stack, control, until
from tests.story import Job, Recruiter, Story

DESCRIPTION = "A job whose prospects must arrive whatever is killed in between, and each of them exactly once. " * 2
_FIRST = 700_000
_numbers = itertools.count()


@dataclass
class World:
    """Rhea at both sides, a job that is offered in Recruiter, and handles on the processes below."""

    stack: Stack
    job: Job
    rhea: Recruiter
    system: str

    def member(self) -> tuple[int, str]:
        """Somebody new at LinkedIn: the number and the name."""
        number = _FIRST + next(_numbers)
        person = {"id": number, "slug": f"survivor-{number}", "first_name": "Survivor", "last_name": f"No{number}"}
        control(self.stack, "POST", "seed", {"members": [person]})
        return number, f"Survivor No{number}"

    def export(self, member: int) -> str:
        """Press Export; the id the push carries."""
        return self.rhea.export(member, self.job.code, system=self.system)

    def stored(self, push: str) -> bool:
        """Whether the push is in Skaffa's inbox."""
        return self.stack.count("SELECT count(*) FROM linkedin_notification WHERE remote_id = %s", push) == 1

    def outcome(self, push: str) -> str:
        """What became of the push; empty while it waits or is not known."""
        return self._text("SELECT outcome FROM linkedin_notification WHERE remote_id = %s", push)

    def attempts(self, push: str) -> int:
        return int(self._text("SELECT attempts::text FROM linkedin_notification WHERE remote_id = %s", push) or 0)

    def done(self, *pushes: str) -> None:
        """Wait until each push has become a prospect."""
        for push in pushes:
            until(lambda push=push: self.outcome(push) == "done", every=0.1, saying="the export to be taken in")  # type: ignore[misc]

    def times_on_tab(self, name: str) -> int:
        """How often a person stands on the job's Prospect tab."""
        with Story(self.stack).person("rhea") as rhea:
            return rhea.prospects(self.job.id).count(name)

    def callback(self) -> str:
        """Where LinkedIn pushes to."""
        return self._text("SELECT callback_url FROM linkedin_connection WHERE is_live")

    def pass_time(self, seconds: int) -> None:
        """Let time pass for both sides: the demo follows the sandbox's clock."""
        control(self.stack, "POST", "clock/advance", {"seconds": seconds})

    @contextmanager
    def asleep(self, name: str) -> Iterator[None]:
        """A program that does nothing for a while, whatever arrives."""
        family = self._family(name)
        for process in family:
            process.suspend()
        try:
            yield
        finally:
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    @contextmanager
    def unwritable(self, table: str) -> Iterator[Callable[[], bool]]:
        """Nobody gets to write a table; the value tells whether somebody stands before it, within a transaction."""
        locker = psycopg.connect(self.stack.variables["DATABASE_URL"])
        locker.execute(f"LOCK TABLE {table} IN SHARE MODE")
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        try:
            yield lambda: self.stack.count(waiting, table) > 0
        finally:
            locker.close()

    def kill(self, name: str) -> None:
        """kill -9, and wait until another one is in its place."""
        self.stack.kill(name)

    def answers(self) -> None:
        """Wait until both sides answer."""
        sides = (f"{self.stack.skaffa_server}/accounts/login/", f"{self.stack.linkedin_server}/_sandbox/health")

        def answered() -> bool:
            with suppress(httpx.HTTPError):
                return all(httpx.get(side, timeout=5).status_code == 200 for side in sides)
            return False

        until(answered, every=0.2, saying="both sides to answer again")

    def _family(self, name: str) -> list[psutil.Process]:
        program = psutil.Process(self.stack.pid(name))
        return [program, *program.children(recursive=True)]

    def _text(self, query: str, *values: object) -> str:
        with self.stack.database() as connection:
            row = connection.execute(query, values).fetchone()
        return str(row[0]) if row else ""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with stacks.running(tmp_path_factory.mktemp("survival") / "demo") as stack:
        story = Story(stack).set_up()
        with story.person("rhea") as rhea:
            job = rhea.open_job("The job that survives", DESCRIPTION)
        story.listed(job.code)
        with story.recruiter("rhea") as recruiter:
            yield World(stack, job, recruiter, recruiter.system(next(recruiter.members())))
