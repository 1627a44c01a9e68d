"""The pages of the queue of people who may be here twice."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.duplicates import actions as duplicates
from skaffa.duplicates.models import Pair, PairState, Scan
from skaffa.duplicates.pairs import queries
from skaffa.jobs.models import Job
from skaffa.pools import actions as pools
from tests import personas
from tests.personas import START

pytestmark = pytest.mark.django_db

TWICE = (
    ("Margareta", "Greta", "Engelfält", "Visby", "Fyrverket"),
    ("Robert", "Bob", "Strandquist", "Kiruna", "Gruvbolaget"),
    ("Elisabeth", "Lisa", "Sjöwillman", "Ystad", "Rederiet"),
    ("Kristina", "Stina", "Ljungdahlen", "Falun", "Pappersbruket"),
    ("Nils", "Niklas", "Kvarnberger", "Kalmar", "Varvet"),
)


def fill(many: int = 1) -> None:
    """So many people who are here twice."""
    for first, also, last, place, company in TWICE[:many]:
        held = (JobHeld(company, "Lamp keeper", "2019 –", is_current=True),)
        address = (f"{first}@people.example".lower(),)
        for person in (
            Person(first, last, location=place, emails=address, employments=held),
            Person(also, last, location=place, links=(f"https://{first}.example",), employments=held),
        ):
            candidates.add(person, source=Source.OTHER, by=SYSTEM, at=START)
    while duplicates.freshen(at=START):
        pass


@pytest.fixture
def recruiter(client: Client, rhea: User) -> Client:
    client.force_login(rhea)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_flag_that_comes_or_goes_later_reaches_an_open_prospect_tab(
    recruiter: Client, rhea: User, job: Job, django_assert_num_queries: DjangoAssertNumQueries
):
    fill()
    [pair] = Pair.objects.all()
    waits, seen = {"state": PairState.WAITING}, Candidate.objects.get(pk=pair.other_id)
    Pair.objects.update(state=PairState.DIFFERENT)
    personas.prospect(job, seen)
    tab = f"/jobs/{job.pk}/prospects"

    def polled() -> tuple[int, str]:
        """What the tab is answered that shows the version it was given last."""
        answer = recruiter.get(f"{tab}?version={versions[-1]}", headers={"HX-Request": "true"})
        page = answer.content.decode()
        versions.extend(re.findall(r"version=([^&\"]+)", page)[:1])
        return answer.status_code, page

    versions = re.findall(r"version=([^&\"]+)", shown(recruiter, tab))[:1]
    with CaptureQueriesContext(connection) as asked:
        assert polled()[0] == 204
    many = len(asked)

    for change, is_flagged in ((waits, True), ({"state": PairState.DIFFERENT}, False)):
        Pair.objects.update(**change)
        status, page = polled()
        assert status == 200
        assert (f"/duplicates/{pair.pk}/" in page) is is_flagged
        with django_assert_num_queries(many):
            assert polled()[0] == 204


def test_an_empty_queue_says_what_will_wait_here(recruiter: Client):
    assert "Nobody seems to be here twice" in shown(recruiter, "/duplicates/")
    assert "Nobody has been told apart" in shown(recruiter, "/duplicates/?show=different")


def test_a_pair_is_shown_with_its_reasons_and_both_side_by_side(recruiter: Client):
    fill()
    pair = Pair.objects.get()

    queue = shown(recruiter, "/duplicates/")
    page = shown(recruiter, f"/duplicates/{pair.pk}/")

    assert "Margareta Engelfält" in queue
    assert "For it: " in queue
    assert "Greta Engelfält" in page
    assert "Speaks strongly for it" in page
    assert "Only one of them has it" in page
    assert 'class="duplicate-bar"' in page


def test_a_pair_is_merged_and_the_next_one_follows(recruiter: Client):
    fill(2)
    first, second = Pair.objects.order_by("-probability", "-pk")[:2]

    answer = recruiter.post(f"/duplicates/{first.pk}/merge")

    assert answer.headers["Location"] == f"/duplicates/{second.pk}/"
    assert not Candidate.objects.filter(pk=first.other_id).exists()
    assert "has been merged into" in shown(recruiter, f"/duplicates/{second.pk}/")
    assert recruiter.get(f"/duplicates/{first.pk}/").status_code == 404


def test_two_people_stay_two_and_it_can_be_undone(recruiter: Client):
    fill()
    pair = Pair.objects.get()

    answer = recruiter.post(f"/duplicates/{pair.pk}/different")

    assert answer.headers["Location"] == "/duplicates/"
    assert f"/duplicates/undo?pairs={pair.pk}" in shown(recruiter, "/duplicates/")
    assert "Engelfält" in shown(recruiter, "/duplicates/?show=different")

    recruiter.post(f"/duplicates/undo?pairs={pair.pk}")

    assert Pair.objects.get().state == PairState.WAITING


def test_several_are_judged_at_once(recruiter: Client):
    fill(3)
    chosen = list(Pair.objects.order_by("pk").values_list("pk", flat=True)[:2])

    assert recruiter.post("/duplicates/different", {"who": []}).status_code == 422
    recruiter.post("/duplicates/different", {"who": chosen})

    assert Pair.objects.filter(state=PairState.DIFFERENT).count() == 2

    assert recruiter.post("/duplicates/merge", {"least": "12"}).status_code == 422
    Pair.objects.update(probability=0.97)
    recruiter.post("/duplicates/merge", {"least": "99"})
    assert Candidate.objects.count() == 6
    recruiter.post("/duplicates/merge", {"least": "95"})
    assert Candidate.objects.count() == 5


def test_who_is_maybe_known_is_marked_in_lists_for_those_who_see_both(client: Client, rhea: User, hal: User):
    fill()
    pair = Pair.objects.get()
    job = personas.active_job(rhea)
    personas.prospect(job, Candidate.objects.get(pk=pair.other_id))

    client.force_login(rhea)
    for address in ("/candidates/", f"/candidates/{pair.other_id}/", f"/jobs/{job.pk}/prospects"):
        assert f'href="/duplicates/{pair.pk}/"' in shown(client, address)

    client.force_login(hal)
    page = shown(client, f"/candidates/{pair.other_id}/")
    assert "Maybe known already" in page
    assert "/duplicates/" not in page
    assert client.get("/duplicates/").status_code == 403


def test_everybody_is_compared_when_an_administrator_asks(client: Client, ada: User, rhea: User):
    fill()
    client.force_login(ada)

    client.post("/duplicates/scan")
    assert "Everybody is being compared with everybody" in shown(client, "/duplicates/")
    assert client.post("/duplicates/scan").status_code == 409
    client.post("/duplicates/scan/pause")
    assert "paused" in shown(client, "/duplicates/")
    client.post("/duplicates/scan/go-on")
    assert Scan.objects.get().is_running

    client.force_login(rhea)
    assert client.post("/duplicates/scan").status_code == 403


def test_the_queue_asks_no_more_for_many(
    recruiter: Client, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    fill(5)
    some = Pair.objects.latest("pk")
    recruiter.get("/duplicates/")

    with django_assert_max_num_queries(15):
        recruiter.get("/duplicates/")
    with django_assert_max_num_queries(15):
        recruiter.get(f"/duplicates/{some.pk}/")
    assert queries.waiting(Actor.of(rhea)).count() == 5


def test_who_is_typed_in_is_asked_about_and_is_somebody_we_know(recruiter: Client, rhea: User):
    job = personas.active_job(rhea)
    known = personas.candidate("Margareta", "Engelfält", location="Visby")
    while duplicates.freshen(at=START):
        pass
    typed = {"first_name": "Greta", "last_name": "Engelfält", "email": "greta@new.example", "source": "referral"}
    address = f"/jobs/{job.pk}/prospects/add"

    asked = recruiter.post(address, typed)

    assert asked.status_code == 422
    assert "We may know this person" in asked.content.decode()
    assert job.applications.count() == 0

    answer = recruiter.post(address, typed | {"known": known.pk, "sure": "1"})

    assert answer.status_code == 302
    assert job.applications.get().candidate == known
    assert known.emails.filter(address="greta@new.example").exists()


def test_who_is_typed_in_is_added_as_somebody_new_when_it_is_said_so(recruiter: Client, rhea: User):
    pool = pools.create("Divers", by=Actor.of(rhea), at=START)
    personas.candidate("Margareta", "Engelfält", location="Visby")
    while duplicates.freshen(at=START):
        pass
    typed = {"first_name": "Greta", "last_name": "Engelfält", "email": "greta@new.example", "source": "referral"}
    address = f"/talent-pools/{pool.pk}/add"

    assert recruiter.post(address, typed).status_code == 422
    recruiter.post(address, typed | {"sure": "1"})

    assert pool.memberships.get().candidate.first_name == "Greta"
    assert Candidate.objects.filter(last_name="Engelfält").count() == 2
