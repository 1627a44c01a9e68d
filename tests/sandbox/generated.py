"""Requests made from the contract's own description: as documented, and spoiled in every place a vendor may get wrong."""

import json
import random
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from rsc_sandbox import delivery
from rsc_sandbox.app import create_app
from rsc_sandbox.config import Config, Switches, switched
from rsc_sandbox.linkedin import export
from tests.contracts.files import OPERATIONS, examples, read
from tests.sandbox import sync
from tests.sandbox.vendor import MINA, RHEA_SEAT, Inbox, Vendor

ANSWERED = [name for name in OPERATIONS if not name.startswith(("push/", "errors/"))]
"""Operations that LinkedIn answers; the others are its pushes, and errors of these."""

_ENOUGH = 1_000_000_000
_JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**63,
    1e308,
    "",
    " ",
    "\x00",
    "\u202eright to left",
    "🦆" * 40,
    "é" * 3_000,
    "<script>alert(1)</script>",
    "urn:li:person:nobody",
    "../../etc/passwd",
    [],
    [[]],
    {},
    {"$set": {"a": []}},
)
_JUNK_IN_A_QUERY = (
    "",
    "%00",
    "%ff",
    "%zz",
    "(",
    ")",
    "List(",
    "urn:li:organization:",
    "ids[99999]",
    "a=b&c=d",
    "9" * 40,
)


@dataclass(frozen=True)
class Sent:
    """A request as it leaves; `query` as written."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]
    content: bytes = b""


@dataclass
class Tally:
    """What came back: how often each status, and the good ones by operation."""

    statuses: Counter[int] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, operation: str, sent: Sent, answer: httpx.Response) -> None:
        self.statuses[answer.status_code] += 1
        if answer.is_success:
            self.good[operation] += 1
        problem = _problem(sent, answer)
        if problem:
            self.faults.append(f"{operation}: {problem}: {sent}"[:2_000])


class Wire:
    """An enabled customer with jobs, candidates, applications and an export, who then sends whatever is made up."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        limits: dict[str, object] = {name: _ENOUGH for name in Switches.__struct_fields__ if "_per_" in name}
        limits["expired_request"] = "empty"  # evaluations have no other answer than an empty one
        app = create_app(Config(switches=switched(Switches(), limits)), transport=httpx.MockTransport(Inbox()))
        self.vendor = Vendor(app).join().connect()
        self.vendor.switch(contract_id=5501)
        self.vendor.configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", "IN_ATS_INDICATOR")
        self.vendor.post(self.vendor.posting("JOB-310"), self.vendor.posting("JOB-311"))
        sync.candidates(self.vendor, C77=sync.candidate(), C78=sync.candidate())
        sync.applications(self.vendor, A5=sync.application(), A6=sync.application("C78"))
        self.export = export.export(
            self.vendor.sandbox,
            seat_id=RHEA_SEAT,
            member_id=MINA,
            application_id=self.vendor.application_id,
            job_external_id="JOB-310",
        ).request_id
        delivery.deliver_due(self.vendor.sandbox)
        self.change = self._status_change()
        self.person = self.vendor.person(MINA)
        self.task = self.vendor.post(self.vendor.posting("JOB-312")).json()["elements"][0]["id"]

    def documented(self, operation: str) -> Sent:
        """The contract's own example, with the ids of this customer."""
        call = read(operation, "call.json")
        headers = dict(call["headers"])
        tokens = {"application": self.vendor.child, "parent": self.vendor.parent}
        if call["token"] == "member":
            tokens["member"] = self.vendor.redeem(self.vendor.consent(MINA).params["code"]).json()["access_token"]
        if call["token"]:
            headers["authorization"] = f"Bearer {tokens[call['token']]}"
        path, content = self._real(operation, call["path"]), b""
        if operation == "hireMediaUrl/upload":
            path, headers, content = self._upload_place(), {**headers, "content-type": "application/pdf"}, b"%PDF-1.4"
        elif call.get("body") == "form":
            headers["content-type"] = "application/x-www-form-urlencoded"
            content = "&".join(f"{name}={quote(value)}" for name, value in self._form(operation).items()).encode()
        elif call.get("body"):
            bodies = list(examples(operation, "request").values())
            headers.setdefault("content-type", "application/json")
            content = json.dumps(self._fresh(operation, self.random.choice(bodies))).encode()
        query = urlsplit(path).query or self._real(operation, call["query"])
        return Sent(call["verb"], urlsplit(path).path, query, headers, content)

    def spoiled(self, operation: str) -> Sent:
        """The same with one thing wrong, or odd."""
        sent = self.documented(operation)
        ways = [self._odd_query, self._odd_headers, self._tunnelled]
        if sent.headers.get("content-type") == "application/json":
            ways += [self._odd_body] * 4
        return self.random.choice(ways)(sent)

    def send(self, sent: Sent) -> httpx.Response:
        target = f"{sent.path}?{sent.query}" if sent.query else sent.path
        raw = quote(target, safe="/?=&:,()[]%.~-_$+'*!;@").encode()
        url = self.vendor.http.base_url.copy_with(raw_path=raw)
        return self.vendor.http.request(sent.verb, url, headers=sent.headers, content=sent.content)

    def play(self, many: int, *, good: float = 0.3) -> Tally:
        """That many requests, each operation in turn; `good` is the share of those sent as documented."""
        tally = Tally()
        for number in range(many):
            operation = ANSWERED[number % len(ANSWERED)]
            sent = self.documented(operation) if self.random.random() < good else self.spoiled(operation)
            tally.count(operation, sent, self.send(sent))
        return tally

    def _odd_query(self, sent: Sent) -> Sent:
        query, junk = sent.query, self.random.choice(_JUNK_IN_A_QUERY)
        place = self.random.randint(0, len(query))
        odd = (
            query[:place] + junk + query[place:],
            query[:place],
            f"{query}&{query}",
            f"{query}&{junk}={junk}",
            re.sub(r"=[^&]*", f"={junk}", query, count=1),
            "&".join(reversed(query.split("&"))),
        )
        return replace(sent, query=self.random.choice(odd))

    def _odd_headers(self, sent: Sent) -> Sent:
        odd: tuple[dict[str, str | None], ...] = (
            {"x-restli-method": None},
            {"x-restli-method": self.random.choice(("batch_get", "update", "nonsense", ""))},
            {"x-restli-protocol-version": self.random.choice(("1.0.0", "9", None))},
            {"linkedin-version": self.random.choice(("202604", "199913", "latest", None))},
            {"content-type": self.random.choice(("text/plain", "application/xml", ""))},
            {"authorization": self.random.choice(("Bearer nonsense", "Basic eDp5", "", None))},
            {"x-http-method-override": self.random.choice(("GET", "PUT", "PATCH", "NONSENSE"))},
        )
        changed = {**sent.headers, **self.random.choice(odd)}
        return replace(sent, headers={name: value for name, value in changed.items() if value is not None})

    def _odd_body(self, sent: Sent) -> Sent:
        if self.random.random() < 0.15:
            cut = self.random.randint(0, len(sent.content))
            return replace(sent, content=sent.content[:cut] + self.random.choice((b"", b"\xff", b"]}", b"[" * 2_000)))
        return replace(sent, content=json.dumps(self._spoil(json.loads(sent.content))).encode())

    def _tunnelled(self, sent: Sent) -> Sent:
        """Query tunnelling as LinkedIn describes it, or nearly so."""
        headers = {**sent.headers, "x-http-method-override": sent.verb}
        if not sent.content:
            headers["content-type"] = "application/x-www-form-urlencoded"
            return replace(sent, verb="POST", query="", headers=headers, content=sent.query.encode())
        boundary = self.random.choice(("b1", "other"))
        headers["content-type"] = "multipart/mixed; boundary=b1"
        kind = sent.headers.get("content-type", "application/json")
        parts = (("application/x-www-form-urlencoded", sent.query.encode()), (kind, sent.content))
        body = b"".join(
            f"--{boundary}\r\nContent-Type: {name}\r\n\r\n".encode() + content + b"\r\n" for name, content in parts
        )
        ended = body + f"--{boundary}--\r\n".encode()
        return replace(sent, verb="POST", query="", headers=headers, content=self.random.choice((ended, body)))

    def _spoil(self, value: Any) -> Any:
        """One place of the value replaced, removed or added to."""
        if isinstance(value, dict) and value and self.random.random() < 0.85:
            name = self.random.choice(list(value))
            way = self.random.random()
            if way < 0.15:
                return {key: one for key, one in value.items() if key != name}
            if way < 0.3:
                return {**value, self.random.choice(("surprise", "", "\x00", "$params")): self.random.choice(_JUNK)}
            return {**value, name: self._spoil(value[name])}
        if isinstance(value, list) and value and self.random.random() < 0.6:
            place = self.random.randrange(len(value))
            return [*value[:place], self._spoil(value[place]), *value[place + 1 :]]
        return self.random.choice(_JUNK)

    def _real(self, operation: str, text: str) -> str:
        """The example's ids replaced by those of this customer."""
        found = text.replace("urn:li:developerApplication:900042", self._application)
        request = self.change if "integrations" in operation.lower() else self.export
        found = found.replace("6b0c1c1e-2d53-4f0e-9d59-1f6a2f6b7c11", request)
        found = re.sub(r"urn:li:simpleJobPostingTask:[0-9a-f-]+", self.task, found)
        found = found.replace("environment-042", "tenant-042")
        person = re.escape("urn%3Ali%3Aperson%3A") + r"\w+|urn:li:person:\w+"
        return re.sub(person, lambda match: self.person if ":" in match[0] else quote(self.person, safe=""), found)

    def _fresh(self, operation: str, body: Any) -> Any:
        text = self._real(operation, json.dumps(body))
        if operation == "provisionedApplications/create":
            return {**json.loads(text), "uniqueForeignId": uuid.UUID(int=self.random.getrandbits(128)).hex}
        return json.loads(text)

    def _form(self, operation: str) -> dict[str, str]:
        vendor = self.vendor
        ours = {"client_id": vendor.client_id, "client_secret": vendor.client_secret}
        if operation == "oauth/application_token":
            return {"grant_type": "client_credentials", **ours}
        if operation == "oauth/introspect_token":
            return {"token": vendor.child, **ours}
        code = vendor.consent(MINA).params["code"]
        redirect = "https://ats.example/linkedin/callback"
        exchange = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, **ours}
        if operation == "oauth/exchange_code":
            return exchange
        return {
            "grant_type": "refresh_token",
            "refresh_token": vendor.oauth(**exchange).json()["refresh_token"],
            **ours,
        }

    def _upload_place(self) -> str:
        made = self.send(self.documented("hireMediaUrl/create")).json()
        parts = urlsplit(made["value"]["uploadUrl"])
        return f"{parts.path}?{parts.query}"

    def _status_change(self) -> str:
        with self.vendor.sandbox.transaction() as tx:
            row = tx.execute("SELECT event_id FROM deliveries WHERE type = 'INTEGRATION_STATUS_CHANGE'").fetchone()
        return str(row["event_id"])

    @property
    def _application(self) -> str:
        return f"urn:li:developerApplication:{self.vendor.application_id}"


def _problem(sent: Sent, answer: httpx.Response) -> str:
    """What must never happen: a crash, or a refusal in a form that is documented nowhere."""
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    if answer.status_code < 400:
        return ""
    try:
        told = answer.json()
    except ValueError:
        return "a refusal that is not JSON"
    if sent.path.startswith("/oauth/"):
        return "" if isinstance(told.get("error"), str) else "no OAuth error"
    fits = told.get("status") == answer.status_code and isinstance(told.get("message"), str)
    return "" if fits else f"no error envelope: {told}"
