"""What LinkedIn has, read from the sandbox's own store, and what it was called with, from its record of calls."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from bench.compare import Record, Records, Sent, State
from tests.stack import Stack, control

INJECTED = "A fault set through the sandbox's control API."
_NAME = "judged"
_PARTS = {
    "STAGE": "stage",
    "CANDIDATE_NOTE": "candidate note",
    "APPLICATION_NOTE": "application note",
    "INTERVIEW_FEEDBACK": "feedback",
}
_LOOKS = frozenset(
    {
        *("atsCandidates", "candidates", "seatsV2", "conversationEvents", "prospectNotes", "mailStubs"),
        "closedCandidateProfiles",
    }
)
"""Whom LinkedIn takes people to be, what recruiters wrote, and who has closed their account."""
_HOW = frozenset({"jobPostingOperationType", "listedAt", "state", "integrationContext"})
"""Of a posting: how and when it was sent, not what it says; the job's own row has its state and its organization."""


@dataclass(frozen=True)
class Called:
    """A call, and what it was answered with."""

    id: int
    sent: Sent
    status: int
    answer: str

    @property
    def resource(self) -> str:
        """Its path without the keys in between."""
        return "/".join(part for part in self.sent.path.split("/") if "=" not in part and "%3D" not in part)

    @property
    def is_ours(self) -> bool:
        """Whether it went to LinkedIn's API: neither a token nor a page."""
        return self.sent.path.startswith(("/v2/", "/rest/"))

    @property
    def is_a_look(self) -> bool:
        """Whether it asks for what LinkedIn knows: that has its own schedule, and sends nothing."""
        return self.sent.method == "GET" and self.resource.rpartition("/")[2] in _LOOKS

    @property
    def may_have_done(self) -> bool:
        """Whether LinkedIn may have carried it out; of what takes something away only its yes counts."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES or self.sent.method not in {"DELETE", "GET"}

    @property
    def is_over_quota(self) -> bool:
        return self.status == 429 and INJECTED not in self.answer


class Store:
    """A copy of the sandbox's store, taken through its control API."""

    def __init__(self, stack: Stack) -> None:
        control(stack, "POST", "snapshots", {"name": _NAME})
        file = httpx.get(f"{stack.linkedin_server}/_sandbox/snapshots/{_NAME}/file", timeout=120).raise_for_status()
        self._path: Path = stack.folder / "judged.sqlite3"
        self._path.write_bytes(file.content)
        control(stack, "DELETE", f"snapshots/{_NAME}")

    def state(self) -> State:
        with closing(self._open()) as store:
            return {
                **people(store),
                "job": {row["external_id"]: _job(row) for row in store.execute("SELECT * FROM jobs")},
                "right": {
                    f"{row['acl_id']} {row['entity_id']}": {"organization": row["context"]}
                    for row in store.execute("SELECT * FROM acls")
                },
                "assignee": {
                    f"{row['acl_id']} urn:li:person:{row['person_id']}": {"organization": row["context"]}
                    for row in store.execute(_ASSIGNEES)
                },
                "viewers": {
                    f"{row['key']} of {row['context']}": {"value": row["value"]} for row in store.execute(_VIEWERS)
                },
            }

    def calls(self, after: int = 0) -> Iterator[Called]:
        """In the order they came."""
        with closing(self._open()) as store:
            for row in store.execute("SELECT * FROM calls WHERE id > ? ORDER BY id", (after,)):
                sent = Sent(row["at"], row["method"], row["path"], row["query"], row["body"])
                yield Called(row["id"], sent, row["status"], row["answer"])

    def last_call(self) -> int:
        with closing(self._open()) as store:
            return int(store.execute("SELECT coalesce(max(id), 0) FROM calls").fetchone()[0])

    def _open(self) -> sqlite3.Connection:
        store = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)
        store.row_factory = sqlite3.Row
        return store


def people(store: sqlite3.Connection) -> State:
    """Candidates, their applications and what hangs on both; `store` gives its rows as sqlite3.Row."""
    return {
        "candidate": {row["external_id"]: _candidate(row) for row in store.execute(_CANDIDATES)},
        "application": _records(store, "SELECT * FROM job_applications"),
        **{kind: _records(store, f"SELECT * FROM details WHERE kind = '{name}'") for name, kind in _PARTS.items()},
        "résumé": _records(store, _RESUMES),
    }


_CANDIDATES = """
    SELECT candidates.*, person_id FROM candidates
    LEFT JOIN person_ids ON member_id = manual_member_id AND person_ids.application_id = candidates.application_id
"""
_RESUMES = """
    SELECT external_id, context, value_json, 'of ' || lower(replace(kind, '_ATTACHMENT', '')) || ' ' || parent AS parent FROM details
    WHERE kind IN ('CANDIDATE_ATTACHMENT', 'APPLICATION_ATTACHMENT')
"""
_ASSIGNEES = "SELECT * FROM acl_assignees JOIN person_ids USING (application_id, member_id)"
_VIEWERS = """
    SELECT key, context, value FROM configurations JOIN integrations ON integrations.id = integration_id
    WHERE key LIKE '%_VIEWERS'
"""


def _records(store: sqlite3.Connection, query: str) -> Records:
    found: dict[str, Record] = {}
    for row in store.execute(query):
        below = f"{row['parent']}/" if "parent" in row.keys() else ""  # noqa: SIM118 -- a row's values otherwise
        found[f"{below}{row['external_id']}"] = {**_said(row["value_json"]), "organization": row["context"]}
    return found


def _candidate(row: sqlite3.Row) -> Record:
    member = {"member": f"urn:li:person:{row['person_id']}"} if row["person_id"] else {}
    return {**_said(row["value_json"]), **member, "organization": row["context"]}


def _job(row: sqlite3.Row) -> Record:
    said = {name: value for name, value in _said(row["posting_json"]).items() if name not in _HOW}
    return {**said, "state": row["state"], "organization": row["context"]}


def _said(value: str) -> Mapping[str, Any]:
    """Without what is null."""
    return {name: one for name, one in json.loads(value).items() if one is not None}
