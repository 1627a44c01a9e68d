"""Requests that schemathesis makes up from the API's own document, half of them led to where there is something to find.

Every answer is judged by the document: no server error, no status, content type, header or body that it does not tell
of. What leads somewhere is made through the API itself first (a draft before it is activated), and judged too.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

JUDGES = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
JUNK = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"[" * 100_000,
    b'{"a":' * 5_000,
    b"\xff\xfe{\x00}\x00",
    b'"\xed\xa0\x80"',
    b'{"first_name": "\\ud800", "name": "\\udfff", "text": "\\ud800", "title": "\\ud800"}',
    b'{"candidate_id": ' + b"9" * 5_000 + b"}",
    b'{"candidate_id": 1e400, "stage_id": NaN, "openings": Infinity}',
    b'{"first_name": "a", "first_name": {"a": []}}',
)
"""Bodies that no schema makes up."""

Body = dict[str, Any]
Led = tuple[dict[str, Any], Body]
"""Path parameters, and what the body must say, to lead somewhere."""


@dataclass
class Tally:
    """What came back: how often each status, the good ones by operation, and what should not have been."""

    statuses: Counter[int] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return self.statuses.total()


class Caller:
    """A program with a key, at a server by its address, or at the application in this process."""

    def __init__(self, document: Any, secret: str, *, base_url: str = "", app: Any = None) -> None:
        found = schemathesis.openapi.from_dict(document)
        found.app = app
        operations = [one.ok() for one in found.get_all_operations() if isinstance(one, Ok)]
        self.operations = {operation.definition.raw["operationId"]: operation for operation in operations}
        self.document = document
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.base_url = base_url or "http://localhost"
        self.tally = Tally()
        self.random = random.Random(1)
        self.numbers = 0

    def play(self, many: int, *, often: int = 1, number: int = 1) -> Tally:
        """About so many requests, the same ones for the same number, until every operation was so often done."""
        self.random.seed(number)
        each = max(many // (len(self.operations) * 3), 2)
        cases = [
            (name, case)
            for name in self.operations
            for mode, share in ((GenerationMode.POSITIVE, each * 2), (GenerationMode.NEGATIVE, each))
            for case in self._made_up(name, mode, share, number)
        ]
        self.random.shuffle(cases)
        for name, case in cases:
            if self.tally.asked >= many:
                break
            if case.meta.generation.mode.is_positive and self.random.random() < 0.75:
                self._lead(name, case)
            self._send(name, case)
        for name in self.operations:
            self.nonsense(name)
            for _more in range(self.tally.good[name], often):
                path, body = self._lead_to(name)
                has_body = "requestBody" in self.operations[name].definition.raw
                self.ask(name, path, {**self.example(name), **body} if has_body else None)
        return self.tally

    def nonsense(self, name: str) -> None:
        """Bodies that are none."""
        operation = self.operations[name]
        if "requestBody" not in operation.definition.raw:
            return
        path, _body = self._lead_to(name)
        for content in JUNK:
            case = operation.Case(path_parameters=dict(path), media_type="application/json", body=content)
            self._send(name, case, data=content)

    def ask(self, name: str, path: Mapping[str, Any] | None = None, body: Body | None = None) -> Any:
        """One request on the way to another; what it answers."""
        operation = self.operations[name]
        more: dict[str, Any] = {"body": body, "media_type": "application/json"} if body is not None else {}
        answer = self._send(name, operation.Case(path_parameters=dict(path or {}), **more))
        assert answer.status_code < 300, (name, answer.status_code, answer.content[:500])
        return json.loads(answer.content or b"null")

    def example(self, name: str) -> Body:
        """The documented example of a body, with what must differ each time."""
        schema = self.operations[name].definition.raw["requestBody"]["content"]["application/json"]["schema"]
        found = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["examples"][0]
        self.numbers += 1
        own = {"code": f"G-{self.numbers}", "emails": [f"g{self.numbers}@people.example"], "name": f"P {self.numbers}"}
        return {**found, **{key: value for key, value in own.items() if key in found}}

    def _made_up(self, name: str, mode: GenerationMode, many: int, number: int) -> list[Any]:
        found: list[Any] = []

        @seed(number)
        @settings(
            max_examples=many,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=self.operations[name].as_strategy(generation_mode=mode))
        def collect(case: Any) -> None:
            found.append(case)

        with suppress(Unsatisfiable):  # an operation that takes nothing takes nothing wrong either
            collect()
        return found[:many]

    def _lead(self, name: str, case: Any) -> None:
        """To rows that are there, in a state in which it can be done."""
        path, body = self._lead_to(name)
        case.path_parameters = {**(case.path_parameters or {}), **path}
        case.query = {key: value for key, value in (case.query or {}).items() if key != "cursor"}
        case.headers = {}
        if "requestBody" in self.operations[name].definition.raw:
            made_up = case.body if isinstance(case.body, dict) and self.random.random() < 0.4 else self.example(name)
            case.body = {**made_up, **body}

    def _lead_to(self, name: str) -> Led:
        leads: dict[str, Callable[[], Led]] = {
            "read_job": lambda: ({"job_id": self._draft()}, {}),
            "change_job": lambda: ({"job_id": self._draft()}, {}),
            "delete_job": lambda: ({"job_id": self._draft()}, {}),
            "activate_job": lambda: ({"job_id": self._draft()}, {}),
            "close_job": lambda: ({"job_id": self._active()}, {"reason": "cancelled"}),
            "list_stages": lambda: ({"job_id": self._draft()}, {}),
            "list_job_applications": lambda: ({"job_id": self._active()}, {}),
            "add_application": lambda: ({"job_id": self._active()}, {"candidate_id": self._candidate()}),
            "move_application": self._to_move,
            "note_offer": lambda: ({"application_id": self._at_offer()}, {"offer": "prepared"}),
            "take_back_offer": self._to_take_back,
            "reopen_application": lambda: ({"application_id": self._closed()}, {}),
            "list_members": lambda: ({"pool_id": self._pool()}, {}),
            "read_pool": lambda: ({"pool_id": self._pool()}, {}),
            "add_member": lambda: ({"pool_id": self._pool()}, {"candidate_id": self._candidate()}),
            "remove_member": self._to_remove,
        }
        if name in leads:
            return leads[name]()
        path = next(path for path, methods in self.document["paths"].items() if _has(methods, name))
        if "{application_id}" in path:
            return {"application_id": self._application()}, {}
        return ({"candidate_id": self._candidate()}, {}) if "{candidate_id}" in path else ({}, {})

    def _draft(self) -> int:
        return int(self.ask("create_job", body=self.example("create_job"))["id"])

    def _active(self) -> int:
        return int(self.ask("activate_job", {"job_id": self._draft()})["id"])

    def _candidate(self) -> int:
        return int(self.ask("add_candidate", body=self.example("add_candidate"))["id"])

    def _application(self) -> int:
        body = {"candidate_id": self._candidate()}
        return int(self.ask("add_application", {"job_id": self._active()}, body)["id"])

    def _closed(self) -> int:
        return int(self.ask("reject_application", {"application_id": self._application()}, {"reason": "other"})["id"])

    def _pool(self) -> int:
        return int(self.ask("create_pool", body=self.example("create_pool"))["id"])

    def _to_move(self) -> Led:
        which = self._application()
        return {"application_id": which}, {"stage_id": self.random.choice(self._stages(which))["id"]}

    def _at_offer(self) -> int:
        which = self._application()
        offer = next(stage["id"] for stage in self._stages(which) if stage["kind"] == "offer")
        return int(self.ask("move_application", {"application_id": which}, {"stage_id": offer})["id"])

    def _to_take_back(self) -> Led:
        path = {"application_id": self._at_offer()}
        self.ask("note_offer", path, {"offer": "prepared"})
        return path, {}

    def _stages(self, application: int) -> Any:
        job = self.ask("read_application", {"application_id": application})["job_id"]
        return self.ask("list_stages", {"job_id": job})

    def _to_remove(self) -> Led:
        pool, candidate = self._pool(), self._candidate()
        self.ask("add_member", {"pool_id": pool}, {"candidate_id": candidate})
        return {"pool_id": pool, "candidate_id": candidate}, {}

    def _send(self, name: str, case: Any, **more: Any) -> Any:
        headers = {**(case.headers or {}), **self.headers}
        case.headers = headers
        answer = case.call(base_url=self.base_url, headers=headers, **more)
        self.tally.statuses[answer.status_code] += 1
        if answer.status_code < 300:
            self.tally.good[name] += 1
        try:
            case.validate_response(answer, checks=JUDGES)
        except FailureGroup as group:
            self.tally.faults += [f"{name}: {failure}"[:1_500] for failure in group.exceptions]
        return answer


def _has(methods: Mapping[str, Any], name: str) -> bool:
    return any(operation["operationId"] == name for operation in methods.values())
