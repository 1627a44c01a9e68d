"""User permissions: who is in, with which roles, and who is invited."""

import re

import pytest
from django.test import Client

from skaffa.accounts.models import Invitation, SecurityRole, User
from tests import personas
from tests.personas import Watch


@pytest.fixture
def office(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/admin-center/users",
        "/admin-center/users/invite",
        "/admin-center/users/1",
        "/admin-center/users/1/deactivate",
        "/admin-center/users/1/reactivate",
        "/admin-center/invitations/1/withdraw",
    ],
)
@pytest.mark.parametrize("who", ["rhea", "hal", "reed", "stan"])
def test_only_administrators_get_in(client: Client, request: pytest.FixtureRequest, who: str, address: str):
    client.force_login(request.getfixturevalue(who))

    assert client.post(address).status_code in {403, 405}
    assert client.get(address).status_code in {403, 405}


def test_everybody_is_listed_with_roles(office: Client, rhea: User, stan: User):
    page = office.get("/admin-center/users").content.decode()

    assert "rhea@example.com" in page
    assert "No role" in page


def test_the_search_narrows_the_list(office: Client, rhea: User, stan: User):
    page = office.get("/admin-center/users", {"q": "rhe"}).content.decode()

    assert "rhea@example.com" in page
    assert "stan@example.com" not in page


def test_a_search_without_result_offers_a_way_out(office: Client):
    page = office.get("/admin-center/users", {"q": "zzz"}).content.decode()

    assert "Nobody found" in page
    assert 'href="/admin-center/users"' in page


def test_a_long_list_is_read_page_by_page_in_a_fixed_number_of_queries(office: Client, django_assert_max_num_queries):
    for number in range(60):
        personas.user(f"Person{number:02}", last_name=f"Name{number:02}", password="no need to sign in")

    with django_assert_max_num_queries(8):
        first = office.get("/admin-center/users").content.decode()
    following = re.search(r'hx-get="([^"]*cursor[^"]*)"', first)
    assert following
    second = office.get(following[1].replace("&amp;", "&")).content.decode()

    assert first.count('class="row-title"') == 50
    assert second.count('class="row-title"') == 11
    assert "Load more" not in second


def test_an_administrator_assigns_roles(office: Client, stan: User):
    office.post(f"/admin-center/users/{stan.pk}", {"roles": ["recruiter", "hiring_manager"]})

    stan.refresh_from_db()
    assert stan.roles == ["recruiter", "hiring_manager"]


def test_all_roles_can_be_taken_away(office: Client, rhea: User):
    office.post(f"/admin-center/users/{rhea.pk}", {})

    rhea.refresh_from_db()
    assert rhea.roles == []


@pytest.mark.parametrize("role", ["interviewer", "emperor", "\x00"])
def test_only_assignable_roles_are_taken(office: Client, rhea: User, role: str):
    answer = office.post(f"/admin-center/users/{rhea.pk}", {"roles": [role]})

    rhea.refresh_from_db()
    assert answer.status_code == 422
    assert rhea.roles == ["recruiter"]


def test_the_last_administrator_stays_one(office: Client, ada: User):
    demoted = office.post(f"/admin-center/users/{ada.pk}", {"roles": ["recruiter"]})
    shut_out = office.post(f"/admin-center/users/{ada.pk}/deactivate", follow=True)

    ada.refresh_from_db()
    assert "the last administrator" in demoted.content.decode()
    assert "the last administrator" in shut_out.content.decode()
    assert ada.is_active
    assert ada.roles == ["administrator"]


def test_one_who_gives_up_their_own_role_lands_where_they_may_be(office: Client, ada: User):
    personas.user("Axel", SecurityRole.ADMINISTRATOR)

    answer = office.post(f"/admin-center/users/{ada.pk}", {"roles": ["recruiter"]}, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/"


def test_deactivating_ends_sessions_and_reactivating_lets_in_again(office: Client, rhea: User):
    elsewhere = Client()
    elsewhere.force_login(rhea)

    office.post(f"/admin-center/users/{rhea.pk}/deactivate")
    during = elsewhere.get("/about").status_code
    office.post(f"/admin-center/users/{rhea.pk}/reactivate")
    after = elsewhere.get("/about").status_code
    again = elsewhere.post("/accounts/login/", {"login": rhea.email, "password": personas.PASSWORD})

    assert during == 302
    assert after == 302
    assert again["Location"] == "/"


def test_what_deactivation_does_is_said_before(office: Client, rhea: User):
    page = office.get(f"/admin-center/users/{rhea.pk}").content.decode()

    assert "LinkedIn connection is revoked" in page
    assert f'action="/admin-center/users/{rhea.pk}/deactivate"' in page


def test_an_invitation_shows_its_link_once_and_the_link_works(office: Client, clock: Watch):
    page = office.post("/admin-center/users/invite", {"email": "nils@example.com", "roles": ["recruiter"]})
    link = re.search(r'value="(http://testserver/invitations/[^"]+)"', page.content.decode())
    listed = office.get("/admin-center/users").content.decode()

    assert link
    assert Client().get(link[1]).status_code == 200
    assert "nils@example.com" in listed
    assert "/invitations/" not in re.sub(r"/admin-center/invitations/\d+/withdraw", "", listed)


@pytest.mark.parametrize("email", ["", "nobody", "a\x00@example.com", "x" * 250 + "@example.com", "ada@example.com"])
def test_an_address_that_cannot_be_invited_is_refused_beside_its_field(office: Client, clock: Watch, email: str):
    answer = office.post("/admin-center/users/invite", {"email": email})

    assert answer.status_code == 422
    assert "id_email_errors" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_withdrawn_invitation_is_gone(office: Client, clock: Watch):
    office.post("/admin-center/users/invite", {"email": "nils@example.com"})
    invitation = Invitation.objects.get()

    office.post(f"/admin-center/invitations/{invitation.pk}/withdraw")
    again = office.post(f"/admin-center/invitations/{invitation.pk}/withdraw")

    assert "nils@example.com" not in office.get("/admin-center/users").content.decode().split("toasts")[0]
    assert again.status_code == 404


def test_an_expired_invitation_is_marked(office: Client, clock: Watch):
    office.post("/admin-center/users/invite", {"email": "nils@example.com"})
    clock.tick(days=8)

    assert "Expired" in office.get("/admin-center/users").content.decode()


def test_a_user_that_does_not_exist_is_not_found(office: Client):
    assert office.get("/admin-center/users/999999").status_code == 404
    assert office.post("/admin-center/users/999999/deactivate").status_code == 404
