"""Brings the demo's database up to date: migrations and demo people."""

import io

import django
from django.core import management

from skaffa.cli import migrate


def prepare(*, small: bool) -> str:
    """Return what the seeding says about the accounts it made or found."""
    django.setup()
    if migrate.pending():
        migrate.apply()
    accounts = io.StringIO()
    management.call_command("seed_demo", small=small, stdout=accounts)
    return accounts.getvalue()
