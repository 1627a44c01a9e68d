"""Candidates: added, edited, enriched, found again, and seen by those who may."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.candidates import actions, queries, rules
from skaffa.candidates.events import CandidateAdded, CandidateUpdated
from skaffa.candidates.models import Candidate, LinkKind, Source
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db
GRETA = Person(
    first_name="Greta",
    last_name="Ek",
    headline="Keeper of lamps",
    location="Marstrand",
    emails=("Greta@Example.com", "ek@work.example"),
    phones=("+46 31 12 34 56",),
    links=("https://www.linkedin.com/in/greta-ek/", "greta.example"),
    employments=(JobHeld("The Harbour", "Keeper", "2019 – now", is_current=True), JobHeld("The Pier")),
    educations=(Study("School of Light", "BSc"),),
    skills=("Lamps", "Knots"),
    years_of_experience="7",
)


def add(person: Person = GRETA, source: Source = Source.RECRUITER, by: Actor = SYSTEM) -> Candidate:
    return actions.add(person, source=source, by=by, at=personas.START)


def test_a_person_is_remembered_as_they_were_given(rhea: User, heard):
    told = heard(CandidateAdded)

    greta = add(by=Actor.of(rhea))

    known = queries.person(queries.candidate(Actor.of(rhea), greta.pk))
    assert known.emails == GRETA.emails
    assert known.employments == GRETA.employments
    assert known.educations == GRETA.educations
    assert known.links == ("https://www.linkedin.com/in/greta-ek/", "https://greta.example")
    assert (known.skills, known.phones, known.years_of_experience) == (GRETA.skills, GRETA.phones, "7")
    assert [link.kind for link in greta.links.order_by("pk")] == [LinkKind.LINKEDIN, LinkKind.WEBSITE]
    assert [email.is_primary for email in greta.emails.order_by("pk")] == [True, False]
    assert (greta.profile_source_id, greta.created_by) == (Source.RECRUITER, rhea)
    assert told == [
        CandidateAdded(candidate_id=greta.pk, source="recruiter", at=personas.START, by_id=rhea.pk),
    ]


def test_nobody_needs_an_email_address():
    assert add(Person("Greta")).emails.count() == 0


def test_what_linkedin_sends_is_fitted_not_refused(rhea: User):
    sent = Person(
        "G" * 200, headline="h" * 999, emails=("no address", "a@b.example"), links=("javascript:x", "li.example")
    )

    greta = add(sent, source=Source.LINKEDIN, by=Actor.of(rhea))

    known = queries.person(greta)
    assert (len(known.first_name), len(known.headline)) == (120, 400)
    assert (known.emails, known.links) == (("a@b.example",), ("https://li.example",))


def test_what_a_user_types_is_refused_not_cut(rhea: User):
    with pytest.raises(refusals.Invalid):
        add(Person("G" * 200), by=Actor.of(rhea))


def test_editing_replaces_what_the_user_saw(rhea: User, clock: Watch, heard):
    told = heard(CandidateUpdated)
    greta = add()

    edited = actions.edit(
        greta, Person("Greta", "Alm", emails=("ek@work.example",)), by=Actor.of(rhea), at=clock.tick()
    )

    known = queries.person(edited)
    assert known == Person("Greta", "Alm", emails=("ek@work.example",))
    assert edited.modified_at == clock.at
    assert set(told[0].changed) >= {"last_name", "emails", "headline"}
    assert "first_name" not in told[0].changed


def test_saving_without_a_change_tells_nobody(rhea: User, clock: Watch, heard):
    told = heard(CandidateUpdated)
    greta = add()

    same = actions.edit(greta, queries.person(greta), by=Actor.of(rhea), at=clock.tick())

    assert told == []
    assert same.modified_at == personas.START


def test_enriching_adds_and_never_overwrites(clock: Watch, heard):
    told = heard(CandidateUpdated)
    greta = add(Person("Greta", "Ek", headline="Keeper of lamps", emails=("a@b.example",)))
    said = Person(
        "Margareta", "Ekberg", headline="Other", location="Marstrand", emails=("A@b.example", "new@b.example")
    )

    enriched = actions.enrich(greta, said, by=SYSTEM, at=clock.tick())

    assert queries.person(enriched) == Person(
        "Greta", "Ek", headline="Keeper of lamps", location="Marstrand", emails=("a@b.example", "new@b.example")
    )
    assert [event.changed for event in told] == [("location", "emails")]


def test_enriching_again_changes_nothing(clock: Watch, heard):
    greta = add()
    told = heard(CandidateUpdated)

    actions.enrich(greta, GRETA, by=SYSTEM, at=clock.tick())

    assert told == []


def test_many_are_enriched_as_one_is_and_one_person_twice_in_order(clock: Watch, heard):
    told = heard(CandidateUpdated)
    greta, nils, ida = add(), add(Person("Nils")), add(Person("Ida", headline="Pilot"))
    said = [
        (nils, Person("Nils", location="Umeå", emails=("nils@example.com",))),
        (greta, queries.person(greta)),
        (ida, Person("Ida", headline="Other")),
        (nils, Person("Nils", location="Kiruna", emails=("other@example.com",))),
    ]

    found = actions.enrich_many(said, by=SYSTEM, at=clock.tick())

    once = Person("Nils", location="Umeå", emails=("nils@example.com",))
    twice = Person("Nils", location="Umeå", emails=("nils@example.com", "other@example.com"))
    assert [rules.changed(*one) for one in found] == [("location", "emails"), (), (), ("emails",)]
    assert found[3] == (once, twice)
    assert queries.person(Candidate.objects.get(pk=nils.pk)) == twice
    assert [(event.candidate_id, event.changed) for event in told] == [
        (nils.pk, ("location", "emails")),
        (nils.pk, ("emails",)),
    ]
    assert Candidate.objects.get(pk=nils.pk).modified_at == clock.at
    assert Candidate.objects.get(pk=ida.pk).modified_at == personas.START


def test_who_is_gone_is_not_enriched(clock: Watch):
    greta, nils = add(), add(Person("Nils"))
    actions.erase(greta, by=SYSTEM, at=clock.tick())

    with pytest.raises(queries.CandidateNotFound):
        actions.enrich_many(
            [(nils, Person("Nils", "Berg")), (Candidate(pk=greta.pk or 1), GRETA)], by=SYSTEM, at=clock.tick()
        )

    assert Candidate.objects.get(pk=nils.pk).last_name == ""


def test_people_are_found_again_and_the_oldest_record_wins():
    first, second = add(), add()

    assert queries.by_email(" GRETA@example.com ") == first != second
    assert queries.by_link("http://se.linkedin.com/in/Greta-Ek?x=1") == first
    assert queries.by_email("nobody@example.com") is None
    assert queries.by_link("linkedin.com/in/nobody") is None
    assert queries.by_email("") is None
    assert queries.by_link("") is None


@pytest.mark.parametrize("text", ["greta", "Ek greta", "keeper", "EK@work", "pier", "", "\0"])
def test_search_finds_by_name_email_headline_and_employer(text: str, rhea: User):
    greta = add()

    assert list(queries.searched(Actor.of(rhea), text)) == [greta]


@pytest.mark.parametrize("text", ["gretchen", "greta pilot", "%"])
def test_search_leaves_out_who_does_not_match(text: str, rhea: User):
    add()

    assert list(queries.searched(Actor.of(rhea), text)) == []


@pytest.mark.parametrize(("who", "many"), [("ada", 3), ("rhea", 3), ("hal", 3), ("reed", 3), ("ivan", 1), ("stan", 0)])
def test_candidates_are_seen_by_who_may_search_or_works_with_them(
    who: str, many: int, job: Job, request, ada, reed, stan
):
    personas.applicant(job)
    personas.prospect(job)
    personas.candidate()

    assert queries.visible_to(Actor.of(request.getfixturevalue(who))).count() == many


def test_a_deactivated_user_sees_nobody(rhea: User, ada: User):
    greta = personas.candidate()
    rhea.is_active = False

    with pytest.raises(queries.CandidateNotFound):
        queries.candidate(Actor.of(rhea), greta.pk)


@pytest.mark.parametrize("who", ["ivan", "reed", "stan"])
def test_who_only_reads_changes_nobody(who: str, request, at):
    greta, actor = add(), Actor.of(request.getfixturevalue(who))

    for refused in (
        lambda: add(by=actor),
        lambda: actions.edit(greta, GRETA, by=actor, at=at),
        lambda: actions.enrich(greta, GRETA, by=actor, at=at),
    ):
        with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
            refused()


def test_a_page_of_a_candidate_takes_few_questions(rhea: User, django_assert_max_num_queries):
    greta = add()

    with django_assert_max_num_queries(6):
        queries.person(queries.candidate(Actor.of(rhea), greta.pk))
