"""The vendor of a scenario: sets a customer up through the imitated API itself, so that no state arises that calls could not make."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import httpx
import msgspec

from rsc_sandbox.linkedin import enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.scenarios.plan import Customer

COMPANY = 7001
ORGANIZATION = f"urn:li:organization:{COMPANY}"
CONTRACTS = (5501, 5502)
_REST = {"LinkedIn-Version": "202604", "X-Restli-Protocol-Version": "2.0.0"}
_AT_ONCE = 20  # keys that fit in a query of 4 KB
_COMPANY_TYPES = ("ONE_CLICK_EXPORT", "IN_ATS_INDICATOR", "PROFILE_PLUGIN")

Entities = Mapping[str, object]


class Answered(msgspec.Struct, frozen=True):
    """The part of an answer that a vendor looks at."""

    errors: dict[str, object] = {}
    elements: list[dict[str, object]] = []
    key: str = ""
    credentials: dict[str, str] = {}
    access_token: str = ""


class NotTaken(Exception):
    """The imitated API refused a scenario's call: the scenario is wrong."""


class Vendor:
    """One customer's child application, and the calls that its owner would make."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self._sandbox = sandbox
        self._http = http
        self.application_id, self.client_id, self.client_secret, self._token = 0, "", "", ""

    def join(self, customer: Customer) -> None:
        """Provision the child with the parent's credentials."""
        config = self._sandbox.config
        self._token = self._new_token(config.parent_client_id, config.parent_client_secret)
        wanted = {
            "uniqueForeignId": customer.foreign_id,
            "name": customer.name,
            "description": "Made by a scenario of the sandbox",
            "oauth2AuthorizedCallbackUrls": ["http://localhost/linkedin/callback"],
            "validJsSdkDomains": ["http://localhost"],
        }
        made = self._call("POST", "/v2/provisionedApplications", wanted)
        self.application_id = int(made.key.rpartition(":")[2])
        self.client_id, self.client_secret = made.credentials["client_id"], made.credentials["client_secret"]
        self._token = self._new_token(self.client_id, self.client_secret)

    def connect(self, customer: Customer, *, callback_url: str) -> None:
        """Request both bundles, name and configure the integrations, and have the administrator switch them on."""
        enablement.request_bundles(
            self._sandbox,
            application_id=self.application_id,
            company_id=COMPANY,
            contract_ids=CONTRACTS,
            bundles=(enablement.COMPANY_BUNDLE, enablement.CONTRACT_BUNDLE),
        )
        keys = [_integration(kind) for kind in _COMPANY_TYPES]
        keys += [_integration("CSA_API", f"urn:li:contract:{number}") for number in CONTRACTS]
        names: Entities = {key: {"patch": {"$set": {"integrationName": customer.name}}} for key in keys}
        self._batch("POST", "/v2/atsIntegrations", names, method="batch_partial_update")
        self._configure("ONE_CLICK_EXPORT", "CALLBACK_URL", callback_url)
        self._configure("IN_ATS_INDICATOR", "APPLICATION_VIEWERS", "ALL_PRODUCT_USERS")
        if not customer.acl:
            self._configure("ONE_CLICK_EXPORT", "JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
        self.switch(on=True)

    def switch(self, *, on: bool) -> None:
        """The administrator turns the company level on or off."""
        enablement.set_level(self._sandbox, application_id=self.application_id, company_id=COMPANY, on=on)

    def post_jobs(self, postings: list[dict[str, object]]) -> None:
        if postings:
            self._call("POST", "/v2/simpleJobPostings", {"elements": postings}, method="batch_create")

    def put(self, resource: str, key_name: str, entities: Entities) -> None:
        """Candidates or applications of v2, by their ids in the ATS."""
        keyed = {
            f"{key_name}={name}&dataProvider=ATS&integrationContext={ORGANIZATION}": entities[name] for name in entities
        }
        self._batch("PUT", f"/v2/{resource}", keyed, method="batch_update")

    def put_details(self, resource: str, entities: Entities) -> None:
        """Notes, stages, feedback of the versioned generation, by their keys without parentheses."""
        context = f"integrationContext:{quote(ORGANIZATION, safe='')}"
        for some in _slices(f"({key},{context})" for key in entities):
            body = {key: entities[key[1 : -len(context) - 2]] for key in some}
            path = f"/rest/{resource}?ids=List({','.join(some)})"
            self._call("PUT", path, {"entities": body}, method="batch_update", headers=_REST)

    def secure(self, jobs: Iterable[str], *, member_id: int) -> None:
        """Put jobs on an access list of their own, which only that member is on."""
        person = self._sandbox.person_urn(application_id=self.application_id, member_id=member_id)
        acl = f"atsEntityAclId=team&dataProvider=ATS&integrationContext={ORGANIZATION}&atsEntityType=JOB_POSTING"
        self._batch("PUT", "/v2/atsEntityAcls", {f"atsEntityId={job}&{acl}": {} for job in jobs}, method="batch_update")
        self._batch("PUT", "/v2/atsEntityAclAssignees", {f"assignee={person}&{acl}": {}}, method="batch_update")

    def _configure(self, kind: str, name: str, value: str) -> None:
        path = f"/v2/atsIntegrations/{_integration(kind)}/configurations?ids={name}"
        body = {"entities": {name: {"configurationValue": {"string": value}}}}
        self._call("PUT", path, body, method="batch_update")

    def _batch(self, verb: str, path: str, entities: Entities, *, method: str) -> None:
        for some in _slices(entities):
            ids = [f"ids[{index}].{part}" for index, key in enumerate(some) for part in key.split("&")]
            self._call(
                verb, f"{path}?{'&'.join(ids)}", {"entities": {key: entities[key] for key in some}}, method=method
            )

    def _call(
        self, verb: str, path: str, body: object, *, method: str = "", headers: Mapping[str, str] | None = None
    ) -> Answered:
        sent = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        if method:
            sent["x-restli-method"] = method
        return _taken(self._http.request(verb, path, json=body, headers=sent))

    def _new_token(self, client_id: str, client_secret: str) -> str:
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        return _taken(self._http.post("/oauth/v2/accessToken", data=form)).access_token


def _taken(answer: httpx.Response) -> Answered:
    if not answer.is_success:
        raise NotTaken(answer.text)
    answered = msgspec.json.decode(answer.content, type=Answered)
    if answered.errors:
        raise NotTaken(answer.text)
    return answered


def _integration(kind: str, context: str = ORGANIZATION) -> str:
    return f"integrationContext={context}&integrationType={kind}&tenantType=RECRUITER&dataProvider=ATS"


def _slices(keys: Iterable[str]) -> Iterable[list[str]]:
    every = list(keys)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
