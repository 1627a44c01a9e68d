"""Two environments of one employer at one LinkedIn: the same numbers in both, and nothing of one ever in the other."""

import json
import re
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rsc_client import signature
from tests.axe import faults
from tests.browser.story import PATIENCE, PICTURES, Words
from tests.stack import Stack, control, two_running, until
from tests.story import CONTRACTS, Job, Person, Recruiter, Story

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MINA, ASA, DIEGO = 1001, 1002, 1003
DIEGO_NAME = "Diego Fuentes Rivera"
NAMES = {MINA: "Mina Okoro", ASA: "Åsa Lindqvist"}
ADAS_SEAT, RHEAS_SEAT, HALS_SEAT = 88001, 88003, 88004
DESCRIPTION = (
    "You look after what is different in each of two environments that otherwise have all their numbers alike. " * 2
)
PHONE = 360


class Side:
    """One environment: its own pages, and how Recruiter knows it."""

    def __init__(self, stack: Stack, title: str, said: str, signed_in: ExitStack) -> None:
        self.stack, self.title, self.said, self._signed_in = stack, title, said, signed_in
        self._persons: dict[str, Person] = {}
        self._holders: dict[str, Recruiter] = {}
        self.story = Story(stack).set_up(visibility="acl")
        self.system = self.recruiter("ada").systems()[f"{self.story.environment} One-Click Export"]
        self.job: Job
        self.people: dict[int, int] = {}  # members, and as whom the environment has them

    def person(self, name: str) -> Person:
        """Somebody at the environment; signed in once."""
        if name not in self._persons:
            self._persons[name] = self._signed_in.enter_context(self.story.person(name))
        return self._persons[name]

    def recruiter(self, name: str) -> Recruiter:
        """The same person in Recruiter."""
        if name not in self._holders:
            self._holders[name] = self._signed_in.enter_context(self.story.recruiter(name))
        return self._holders[name]

    def open_the_job(self, *connected: str) -> None:
        """These people connect their own accounts, and a job is opened to everybody who did."""
        for name in connected:
            self.person(name).consent(self.recruiter(name))
        self.job = self.person("rhea").open_job(self.title, DESCRIPTION)

    def offers(self, name: str) -> list[str]:
        """The jobs that Recruiter offers somebody for export to this environment."""
        return sorted(self.recruiter(name).jobs(MINA, system=self.system))

    def take_in(self, name: str, *members: int) -> None:
        """Somebody exports people one after the other; each becomes an applicant with a note for all to read."""
        rhea = self.person("rhea")
        for member in members:
            known = set(rhea.candidates(self.job.id))
            self.recruiter(name).export(member, self.job.code, system=self.system)
            until(lambda known=known: set(rhea.candidates(self.job.id)) > known, saying="the export to arrive")  # type: ignore[misc]
            (address,) = set(rhea.candidates(self.job.id)) - known
            self.people[member] = int(address.strip("/").split("/")[1])
        for member, number in self.people.items():
            page = rhea.get(f"/jobs/{self.job.id}/prospects").text
            row = page[page.index(f"/candidates/{number}/") :]
            application = re.search(r"/applications/(\d+)/advance", row)
            assert application
            rhea.post(f"/applications/{application[1]}/advance", {})
            note = {"text": f"{NAMES[member]}: {self.said}", "visibility": "shared", "about": application[1]}
            rhea.post(f"/candidates/{number}/notes", note, expect=(302,))

    def seen(self, member: int, seat: int = ADAS_SEAT) -> dict[str, Any]:
        """What Recruiter shows a seat of a member out of this environment; empty: nothing."""
        found: Any = control(self.stack, "GET", f"indicator?seat={seat}&member={member}")["systems"]
        return next((one for one in found if one["application_id"] == int(self.system)), {})

    def shows(self, member: int, seat: int = ADAS_SEAT) -> bool:
        """Whether all that this environment knows of a member, and nothing else, has come to Recruiter."""
        seen = self.seen(member, seat)
        return bool(seen) and (
            [record["external_id"] for record in seen["records"]],
            [(job["job_title"], job["job_id"]) for job in seen["jobs"]],
            [note["text"] for note in seen["notes"]],
        ) == ([str(self.people[member])], [(self.title, self.job.code)], [f"{NAMES[member]}: {self.said}"])

    def calls(self) -> list[dict[str, Any]]:
        """What this environment has asked of LinkedIn."""
        found: Any = control(self.stack, "GET", f"calls?application={self.system}&count=1000")["calls"]
        return list(found)

    def values(self, query: str) -> set[object]:
        """The first column of what this environment's database answers."""
        with self.stack.database() as database:
            return {row[0] for row in database.execute(query)}


def at_linkedin(side: Side, query: str) -> list[tuple[Any, ...]]:
    """What LinkedIn's own store answers; the first demo's folder holds it."""
    store = side.stack.folder.parent / "first" / "sandbox.sqlite3"
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def test_two_environments_of_one_employer_never_meet(chromium: Browser, pictures: Path, tmp_path: Path):
    with two_running(tmp_path) as (production, test), ExitStack() as signed_in:
        real = Side(production, "Lighthouse keeper", "Asked about the night shift.", signed_in)
        trial = Side(test, "Tester of lighthouses", "Only a trial.", signed_in)
        real.open_the_job("ada", "hal")
        trial.open_the_job("ada", "rhea")

        each_seat_is_offered_what_it_may_see(real, trial)
        the_same_numbers_stand_for_other_people(real, trial)
        in_ats_keeps_them_apart(real, trial)
        the_set_up_page_shows_each_contract(real, chromium)
        recruiter_changes_the_ats(real, trial, chromium, pictures)
        pushes_need_the_secret_of_their_environment(real, trial)
        tokens_and_quotas_are_each_ones_own(real, trial)
        erasing_in_one_leaves_the_other(real, trial)
        disconnecting_one_leaves_the_other(real, trial)


def each_seat_is_offered_what_it_may_see(real: Side, trial: Side) -> None:
    """Both call their list of rights by the same name; hal connected in the one, rhea in the other, ada in both."""
    for side, somebody, nobody in ((real, "hal", "rhea"), (trial, "rhea", "hal")):
        until(lambda side=side: side.job.code in side.offers("ada"), saying="Recruiter to offer the job")  # type: ignore[misc]
        until(lambda side=side, name=somebody: side.job.code in side.offers(name), saying="the list to hold them")  # type: ignore[misc]
        assert side.offers(nobody) == []
    assert real.job.code == trial.job.code
    for side, other in ((real, trial), (trial, real)):
        page = side.recruiter("ada").get(f"/talent/profile/{MINA}", ats=side.system).text
        assert side.title in page
        assert other.title not in page


def the_same_numbers_stand_for_other_people(real: Side, trial: Side) -> None:
    real.take_in("hal", MINA, ASA)
    trial.take_in("rhea", ASA, MINA)

    assert [real.people[MINA], real.people[ASA]] == [trial.people[ASA], trial.people[MINA]]
    for side in (real, trial):
        exported = side.values("SELECT job_code || ' ' || status FROM linkedin_exportedprofile")
        assert exported == {f"{side.job.code} accepted"}
        assert side.values("SELECT count(*) FROM linkedin_notification WHERE type LIKE 'EXPORT%'") == {2}


def in_ats_keeps_them_apart(real: Side, trial: Side) -> None:
    for side in (real, trial):
        for member in (MINA, ASA):
            until(lambda side=side, member=member: side.shows(member), saying="Recruiter to show all of them")  # type: ignore[misc]
    assert real.shows(MINA, HALS_SEAT)
    assert trial.shows(MINA, RHEAS_SEAT)
    assert not real.seen(MINA, RHEAS_SEAT)
    assert not trial.seen(MINA, HALS_SEAT)


def the_set_up_page_shows_each_contract(real: Side, chromium: Browser) -> None:
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": PHONE, "height": 800})
    context.set_default_timeout(PATIENCE)
    for cookie in real.person("ada").http.cookies.jar:
        context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": real.stack.skaffa}])
    page = context.new_page()
    page.goto(f"{real.stack.skaffa}/admin-center/linkedin")
    contracts = page.get_by_role("table", name="Contracts with LinkedIn Recruiter")

    for number in CONTRACTS:
        expect(contracts.get_by_role("row", name=str(number)).get_by_text("On", exact=True)).to_have_count(2)
    assert _wrong(page) == []
    context.close()


def recruiter_changes_the_ats(real: Side, trial: Side, chromium: Browser, pictures: Path) -> None:
    """On a phone, in both languages: what is chosen decides what is shown and where an export goes."""
    for language, locale in (("en", "en-GB"), ("sv", "sv-SE")):
        context = chromium.new_context(reduced_motion="reduce", locale=locale, viewport={"width": PHONE, "height": 800})
        context.set_default_timeout(PATIENCE)
        page, words = context.new_page(), Words(language)
        page.goto(f"{real.stack.linkedin}/talent/sign-in?next=/talent/profile/{MINA}")
        page.get_by_role("button", name=words.sandbox("Sign in as {name}", name="Ada Demo")).click()
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name=words.sandbox("Continue")).click()
        known = page.locator("#in-ats")
        change = known.get_by_role("navigation", name=words.sandbox("Change ATS"))
        _shows_only(known, real, trial)

        change.get_by_role("link", name=f"{trial.story.environment} In-ATS indicator").press("Enter")

        expect(change.locator("[aria-current]")).to_have_text(f"{trial.story.environment} In-ATS indicator")
        _shows_only(known, trial, real)
        expect(page.get_by_role("radio", name=trial.title)).to_be_attached()
        wrong = _wrong(page)
        page.goto(f"{real.stack.linkedin}/talent/profile/{ASA}")
        _shows_only(known, trial, real)
        page.get_by_text(words.sandbox("Change ATS"), exact=True).locator("visible=true").last.click()
        page.get_by_label(f"{real.story.environment} One-Click Export", exact=True).check()
        wrong += _wrong(page)
        if PICTURES:
            page.screenshot(path=pictures / f"change-ats-{language}.png", full_page=True)
        page.get_by_role("button", name=words.sandbox("Use this ATS")).click()
        _shows_only(known, real, trial)
        expect(page.get_by_role("radio", name=real.title)).to_be_attached()
        expect(page.get_by_role("radio", name=trial.title)).to_have_count(0)
        assert wrong == []
        context.close()


def _shows_only(known: Any, side: Side, other: Side) -> None:
    expect(known).to_contain_text(side.title)
    expect(known).to_contain_text(side.said)
    expect(known).not_to_contain_text(other.title)
    expect(known).not_to_contain_text(other.said)


def _wrong(page: Page) -> list[str]:
    """What axe finds, and whether a phone has to scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return faults(page) + ([f"{page.url} scrolls sideways"] if wide else [])


def pushes_need_the_secret_of_their_environment(real: Side, trial: Side) -> None:
    secrets = {
        str(number): secret for number, secret in at_linkedin(real, "SELECT id, client_secret FROM applications")
    }
    body = json.dumps({"id": "made-up", "type": "SOMETHING_NEW"}).encode()
    for side, other in ((real, trial), (trial, real)):
        (callback,) = side.values("SELECT callback_url FROM linkedin_connection")
        answers = [
            httpx.post(
                str(callback),
                content=body,
                headers={"Content-Type": "application/json", signature.HEADER: signature.sign(body, secrets[key])},
            ).status_code
            for key in (other.system, side.system)
        ]

        assert answers == [401, 200]


def tokens_and_quotas_are_each_ones_own(real: Side, trial: Side) -> None:
    clients = dict(at_linkedin(real, "SELECT id, client_id FROM applications WHERE parent_id IS NOT NULL"))
    own = {side: clients[int(side.system)] for side in (real, trial)}

    assert own[real] != own[trial]
    for side in (real, trial):
        for table in ("accesstoken", "quota"):
            used = side.values(f"SELECT client_id FROM linkedin_{table}")
            assert used - {"demo-parent"} == {own[side]}
        counted = at_linkedin(side, f"SELECT sum(used) FROM throttles WHERE application_id = {side.system}")
        assert counted[0][0] > 0


def erasing_in_one_leaves_the_other(real: Side, trial: Side) -> None:
    ada = real.person("ada")
    ada.get(f"/candidates/{real.people[MINA]}/")
    ada.post(f"/candidates/{real.people[MINA]}/erase", {"name": NAMES[MINA]}, expect=(302,))

    until(lambda: not real.seen(MINA), saying="the person to leave Recruiter")
    assert real.shows(ASA)
    assert trial.shows(MINA)
    assert trial.shows(ASA)
    assert trial.values("SELECT count(*) FROM linkedin_deletion") == {0}
    assert NAMES[MINA] in trial.person("rhea").get(f"/candidates/{trial.people[MINA]}/").text


def disconnecting_one_leaves_the_other(real: Side, trial: Side) -> None:
    real.person("ada").post("/admin-center/linkedin/disconnect", {}, expect=(302,))
    silent = max(call["at"] for call in real.calls()) + 2_000  # milliseconds: what was being asked may end

    assert real.offers("ada") == []
    assert not real.seen(ASA)
    assert trial.job.code in trial.offers("ada")
    assert trial.shows(MINA)
    trial.recruiter("rhea").export(DIEGO, trial.job.code, system=trial.system)
    until(lambda: DIEGO_NAME in trial.person("rhea").prospects(trial.job.id), saying="exports to go on arriving")
    assert trial.person("ada").is_enabled()
    assert [call for call in real.calls() if call["at"] > silent] == []
    assert real.values("SELECT count(*) FROM linkedin_exportedprofile") == {2}
