"""What surrounds every page: navigation by rights, language, colours, time zone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.utils import timezone, translation

from skaffa.accounts.models import SecurityRole, User
from tests import personas
from tests.personas import Watch


def _page(client: Client, user: User, address: str = "/about") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_an_administrator_finds_the_admin_center(client: Client, ada: User):
    assert 'href="/admin-center/users"' in _page(client, ada)


def test_nobody_else_is_shown_the_admin_center(client: Client, rhea: User):
    assert "/admin-center/" not in _page(client, rhea)


def test_one_who_may_not_search_candidates_is_shown_no_dead_link(client: Client, ivan: User):
    page = _page(client, ivan)

    assert 'href="/jobs/"' in page
    assert 'href="/candidates/"' not in page


def test_the_place_one_is_at_is_marked(client: Client, rhea: User):
    page = _page(client, rhea, "/")

    assert re.search(r'href="/"[^>]*aria-current="page"', page)


def test_about_tells_version_environment_and_roles(client: Client, ada: User):
    page = _page(client, ada)

    assert "Skaffa 0." in page
    assert "Administrator" in page


def test_about_tells_one_without_roles_what_that_means(client: Client, stan: User):
    assert "An administrator gives roles." in _page(client, stan)


@pytest.mark.django_db
def test_a_signed_in_user_reads_their_own_language_whatever_the_browser_says(client: Client):
    user = personas.user("Rhea", SecurityRole.RECRUITER, language="sv")

    client.force_login(user)
    answer = client.get("/about", headers={"Accept-Language": "en"})

    assert answer["Content-Language"] == "sv"
    assert '<html lang="sv"' in answer.content.decode()


@pytest.mark.django_db
def test_a_visitor_reads_the_browsers_language_until_they_choose(client: Client):
    first = client.get("/accounts/login/", headers={"Accept-Language": "sv"})
    client.post("/language", {"language": "en", "next": "/accounts/login/"})
    second = client.get("/accounts/login/", headers={"Accept-Language": "sv"})

    assert first["Content-Language"] == "sv"
    assert second["Content-Language"] == "en"


def test_switching_the_language_changes_the_account(client: Client, rhea: User):
    client.force_login(rhea)

    answer = client.post("/language", {"language": "sv", "next": "/about"})

    rhea.refresh_from_db()
    assert rhea.language == "sv"
    assert answer["Location"] == "/about"


def test_an_unknown_language_is_english(client: Client, rhea: User):
    client.force_login(rhea)

    client.post("/language", {"language": "xx"})

    rhea.refresh_from_db()
    assert rhea.language == "en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_elsewhere(client: Client, rhea: User, target: str):
    client.force_login(rhea)

    assert client.post("/colours", {"colours": "dark", "next": target})["Location"] == "/"


def test_colours_are_remembered_and_rendered_by_the_server(client: Client, rhea: User):
    client.force_login(rhea)
    before = client.get("/about").content.decode()
    client.post("/colours", {"colours": "dark", "next": "/about"})
    after = client.get("/about").content.decode()
    client.post("/colours", {"colours": "nonsense", "next": "/about"})
    reset = client.get("/about").content.decode()

    assert 'data-bs-theme="auto"' in before
    assert 'data-bs-theme="dark"' in after
    assert 'data-bs-theme="auto"' in reset


def test_times_are_shown_in_the_users_zone(client: Client, ada: User, rhea: User, clock: Watch):
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
    User.objects.filter(pk=rhea.pk).update(last_login=clock.at - timedelta(minutes=5))
    client.force_login(ada)

    page = client.get(f"/admin-center/users/{rhea.pk}").content.decode()

    assert 'datetime="2026-03-02T17:55:00+09:00"' in page
    assert "5 min ago" in page


def test_a_time_zone_this_machine_does_not_know_harms_nobody(client: Client, rhea: User):
    User.objects.filter(pk=rhea.pk).update(time_zone="Mars/Olympus")
    client.force_login(rhea)

    assert client.get("/about").status_code == 200


def _said(moment: datetime, now: Watch) -> str:
    with translation.override("en"), timezone.override(UTC):
        rendered = Template("{% reltime moment %}").render(Context({"moment": moment}))
    return re.sub(r"<[^>]+>", "", rendered)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=30), "Jan. 31, 2026"),
        (timedelta(days=-2), "March 4, 2026"),
    ],
)
def test_moments_are_told_as_people_tell_them(clock: Watch, ago: timedelta, words: str):
    assert _said(clock.at - ago, clock) == words


def test_what_never_happened_has_no_time():
    assert Template("{% reltime moment %}").render(Context({"moment": None})) == ""


def test_icons_are_hidden_from_screen_readers():
    drawn = Template('{% icon "bell" 16 %}').render(Context())

    assert 'aria-hidden="true"' in drawn
    assert 'width="16"' in drawn
    assert "<path" in drawn


@pytest.mark.parametrize("name", ["../secret", "Bell", "a b", ""])
def test_an_icon_is_never_a_path(name: str):
    with pytest.raises(TemplateSyntaxError):
        Template("{% icon name %}").render(Context({"name": name}))


def test_a_page_address_changes_one_parameter_and_forgets_the_cursor(rf):
    request = rf.get("/jobs/?status=open&q=a%20b&cursor=zzz")

    address = Template("{% page_url status='closed' %}|{% page_url q=None %}").render(Context({"request": request}))

    assert address == "/jobs/?status=closed&amp;q=a+b|/jobs/?status=open"
