"""A sandbox with two connected systems, three of their jobs, members to find, and browsers for its seat holders."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from flask import Flask

from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config, Switches
from rsc_sandbox.linkedin import enablement
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, integrations, jobs, members
from rsc_sandbox.store.applications import NewApplication
from rsc_sandbox.store.members import Education, Member, Position
from tests.sandbox.recruiter.browser import Browser

NOON = 1_795_348_800_000  # 22 Nov 2026, 12:00 UTC
ORGANIZATION = "urn:li:organization:7001"
COMPANY, NORDICS, US = 7001, 5501, 5502
PAGE = "https://ats.example"
BUNDLES = (enablement.COMPANY_BUNDLE, enablement.CONTRACT_BUNDLE)


class Receiver:
    """The far end of pushes; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.got: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        return httpx.Response(self.status)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def app(receiver: Receiver) -> Iterator[Flask]:
    config = Config(environment="test", switches=Switches(push_backoff_seconds=(1,), push_retries=1))
    built = create_app(config, real_clock=lambda: NOON / 1_000, transport=httpx.MockTransport(receiver))
    add_members(sandbox_of(built))
    yield built
    sandbox_of(built).database.close()


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    return sandbox_of(app)


@pytest.fixture
def stan(app: Flask) -> Browser:
    """Somebody who is not signed in."""
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], Browser]:
    """A browser of that person, signed in."""

    def signed_in(name: str) -> Browser:
        browser = Browser(app)
        browser.open("/talent/sign-in")
        browser.submit("/talent/sign-in", email=f"{name}@demo.example", password="demo")
        return browser

    return signed_in


@pytest.fixture
def rhea(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("rhea")


@pytest.fixture
def ada(sign_in: Callable[[str], Browser]) -> Browser:
    """An admin who has chosen to work on the Nordic contract."""
    browser = sign_in("ada")
    browser.open("/talent/contract")
    seat = next(one for one in browser.values("seat"))
    browser.submit("/talent/contract", seat=seat)
    return browser


@pytest.fixture
def fir(sandbox: Sandbox) -> int:
    """An ATS whose export is enabled for the whole company and visible to every recruiter."""
    return connected(sandbox, "Fir ATS", "fir")


@pytest.fixture
def elm(sandbox: Sandbox) -> int:
    """A second one."""
    return connected(sandbox, "Elm ATS", "elm")


def add_application(sandbox: Sandbox, name: str, key: str) -> int:
    new = NewApplication(
        client_id=f"{key}-client",
        client_secret=f"{key}-secret",
        unique_foreign_id=key,
        name=f"{name} - Birch & Rowan",
        redirect_urls=(f"{PAGE}/{key}/callback",),
        js_domains=(PAGE,),
    )
    with sandbox.transaction() as tx:
        parent = applications.by_client_id(tx, "demo-parent")
        assert parent is not None
        return applications.add(tx, new, parent_id=parent.id, at=NOON)


def requested(sandbox: Sandbox, name: str, key: str) -> int:
    number = add_application(sandbox, name, key)
    enablement.request_bundles(
        sandbox, application_id=number, company_id=COMPANY, contract_ids=(NORDICS,), bundles=BUNDLES
    )
    return number


def finish(sandbox: Sandbox, application_id: int, name: str) -> None:
    """What an ATS does after a request: name everything, say where pushes go, open its jobs to all."""
    with sandbox.transaction() as tx:
        for row in integrations.of_application(tx, application_id, COMPANY):
            integrations.rename(tx, row.id, name)
            if row.type == "ONE_CLICK_EXPORT":
                url = f"https://ats.example/hooks/{application_id}"
                integrations.configure(tx, row.id, "CALLBACK_URL", url, at=NOON)
                integrations.configure(tx, row.id, "JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS", at=NOON)


def connected(sandbox: Sandbox, name: str, key: str) -> int:
    number = requested(sandbox, name, key)
    finish(sandbox, number, name)
    enablement.set_level(sandbox, application_id=number, company_id=COMPANY, on=True)
    delivery.deliver_due(sandbox)
    for code, title in ((f"{key}-1", "Data analyst"), (f"{key}-2", "Data engineer"), (f"{key}-3", "Nurse")):
        add_job(sandbox, number, code, title)
    return number


def add_job(sandbox: Sandbox, application_id: int, code: str, title: str) -> None:
    job = jobs.NewJob(
        application_id=application_id,
        context=ORGANIZATION,
        external_id=code,
        title=title,
        location="Malmö",
        job_code=code,
        state="LISTED",
        availability="PUBLIC",
        listed_at=NOON,
        expire_at=NOON + 86_400_000,
        posting={},
    )
    with sandbox.transaction() as tx:
        jobs.put(tx, job, at=NOON)


def add_members(sandbox: Sandbox) -> None:
    mina = Member(
        id=800_001,
        slug="mina-quill",
        first_name="Mina",
        last_name="Quill",
        headline="Översättare och redaktör",
        location="Åmål, Sverige",
        skills=("Zymurgy", "Korrektur"),
        positions=(
            Position(title="Översättare", company="Larch Press", start=2020),
            Position(title="Typographer", company="Oak Press", start=2012, end=2020),
        ),
        educations=(Education(school="Lund", degree="Master", field="Language"),),
    )
    shy = Member(id=800_002, slug="shy-quill", first_name="Shy", last_name="Quill", export_blocked=True)
    crowd = [
        Member(id=810_000 + n, slug=f"crowd-{n}", first_name=f"Given{n:02}", last_name="Crowdsson") for n in range(45)
    ]
    with sandbox.transaction() as tx:
        for member in (mina, shy, *crowd):
            members.add(tx, member)
