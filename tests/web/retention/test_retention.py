"""Admin center, Retention: the rules in words, the list, the question before an erasure, what became of it."""

from datetime import date, timedelta

import pytest

from skaffa.accounts.models import SecurityRole
from skaffa.candidates.models import Candidate
from skaffa.retention import actions, queries
from skaffa.retention.models import Erasure, Ground, Hold, Outcome
from skaffa.retention.rules import Rules
from tests import personas
from tests.linkedin.world import drain
from tests.retention import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/admin-center/retention/"
SAVED = {
    "applicant_on": "on",
    "applicant_months": "24",
    "prospect_months": "6",
    "no_job_months": "3",
    "notice_days": "30",
    "time_zone": "Europe/Stockholm",
    "most_a_night": "100",
}


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def due(clock):
    """Two people in no job, long due; stock is taken."""
    people.choose()
    found = [personas.candidate("Greta", "Ek"), personas.candidate("Nils", "Berg")]
    clock.tick(days=200)
    people.take_stock()
    return found


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_at_first_everybody_is_kept_and_the_page_says_what_to_do(admin):
    shown = text(admin.get(PAGE))

    assert "Applicants are kept until somebody decides." in shown
    assert "Nobody is due and nobody is erased automatically." in shown
    assert "Choose the rules" in shown


def test_the_rules_are_saved_and_told_in_plain_words(admin):
    answer = admin.post(f"{PAGE}rules", SAVED, follow=True)

    assert queries.chosen(queries.policy()) == Rules({Ground.APPLICANT: 24}, 30, "Europe/Stockholm")
    shown = text(answer)
    assert "Applicants whose applications have ended are due 24 months after the last thing that happened." in shown
    assert "Prospects who never became applicants are kept until somebody decides." in shown
    assert "Nobody is erased automatically: an administrator decides." in shown
    assert "People are being looked through" in shown


def test_the_form_begins_with_everything_off_and_the_readers_own_time_zone(client):
    client.force_login(personas.user("Adam", SecurityRole.ADMINISTRATOR, time_zone="Europe/Stockholm"))

    form = client.get(f"{PAGE}rules").context["form"]

    assert form.initial["time_zone"] == "Europe/Stockholm"
    assert not any(value for name, value in form.initial.items() if name.endswith("_on") or name == "erases_by_itself")


@pytest.mark.parametrize(
    ("field", "value"), [("applicant_months", ""), ("applicant_months", "0"), ("notice_days", "91"), ("time_zone", "X")]
)
def test_what_cannot_be_saved_is_said_beside_its_field(admin, field, value):
    answer = admin.post(f"{PAGE}rules", {**SAVED, field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert queries.policy() is None


def test_the_words_follow_the_form_before_it_is_saved(admin, due):
    asked = {**SAVED, "no_job_on": "on", "no_job_months": "1", "erases_by_itself": "on", "most_a_night": "1"}

    shown = text(admin.get(f"{PAGE}rules/words", asked))

    assert "People in no job are due 1 month after the last thing that happened." in shown
    assert "at most 1 person who is due is erased automatically." in shown
    assert "Due today: 2. On the list for later: 0." in shown
    assert "If it began tonight, 1 person would be erased." in shown
    assert queries.chosen(queries.policy()) == people.RULES
    assert admin.get(f"{PAGE}rules/words", {**asked, "no_job_months": "none"}).status_code == 204


def test_the_list_says_who_why_since_when_and_when(admin, due):
    shown = text(admin.get(PAGE))

    assert f'href="/candidates/{due[0].pk}/"' in shown
    assert "In no job · nothing has happened since" in shown
    assert "Due from June 2, 2026" in shown


def test_more_people_come_page_by_page(admin, clock):
    people.choose()
    known = {personas.candidate().pk for _person in range(queries.PAGE + 3)}
    clock.tick(days=200)
    people.take_stock()

    first = admin.get(PAGE).context["page"]
    second = admin.get(PAGE, {"cursor": first.next_cursor}).context["page"]

    assert len(first.rows) == queries.PAGE
    assert {row.candidate.pk for row in [*first.rows, *second.rows]} == known
    assert second.next_cursor == ""


def test_nobody_is_erased_before_the_number_was_typed(admin, due):
    asked = admin.post(f"{PAGE}erase", {"person": [one.pk for one in due]})
    wrong = admin.post(f"{PAGE}erase", {"person": [one.pk for one in due], "people": "3"})

    assert "Erase 2 people?" in text(asked)
    assert "Greta Ek" in text(asked)
    assert wrong.status_code == 422
    assert "This is not the number of people. Nobody has been erased." in text(wrong)
    assert not Erasure.objects.exists()


def test_the_chosen_are_erased_and_the_page_tells_how_far_it_is(admin, due):
    done = admin.post(f"{PAGE}erase", {"person": due[0].pk, "people": "1"}, follow=True)
    assert "1 person is being erased." in text(done)
    assert "0 of 1" in text(done)
    version = done.context["version"]
    assert admin.get(PAGE, {"version": version}, headers={"HX-Request": "true"}).status_code == 204

    drain()

    assert list(Candidate.objects.all()) == [due[1]]
    fresh = admin.get(PAGE, {"version": version}, headers={"HX-Request": "true"})
    assert fresh.headers["HX-Refresh"] == "true"
    assert "Chosen people · Ada Persona" in text(admin.get(PAGE))


def test_while_people_are_being_erased_the_numbers_follow(admin, ada, due):
    admin.post(f"{PAGE}erase", {"all": "1", "people": "2"})
    before = admin.get(PAGE).context["version"]
    [run] = queries.left(at=personas.START)

    actions.erase_next(run, at=personas.START + timedelta(days=200))

    fresh = admin.get(PAGE, {"version": before}, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in fresh.headers
    assert "1 of 2" in text(fresh)


def test_the_button_beside_one_person_chooses_them_alone(admin, due):
    asked = admin.post(f"{PAGE}erase", {"person": due[0].pk, "only": due[1].pk})

    assert "Erase 1 person?" in text(asked)
    assert "Nils Berg" in text(asked)
    assert "Greta Ek" not in text(asked)


def test_everybody_who_is_due_is_erased_by_one_button(admin, due):
    asked = admin.post(f"{PAGE}erase", {"all": "1"})
    admin.post(f"{PAGE}erase", {"all": "1", "people": "2"})
    drain()

    assert "Erase 2 people?" in text(asked)
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("chosen", [{}, {"person": "999999"}, {"person": "²"}, {"person": "9" * 40}])
def test_who_is_not_on_the_list_cannot_be_chosen(admin, chosen):
    answer = admin.post(f"{PAGE}erase", chosen, follow=True)

    assert "Nobody was chosen who is on the list. Choose people first." in text(answer)


def test_a_run_can_be_stopped(admin, due):
    admin.post(f"{PAGE}erase", {"all": "1", "people": "2"})

    [run] = queries.left(at=personas.START)
    shown = text(admin.post(f"{PAGE}runs/{run}/stop", follow=True))
    drain()

    assert "Stopped. Who was erased by then stays erased." in shown
    assert Candidate.objects.count() == 2
    assert set(Erasure.objects.values_list("outcome", flat=True)) == {Outcome.STOPPED}
    assert admin.post(f"{PAGE}runs/0/stop").status_code == 404


def test_a_person_is_kept_with_a_reason_changed_and_released(admin, due):
    address = f"{PAGE}people/{due[0].pk}/keep"

    shown = text(admin.post(address, {"until": "2027-01-31", "reason": "A dispute."}, follow=True))
    assert "Greta Ek is kept." in shown
    assert "Until Jan. 31, 2027" in shown
    assert "Greta Ek" not in text(admin.get(PAGE)).split('id="people"')[1]
    assert "A dispute." in text(admin.get(address))

    shown = text(admin.post(f"{PAGE}people/{due[0].pk}/release", follow=True))
    assert "The rules decide about Greta Ek again." in shown
    assert not Hold.objects.exists()


def test_a_hold_without_reason_or_end_is_refused_beside_its_field(admin, due):
    address = f"{PAGE}people/{due[0].pk}/keep"

    for values, field in (({"until": "2020-01-01", "reason": "So."}, "until"), ({"until": "2027-01-01"}, "reason")):
        answer = admin.post(address, values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_the_page_of_a_held_person_refuses_to_erase_them_and_says_why(admin, due):
    people.hold(due[0], date(2027, 1, 1), at=personas.START)

    answer = admin.post(f"/candidates/{due[0].pk}/erase", {"name": "Greta Ek"})

    assert answer.status_code == 409
    assert "A dispute." in text(answer)
    assert Candidate.objects.filter(pk=due[0].pk).exists()


def test_the_timeline_tells_of_a_hold_without_its_reason(admin, rhea, due, client):
    people.hold(due[0], date(2027, 1, 1), at=personas.START)

    client.force_login(rhea)
    shown = text(client.get(f"/candidates/{due[0].pk}/activity"))

    assert "Skaffa keeps this person on purpose until Jan. 1, 2027." in shown
    assert "A dispute." not in shown


def test_the_erased_stand_by_number_and_nobody_is_named(admin, due):
    number = due[0].pk
    admin.post(f"{PAGE}erase", {"person": number, "people": "1"})
    drain()

    shown = text(admin.get(PAGE, {"show": "erased"}))

    assert f"Person no. {number}" in shown
    assert "LinkedIn never had them" in shown
    assert "Greta" not in shown


def test_what_would_happen_by_itself_is_said_before_and_after_it_begins(admin, due, clock):
    people.choose(Rules(people.RULES.months, 30, erases_by_itself=True, most_a_night=1), at=clock.at)
    drain()
    before = text(admin.get(PAGE))

    clock.tick(days=30)
    after = text(admin.get(PAGE))

    assert "Each night from Oct. 18, 2026 on" in before
    assert "If it began tonight, 1 person would be erased." in before
    assert "Tonight 1 person is erased automatically." in after


@pytest.mark.parametrize("query", ["?show=kept", "?show=erased", "?show=nonsense"])
def test_empty_lists_say_what_comes_there(admin, query):
    assert admin.get(PAGE + query).status_code == 200


@pytest.mark.parametrize("query", ["?cursor=nonsense", "?show=kept&cursor=%00", "?show=erased&cursor=W10="])
def test_a_damaged_address_is_a_message_and_no_fault(admin, query):
    people.choose()

    assert admin.get(PAGE + query).status_code == 422
