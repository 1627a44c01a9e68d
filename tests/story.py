"""The story a newcomer plays with the demo, over plain HTTP: set LinkedIn up, open a job, export people to it.

Everything goes through the pages people use, with their cookies and form proofs; only the browser is missing.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.stack import PATIENCE, Stack, until

PASSWORD = "demo"
CONTRACTS = (5501, 5502)
WHOLE_COMPANY = 0
SHOWN = 1_000  # the most rows a Prospect tab shows at once
TIMEOUT = 60.0
Form = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Job:
    """An active job of Skaffa's, as both sides name it."""

    id: int
    code: str
    title: str


class Visitor:
    """Somebody at a site: cookies are kept, forms carry the proof of the page they stand on."""

    proof = ""

    def __init__(self, site: str) -> None:
        self.site = site
        self.http = httpx.Client(base_url=site, timeout=TIMEOUT)
        self.proven = ""

    def get(self, path: str, **query: str | int) -> httpx.Response:
        answer = self.http.get(path, params=query or None)
        assert answer.status_code < 400, f"GET {path}: {answer.status_code} {answer.text[:500]}"
        self._remember(answer)
        return answer

    def post(self, path: str, form: Form, *, expect: tuple[int, ...] = (200, 302, 303)) -> httpx.Response:
        answer = self.http.post(path, data={self.proof: self.proven, **form})
        assert answer.status_code in expect, f"POST {path}: {answer.status_code} {answer.text[:1_500]}"
        self._remember(answer)
        return answer

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _remember(self, answer: httpx.Response) -> None:
        found = re.search(rf'name="{self.proof}"\s+value="([^"]+)"', answer.text)
        if found:
            self.proven = found[1]


class Recruiter(Visitor):
    """A seat holder at the pretend Recruiter."""

    proof = "csrf"

    def __init__(self, site: str, name: str, contract: int = CONTRACTS[0]) -> None:
        super().__init__(site)
        self.name = name
        self._sign_in(contract)

    def export(self, member: int, job: str, *, email: str = "", system: str = "") -> str:
        """Press Export on a member's card; the id the push will carry."""
        form = {"ats": system or self.system(member), "job": job, "email": email, "notes": ""}
        answer = self.post(f"/talent/profile/{member}/export", form, expect=(303,))
        return re.search(r"exported=([0-9a-f-]+)", answer.headers["location"])[1]  # type: ignore[index]

    def system(self, member: int) -> str:
        """The applicant tracking system the member's card exports to; the same for every member."""
        found = re.search(r'name="ats"\s+value="(\d+)"', self.get(f"/talent/profile/{member}").text)
        assert found, "no applicant tracking system is turned on for this seat"
        return found[1]

    def jobs(self, member: int, search: str = "", *, system: str = "") -> list[str]:
        """Job IDs the member's card offers."""
        page = self.get(f"/talent/profile/{member}/jobs", q=search, ats=system or self.system(member)).text
        return re.findall(r'name="job"\s+value="([^"]+)"', page)

    def members(self, keywords: str = "") -> Iterator[int]:
        """People the search finds, page after page."""
        address = f"/talent/search?keywords={keywords}"
        while address:
            page = self.get(address).text
            yield from dict.fromkeys(int(number) for number in re.findall(r'href="/talent/profile/(\d+)"', page))
            more = re.search(r'href="(/talent/search\?[^"]*after=[^"]*)"', page)
            address = html.unescape(more[1]) if more else ""

    def request_integrations(self, api_key: str, origin: str, bundles: str) -> str:
        """Answer the configuration plugin for both contracts; what it tells the page's callback."""
        start = {"api_key": api_key, "origin": origin, "types": bundles}
        page = self.get("/xdoor/widgets/onboarding", **start).text
        ticket = re.search(r'name="ticket"\s+value="([^"]+)"', page)
        assert ticket, "the plugin does not know who is signed in"
        form: Form = {
            "ticket": ticket[1],
            "contract": [str(contract) for contract in CONTRACTS],
            "bundle": bundles.split(","),
        }
        told = re.search(r'data-told="([^"]+)"', self.post("/xdoor/widgets/onboarding/request", form).text)
        assert told, "the plugin told the page nothing"
        return json.dumps(json.loads(html.unescape(told[1]))["value"])

    def systems(self) -> dict[str, str]:
        """Admin Settings > ATS: the numbers of the systems that have asked, by the name each goes by."""
        found = re.findall(r'<h2 id="system-(\d+)">([^<]+)</h2>', self.get("/talent/admin/ats").text)
        return {html.unescape(name): number for number, name in found}

    def turn_on(self, *contracts: int, system: str = "") -> None:
        """Admin Settings > ATS: switch these levels of a system on; of the first one where none is named."""
        systems = list(self.systems().values())
        assert systems, "no system has asked yet"
        for contract in contracts:
            form = {"application": system or systems[0], "contract": str(contract), "on": "1"}
            self.post("/talent/admin/ats/access", form, expect=(303,))

    def consent(self, address: str) -> str:
        """Allow the application that sent us to the consent page; where the browser goes then."""
        there = urlsplit(address)
        page = self.get(f"{there.path}?{there.query}").text
        fields = {name: html.unescape(value) for name, value in re.findall(_HIDDEN, page)}
        answer = self.post(there.path, {**fields, "decision": "allow"}, expect=(302, 303))
        return str(answer.headers["location"])

    def _sign_in(self, contract: int) -> None:
        self.get("/talent/sign-in")
        self.post("/talent/sign-in", {"email": f"{self.name}@demo.example", "password": PASSWORD}, expect=(303,))
        page = self.get("/talent/contract").text
        seats = dict(re.findall(r'name="seat"\s+value="(\d+)".*?(Nordics|US)', page, re.DOTALL))
        wanted = "Nordics" if contract == CONTRACTS[0] else "US"
        seat = next(seat for seat, place in seats.items() if place == wanted)
        self.post("/talent/contract", {"seat": seat}, expect=(303,))


class Person(Visitor):
    """A user of Skaffa."""

    proof = "csrfmiddlewaretoken"

    def __init__(self, site: str, name: str) -> None:
        super().__init__(site)
        self.name = name
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": f"{name}@demo.example", "password": PASSWORD}, expect=(302,))
        self.get("/")

    def connect(self, admin: Recruiter, origin: str, *, visibility: str = "everyone") -> None:
        """The LinkedIn Integration tab: connect, answer the plugin, tell the page, say who sees the jobs."""
        self.post("/admin-center/linkedin/connect", {}, expect=(302,))
        page = self.get("/admin-center/linkedin/plugin").text
        told = admin.request_integrations(
            _one(r"api_key: (\S+)", page),
            origin,
            _one(r'data-supported-bundled-integration-types="([^"]+)"', page),
        )
        self.get("/admin-center/linkedin")
        self.post("/admin-center/linkedin/requested", {"told": told})
        choices = {"visibility": visibility, "export_to": "everyone", "availability": "private"}
        self.post("/admin-center/linkedin/settings", choices, expect=(302,))

    def is_enabled(self) -> bool:
        """Whether the LinkedIn Integration tab says so."""
        return "All is set up" in self.get("/admin-center/linkedin").text

    def consent(self, seat_holder: Recruiter) -> None:
        """User settings > Connections: connect one's own member."""
        self.get("/settings/connections")
        address = self.post("/linkedin/oauth/start", {}, expect=(302,)).headers["location"]
        back = urlsplit(seat_holder.consent(address))
        self.get(f"{back.path}?{back.query}")

    def open_job(self, title: str, description: str, *, city: str = "Gothenburg", country: str = "SE") -> Job:
        """Create a job, write its details, activate it."""
        self.get("/jobs/new")
        made = self.post("/jobs/new", {"title": title, "role": "recruiter"}, expect=(302,)).headers["location"]
        number = int(_one(r"/jobs/(\d+)/", made))
        details = {"title": title, "description": description, "city": city, "country": country, "openings": "1"}
        self.post(
            f"/jobs/{number}/edit",
            {**details, "enable_prospects": "on", "is_listed": "on", "confirm_to": "applying"},
            expect=(302,),
        )
        self.post(f"/jobs/{number}/activate", {}, expect=(302,))
        return self.job(number)

    def job(self, number: int) -> Job:
        page = self.get(f"/jobs/{number}/").text
        title = html.unescape(_one(r"<h1[^>]*>\s*(?:<bdi>)?([^<]+)", page)).strip()
        return Job(number, _one(r'class="job-code">([^<]+)<', page), title)

    def prospects(self, job: int) -> list[str]:
        """Names on the Prospect tab, the newest first."""
        return names(self.get(f"/jobs/{job}/prospects", shown=SHOWN).text)

    def candidates(self, job: int) -> list[str]:
        """Addresses of the people on the Prospect tab."""
        page = self.get(f"/jobs/{job}/prospects", shown=SHOWN).text
        return re.findall(r'id="person-\d+"\s+href="([^"]+)"', page)

    def tab(self, job: int) -> "Tab":
        """An open Prospect tab."""
        return Tab(self, job)


class Tab:
    """A Prospect tab that asks for news, as the open page does: 204 while nothing has changed."""

    def __init__(self, person: Person, job: int) -> None:
        self._person = person
        self._address = f"/jobs/{job}/prospects"
        page = person.get(self._address).text
        self._version = self._of(page)
        self.interval = float(_one(r'hx-trigger="every (\d+)s"', page))

    def news(self) -> list[str] | None:
        """Names as the tab shows them now; None while nothing has changed."""
        asked = {"version": self._version}
        answer = self._person.http.get(self._address, params=asked, headers={"HX-Request": "true"})
        if answer.status_code == 204:
            return None
        answer.raise_for_status()
        self._version = self._of(answer.text)
        return names(answer.text)

    @staticmethod
    def _of(page: str) -> str:
        return html.unescape(_one(r'prospects\?version=([^&"]+)', page)).replace("%3A", ":")


@dataclass
class Story:
    """A demo in which LinkedIn is set up: who may act in it."""

    stack: Stack

    @contextmanager
    def person(self, name: str) -> Iterator[Person]:
        with Person(self.stack.skaffa_server, name) as somebody:
            yield somebody

    @contextmanager
    def recruiter(self, name: str, contract: int = CONTRACTS[0]) -> Iterator[Recruiter]:
        with Recruiter(self.stack.linkedin_server, name, contract) as somebody:
            yield somebody

    @property
    def environment(self) -> str:
        """What the environment is called, there and in Recruiter."""
        return self.stack.variables["SKAFFA_ENVIRONMENT_NAME"]

    def set_up(self, *, visibility: str = "everyone") -> "Story":
        """From Not connected to Enabled."""
        with self.person("ada") as ada, self.recruiter("ada") as admin:
            ada.connect(admin, self.stack.skaffa, visibility=visibility)
            admin.turn_on(WHOLE_COMPANY, *CONTRACTS, system=admin.systems()[f"{self.environment} One-Click Export"])
            until(ada.is_enabled, every=0.3, saying="Skaffa to hear that it was enabled")
        return self

    def listed(self, *codes: str, patience: float = PATIENCE) -> "Story":
        """Wait until Recruiter offers these jobs."""
        with self.recruiter("ada") as admin:
            member = next(admin.members())
            until(
                lambda: all(code in admin.jobs(member, code) for code in codes),
                patience=patience,
                every=0.3,
                saying=f"Recruiter to offer {', '.join(codes)}",
            )
        return self


def names(page: str) -> list[str]:
    """Names of the people on a Prospect tab, or on its fragment."""
    return [html.unescape(name) for name in re.findall(r'id="person-\d+"[^>]*>\s*<bdi>([^<]*)</bdi>', page)]


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in: {text[:1_500]}"
    return found[1]


_HIDDEN = r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"'
