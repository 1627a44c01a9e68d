"""Invitations: one open per address, usable once, in time."""

from datetime import timedelta

import pytest

from skaffa.accounts import actions, queries
from skaffa.accounts.actor import Actor
from skaffa.accounts.events import UserInvited
from skaffa.accounts.models import Invitation, SecurityRole, User
from skaffa.core import refusals
from tests.at_once import at_once
from tests.personas import Watch, user

pytestmark = pytest.mark.django_db
ANSWER = {"first_name": "Nora", "last_name": "Ny", "password": "seven buoys and a gull", "language": "sv"}


@pytest.fixture
def invite(ada: User, clock: Watch, heard):
    told = heard(UserInvited)

    def send(email: str = "nora@example.com", roles=("recruiter",)) -> tuple[Invitation, str]:
        invitation = actions.invite(email, roles=roles, by=Actor.of(ada), at=clock.at)
        return invitation, told[-1].token

    return send


def test_an_invited_person_joins_with_the_roles_they_were_offered(invite, clock: Watch):
    _invitation, token = invite(roles=["recruiter", "hiring_manager"])

    nora = actions.accept_invitation(token, **ANSWER, at=clock.tick(days=6))

    assert (nora.email, nora.roles, nora.language) == ("nora@example.com", ["recruiter", "hiring_manager"], "sv")
    assert nora.check_password("seven buoys and a gull")


def test_the_secret_is_not_stored(invite):
    invitation, token = invite()

    assert token not in invitation.token_hash
    assert len(token) >= 40


def test_an_invitation_works_once(invite, clock: Watch):
    _invitation, token = invite()
    actions.accept_invitation(token, **ANSWER, at=clock.at)

    with pytest.raises(queries.InvitationNotFound):
        actions.accept_invitation(token, **ANSWER, at=clock.at)


def test_an_invitation_expires_after_a_week(invite, clock: Watch):
    invitation, token = invite()

    assert queries.open_invitation(token, at=clock.at + timedelta(days=7, seconds=-1)) == invitation
    with pytest.raises(queries.InvitationNotFound):
        actions.accept_invitation(token, **ANSWER, at=clock.tick(days=7))


@pytest.mark.parametrize("token", ["", "guess", "\0", "\ud800"[:0] + "ü" * 500])
def test_a_guessed_secret_opens_nothing(token: str, db, at):
    with pytest.raises(queries.InvitationNotFound):
        queries.open_invitation(token, at=at)


def test_a_withdrawn_invitation_is_useless(invite, ada: User, clock: Watch):
    invitation, token = invite()

    actions.withdraw_invitation(invitation, by=Actor.of(ada), at=clock.at)
    actions.withdraw_invitation(invitation, by=Actor.of(ada), at=clock.at)

    with pytest.raises(queries.InvitationNotFound):
        actions.accept_invitation(token, **ANSWER, at=clock.at)
    assert list(queries.invitations(Actor.of(ada))) == []
    with pytest.raises(queries.InvitationNotFound):
        queries.invitation(Actor.of(ada), invitation.pk)


def test_an_accepted_invitation_cannot_be_withdrawn(invite, ada: User, clock: Watch):
    invitation, token = invite()
    actions.accept_invitation(token, **ANSWER, at=clock.at)

    with pytest.raises(queries.InvitationNotFound):
        actions.withdraw_invitation(invitation, by=Actor.of(ada), at=clock.at)


def test_inviting_again_replaces_the_earlier_invitation(invite, ada: User, clock: Watch):
    _first, old = invite()
    second, new = invite("Nora@example.com")

    assert list(queries.invitations(Actor.of(ada))) == [second]
    assert queries.invitation(Actor.of(ada), second.pk) == second
    with pytest.raises(queries.InvitationNotFound):
        queries.open_invitation(old, at=clock.at)
    assert queries.open_invitation(new, at=clock.at) == second


def test_nobody_is_invited_twice_into_one_account(invite, rhea: User):
    with pytest.raises(actions.EmailTaken):
        invite("RHEA@example.com")


def test_a_weak_password_is_refused_and_the_invitation_still_works(invite, clock: Watch):
    _invitation, token = invite()

    with pytest.raises(refusals.Invalid) as refusal:
        actions.accept_invitation(token, **{**ANSWER, "password": "nora"}, at=clock.at)

    assert "password" in refusal.value.fields
    assert actions.accept_invitation(token, **ANSWER, at=clock.at).first_name == "Nora"


def test_only_administrators_invite(rhea: User, at):
    with pytest.raises(refusals.NotAllowed):
        actions.invite("nora@example.com", roles=[], by=Actor.of(rhea), at=at)


@pytest.mark.django_db(transaction=True)
def test_one_link_opened_twice_at_the_same_moment_makes_one_user(at, heard):
    told = heard(UserInvited)
    ada = user("Ada", SecurityRole.ADMINISTRATOR)
    actions.invite("nora@example.com", roles=[], by=Actor.of(ada), at=at)
    token = told[0].token

    results = at_once(*[lambda: actions.accept_invitation(token, **ANSWER, at=at)] * 3)

    assert sorted(type(result).__name__ for result in results) == ["InvitationNotFound", "InvitationNotFound", "User"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_inviting_one_address_make_one_open_invitation(at):
    ada = user("Ada", SecurityRole.ADMINISTRATOR)

    at_once(*[lambda: actions.invite("nora@example.com", roles=[], by=Actor.of(ada), at=at)] * 4)

    assert queries.invitations(Actor.of(ada)).count() == 1
