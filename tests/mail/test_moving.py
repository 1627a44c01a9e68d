"""E-mails that notify kept are not lost when they move to mail."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from skaffa.core.fields import cipher
from skaffa.mail.models import Email, Status
from tests.personas import START

pytestmark = pytest.mark.django_db

_BEFORE = """
    CREATE TABLE notify_email (id bigint, "to" text, subject text, body text, created_at timestamptz, due_at timestamptz,
                               lease_until timestamptz, attempts smallint, last_error text, sent_at timestamptz)
"""


def test_what_waits_goes_on_waiting_under_its_message_id_and_what_was_sent_is_not_sent_again(settings):
    rows = [(7, 0, None, None), (8, 1, None, START), (9, 12, None, None), (11, 1, START, None)]
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE)
        for pk, attempts, lease, sent in rows:
            body = "" if sent else cipher().encrypt(b"the link").decode()
            values: list[Any] = [pk, "nora@example.com", "Hello", body, START, START, lease, attempts, "", sent]
            cursor.execute("INSERT INTO notify_email VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", values)

    with connection.schema_editor() as editor:
        importlib.import_module("skaffa.mail.migrations.0002_from_notify").move(apps, editor)

    moved = {email.pk: email for email in Email.objects.all()}
    assert {pk: email.status for pk, email in moved.items()} == {
        7: Status.WAITING,
        8: Status.SENT,
        9: Status.REFUSED,
        11: Status.UNCERTAIN,
    }
    assert moved[7].text == "the link"
    assert moved[7].message_id.startswith(f"<skaffa-{settings.SKAFFA.environment_id}-7@")
    assert Email.objects.create(message_id="<new>", to="x", created_at=START, due_at=START, text="x").pk > 11
