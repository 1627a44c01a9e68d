"""Which fields of the contract the sandbox is seen to send and to understand, over a story that calls every operation."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from rsc_sandbox import webhook
from rsc_sandbox.linkedin import closing, export, inmail, member_notes, resync
from rsc_sandbox.store import settings
from tests.contracts.files import CONTRACTS, read
from tests.sandbox.generated import ANSWERED, Sent, Wire
from tests.sandbox.vendor import MINA, RHEA_SEAT

ASA = 1002
WITHIN = 1_767_230_000_000  # lies in the windows of the contract's examples
_NOWHERE = "00000000-0000-4000-8000-000000000000"
_IN_ORDER = [name for name in ANSWERED if "delete" not in name]
_REFILL = [f"rest/{name}/batch_update" for name in ("candidates", "atsApplications")]  # before what hangs on them
_REFILL += [name for name in _IN_ORDER if name.startswith("rest/") and "update" in name and name not in _REFILL]
_DELETIONS = {  # by whether in rest; files before the applications they go with
    rest: sorted(
        (name for name in ANSWERED if "delete" in name and name.startswith("rest/") == rest),
        key=lambda name: ("attachments" not in name, name),
    )
    for rest in (False, True)
}


@dataclass
class Observed:
    """`sent` by operation and side, as the paths that fidelity.fields gives; `strange` is what no schema names."""

    wire: Wire
    sent: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    strange: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, operation: str, body: Any, side: str = "response") -> None:
        schema = read(operation, f"{side}.schema.json")
        self.sent.setdefault((operation, side), set()).update(_paths(schema, body))
        self.strange.update((operation, name) for name in _unnamed(schema, body))

    def ask(self, operation: str, sent: Sent | None = None) -> httpx.Response:
        """Send the contract's example, or what was made of it, and keep which fields came back."""
        answer = self.wire.send(sent or self.wire.documented(operation))
        if answer.content and (CONTRACTS / operation / "response.schema.json").exists():
            self.hear(operation, answer.json())
        return answer


def everything() -> Observed:
    """The story: a customer with all that can be fetched; every call as documented, then refused, then of nothing."""
    seen = Observed(Wire(seed=1))
    _happen(seen.wire)
    for operation in (*_IN_ORDER, *_DELETIONS[False], *_REFILL, *_DELETIONS[True]):
        answer = seen.ask(operation)
        assert answer.is_success, (operation, answer.text)
    for operation in ANSWERED:
        sent = seen.wire.documented(operation)
        if sent.content.startswith((b'{"entities"', b'{"elements"')):
            seen.ask(operation, replace(sent, content=_nonsense(sent.content)))
        elif "batch_get" in operation:
            seen.ask(operation, replace(sent, query=_of_nobody(sent.query)))
        elif "delete" in operation:  # what is deleted twice is not there the second time
            seen.ask(operation, sent)
            seen.ask(operation, sent)
    _oddities(seen)
    _errors(seen)
    _pushes(seen)
    return seen


def misunderstood(wire: Wire, operation: str, path: str) -> str:
    """What the sandbox says when that field of a request has a value of the wrong type."""
    sent = wire.documented(operation)
    schema = read(operation, "request.schema.json")
    wrong = "text" if _at(schema, path).get("type") == "object" else {"no": "such"}
    body = _with(json.loads(sent.content), path.split("."), wrong)
    return wire.send(replace(sent, content=json.dumps(body).encode())).text


def _happen(wire: Wire) -> None:
    """An export with everything, an InMail with reply and consent, a public note, an account that was closed."""
    vendor, sandbox = wire.vendor, wire.vendor.sandbox
    sandbox.switch({"exporter_field": True, "exported_job_field": "both"})
    for member_id in (MINA, ASA):
        made = export.export(
            sandbox,
            seat_id=RHEA_SEAT,
            member_id=member_id,
            application_id=vendor.application_id,
            job_external_id="JOB-310",
            emails=("mina@example.org",),
            notes="Knows ferries",
        )
        wire.export = made.request_id if member_id == MINA else wire.export
    vendor.post(vendor.posting("JOB-310", alternateLocations=["Malmö, Sweden"]))
    wire.send(wire.documented("atsCandidates/batch_partial_update"))
    with sandbox.transaction() as tx:  # the change that was pushed last is that of the contract's integration
        row = tx.execute("SELECT max(id), event_id FROM deliveries WHERE type LIKE 'INTEGRATION%'").fetchone()
    wire.change = str(row["event_id"])
    sandbox.clock.set(WITHIN, frozen=True)
    thread = inmail.compose(sandbox, seat_id=RHEA_SEAT, member_id=MINA, subject="Ferries", body="Hello")
    inmail.reply(sandbox, thread_id=thread.id, body="Gladly")
    inmail.answer_consent(sandbox, thread_id=thread.id, share=True, phone="+46 31 555 01 42")
    member_notes.write(sandbox, seat_id=RHEA_SEAT, member_id=MINA, text="Call in May", public=True)
    closing.close_account(sandbox, member_id=ASA)
    vendor.parent = vendor.token("demo-parent", "demo-parent-secret")
    vendor.renew()


def _oddities(seen: Observed) -> None:
    """A member's token, a job that was dropped, and the only thing that can be wrong with a requisition: its id."""
    wire, vendor = seen.wire, seen.wire.vendor
    member = vendor.redeem(vendor.consent(MINA).params["code"]).json()["access_token"]
    form = {"client_id": vendor.client_id, "client_secret": vendor.client_secret, "token": member}
    seen.hear("oauth/introspect_token", vendor.http.post("/oauth/v2/introspectToken", data=form).json())
    wire.task = vendor.post(vendor.posting("JOB-999", location="X")).json()["elements"][0]["id"]
    seen.ask("simpleJobPostingTasks/batch_get")
    status = wire.documented("jobPostingStatus/batch_get")
    seen.ask("jobPostingStatus/batch_get", replace(status, query="ids=JOB-999"))
    sent, long = wire.documented("rest/jobRequisitions/batch_update"), "R" * 201
    content = re.sub(rb"(externalJobRequisitionId:)[^,)]+", rb"\g<1>" + long.encode(), sent.content)
    query = re.sub(r"(externalJobRequisitionId:)[^,)]+", rf"\g<1>{long}", sent.query)
    seen.ask("rest/jobRequisitions/batch_update", replace(sent, query=query, content=content))


def _errors(seen: Observed) -> None:
    vendor = seen.wire.vendor
    for path in ("/v2/exportedCandidates", "/rest/exportedCandidates"):
        headers = {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}
        seen.hear("errors/api", vendor.call("GET", path, token="made-up", headers=headers).json())
    seen.hear("errors/oauth", vendor.oauth(grant_type="client_credentials").json())


def _pushes(seen: Observed) -> None:
    """What the sandbox has put down to be sent."""
    vendor = seen.wire.vendor
    with vendor.sandbox.transaction() as tx:
        settings.write(tx, "parent_webhook", webhook.Webhook(url="https://hooks.example", asked_at=WITHIN))
    resync.push(vendor.sandbox, application_id=vendor.application_id, job_ids=("JOB-310",))
    with vendor.sandbox.transaction() as tx:
        rows = tx.execute("SELECT type, body FROM deliveries").fetchall()
    for row in rows:
        operation = "push/job_resync" if row["type"] == "RESYNC_JOBS" else "push/notification"
        seen.hear(operation, json.loads(row["body"]), "request")


def _nonsense(content: bytes) -> bytes:
    """Every record is one that no resource takes."""
    body = json.loads(content)
    nothing = {"nonsense": 1}
    if "elements" in body:
        return json.dumps({"elements": [{**record, "nonsense": 1} for record in body["elements"]]}).encode()
    return json.dumps({"entities": dict.fromkeys(body["entities"], nothing)}).encode()


def _of_nobody(query: str) -> str:
    """Ids of records that were never there, or are not there any more."""
    query = re.sub(r"(simpleJobPostingTask(?::|%3A))[0-9a-f-]+", rf"\g<1>{_NOWHERE}", query)
    return re.sub(r"(organization(?::|%3A))7001(?=.*integrationType)|JOB-310", lambda m: f"{m[1] or 'JOB-'}999", query)


def _paths(schema: Mapping[str, Any], value: Any, before: str = "") -> Iterator[str]:
    known = schema.get("properties", {})
    if isinstance(value, dict):
        for name in known.keys() & value.keys():
            yield before + name
            yield from _paths(known[name], value[name], f"{before}{name}.")
        if isinstance(schema.get("additionalProperties"), dict):
            for name in value.keys() - known.keys():
                yield from _paths(schema["additionalProperties"], value[name], f"{before}*.")
    if isinstance(value, list):
        for item in value:
            yield from _paths(schema.get("items", {}), item, before)
    for inner in schema.get("anyOf", []):
        yield from _paths(inner, value, before)


def _unnamed(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    """The members of described objects that the description leaves out."""
    known, rest = schema.get("properties", {}), schema.get("additionalProperties")
    if isinstance(value, list):
        for item in value:
            yield from _unnamed(schema.get("items", {}), item)
    for name, inner in value.items() if isinstance(value, dict) else ():
        if name in known:
            yield from _unnamed(known[name], inner)
        elif isinstance(rest, dict):
            yield from _unnamed(rest, inner)
        elif known:
            yield name


def _at(schema: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    for name in path.split("."):
        schema = schema.get("items", schema)
        schema = schema["additionalProperties"] if name == "*" else schema["properties"][name]
    return schema


def _with(body: Any, path: list[str], value: Any) -> Any:
    """The body with that value at the path, wherever the path leads; what is missing on the way is made."""
    if not path:
        return value
    if isinstance(body, list):
        return [_with(item, path, value) for item in body]
    name, *rest = path
    if name == "*":
        return {key: _with(inner, rest, value) for key, inner in body.items()}
    return {**body, name: _with(body.get(name, {}), rest, value)}
