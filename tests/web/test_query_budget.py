"""Main pages ask the database at most fifteen questions, and none asks more because there are more rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.rules import JobHeld
from skaffa.jobs.models import Job
from skaffa.pools import actions as pools
from skaffa.pools.models import Pool
from skaffa.search import actions as search
from tests import personas

MOST = 15
MORE = {"prospects": 17}
"""It also tells what LinkedIn refused, and carries the version that an open page compares every few seconds."""
FEW, MANY = 2, 12


class Place:
    """An employer whose people, jobs and pools grow."""

    def __init__(self, rhea: User) -> None:
        self.rhea, self.by = rhea, Actor.of(rhea)
        self.job: Job = personas.active_job(rhea)
        self.pool: Pool = pools.create("Divers", by=self.by, at=personas.START)
        self.candidate = personas.candidate("Greta")
        self.many = 0

    def grow(self, many: int) -> None:
        """So many more of everything."""
        for number in range(self.many, self.many + many):
            other = personas.active_job(self.rhea, f"Diver {number}")
            personas.applicant(other, self.candidate)
            pools.create(f"Pool {number}", by=self.by, at=personas.START)
            held = JobHeld("Harbour Works", "Diver", "", is_current=True)
            for name in ("Greta", "Nils"):
                known = personas.candidate(name, emails=(f"{name}{number}@example.com",), employments=(held,))
                pools.add(self.pool, known, by=self.by, at=personas.START)
                (personas.prospect if name == "Nils" else personas.applicant)(self.job, known)
        self.many += many
        while search.freshen():
            pass


PAGES: dict[str, Callable[[Place], str]] = {
    "dashboard": lambda _place: "/",
    "jobs": lambda _place: "/jobs/",
    "job": lambda place: f"/jobs/{place.job.pk}/",
    "prospects": lambda place: f"/jobs/{place.job.pk}/prospects",
    "applicants": lambda place: f"/jobs/{place.job.pk}/applicants",
    "candidates": lambda _place: "/candidates/",
    "candidate": lambda place: f"/candidates/{place.candidate.pk}/",
    "documents": lambda place: f"/candidates/{place.candidate.pk}/documents",
    "pools": lambda _place: "/talent-pools/",
    "pool": lambda place: f"/talent-pools/{place.pool.pk}/",
    "search": lambda _place: "/search?q=greta",
    "notices": lambda _place: "/notices",
}


@pytest.mark.parametrize("roles", [(SecurityRole.RECRUITER,), (SecurityRole.RECRUITER, SecurityRole.ADMINISTRATOR)])
def test_main_pages_keep_their_budget_however_many_rows_there_are(db: None, client: Client, roles):
    place = Place(personas.user("Rhea", *roles))
    client.force_login(place.rhea)
    place.grow(FEW)
    few = {name: asked(client, address(place)) for name, address in PAGES.items()}
    place.grow(MANY - FEW)

    many = {name: asked(client, address(place)) for name, address in PAGES.items()}

    assert {name: (few[name], number) for name, number in many.items() if number > few[name]} == {}
    assert {name: number for name, number in many.items() if number > MORE.get(name, MOST)} == {}


def asked(client: Client, address: str) -> int:
    """How many questions a page asks, once it was asked before."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as questions:
        client.get(address)
    return len(questions)
