"""The visible Job IDs: given by hand, or the next number of the environment's own series."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals, text
from skaffa.jobs import queries, rules


def chosen(given: str) -> str:
    """What was given by hand, tidied, else the next number; raises Invalid when it is too long."""
    code = text.line(given)
    if len(code) > rules.CODE:
        message = _("Use at most %(limit)d characters.") % {"limit": rules.CODE}
        raise refusals.Invalid(message, fields={"code": message})
    return code or _next_code()


def _next_code() -> str:
    """The next number of the environment's own series that nobody gave by hand."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval('jobs_job_code')")
            code = str(cursor.fetchone()[0])
            if queries.by_code(code) is None:
                return code
