"""Accounts: made, given roles, shut out, let in again."""

from datetime import time
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from skaffa.accounts import actions, queries
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.events import RolesAssigned, UserDeactivated, UserJoined, UserReactivated
from skaffa.accounts.models import SecurityRole, User
from skaffa.core import refusals
from tests import personas
from tests.at_once import at_once

ADMINISTRATOR, RECRUITER = SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER


def make(**changes) -> User:
    given = {
        "email": "Nora@Example.COM ",
        "first_name": " Nora ",
        "last_name": "Ny",
        "roles": ["recruiter"],
        "by": SYSTEM,
        "at": personas.START,
        **changes,
    }
    return actions.create_user(given.pop("email"), **given)


@pytest.mark.django_db
def test_a_user_is_made_with_a_tidy_name_and_address(heard):
    told = heard(UserJoined)

    nora = make()

    assert (nora.email, str(nora), nora.roles) == ("nora@example.com", "Nora Ny", ["recruiter"])
    assert not nora.has_usable_password()
    assert told == [UserJoined(user_id=nora.pk, at=personas.START, by_id=None)]


@pytest.mark.django_db
def test_one_address_is_one_user_whatever_its_case(rhea: User):
    with pytest.raises(actions.EmailTaken):
        make(email="RHEA@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nora"}, "email"),
        ({"email": f"{'n' * 60}@{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 50}.example"}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"last_name": "x" * 81}, "last_name"),
        ({"roles": ["king"]}, "roles"),
        ({"roles": ["interviewer"]}, "roles"),
        ({"language": "xx"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(changes, field: str):
    with pytest.raises(refusals.Invalid) as refusal:
        make(**changes)

    assert field in refusal.value.fields
    assert User.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["rhea", "hal", "reed", "stan"])
def test_only_administrators_manage_users(who: str, request, ada: User, at):
    actor = Actor.of(request.getfixturevalue(who))

    for refused in (
        lambda: make(by=actor),
        lambda: actions.assign_roles(ada, ["recruiter"], by=actor, at=at),
        lambda: actions.deactivate(ada, by=actor, at=at),
        lambda: actions.reactivate(ada, by=actor, at=at),
        lambda: queries.users(actor),
        lambda: queries.invitations(actor),
        lambda: queries.user(actor, ada.pk),
    ):
        with pytest.raises(refusals.NotAllowed):
            refused()


@pytest.mark.django_db
def test_roles_are_replaced_and_told_once(ada: User, stan: User, at, heard):
    told = heard(RolesAssigned)

    actions.assign_roles(stan, ["read_only", "recruiter"], by=Actor.of(ada), at=at)
    actions.assign_roles(stan, ["recruiter", "read_only"], by=Actor.of(ada), at=at)

    assert User.objects.get(pk=stan.pk).roles == ["recruiter", "read_only"]
    assert told == [RolesAssigned(user_id=stan.pk, roles=("recruiter", "read_only"), at=at, by_id=ada.pk)]


@pytest.mark.django_db
def test_the_last_administrator_stays(ada: User, at):
    with pytest.raises(actions.LastAdministrator):
        actions.assign_roles(ada, ["recruiter"], by=Actor.of(ada), at=at)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate(ada, by=Actor.of(ada), at=at)

    assert queries.administrators() == [ada]


@pytest.mark.django_db
def test_an_administrator_may_go_when_another_stays(ada: User, stan: User, at):
    actions.assign_roles(stan, [ADMINISTRATOR], by=Actor.of(ada), at=at)

    actions.assign_roles(ada, [], by=Actor.of(ada), at=at)

    assert queries.administrators() == [stan]


@pytest.mark.django_db
def test_a_deactivated_administrator_does_not_count(ada: User, stan: User, at):
    actions.assign_roles(stan, [ADMINISTRATOR], by=Actor.of(ada), at=at)
    actions.deactivate(stan, by=Actor.of(ada), at=at)

    with pytest.raises(actions.LastAdministrator):
        actions.deactivate(ada, by=Actor.of(ada), at=at)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other_at_the_same_moment(at):
    one, two = personas.user("One", ADMINISTRATOR), personas.user("Two", ADMINISTRATOR)

    results = at_once(
        lambda: actions.deactivate(one, by=Actor.of(two), at=at),
        lambda: actions.assign_roles(two, [], by=Actor.of(one), at=at),
    )

    assert [type(result) for result in results].count(actions.LastAdministrator) == 1
    assert len(queries.administrators()) == 1


@pytest.mark.django_db
def test_deactivating_ends_every_session_for_good(ada: User, stan: User, at, heard):
    told = heard(UserDeactivated, UserReactivated)
    browser = Client()
    browser.force_login(stan, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert SESSION_KEY in browser.session

    actions.deactivate(stan, by=Actor.of(ada), at=at)
    actions.deactivate(stan, by=Actor.of(ada), at=at)
    actions.reactivate(stan, by=Actor.of(ada), at=at)
    actions.reactivate(stan, by=Actor.of(ada), at=at)

    assert told == [
        UserDeactivated(user_id=stan.pk, at=at, by_id=ada.pk),
        UserReactivated(user_id=stan.pk, at=at, by_id=ada.pk),
    ]
    again = User.objects.get(pk=stan.pk)
    assert again.is_active
    assert again.deactivated_at is None
    assert again.get_session_auth_hash() != stan.get_session_auth_hash()


@pytest.mark.django_db
def test_a_new_password_ends_the_old_sessions(stan: User):
    before = stan.get_session_auth_hash()

    stan.set_password("another lamp, another ship")

    assert stan.get_session_auth_hash() != before


@pytest.mark.django_db
def test_people_change_their_own_settings_and_administrators_anybodys(stan: User, ada: User, rhea: User, at):
    new = {"first_name": "Sten", "last_name": "", "language": "sv", "time_zone": "Europe/Stockholm", "at": at}

    actions.update_settings(stan, **new, by=Actor.of(stan))
    actions.update_settings(rhea, **new, by=Actor.of(ada))
    with pytest.raises(refusals.NotAllowed):
        actions.update_settings(ada, **new, by=Actor.of(stan))

    sten = User.objects.get(pk=stan.pk)
    assert (str(sten), sten.language, sten.time_zone) == ("Sten", "sv", "Europe/Stockholm")


@pytest.mark.django_db
def test_users_are_found_by_every_word(ada: User, rhea: User):
    admin = Actor.of(ada)

    assert list(queries.users(admin)) == [ada, rhea]
    assert list(queries.users(admin, "persona RHE")) == [rhea]
    assert list(queries.users(admin, "rhea@example")) == [rhea]
    assert list(queries.users(admin, "rhea ada")) == []
    assert list(queries.users(admin, "\0")) == [ada, rhea]
    assert queries.user(admin, rhea.pk) == queries.user(Actor.of(rhea), rhea.pk) == rhea
    with pytest.raises(queries.UserNotFound):
        queries.user(admin, 0)


@pytest.mark.django_db
def test_a_user_who_is_gone_is_not_found(ada: User, at):
    gone = User(pk=0, first_name="Gone")
    new = {"first_name": "G", "last_name": "", "language": "sv", "time_zone": "UTC"}

    for refused in (
        lambda: actions.assign_roles(gone, [], by=Actor.of(ada), at=at),
        lambda: actions.update_settings(gone, **new, by=Actor.of(ada), at=at),
    ):
        with pytest.raises(queries.UserNotFound):
            refused()


@pytest.mark.django_db
def test_a_user_is_known_by_the_address_whatever_its_case(rhea: User):
    assert User.objects.get_by_natural_key("RHEA@Example.com") == queries.by_email(" Rhea@example.com ") == rhea


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ((time(17), time(9), [0]), "work_ends"),
        ((time(9), time(9), [0]), "work_ends"),
        ((time(9), time(17), []), "work_days"),
        ((time(9), time(17), [7]), "work_days"),
    ],
)
def test_hours_that_are_none_are_refused(stan: User, at, hours, field: str):
    begins, ends, days = hours

    with pytest.raises(refusals.Invalid) as refused:
        actions.set_hours(stan, work_begins=begins, work_ends=ends, work_days=days, by=Actor.of(stan), at=at)

    assert list(refused.value.fields) == [field]


def test_people_say_when_they_work_and_administrators_for_anybody(stan: User, rhea: User, ada: User, at):
    new: dict[str, Any] = {"work_begins": time(7), "work_ends": time(15, 30), "work_days": [3, 0]}

    actions.set_hours(stan, **new, by=Actor.of(stan), at=at)
    actions.set_hours(rhea, **new, by=Actor.of(ada), at=at)
    with pytest.raises(refusals.NotAllowed):
        actions.set_hours(ada, **new, by=Actor.of(stan), at=at)

    kept = User.objects.filter(work_days=[0, 3], work_begins=time(7), work_ends=time(15, 30))
    assert set(kept) == {stan, rhea}
    assert (User.objects.get(pk=ada.pk).work_days, User.objects.get(pk=ada.pk).work_begins) == (
        [0, 1, 2, 3, 4],
        time(9),
    )
