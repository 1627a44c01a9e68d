"""People at work, many at once: random changes through the pages they use; who is refused or cut off goes on."""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from bench.changes import FEWEST_JOBS, KINDS, TITLES, Changes, File, Numbers
from bench.known import Known
from tests.stack import Stack, control
from tests.story import Person, Recruiter, Story

ACCOUNTS = ("rhea", "ada", "rhea", "hal", "ada", "rhea")
MOST_EXPORTS = 250  # a seat may do 300 a month
CHANGES_PER_EXPORT = 40
_FIRST_MEMBER = 600_000


@dataclass
class Tally:
    """What became of what people tried."""

    wanted: int
    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    cut_off: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_enough(self) -> bool:
        return self.made.total() >= self.wanted

    def note(self, what: str, answer: httpx.Response | None) -> None:
        """A redirect means that it was done; 4xx that it was refused; 5xx or nothing that it was cut off."""
        with self.lock:
            if answer is None or answer.status_code >= 500:
                self.cut_off[what] += 1
            elif answer.is_redirect and "/accounts/login" not in answer.headers["location"]:
                self.made[what] += 1
            else:
                self.refused[what] += 1


class Worker(threading.Thread):
    """One person at one screen, who goes on until enough has been done."""

    def __init__(self, person: Person, changes: Changes, known: Known, tally: Tally, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._person = person
        self._changes = changes
        self._known = known
        self._tally = tally
        self._chance = chance

    def run(self) -> None:
        kinds = list(KINDS)
        weights = [weight for weight, _change in KINDS.values()]
        while not self._tally.is_enough:
            what = self._chance.choices(kinds, weights)[0]
            if len(self._known.many("jobs", status="active")) < FEWEST_JOBS:
                what = "job opened"
            try:
                self._do(what)
            except Exception as error:  # noqa: BLE001 -- a thread's end is told at the end
                self._tally.failed.append(f"{what}: {error!r}")
                return

    def _do(self, what: str) -> None:
        if what == "job opened":
            self._open_job()
            return
        step = KINDS[what][1](self._changes)
        if step is not None:
            self._send(what, *step)

    def _send(self, what: str, path: str, form: Mapping[str, str | File]) -> httpx.Response | None:
        answer = None
        said = {self._person.proof: self._person.proven} | {
            name: value for name, value in form.items() if isinstance(value, str)
        }
        files = {name: value for name, value in form.items() if not isinstance(value, str)}
        try:
            answer = self._person.http.post(path, data=said, files=files or None)
        except httpx.HTTPError:
            threading.Event().wait(0.5)
        self._tally.note(what, answer)
        with suppress(KeyError):
            self._person.http.cookies.delete("messages")  # as if the next page had shown them
        return answer

    def _open_job(self) -> None:
        """Three changes: created, its details written, activated."""
        title = f"{self._chance.choice(TITLES)} {self._changes.words(2)}"
        made = self._send("job opened", "/jobs/new", {"title": title, "role": self._role()})
        address = made.headers.get("location", "") if made is not None and made.is_redirect else ""
        if not address.startswith("/jobs/"):
            return
        job = address.split("/")[2]
        self._send("job opened", f"/jobs/{job}/edit", self._changes.details(prospects=self._chance.random() < 0.9))
        self._send("job opened", f"/jobs/{job}/activate", {})

    def _role(self) -> str:
        return "hiring_manager" if self._person.name == "hal" else "recruiter"


class Exporter(threading.Thread):
    """A recruiter who exports people from LinkedIn meanwhile: they become prospects that are linked to a member."""

    def __init__(self, seat: Recruiter, stack: Stack, known: Known, tally: Tally, seed: str) -> None:
        super().__init__(daemon=True)
        self._seat = seat
        self._known = known
        self._tally = tally
        self._chance = random.Random(seed)
        made = [
            {"id": _FIRST_MEMBER + one, "slug": f"exported-{one}", "first_name": "Exported", "last_name": f"No{one}"}
            for one in range(min(MOST_EXPORTS, tally.wanted // CHANGES_PER_EXPORT))
        ]
        self._members = [_FIRST_MEMBER + one for one in range(len(made))]
        control(stack, "POST", "seed", {"members": made})
        self._system = seat.system(next(seat.members()))

    def run(self) -> None:
        for place, member in enumerate(self._members):
            self._tally_wait(self._tally.wanted * place / len(self._members))
            job = self._known.one(self._chance, "jobs", status="active", enable_prospects=True)
            if self._tally.is_enough:
                return
            try:
                if job:
                    self._seat.export(member, job.code, system=self._system)
                    self._tally.made["exported from LinkedIn"] += 1
            except AssertionError:
                self._tally.refused["exported from LinkedIn"] += 1
            except httpx.HTTPError:
                self._tally.cut_off["exported from LinkedIn"] += 1

    def _tally_wait(self, made: float) -> None:
        """So that the exports are spread over all the changes."""
        while self._tally.made.total() < made and not self._tally.is_enough:
            threading.Event().wait(0.1)


@contextmanager
def at_work(story: Story, known: Known, tally: Tally, seed: int) -> Iterator[list[threading.Thread]]:
    """Everybody signed in, and a recruiter at LinkedIn; they start when their threads do."""
    numbers = Numbers(seed)
    with story.stack.database() as database:
        rows = database.execute("SELECT split_part(email, '@', 1), id FROM accounts_user").fetchall()
        users = {str(name): int(str(number)) for name, number in rows}
    people = [Person(story.stack.skaffa_server, name) for name in ACCOUNTS]
    seat = Recruiter(story.stack.linkedin_server, "rhea")
    chances = [random.Random(f"{seed} {place}") for place in range(len(people))]
    try:
        yield [
            *(
                Worker(person, Changes(users[person.name], known, numbers, chance), known, tally, chance)
                for person, chance in zip(people, chances, strict=True)
            ),
            Exporter(seat, story.stack, known, tally, f"{seed} exports"),
        ]
    finally:
        for visitor in (*people, seat):
            visitor.close()
