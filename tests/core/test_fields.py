"""Secrets at rest: unreadable in the database, readable under old keys."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import connection

from skaffa.mail import actions
from skaffa.mail.models import Email
from tests.personas import START

pytestmark = pytest.mark.django_db


def stored(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM mail_email WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


def test_a_secret_is_unreadable_in_the_database():
    written = actions.write("a@example.com", subject="s", body="the secret", at=START)

    assert "secret" not in stored(written.pk)
    assert Email.objects.get(pk=written.pk).text == "the secret"


def test_an_old_key_still_opens_what_it_closed(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SKAFFA_ENCRYPTION_KEYS = [old]
    written = actions.write("a@example.com", subject="s", body="the secret", at=START)

    settings.SKAFFA_ENCRYPTION_KEYS = [new, old]
    assert Email.objects.get(pk=written.pk).text == "the secret"

    settings.SKAFFA_ENCRYPTION_KEYS = [new]
    with pytest.raises(InvalidToken):
        Email.objects.get(pk=written.pk)
