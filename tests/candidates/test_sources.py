"""Where people come from: the list, who changes it, and what the first application says (A120-A125)."""

import pytest
from django.test import Client
from django.utils import translation

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.marks import actions as marks
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate, Source, SourceChoice
from skaffa.candidates.sources import actions, queries
from skaffa.core import refusals
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def offered() -> set[str]:
    """The codes that a form offers, out of their groups."""
    found: set[str] = set()
    for code, named in queries.choices():
        found |= {inner for inner, _name in named} if isinstance(named, list) else {code}
    return found


def test_an_environment_begins_with_the_sources_of_the_specification():
    tree = {one.source.code: [str(detail) for detail in one.details] for one in queries.tree()}

    assert set(tree) == set(Source.values)
    assert tree["job_board"] == ["Indeed", "Seek", "CareerBuilder", "Google Jobs", "Xing", "Glassdoor", "Monster"]
    assert tree["social_network"] == ["Facebook", "Twitter"]


def test_an_administrator_adds_renames_and_retires(ada: User, at):
    by = Actor.of(ada)

    fair = actions.add("Harbour fair", category="career_fair", by=by, at=at)
    actions.rename(fair.code, "Harbour fair 2026", by=by, at=at)
    actions.retire("agency", by=by, at=at)

    assert str(SourceChoice.objects.get(pk=fair.code)) == "Harbour fair 2026"
    assert fair.code in offered()
    assert "agency" not in offered()
    actions.restore("agency", by=by, at=at)
    assert "agency" in offered()


def test_a_retired_category_takes_its_details_along(ada: User, at):
    actions.retire("job_board", by=Actor.of(ada), at=at)

    assert not {"job_board", "indeed"} & offered()
    assert queries.choices("indeed") != queries.choices()


@pytest.mark.parametrize("code", sorted(queries.FIXED))
def test_three_sources_stay_as_they_are(code: str, ada: User, at):
    with pytest.raises(actions.SourceIsFixed):
        actions.retire(code, by=Actor.of(ada), at=at)
    with pytest.raises(actions.SourceIsFixed):
        actions.rename(code, "Something else", by=Actor.of(ada), at=at)


def test_a_source_is_called_in_the_readers_language(ada: User, at):
    by = Actor.of(ada)

    actions.add("Harbour fair", name_sv="Hamnmässan", by=by, at=at)
    actions.add("Lamps AB", by=by, at=at)
    actions.rename("agency", "Headhunters", name_sv="Huvudjägare", by=by, at=at)

    with translation.override("sv"):
        named = queries.names()
        assert [named[code] for code in ("harbour-fair", "lamps-ab", "agency", "referral")] == [
            "Hamnmässan",
            "Lamps AB",
            "Huvudjägare",
            "Hänvisning",
        ]
    assert queries.names()["agency"] == "Headhunters"
    for taken in ("HAMNMÄSSAN", "hänvisning", "lamps ab"):
        with pytest.raises(refusals.Invalid) as refused:
            actions.add("Something else", name_sv=taken, by=by, at=at)
        assert set(refused.value.fields) == {"name_sv"}


@pytest.mark.parametrize("name", ["", "x" * 81, "agency", "INDEED"])
def test_a_name_is_free_and_short(name: str, ada: User, at):
    with pytest.raises(refusals.Invalid):
        actions.add(name, by=Actor.of(ada), at=at)


def test_names_in_any_alphabet_get_codes_of_their_own(ada: User, at):
    made = [actions.add(name, by=Actor.of(ada), at=at).code for name in ("展覧会", "大学", "Job_board!")]

    assert len(set(made)) == 3
    assert set(made) <= offered()


def test_nobody_puts_details_under_details(ada: User, at):
    with pytest.raises(queries.SourceUnknown):
        actions.add("Indeed Sweden", category="indeed", by=Actor.of(ada), at=at)


def test_an_unknown_source_is_refused(job: Job, at):
    with pytest.raises(queries.SourceUnknown):
        applications.add_applicant(job, personas.candidate(), source="newspaper", by=SYSTEM, at=at)


def test_the_first_application_says_how_the_person_entered_where_nobody_has(job: Job, rhea: User, clock: Watch):
    old, known = personas.candidate(), personas.candidate()
    Candidate.objects.filter(pk=old.pk).update(profile_source=None)
    old.refresh_from_db()

    for who in (old, known):
        applications.add_applicant(job, who, source="indeed", by=Actor.of(rhea), at=clock.tick())

    assert Candidate.objects.get(pk=old.pk).profile_source_id == "indeed"
    assert Candidate.objects.get(pk=known.pk).profile_source_id == "recruiter"


def test_only_a_referral_names_a_colleague(job: Job, rhea: User, clock: Watch):
    by = Actor.of(rhea)

    referral = queries.Referral("referral", " Hal  Persona ")
    kept = applications.add_applicant(job, personas.candidate(), source=referral, by=by, at=clock.tick())
    dropped = marks.attribute(kept, queries.Referral("agency", "Hal Persona"), by=by, at=clock.tick())

    assert kept.referred_by == "Hal Persona"
    assert (dropped.source_id, dropped.referred_by) == ("agency", "")


def test_the_form_asks_for_the_source_and_the_page_shows_it(client: Client, job: Job, rhea: User, clock: Watch):
    client.force_login(rhea)
    typed = {"first_name": "Greta", "source": "referral", "referred_by": "Hal Persona"}

    client.post(f"/jobs/{job.pk}/applicants/add", typed)

    one = Application.objects.get()
    assert (one.source_id, one.referred_by) == ("referral", "Hal Persona")
    profile = client.get(f"/candidates/{one.candidate_id}/").content.decode()
    assert profile.count("Referral (<bdi>Hal Persona</bdi>)") == 2  # profile source and application source
    assert "Source: Referral." in client.get(f"/candidates/{one.candidate_id}/activity").content.decode()


def test_old_records_are_filled_in_by_hand(client: Client, job: Job, rhea: User, clock: Watch):
    client.force_login(rhea)
    one = personas.applicant(job)
    Application.objects.filter(pk=one.pk).update(source=None)
    Candidate.objects.filter(pk=one.candidate_id).update(profile_source=None)
    assert client.get(f"/candidates/{one.candidate_id}/").content.decode().count("No source") == 2

    client.post(f"/applications/{one.pk}/source", {"source": "monster"})
    client.post(f"/candidates/{one.candidate_id}/source", {"source": "conference"})

    assert Application.objects.get().source_id == "monster"
    assert Candidate.objects.get(pk=one.candidate_id).profile_source_id == "conference"
    told = client.get(f"/candidates/{one.candidate_id}/activity").content.decode()
    assert "to Monster" in told
    assert "how they came to us" in told


def test_a_retired_source_stays_with_what_has_it(client: Client, job: Job, rhea: User, ada: User, clock: Watch):
    one = personas.applicant(job)
    actions.retire("career_site", by=Actor.of(ada), at=clock.tick())
    client.force_login(rhea)

    assert 'value="career_site" selected' in client.get(f"/applications/{one.pk}/source").content.decode()
    assert 'value="career_site"' not in client.get(f"/jobs/{job.pk}/applicants/add").content.decode()


def test_administrators_keep_the_list(client: Client, ada: User, clock: Watch):
    client.force_login(ada)

    client.post(
        "/admin-center/sources", {"name_en": "Harbour fair", "name_sv": "Hamnmässan", "category": "career_fair"}
    )
    client.post("/admin-center/sources/harbour-fair", {"name_en": "Harbour fair 2026", "name_sv": "Hamnmässan"})
    client.post("/admin-center/sources/harbour-fair/retire")
    refused = client.post("/admin-center/sources", {"name_en": "indeed"})

    assert refused.status_code == 422
    assert "There is a source of this name." in refused.content.decode()
    page = client.get("/admin-center/sources").content.decode()
    assert "Harbour fair 2026" in page
    assert "Offer again" in page
    client.post("/admin-center/sources/harbour-fair/restore")
    assert SourceChoice.objects.get(pk="harbour-fair").retired_at is None
    assert client.post("/admin-center/sources/linkedin/retire").status_code == 409
