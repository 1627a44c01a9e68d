"""How fast the sandbox takes candidates in as it fills, and how fast Recruiter finds a member among many.

A real `rsc-sandbox` process, its store on disk, limits off, matching on, batches of 100 one after the other over HTTP.
"""

import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from bench.figures import HEADING, Figures, verdict
from rsc_client.client import Client
from rsc_client.schemas import Credentials
from rsc_client.synced import Candidate, CandidateKey, PhoneNumber
from rsc_client.transport import Channel, Hosts
from tests.story import Recruiter

CANDIDATES, MEMBERS = 1_000_000, 100_000
SAMPLE = 20_000
BATCH = 100
GOAL_RATE, GOAL_SHARE, GOAL_MEMORY, GOAL_SEARCH = 3_000, 0.6, 300, 0.05
_OFF = "1000000000"
_ORGANIZATION = "urn:li:organization:7001"
_THEN = 1_767_225_600_000
_FIRST = (
    "Ada",
    "Bo",
    "Carl",
    "Disa",
    "Elin",
    "Finn",
    "Gro",
    "Hedda",
    "Ivar",
    "Jon",
    "Kaja",
    "Liv",
    "Mats",
    "Nora",
    "Olga",
)
_LAST = (
    "Berg",
    "Dahl",
    "Ek",
    "Fors",
    "Gran",
    "Holm",
    "Lind",
    "Moen",
    "Nyman",
    "Ojala",
    "Quist",
    "Strand",
    "Vik",
    "Wall",
)
_TITLES = ("Welder", "Nurse", "Planner", "Deckhand", "Teacher", "Analyst", "Baker", "Surveyor", "Pilot", "Gardener")
_PLACES = ("Gothenburg", "Oslo", "Turku", "Aarhus", "Bergen", "Malmo", "Tartu", "Gdansk")


def measure(candidates: int = CANDIDATES) -> bool:
    """Print the figures; whether every goal is met."""
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "members.csv"
        _write_members(people)
        with _served(Path(folder), people) as (address, process):
            empty, full = _fill(address, process, candidates)
            memory = process.memory_info().rss / 1e6
            seconds = _searches(address)
    print(f"\nMember search among {MEMBERS:,}\n{HEADING}\n{seconds.line('a page of results')}")
    print(f"\nA server with {candidates:,} candidates uses {memory:.0f} MB")
    kept = full / empty
    goals = (
        (full >= GOAL_RATE, f"{full:,.0f} candidates a second when full, goal {GOAL_RATE:,}"),
        (kept >= GOAL_SHARE, f"{kept:.0%} of the empty store's rate, goal {GOAL_SHARE:.0%}"),
        (memory < GOAL_MEMORY, f"{memory:.0f} MB, goal under {GOAL_MEMORY}"),
    )
    for met, said in goals:
        print(f"  {'goal met   ' if met else 'GOAL MISSED'} {said}")
    return all([*(met for met, _ in goals), verdict("member search, p95", seconds.p95, GOAL_SEARCH)])


def _fill(address: str, process: psutil.Process, many: int) -> tuple[float, float]:
    """Candidates a second at the beginning and at the end."""
    made = httpx.post(f"{address}/_sandbox/scenarios/enabled-customer", json={}, timeout=120).raise_for_status().json()
    with Channel(Hosts.single(address), timeout=60) as channel:
        customer = made["customers"][0]
        client = Client(channel, Credentials(customer["client_id"], customer["client_secret"]))
        rates = []
        for done in range(0, many, SAMPLE):
            started = time.perf_counter()
            for first in range(done, done + SAMPLE, BATCH):
                told = client.put_candidates(dict(_candidate(number) for number in range(first, first + BATCH)))
                if not told.complete:
                    raise RuntimeError(next(iter(told.errors.values())).message)
            rates.append(SAMPLE / (time.perf_counter() - started))
            if done % (many // 10) < SAMPLE:
                memory = process.memory_info().rss / 1e6
                print(f"  {done + SAMPLE:>9,} stored  {rates[-1]:>7,.0f} a second  {memory:>4.0f} MB", flush=True)
    return rates[0], min(rates[-3:])


def _candidate(number: int) -> tuple[CandidateKey, Candidate]:
    """Every tenth bears the name, title and employer of a member and is recognised by them."""
    first, last, title, _place = _person(number // 10 % MEMBERS if number % 10 == 0 else MEMBERS + number)
    return CandidateKey(f"C{number}", _ORGANIZATION), Candidate(
        first_name=first,
        last_name=last,
        email_addresses=[f"person{number}@example.net"],
        phone_numbers=[PhoneNumber(number=f"+46 70 {number:07d}")],
        external_profile_url=f"https://ats.example/c/{number}",
        created_at=_THEN,
        last_modified_at=_THEN,
        linked_in_profile_url=f"https://www.linkedin.com/in/somebody-{number}",
        current_company_name="Self-employed",
        current_job_title=title,
    )


def _person(number: int) -> tuple[str, str, str, str]:
    """First name, last name (nobody else has it), title, place."""
    letters, rest = "", number
    while rest:
        rest, letter = divmod(rest, 26)
        letters += chr(ord("a") + letter)
    last = _LAST[number % len(_LAST)] + letters
    return _FIRST[number % len(_FIRST)], last, _TITLES[number % len(_TITLES)], _PLACES[number % len(_PLACES)]


def _searches(address: str) -> Figures:
    """Pages of results as a recruiter asks for them: a name, a word with a place, a rare word, a common one."""
    chance, seconds = random.Random(1), []
    with Recruiter(address, "rhea") as rhea:
        for number in range(200):
            asked = (
                {"keywords": f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"},
                {"keywords": chance.choice(_TITLES), "location": chance.choice(_PLACES)},
                {"keywords": _person(chance.randrange(MEMBERS))[1]},
                {"title": chance.choice(_TITLES)},
            )[number % 4]
            started = time.perf_counter()
            rhea.get("/talent/search", **asked)
            seconds.append(time.perf_counter() - started)
    return Figures.of(seconds)


def _write_members(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["cluster", "first_name", "surname", "full_name", "birth_place", "occupation"])
        for number in range(MEMBERS):
            first, last, title, place = _person(number)
            rows.writerow([f"member-{number}", first, last, f"{first} {last}", place, title])


@contextmanager
def _served(folder: Path, members: Path) -> Iterator[tuple[str, psutil.Process]]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RSC_SANDBOX_")}
    command = [sys.executable, "-m", "rsc_sandbox", "serve", "--port", "0", "--allow-plain-callbacks"]
    command += ["--data", str(folder / "sandbox.sqlite"), "--members", str(members)]
    command += ["--set", f"requests_per_day={_OFF}", "--set", f"sync_records_per_minute={_OFF}"]
    print(f"Starting a sandbox with {MEMBERS:,} members ...", flush=True)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ours) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = re.search(r"http://[0-9.]+:\d+", line)
            if address is None:
                raise RuntimeError(f"the sandbox did not start: {line}")
            yield address[0], psutil.Process(process.pid)
        finally:
            process.terminate()
