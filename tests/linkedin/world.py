"""Two worlds in one process: the product (Django) and LinkedIn (the sandbox), meeting over WSGI without a socket."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.db import connection as database
from django.test import Client as Browser
from procrastinate.contrib.django import app as procrastinate

from rsc_client.transport import Channel, Hosts
from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config, Switches
from rsc_sandbox.linkedin import authorization, enablement, export, visibility
from rsc_sandbox.store import applications, exports, faults, seats
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.linkedin import connection as connections
from skaffa.linkedin import setup
from skaffa.linkedin.models import Connection, Visibility
from skaffa.linkedin.quota import Meter
from tests.personas import Watch

ORGANIZATION, NORDICS, AMERICAS = 7001, 5501, 5502
ADAS_SEAT, RHEAS_SEAT, HALS_SEAT, SAMS_SEAT = 88001, 88003, 88004, 88005
ACCOUNTS = {"ada": 1, "rhea": 2, "hal": 3, "sam": 4}
SOMEBODY, SOMEBODY_ELSE = 1029, 1030
LINKEDIN = "http://127.0.0.1:8010"
SKAFFA = "http://127.0.0.1:8000"


class World:
    """LinkedIn with its seat holders and members, and the product that speaks to it."""

    def __init__(self, clock: Watch) -> None:
        self.clock = clock
        self.product = WSGIHandler()
        switches = Switches(allow_plain_callbacks=True)
        self.app = create_app(
            Config(switches=switches),
            real_clock=self._seconds,
            transport=httpx.MockTransport(self._to_product),
        )
        self.sandbox = sandbox_of(self.app)
        self.down = False
        self.alter: Callable[[bytes], bytes] = bytes  # what LinkedIn says, said differently
        self.is_late = False  # LinkedIn takes what is written and says nothing for too long
        self.late: list[httpx.Request] = []  # what it has not carried out yet
        self.answers: list[int] = []
        self.generations: dict[str, str] = {}  # what the administrator chooses on connecting

    def channel(self, hosts: Hosts, meter: Meter) -> Channel:
        return Channel(hosts, meter=meter, transport=httpx.MockTransport(self._to_linkedin))

    # What LinkedIn's people do

    def request(self, *contracts: int) -> list[dict[str, str]]:
        """The administrator of Recruiter chooses Request in the plugin; what it then tells our page."""
        requested = enablement.request_bundles(
            self.sandbox,
            application_id=self.application.id,
            company_id=ORGANIZATION,
            contract_ids=contracts or (NORDICS,),
            bundles=("RECRUITER_SYSTEM_CONNECT_COMPANY", "RECRUITER_SYSTEM_CONNECT_CONTRACT"),
        )
        return [{"integrationType": row.type, "integrationContext": row.context} for row in requested]

    def switch(self, *, on: bool, contract: int = 0) -> None:
        """The administrator of Recruiter turns the company level, or a contract's, on or off."""
        more = {"contract_id": contract} if contract else {}
        enablement.set_level(self.sandbox, application_id=self.application.id, company_id=ORGANIZATION, on=on, **more)

    def export(self, job_code: str | None, *, member: int = SOMEBODY, seat: int = RHEAS_SEAT, **more: Any) -> str:
        """Somebody presses Export in Recruiter; the id of the push."""
        made = export.export(
            self.sandbox,
            seat_id=seat,
            member_id=member,
            application_id=self.application.id,
            job_external_id=job_code,
            **more,
        )
        return made.request_id

    def announce(
        self, job_code: str | None, *, member: int = SOMEBODY, context: str = "", seat: int = RHEAS_SEAT
    ) -> str:
        """An export that Recruiter's own list of jobs would not have allowed, as LinkedIn would announce it."""
        request_id = f"made-up-{job_code}-{member}-{context}"
        at = self.sandbox.now()
        made = exports.Export(
            request_id=request_id,
            application_id=self.application.id,
            context=context or f"urn:li:organization:{ORGANIZATION}",
            seat_id=seat,
            member_id=member,
            job_external_id=job_code,
            emails=(),
            notes=None,
            created_at=at,
            expires_at=at + 86_400_000,
        )
        push = delivery.Push(
            application_id=self.application.id,
            company_id=ORGANIZATION,
            event_id=request_id,
            type="EXPORT_CANDIDATE_PROFILE",
            expires_at=made.expires_at,
        )
        with self.sandbox.transaction() as tx:
            exports.add(tx, made)
            delivery.enqueue(self.sandbox, tx, push)
        return request_id

    def jobs_offered(self, seat: int = RHEAS_SEAT, search: str = "") -> list[str]:
        """The Job IDs in the export list of a seat."""
        found = visibility.jobs_for_seat(self.sandbox, seat_id=seat, application_id=self.application.id, search=search)
        return [job.external_id for job in found]

    def fault(self, kind: Any, *, times: int = 1, value: int = 0, path: str = "") -> None:
        with self.sandbox.transaction() as tx:
            faults.add(tx, kind=kind, times=times, value=value, path=path)

    def person_urn(self, name: str) -> str:
        with self.sandbox.transaction() as tx:
            account = seats.account(tx, ACCOUNTS[name])
        assert account is not None
        return self.sandbox.person_urn(application_id=self.application.id, member_id=account.member_id)

    @property
    def application(self) -> applications.Application:
        with self.sandbox.transaction() as tx:
            found = applications.by_client_id(tx, connections.require().client_id)
        assert found is not None
        return found

    # What happens by itself

    def run(self) -> None:
        """Pushes are delivered and background jobs done until nothing is left to do."""
        while delivery.deliver_due(self.sandbox) + drain():
            pass

    # Whole chapters of the story

    def connect(self, ada: User, *contracts: int, visibility: Visibility = Visibility.EVERYONE) -> Connection:
        """From nothing to Enabled on the company level."""
        by = Actor.of(ada)
        connection = setup.connect(by=by, at=self.clock.at)
        Connection.objects.filter(pk=connection.pk).update(generations=self.generations)
        setup.widget_callback(self.request(*contracts), by=by, at=self.clock.at)
        setup.change_settings(
            availability="private",
            visibility=visibility,
            export_to="everyone",
            identity_before_application=False,
            by=by,
            at=self.clock.at,
        )
        setup.notify_partner(by=by, at=self.clock.at)
        self.switch(on=True)
        self.run()
        return connections.require()

    def carry_out(self) -> None:
        """LinkedIn does at last what it was told when it was late."""
        self.is_late = False
        for request in self.late:
            _over_wsgi(self.app, request)
        self.late = []

    def consent(self, user: User, name: str) -> Browser:
        """The user connects as this seat holder, all through the browser."""
        browser = browser_of(user)
        away = browser.post("/linkedin/oauth/start")
        browser.get(self.agree(away["Location"], name))
        self.run()
        return browser

    def agree(self, consent_page: str, name: str) -> str:
        """Where LinkedIn sends the browser after the seat holder has agreed."""
        arguments = dict(parse_qsl(urlsplit(consent_page).query))
        with self.sandbox.transaction() as tx:
            account = seats.account(tx, ACCOUNTS[name])
        assert account is not None
        asked = authorization.check(self.sandbox, arguments)
        return authorization.allow(self.sandbox, asked, member_id=account.member_id)

    def _seconds(self) -> float:
        return self.clock.at.timestamp()

    def _to_linkedin(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("connection refused", request=request)
        if self.is_late and request.method == "PUT":
            self.late.append(request)
            raise httpx.ReadTimeout("no answer", request=request)
        answer = _over_wsgi(self.app, request)
        return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=self.alter(answer.content))

    def _to_product(self, request: httpx.Request) -> httpx.Response:
        with _one_database_connection():
            answer = _over_wsgi(self.product, request)
        self.answers.append(answer.status_code)
        return answer


def browser_of(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def drain() -> int:
    """Do queued background jobs here and now; how many there were."""
    done = 0
    while True:
        with database.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = "
                "(SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return done
        name, arguments = row
        procrastinate.tasks[name].func(**json.loads(arguments))
        done += 1


@contextmanager
def _one_database_connection() -> Iterator[None]:
    """A request inside a test stays in the test's transaction, as in Django's own test client."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "content-length"}


def _over_wsgi(app: Any, request: httpx.Request) -> httpx.Response:
    request.read()
    answer = httpx.WSGITransport(app=app).handle_request(request)
    return httpx.Response(answer.status_code, headers=answer.headers, content=b"".join(answer.stream))  # type: ignore[arg-type]
