"""People at work, many at once: random changes through the pages they use; who is refused or cut off goes on."""

import itertools
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from bench.compare import ONLY_ME, UNDECIDED
from bench.expected import COUNTRIES, EMPLOYMENT, EXPERIENCE, INTERVIEWS, REASONS, SOURCES
from bench.known import Known, Row
from tests.stack import Stack, control
from tests.story import Person, Recruiter, Story

ACCOUNTS = ("rhea", "ada", "rhea", "hal", "ada", "rhea")
FEWEST_JOBS, MOST_JOBS = 8, 30
MOST_EXPORTS = 250  # a seat may do 300 a month
CHANGES_PER_EXPORT = 40
_FIRST_MEMBER = 600_000
_WORDS = [
    "asked",
    "for",
    "a",
    "second",
    "talk",
    "about",
    "night",
    "shifts",
    "&",
    "pay,",
    "knows",
    "<Python>",
    "–",
    "writes",
    "well;",
    "naïve",
    "東京",
    "plan",
    "to",
    "move",
]
_TITLES = ("Welder", "Nurse", "Planner", "Deckhand", "Teacher", "Analyst", "Baker", "Surveyor", "Pilot")
_CITIES = ("Gothenburg", "Oslo", "Aarhus", "Bergen", "Kiruna")
Step = tuple[str, Mapping[str, str]] | None
"""A form to send and where to; None: there is nothing to do that with just now."""


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


class Numbers:
    """Names that nobody had before: each is a number that can be found again in whatever leaves."""

    def __init__(self, seed: int) -> None:
        self._numbers = itertools.count(seed % 1_000 * 1_000_000 + 1)

    def name(self) -> str:
        return f"kx{next(self._numbers)}x"


class Worker(threading.Thread):
    """One person at one screen, who goes on until enough has been done."""

    def __init__(self, person: Person, known: Known, numbers: Numbers, tally: Tally, seed: str) -> None:
        super().__init__(daemon=True)
        self._person = person
        self._user = 0
        self._known = known
        self._numbers = numbers
        self._tally = tally
        self._chance = random.Random(seed)
        self._count = itertools.count(1)

    def as_user(self, number: int) -> "Worker":
        self._user = number
        return self

    def run(self) -> None:
        kinds = list(_CHANGES)
        weights = [weight for weight, _change in _CHANGES.values()]
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
        step = _CHANGES[what][1](self)
        if step is not None:
            self._send(what, *step)

    def _send(self, what: str, path: str, form: Mapping[str, str]) -> httpx.Response | None:
        answer = None
        try:
            answer = self._person.http.post(path, data={self._person.proof: self._person.proven, **form})
        except httpx.HTTPError:
            threading.Event().wait(0.5)
        self._tally.note(what, answer)
        with suppress(KeyError):
            self._person.http.cookies.delete("messages")  # as if the next page had shown them
        return answer

    # people

    def add_applicant(self) -> Step:
        return self._add("applicants", self._known.one(self._chance, "jobs", status="active"))

    def add_prospect(self) -> Step:
        return self._add("prospects", self._known.one(self._chance, "jobs", status="active", enable_prospects=True))

    def _add(self, tab: str, job: Row | None) -> Step:
        if job is None:
            return None
        name, known = self._numbers.name(), self._known.one(self._chance, "emails")
        email = f"{name}@people.example"
        if known and self._chance.random() < 0.2:
            email = known.address
        elif self._chance.random() < 0.06:
            email = ""  # LinkedIn will have to wait for one
        profile = f"https://www.linkedin.com/in/{name}" if self._chance.random() < 0.3 else ""
        form = {
            "first_name": self._chance.choice(_TITLES),
            "last_name": f"{name} Demo" if self._chance.random() < 0.97 else "",
            "email": email,
            "phone": f"+46 70 {name[2:-1]}" if self._chance.random() < 0.5 else "",
            "links": profile,
            "headline": self._words(4),
            "source": self._chance.choice([source for source in SOURCES if source != "linkedin"]),
        }
        return f"/jobs/{job.id}/{tab}/add", form

    def edit_candidate(self) -> Step:
        row = self._known.one(self._chance, "candidates")
        if row is None:
            return None
        name = self._numbers.name()
        some = self._chance.randrange(1, 3)
        form = {
            "first_name": self._chance.choice(_TITLES),
            "last_name": f"{name} Demo",
            "headline": self._words(4),
            "location": "Gothenburg",
            "emails": "\n".join(f"{name}.{place}@people.example" for place in range(some)),
            "phones": f"+46 31 {name[2:-1]}" if self._chance.random() < 0.7 else "",
            "links": f"https://www.linkedin.com/in/{name}" if self._chance.random() < 0.5 else "",
        }
        return f"/candidates/{row.id}/edit", form

    def erase(self) -> Step:
        row = self._known.one(self._chance, "candidates")
        return row and (f"/candidates/{row.id}/erase", {"name": f"{row.first_name} {row.last_name}".strip()})

    # applications

    def advance(self) -> Step:
        return self._on_application("advance", {}, status="active")

    def move(self) -> Step:
        row = self._known.one(self._chance, "applications", status="active")
        job = row and next(iter(self._known.many("jobs", id=row.job_id)), None)
        return row and job and (f"/applications/{row.id}/move", {"stage": str(self._chance.choice(job.stages))})

    def reject(self) -> Step:
        form = {"reason": self._chance.choice(list(REASONS)), "comment": f"{ONLY_ME} {self._words(5)}"}
        return self._on_application("reject", form, status="active")

    def withdraw(self) -> Step:
        return self._on_application("withdraw", {"comment": f"{ONLY_ME} {self._words(5)}"}, status="active")

    def reopen(self) -> Step:
        return self._on_application("reopen", {}, status="closed")

    def delete_application(self) -> Step:
        return self._on_application("delete", {})

    def _on_application(self, act: str, form: Mapping[str, str], **wanted: object) -> Step:
        row = self._known.one(self._chance, "applications", **wanted)
        return row and (f"/applications/{row.id}/{act}", form)

    # what is written

    def write_note(self) -> Step:
        row = self._known.one(self._chance, "applications")
        about = "0" if self._chance.random() < 0.3 else str(row.id) if row else ""
        return row and (f"/candidates/{row.candidate_id}/notes", {**self._note(), "about": about})

    def change_note(self) -> Step:
        row = self._known.one(self._chance, "notes", author_id=self._user)
        return row and (f"/notes/{row.id}/edit", self._note())

    def delete_note(self) -> Step:
        row = self._known.one(self._chance, "notes")
        return row and (f"/notes/{row.id}/delete", {})

    def give_feedback(self) -> Step:
        """A draft, or submitted at once, or a change of what one has submitted: the page has one form."""
        row = self._known.one(self._chance, "applications", status="active")
        mine = self._known.many("feedback", author_id=self._user, application_id=row.id) if row else []
        submitted = any(one.status == "submitted" for one in mine)
        act = "submit" if submitted or self._chance.random() < 0.6 else "save"
        return row and (f"/applications/{row.id}/feedback", self._opinion(act))

    def change_feedback(self) -> Step:
        row = self._known.one(self._chance, "feedback", author_id=self._user)
        return row and (f"/applications/{row.application_id}/feedback", self._opinion("submit"))

    def delete_feedback(self) -> Step:
        row = self._known.one(self._chance, "feedback")
        return row and (f"/feedback/{row.id}/delete", {})

    def _note(self) -> Mapping[str, str]:
        private = self._chance.random() < 0.3
        text = f"{ONLY_ME if private else 'For everybody'} {next(self._count)}:\n\n{self._words(12)}"
        return {"text": text, "visibility": "private" if private else "shared"}

    def _opinion(self, act: str) -> Mapping[str, str]:
        says = UNDECIDED if act == "save" else "Decided"
        return {
            "act": act,
            "recommendation": self._chance.choice(["yes", "no"]),
            "interview_type": self._chance.choice(list(INTERVIEWS)),
            "strengths": self._words(6) if self._chance.random() < 0.7 else "",
            "weaknesses": self._words(6) if self._chance.random() < 0.5 else "",
            "comment": f"{says} {next(self._count)}",
        }

    # jobs

    def _open_job(self) -> None:
        """Three changes: created, its details written, activated."""
        title = f"{self._chance.choice(_TITLES)} {self._words(2)}"
        made = self._send("job opened", "/jobs/new", {"title": title, "role": self._role()})
        address = made.headers.get("location", "") if made is not None and made.is_redirect else ""
        if not address.startswith("/jobs/"):
            return
        job = address.split("/")[2]
        self._send("job opened", f"/jobs/{job}/edit", self._details(prospects=self._chance.random() < 0.9))
        self._send("job opened", f"/jobs/{job}/activate", {})

    def edit_job(self) -> Step:
        row = self._known.one(self._chance, "jobs", status="active")
        return row and (f"/jobs/{row.id}/edit", self._details(prospects=row.enable_prospects))

    def close_job(self) -> Step:
        if len(self._known.many("jobs", status="active")) <= FEWEST_JOBS + 4:
            return None
        row = self._known.one(self._chance, "jobs", status="active")
        return row and (f"/jobs/{row.id}/close", {"reason": "cancelled", "comment": self._words(3)})

    def change_team(self) -> Step:
        row, job = self._known.one(self._chance, "team"), self._known.one(self._chance, "jobs", status="active")
        if row and self._chance.random() < 0.4:
            return f"/jobs/{row.job_id}/team/{row.id}/remove", {}
        role = self._chance.choice(["recruiter", "hiring_manager", "interviewer"])
        return row and job and (f"/jobs/{job.id}/team", {"role": role, "user": str(row.user_id)})

    def _details(self, *, prospects: bool) -> Mapping[str, str]:
        form = {
            "title": f"{self._chance.choice(_TITLES)} {self._words(2)}",
            "description": f"{self._words(25)}\n\n{self._words(20)}\n{self._words(20)}",
            "city": self._chance.choice(_CITIES),
            "country": self._chance.choice(list(COUNTRIES)),
            "openings": "2",
            "employment_type": self._chance.choice(list(EMPLOYMENT)),
            "seniority": self._chance.choice(list(EXPERIENCE)),
            "hiring_managers_handle_prospects": "on",
            "feedback_editable": "on",
        }
        form |= {"enable_prospects": "on"} if prospects else {}
        return form | ({"is_confidential": "on"} if self._chance.random() < 0.3 else {})

    def _role(self) -> str:
        return "hiring_manager" if self._person.name == "hal" else "recruiter"

    def _words(self, many: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=many))


_CHANGES: Mapping[str, tuple[float, Callable[[Worker], Step]]] = {
    "applicant added": (15, Worker.add_applicant),
    "prospect added": (12, Worker.add_prospect),
    "candidate edited": (8, Worker.edit_candidate),
    "candidate erased": (1.5, Worker.erase),
    "advanced": (14, Worker.advance),
    "moved": (7, Worker.move),
    "rejected": (4, Worker.reject),
    "withdrawn": (2, Worker.withdraw),
    "reopened": (3, Worker.reopen),
    "application deleted": (2, Worker.delete_application),
    "note written": (11, Worker.write_note),
    "note changed": (5, Worker.change_note),
    "note deleted": (2.5, Worker.delete_note),
    "feedback given": (9, Worker.give_feedback),
    "feedback changed": (3, Worker.change_feedback),
    "feedback deleted": (1.5, Worker.delete_feedback),
    "job opened": (0.2, lambda _worker: None),  # three steps, see Worker._open_job
    "job edited": (0.8, Worker.edit_job),
    "job closed": (0.15, Worker.close_job),
    "team changed": (0.6, Worker.change_team),
}


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
    try:
        yield [
            *(
                Worker(person, known, numbers, tally, f"{seed} {place}").as_user(users[person.name])
                for place, person in enumerate(people)
            ),
            Exporter(seat, story.stack, known, tally, f"{seed} exports"),
        ]
    finally:
        for visitor in (*people, seat):
            visitor.close()
