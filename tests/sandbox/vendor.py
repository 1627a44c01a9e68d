"""An ATS vendor as the tests of the sandbox play it: raw HTTP, no client library."""

from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
from flask import Flask

from rsc_sandbox.app import sandbox_of
from rsc_sandbox.linkedin import authorization, enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import seats

ORGANIZATION = "urn:li:organization:7001"
CONTRACT = "urn:li:contract:5501"
REDIRECT = "https://ats.example/linkedin/callback"
CALLBACK = "https://hooks.ats.example/linkedin"
ADA_SEAT, RHEA_SEAT, HAL_SEAT, SAM_SEAT = 88001, 88003, 88004, 88005
MINA = 1001
DESCRIPTION = "Keep our ferries running: plan maintenance with the crews, order parts in time, and write down why. " * 2


@dataclass
class Inbox:
    """Receives pushes; `statuses` are given one after the other, then 200."""

    requests: list[httpx.Request] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    broken: bool = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.broken:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(self.statuses.pop(0) if self.statuses else 200)


class Vendor:
    """Holds the credentials and speaks the wire."""

    def __init__(self, app: Flask) -> None:
        self.sandbox: Sandbox = sandbox_of(app)
        self.http = httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test")
        self.parent = self.token("demo-parent", "demo-parent-secret")
        self.application_id, self.client_id, self.client_secret = 0, "", ""

    def token(self, client_id, client_secret) -> str:
        answer = self.oauth(grant_type="client_credentials", client_id=client_id, client_secret=client_secret)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def oauth(self, **form) -> httpx.Response:
        return self.http.post("/oauth/v2/accessToken", data=form)

    def provision(self, foreign_id="tenant-042", **changes) -> httpx.Response:
        body = {
            "uniqueForeignId": foreign_id,
            "name": "OurATS - Birch & Rowan",
            "description": "For the tests",
            "oauth2AuthorizedCallbackUrls": [REDIRECT],
            "validJsSdkDomains": ["https://birch.ats.example"],
            **changes,
        }
        return self.call("POST", "/v2/provisionedApplications", body, token=self.parent)

    def join(self, foreign_id="tenant-042") -> "Vendor":
        """Get a child application of one's own."""
        made = self.provision(foreign_id).json()
        self.application_id = int(made["key"].rpartition(":")[2])
        self.client_id, self.client_secret = made["credentials"].values()
        self.renew()
        return self

    def renew(self) -> None:
        self.child = self.token(self.client_id, self.client_secret)

    def call(self, verb, path, body=None, *, method="", token="", headers=None) -> httpx.Response:
        sent = {"Authorization": f"Bearer {token or self.child}", **(headers or {})}
        if method:
            sent["x-restli-method"] = method
        return self.http.request(verb, path, json=body, headers=sent)

    def request(self) -> None:
        """Ada asks for both bundles in the configuration plugin."""
        enablement.request_bundles(
            self.sandbox,
            application_id=self.application_id,
            company_id=7001,
            contract_ids=(5501,),
            bundles=("RECRUITER_SYSTEM_CONNECT_COMPANY", "RECRUITER_SYSTEM_CONNECT_CONTRACT"),
        )

    def name(self, *types) -> httpx.Response:
        names = {integration_key(kind): {"patch": {"$set": {"integrationName": f"Ours {kind}"}}} for kind in types}
        query = "&".join(integration_ids(index, kind) for index, kind in enumerate(types))
        return self.call("POST", f"/v2/atsIntegrations?{query}", {"entities": names}, method="batch_partial_update")

    def configure(self, key, value, kind="ONE_CLICK_EXPORT") -> httpx.Response:
        return self.call(
            "PUT",
            f"/v2/atsIntegrations/{integration_key(kind)}/configurations?ids={key}",
            {"entities": {key: {"configurationValue": {"string": value}}}},
            method="batch_update",
        )

    def prepare(self) -> None:
        """Everything the vendor owes before the administrator can switch."""
        self.request()
        self.name("ONE_CLICK_EXPORT", "IN_ATS_INDICATOR", "PROFILE_PLUGIN", "CSA_API")
        self.configure("CALLBACK_URL", f"{CALLBACK}/{self.application_id}")

    def switch(self, *, on=True, contract_id=0) -> None:
        enablement.set_level(
            self.sandbox, application_id=self.application_id, company_id=7001, contract_id=contract_id, on=on
        )

    def connect(self) -> "Vendor":
        """Enabled on the company level, jobs visible to every recruiter."""
        self.prepare()
        self.configure("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
        self.switch()
        return self

    def post(self, *postings) -> httpx.Response:
        return self.call("POST", "/v2/simpleJobPostings", {"elements": list(postings)}, method="batch_create")

    def posting(self, external_id="JOB-310", **changes) -> dict[str, object]:
        made = {
            "integrationContext": ORGANIZATION,
            "externalJobPostingId": external_id,
            "jobPostingOperationType": "CREATE",
            "title": "Marine Maintenance Planner",
            "description": DESCRIPTION,
            "location": "Gothenburg, Sweden",
            "listedAt": self.sandbox.now() - 1,
            "companyApplyUrl": f"https://jobs.ats.example/{external_id}",
            "availability": "PRIVATE_TO_ATS_INTEGRATION",
            "companyJobCode": external_id,
            **changes,
        }
        return {name: value for name, value in made.items() if value is not None}

    def tasks(self, posted: httpx.Response) -> list[dict[str, str]]:
        """What became of the jobs in the answer of `post`."""
        urns = [element["id"] for element in posted.json()["elements"]]
        query = "&".join(f"ids={quote(urn)}" for urn in urns)
        results = self.call("GET", f"/v2/simpleJobPostingTasks?{query}").json()["results"]
        return [results[urn] for urn in urns]

    def exported(self, request_id) -> httpx.Response:
        return self.call("GET", f"/v2/exportedCandidates?q=request&requestId={request_id}")

    def consent(self, member_id, scope="r_liteprofile", state="s1") -> httpx.URL:
        """The member agrees on the consent page; where the browser is sent."""
        query = {"response_type": "code", "client_id": self.client_id, "redirect_uri": REDIRECT}
        asked = authorization.check(self.sandbox, {**query, "scope": scope, "state": state})
        return httpx.URL(authorization.allow(self.sandbox, asked, member_id=member_id))

    def person(self, member_id) -> str:
        """The member's URN, learned the documented way."""
        tokens = self.redeem(self.consent(member_id).params["code"]).json()
        me = self.call("GET", "/v2/me?fields=id", token=tokens["access_token"]).json()
        return f"urn:li:person:{me['id']}"

    def redeem(self, code, **changes) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            **changes,
        }
        return self.oauth(**form)

    def member_of_seat(self, seat_id) -> int:
        with self.sandbox.transaction() as tx:
            seat = seats.get(tx, seat_id)
        assert seat
        return seat.member_id


def integration_key(kind) -> str:
    context = CONTRACT if kind == "CSA_API" else ORGANIZATION
    return f"integrationContext={context}&integrationType={kind}&tenantType=RECRUITER&dataProvider=ATS"


def integration_ids(index, kind) -> str:
    return "&".join(f"ids[{index}].{part}" for part in integration_key(kind).split("&"))
