"""What people see on their screens: everything there is, a moment ago, so that they choose among it and are often too late."""

import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from tests.stack import Stack

Row = Any  # what a query selects, by name

_EVERY = 1.5
_QUERIES = {
    "jobs": """SELECT id, code, status, is_confidential, enable_prospects, (SELECT array_agg(stage.id ORDER BY position)
                   FROM jobs_stage stage WHERE stage.job_id = job.id) AS stages FROM jobs_job job""",
    "candidates": "SELECT id, first_name, last_name FROM candidates_candidate",
    "merges": "SELECT id FROM candidates_merge WHERE undone_at IS NULL",
    "documents": "SELECT id FROM documents_document",
    "emails": "SELECT address FROM candidates_emailaddress",
    "applications": """SELECT application.id, application.job_id, candidate_id, application.status
                           FROM applications_application application
                           JOIN jobs_job job ON job.id = job_id WHERE job.status = 'active'""",
    "notes": "SELECT id, author_id FROM notes_note",
    "feedback": "SELECT id, application_id, author_id, status FROM interviews_feedback",
    "administrators": "SELECT id FROM accounts_user WHERE 'administrator' = ANY (roles)",
    "team": "SELECT id, job_id, user_id, role FROM jobs_teammember",
}


@dataclass
class Known:
    """Replaced as a whole now and then; a list may name what is gone meanwhile."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _QUERIES})

    def one(self, chance: random.Random, name: str, **wanted: object) -> Row | None:
        """Any row that fits, or None after a few tries: people do not search for long."""
        rows = self.rows[name]
        for _try in range(20 if rows else 0):
            row = chance.choice(rows)
            if all(getattr(row, key) == value for key, value in wanted.items()):
                return row
        return None

    def many(self, name: str, **wanted: object) -> list[Row]:
        return [row for row in self.rows[name] if all(getattr(row, key) == value for key, value in wanted.items())]


class Looking(threading.Thread):
    """Keeps `known` nearly up to date, also after the database was restarted."""

    def __init__(self, stack: Stack, known: Known) -> None:
        super().__init__(daemon=True)
        self._stack = stack
        self._known = known
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            with suppress(psycopg.Error):
                self.look()

    def look(self) -> None:
        with self._stack.database() as database, database.cursor(row_factory=namedtuple_row) as cursor:
            self._known.rows = {name: cursor.execute(query).fetchall() for name, query in _QUERIES.items()}

    def stop(self) -> None:
        self._done.set()
        self.join()
