"""One person is taken in by one at a time, whichever way they come."""

import hashlib
from collections.abc import Iterable

from django.db import connection as database

from skaffa.candidates import rules
from skaffa.candidates.rules import Person


def lock_people(people: Iterable[Person], *, also: Iterable[str] = ()) -> None:
    """Let whoever else is taking in one of these people wait, by link and e-mail address, and `also` by other names.

    Locked in one order, so that nobody waits in a circle; released with the transaction.
    """
    names = set(also)
    for person in people:
        names |= {rules.normalize_link(link) for link in person.links}
        names |= {rules.normalize_email(email) for email in person.emails}
    keys = {int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True) for name in names}
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [sorted(keys)])
