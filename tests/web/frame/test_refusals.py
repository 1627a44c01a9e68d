"""Every no says what happened, why, what to do and who can help; and input, however bad, never breaks a page."""

import pytest
from django.test import Client

from skaffa.accounts.models import User

HTMX = {"HX-Request": "true"}


def test_a_missing_page_says_so_inside_the_frame(client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.get("/nowhere")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert "We cannot find that" in page
    assert "Check the address" in page
    assert 'aria-label="Main"' in page


def test_a_refused_right_names_the_administrators(client: Client, rhea: User, ada: User):
    client.force_login(rhea)

    answer = client.get("/admin-center/users")

    assert answer.status_code == 403
    assert "ada@example.com" in answer.content.decode()


def test_a_refusal_for_htmx_is_a_fragment_near_its_cause(client: Client, rhea: User, ada: User):
    client.force_login(rhea)

    answer = client.get("/admin-center/users", headers=HTMX)

    assert answer.status_code == 403
    assert answer["X-Refusal"] == "admin.center"
    page = answer.content.decode()
    assert "<html" not in page
    assert 'role="alert"' in page
    assert "ada@example.com" in page


def test_the_way_back_is_offered_only_to_our_own_pages(client: Client, rhea: User):
    client.force_login(rhea)

    ours = client.get("/nowhere", headers={"Referer": "http://testserver/about"}).content.decode()
    theirs = client.get("/nowhere", headers={"Referer": "https://evil.example/"}).content.decode()

    assert 'href="http://testserver/about"' in ours
    assert "evil.example" not in theirs


def test_a_form_from_another_session_is_refused_in_words(rhea: User):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rhea)

    answer = client.post("/settings/", {"first_name": "Rita"})

    assert answer.status_code == 403
    assert "Nothing has been saved." in answer.content.decode()


@pytest.mark.parametrize("address", ["/settings/", "/accounts/password/change/", "/language"])
def test_ten_megabytes_are_refused_in_words(client: Client, rhea: User, address: str):
    client.force_login(rhea)

    answer = client.post(address, {"first_name": "x" * 10_000_000})

    assert answer.status_code in {400, 413}
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("cursor", ["x", "\x00", "W10=", "WyJhIiwgLTFd", "é" * 300])
def test_a_made_up_cursor_is_refused(client: Client, ada: User, cursor: str):
    client.force_login(ada)

    answer = client.get("/admin-center/users", {"cursor": cursor})

    assert answer.status_code == 422
    assert "Start again from its first page." in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "status"), [("\x00", 422), ("x" * 201, 422), ("<b>'\";--", 200), ("🦊 \u202e\u05e9", 200)]
)
def test_any_search_text_is_answered(client: Client, ada: User, text: str, status: int):
    client.force_login(ada)

    answer = client.get("/admin-center/users", {"q": text})

    assert answer.status_code == status
    assert "<b>'" not in answer.content.decode()


def test_a_wrong_method_is_refused(client: Client, rhea: User):
    client.force_login(rhea)

    assert client.get("/language").status_code == 405
    assert client.post("/about").status_code == 405


@pytest.mark.parametrize("host", ["nonsense", "evil.example:8000", "a b", ""])
def test_a_name_that_is_not_ours_is_refused_in_words(host: str, client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.get("/", HTTP_HOST=host, headers={"Referer": "http://testserver/about"})

    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()
