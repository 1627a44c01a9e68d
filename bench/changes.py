"""What people do to jobs, candidates and applications at random: which form they would send, made up from what they see."""

import itertools
import random
from collections.abc import Callable, Mapping

from bench.compare import ONLY_ME, UNDECIDED
from bench.known import Known, Row
from bench.vocabulary import COUNTRIES, EMPLOYMENT, EXPERIENCE, FUNCTIONS, INTERVIEWS, REASONS, SOURCES

FEWEST_JOBS = 8
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
TITLES = ("Welder", "Nurse", "Planner", "Deckhand", "Teacher", "Analyst", "Baker", "Surveyor", "Pilot")
_SKILLS = ["Welding", "R & <D>", "Rope", "Swedish"]
_CITIES = ("Gothenburg", "Oslo", "Aarhus", "Bergen", "Kiruna")
File = tuple[str, bytes]
"""A name, and what is in it."""
Step = tuple[str, Mapping[str, str | File]] | None
"""A form to send and where to; None: there is nothing to do that with just now."""


class Numbers:
    """Names that nobody had before: each is a number that can be found again in whatever leaves."""

    def __init__(self, seed: int) -> None:
        self._numbers = itertools.count(seed % 1_000 * 1_000_000 + 1)

    def name(self) -> str:
        return f"kx{next(self._numbers)}x"


class Changes:
    """Of one user, by their number; the forms are those of the pages people use."""

    def __init__(self, user: int, known: Known, numbers: Numbers, chance: random.Random) -> None:
        self._user = user
        self._known = known
        self._numbers = numbers
        self._chance = chance
        self._count = itertools.count(1)

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
            "first_name": self._chance.choice(TITLES),
            "last_name": f"{name} Demo" if self._chance.random() < 0.97 else "",
            "email": email,
            "phone": f"+46 70 {name[2:-1]}" if self._chance.random() < 0.5 else "",
            "links": profile,
            "headline": self.words(4),
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
            "first_name": self._chance.choice(TITLES),
            "last_name": f"{name} Demo",
            "headline": self.words(4),
            "location": "Gothenburg",
            "emails": "\n".join(f"{name}.{place}@people.example" for place in range(some)),
            "phones": f"+46 31 {name[2:-1]}" if self._chance.random() < 0.7 else "",
            "links": f"https://www.linkedin.com/in/{name}" if self._chance.random() < 0.5 else "",
        }
        return f"/candidates/{row.id}/edit", form

    def erase(self) -> Step:
        row = self._known.one(self._chance, "candidates")
        return row and (f"/candidates/{row.id}/erase", {"name": f"{row.first_name} {row.last_name}".strip()})

    def merge(self) -> Step:
        """Whoever chance chooses: what becomes of two people is the same as of one."""
        kept, other = (self._known.one(self._chance, "candidates") for _ in range(2))
        return kept and other and (f"/candidates/{kept.id}/merge/{other.id}", {})

    def undo_merge(self) -> Step:
        row = self._known.one(self._chance, "merges")
        return row and (f"/merges/{row.id}/undo", {})

    # applications

    def advance(self) -> Step:
        return self._on_application("advance", {}, status="active")

    def move(self) -> Step:
        row = self._known.one(self._chance, "applications", status="active")
        job = row and next(iter(self._known.many("jobs", id=row.job_id)), None)
        return row and job and (f"/applications/{row.id}/move", {"stage": str(self._chance.choice(job.stages))})

    def reject(self) -> Step:
        form = {"reason": self._chance.choice(list(REASONS)), "comment": f"{ONLY_ME} {self.words(5)}"}
        return self._on_application("reject", form, status="active")

    def withdraw(self) -> Step:
        return self._on_application("withdraw", {"comment": f"{ONLY_ME} {self.words(5)}"}, status="active")

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

    def add_document(self) -> Step:
        row = self._known.one(self._chance, "applications")
        about = "0" if self._chance.random() < 0.3 else str(row.id) if row else ""
        return row and (f"/candidates/{row.candidate_id}/documents", {**self._document(), "about": about})

    def change_document(self) -> Step:
        row = self._known.one(self._chance, "documents")
        return row and (f"/documents/{row.id}/edit", self._document())

    def delete_document(self) -> Step:
        row = self._known.one(self._chance, "documents")
        return row and (f"/documents/{row.id}/delete", {})

    def _document(self) -> Mapping[str, str | File]:
        kind = "resume" if self._chance.random() < 0.7 else "other"
        name = f"{'resume' if kind == 'resume' else ONLY_ME} {next(self._count)}.txt"
        return {"kind": kind, "file": (name, f"{self.words(30)}\n{self._user} {name}".encode())}

    def _note(self) -> Mapping[str, str]:
        private = self._chance.random() < 0.3
        text = f"{ONLY_ME if private else 'For everybody'} {next(self._count)}:\n\n{self.words(12)}"
        return {"text": text, "visibility": "private" if private else "shared"}

    def _opinion(self, act: str) -> Mapping[str, str]:
        says = UNDECIDED if act == "save" else "Decided"
        return {
            "act": act,
            "recommendation": self._chance.choice(["yes", "no"]),
            "interview_type": self._chance.choice(list(INTERVIEWS)),
            "strengths": self.words(6) if self._chance.random() < 0.7 else "",
            "weaknesses": self.words(6) if self._chance.random() < 0.5 else "",
            "comment": f"{says} {next(self._count)}",
        }

    # jobs

    def edit_job(self) -> Step:
        row = self._known.one(self._chance, "jobs", status="active")
        return row and (f"/jobs/{row.id}/edit", self.details(prospects=row.enable_prospects))

    def close_job(self) -> Step:
        if len(self._known.many("jobs", status="active")) <= FEWEST_JOBS + 4:
            return None
        row = self._known.one(self._chance, "jobs", status="active")
        return row and (f"/jobs/{row.id}/close", {"reason": "cancelled", "comment": self.words(3)})

    def change_team(self) -> Step:
        row, job = self._known.one(self._chance, "team"), self._known.one(self._chance, "jobs", status="active")
        if row and self._chance.random() < 0.4:
            return f"/jobs/{row.job_id}/team/{row.id}/remove", {}
        role = self._chance.choice(["recruiter", "hiring_manager", "interviewer"])
        return row and job and (f"/jobs/{job.id}/team", {"role": role, "user": str(row.user_id)})

    def details(self, *, prospects: bool) -> Mapping[str, str]:
        form = {
            "title": f"{self._chance.choice(TITLES)} {self.words(2)}",
            "description": f"{self.words(25)}\n\n{self.words(20)}\n{self.words(20)}",
            "city": self._chance.choice(_CITIES),
            "country": self._chance.choice(list(COUNTRIES)),
            "openings": "2",
            "employment_type": self._chance.choice(list(EMPLOYMENT)),
            "seniority": self._chance.choice(list(EXPERIENCE)),
            "functions": ", ".join(self._chance.sample([*FUNCTIONS, "Lamps & buoys"], self._chance.randint(0, 5))),
            "skills": ", ".join(self._chance.sample(_SKILLS, self._chance.randint(0, 3))),
            "hiring_managers_handle_prospects": "on",
            "feedback_editable": "on",
            "remind_feedback_after": "24",
            "is_listed": "on",
            "resume_required": "on",
            "confirm_to": "applying",
        }
        form |= {"enable_prospects": "on"} if prospects else {}
        return form | ({"is_confidential": "on"} if self._chance.random() < 0.3 else {})

    # who sees what

    def change_settings(self) -> Step:
        """Of LinkedIn, as one form: any of them may stay as it was."""
        row = self._known.one(self._chance, "administrators", id=self._user)
        form = {
            "visibility": self._chance.choice(["acl", "everyone"]),
            "export_to": self._chance.choice(["everyone", "team"]),
            "availability": "private",
        }
        form |= {"identity_before_application": "on"} if self._chance.random() < 0.5 else {}
        return row and ("/admin-center/linkedin/settings", form)

    def words(self, many: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=many))


KINDS: Mapping[str, tuple[float, Callable[[Changes], Step]]] = {
    "applicant added": (15, Changes.add_applicant),
    "prospect added": (12, Changes.add_prospect),
    "candidate edited": (8, Changes.edit_candidate),
    "candidate erased": (1.5, Changes.erase),
    "candidates merged": (1.5, Changes.merge),
    "merge undone": (1, Changes.undo_merge),
    "advanced": (14, Changes.advance),
    "moved": (7, Changes.move),
    "rejected": (4, Changes.reject),
    "withdrawn": (2, Changes.withdraw),
    "reopened": (3, Changes.reopen),
    "application deleted": (2, Changes.delete_application),
    "note written": (11, Changes.write_note),
    "note changed": (5, Changes.change_note),
    "note deleted": (2.5, Changes.delete_note),
    "feedback given": (9, Changes.give_feedback),
    "feedback changed": (3, Changes.change_feedback),
    "feedback deleted": (1.5, Changes.delete_feedback),
    "document added": (5, Changes.add_document),
    "document changed": (1.5, Changes.change_document),
    "document deleted": (1, Changes.delete_document),
    "job opened": (0.2, lambda _changes: None),  # three steps: see Worker
    "job edited": (0.8, Changes.edit_job),
    "job closed": (0.15, Changes.close_job),
    "team changed": (0.6, Changes.change_team),
    "settings changed": (4, Changes.change_settings),
}
