"""`skaffa create-administrator`: the first account of a new environment; everybody else is invited in the Admin center."""

import argparse
import getpass
import sys

import django
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from skaffa.accounts import actions
from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole
from skaffa.cli import environment
from skaffa.core import clock, refusals


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    with environment.with_database():
        django.setup()
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            password_validation.validate_password(password)
            user = actions.create_user(
                options.email,
                first_name=options.first_name,
                last_name=options.last_name,
                roles=[SecurityRole.ADMINISTRATOR],
                password=password,
                by=SYSTEM,
                at=clock.now(),
            )
        except ValidationError as error:
            print(*error.messages, sep="\n", file=sys.stderr)
            return 1
        except refusals.Refusal as refusal:
            print(refusal.message, *refusal.fields.values(), sep="\n", file=sys.stderr)
            return 1
        print(f"{user} administers this environment now and can sign in as {user.email}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa create-administrator", description=__doc__)
    parser.add_argument("email", help="e-mail address to sign in with")
    parser.add_argument("--first-name", required=True)
    parser.add_argument("--last-name", required=True)
    parser.epilog = "The password is asked for, or read from one line of standard input."
    return parser
