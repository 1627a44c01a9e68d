"""E-mails that notify kept move here with their ids: what waits is sent under the Message-ID it had."""

from email.utils import parseaddr

from django.conf import settings
from django.db import migrations

_MOVE = """
    INSERT INTO mail_email (id, message_id, kind, recipient, language, "to", cc, reply_to, subject, text, html, secret,
                            status, created_at, due_at, attempts, last_error, sent_at)
    SELECT id, %s || id || %s, '', '', 'en', "to", '{}', '', subject, body, '', '',
           CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN attempts >= 12 THEN 'refused'
                WHEN lease_until IS NOT NULL THEN 'uncertain' ELSE 'waiting' END,
           created_at, due_at, attempts, last_error, sent_at
      FROM notify_email
"""
_GO_ON_COUNTING = """
    SELECT setval(pg_get_serial_sequence('mail_email', 'id'), coalesce((SELECT max(id) FROM mail_email), 0) + 1, false)
"""


def move(apps, schema_editor):
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    before, after = f"<skaffa-{settings.SKAFFA.environment_id}-", f"@{host}>"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_MOVE, [before, after])
        cursor.execute(_GO_ON_COUNTING)


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("notify", "0001_initial")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
