"""User settings: what people change about themselves."""

import pytest
from django.test import Client

from skaffa.accounts.models import User
from tests.personas import PASSWORD

GIVEN = {"first_name": "Rhea", "last_name": "Persona", "language": "en", "time_zone": "Europe/Stockholm"}


def test_a_user_changes_name_language_and_time_zone(client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.post("/settings/", GIVEN | {"first_name": "Rita", "language": "sv"}, follow=True)

    rhea.refresh_from_db()
    assert (rhea.first_name, rhea.language, rhea.time_zone) == ("Rita", "sv", "Europe/Stockholm")
    assert answer["Content-Language"] == "sv"
    assert 'class="toast-line toast-line-success"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "x" * 81),
        ("last_name", "a\x00b"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, rhea: User, field: str, value: str
):
    client.force_login(rhea)

    answer = client.post("/settings/", GIVEN | {"first_name": "Rita", field: value})

    page = answer.content.decode()
    rhea.refresh_from_db()
    assert answer.status_code == 422
    assert f'aria-describedby="id_{field}' in page
    assert f"id_{field}_errors" in page
    assert "Nothing has been saved yet." in page
    assert rhea.first_name == "Rhea"


def test_markup_in_a_name_stays_text(client: Client, rhea: User):
    client.force_login(rhea)

    page = client.post("/settings/", GIVEN | {"first_name": "<i>R</i>"}, follow=True).content.decode()

    assert "&lt;i&gt;R&lt;/i&gt;" in page
    assert "<i>R</i>" not in page


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client: Client, rhea: User):
    elsewhere = Client()
    elsewhere.force_login(rhea)
    client.force_login(rhea)
    fresh = "seven grey seagulls"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})

    assert client.get("/about").status_code == 200
    assert elsewhere.get("/about").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("wrong", "seven grey seagulls", "seven grey seagulls"), (PASSWORD, "short", "short"), (PASSWORD, "one", "two")],
)
def test_a_password_change_that_fails_says_why(client: Client, rhea: User, old: str, new: str, again: str):
    client.force_login(rhea)

    page = client.post(
        "/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": again}
    ).content.decode()

    rhea.refresh_from_db()
    assert "field-errors" in page
    assert rhea.check_password(PASSWORD)


def test_one_says_when_one_works(client: Client, stan: User):
    client.force_login(stan)

    shown = client.get("/settings/hours").content.decode()
    wrong = client.post("/settings/hours", {"work_days": ["0"], "work_begins": "17:00", "work_ends": "09:00"})
    nothing = client.post("/settings/hours", {"work_begins": "08:00", "work_ends": "16:00"})
    saved = client.post("/settings/hours", {"work_days": ["0", "4"], "work_begins": "08:00", "work_ends": "16:00"})

    assert shown.count("checked") == 5
    assert "Monday" in shown
    assert (wrong.status_code, nothing.status_code, saved.status_code) == (422, 422, 302)
    stan.refresh_from_db()
    assert (stan.work_days, str(stan.work_begins)) == ([0, 4], "08:00:00")
