"""A customer of the sandbox who speaks to it through the client, and hears its pushes."""

import httpx

from rsc_client import signature, urns
from rsc_client.client import Client, Parent
from rsc_client.generations import Edition
from rsc_client.schemas import (
    ALL_PRODUCT_USERS,
    Availability,
    ConfigurationKey,
    Credentials,
    IntegrationKey,
    IntegrationType,
    JobOperation,
    JobPosting,
    NewApplication,
)
from rsc_client.transport import Channel, Hosts
from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.linkedin import enablement
from tests.client.linkedin import NOON

ORG = urns.organization(7001)
EXPORT = IntegrationKey(ORG, IntegrationType.ONE_CLICK_EXPORT)
INDICATOR = IntegrationKey(ORG, IntegrationType.IN_ATS_INDICATOR)
PLUGIN = IntegrationKey(ORG, IntegrationType.PROFILE_PLUGIN)
DATA = IntegrationKey(urns.contract(5501), IntegrationType.CSA_API)
NORDIC_RECRUITERS_SEAT, SOME_MEMBER = 88003, 1029


class Customer:
    """A customer with an application of their own, and everything LinkedIn pushes to them."""

    def __init__(self, edition: Edition | None = None) -> None:
        self.pushes: list[httpx.Request] = []
        app = create_app(real_clock=NOON.timestamp, transport=httpx.MockTransport(self._receive))
        self.sandbox = sandbox_of(app)
        here = "http://127.0.0.1:8010"
        hosts = Hosts(api=here, www=self.sandbox.config.www_base, oauth=here)
        self.channel = Channel(hosts, transport=httpx.WSGITransport(app=app))
        self.parent = Parent(self.channel, Credentials("demo-parent", "demo-parent-secret"), clock=lambda: NOON)
        new = self.parent.create_application(
            NewApplication(unique_foreign_id="environment-1", name="Skaffa - Birch & Rowan", description="For tests")
        )
        self.secret, self.number = new.credentials.client_secret, int(urns.parse(new.key).id)
        self.client = Client(self.channel, new.credentials, clock=lambda: NOON, edition=edition)

    def request(self) -> None:
        bundles = ("RECRUITER_SYSTEM_CONNECT_COMPANY", "RECRUITER_SYSTEM_CONNECT_CONTRACT")
        enablement.request_bundles(
            self.sandbox, application_id=self.number, company_id=7001, contract_ids=(5501,), bundles=bundles
        )

    def enable(self) -> None:
        """Everything from the request to the administrator's switch."""
        self.request()
        names = dict.fromkeys((EXPORT, INDICATOR, PLUGIN, DATA), "Birch & Rowan, Göteborg = här")
        settings = {
            ConfigurationKey.CALLBACK_URL: "https://hooks.ats.example/1",
            ConfigurationKey.JOB_POSTING_VIEWERS: ALL_PRODUCT_USERS,
        }
        assert self.client.name_integrations(names).complete
        assert self.client.set_configuration(EXPORT, settings).complete
        enablement.set_level(self.sandbox, application_id=self.number, company_id=7001, on=True)

    def pushed(self) -> list[str]:
        """The ids of what was pushed since last asked, each checked as a receiver does."""
        delivery.deliver_due(self.sandbox)
        received, self.pushes = self.pushes, []
        assert all(signature.is_genuine(r.content, r.headers[signature.HEADER], self.secret) for r in received)
        return [signature.read_push(request.content).id for request in received]

    def _receive(self, request: httpx.Request) -> httpx.Response:
        self.pushes.append(request)
        return httpx.Response(200)


def job(name: str, description: str = "d" * 100) -> JobPosting:
    return JobPosting(
        integration_context=ORG,
        external_job_posting_id=name,
        job_posting_operation_type=JobOperation.CREATE,
        title="Deckhand",
        description=description,
        listed_at=int(NOON.timestamp() * 1000) - 1,
        company_apply_url="https://jobs.ats.example/1",
        availability=Availability.PRIVATE_TO_ATS_INTEGRATION,
        location="Gothenburg, Sweden",
    )
