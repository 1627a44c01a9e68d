"""The first account of a new environment comes from the command line."""

import io

import pytest

from skaffa.accounts.models import User
from skaffa.cli import create_administrator

pytestmark = pytest.mark.django_db
PERSON = ["--first-name", "Ada", "--last-name", "Persona"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    def on_standard_input(line: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))

    return on_standard_input


def test_the_first_administrator_can_sign_in(typed, client):
    typed("a lamp for every ship")

    assert create_administrator.run(["ada@example.com", *PERSON]) == 0

    user = User.objects.get()
    assert (user.email, user.roles) == ("ada@example.com", ["administrator"])
    assert client.login(email="ada@example.com", password="a lamp for every ship")


def test_a_poor_password_is_refused_with_its_reason(typed, capsys):
    typed("1234")

    assert create_administrator.run(["ada@example.com", *PERSON]) == 1

    assert "too short" in capsys.readouterr().err
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_refused_with_its_reason(typed, capsys, rhea):
    typed("a lamp for every ship")

    assert create_administrator.run([rhea.email.upper(), *PERSON]) == 1

    assert capsys.readouterr().err.strip()
    assert User.objects.count() == 1
