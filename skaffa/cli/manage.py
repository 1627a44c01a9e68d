"""Django's own commands (`manage.py`), with checked settings and a database where the command needs one."""

import contextlib
import os
import sys

from django.core import management

from skaffa.cli import environment
from skaffa.cli.environment import WrongSettings
from skaffa.cli.programs import CannotStart

_WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "findstatic", "help"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaffa.config.settings")
    alone = len(sys.argv) < 2 or sys.argv[1] in _WITHOUT_DATABASE or "--help" in sys.argv  # noqa: PLR2004  program, command
    try:
        environment.checked()
        with contextlib.nullcontext() if alone else environment.with_database():
            management.execute_from_command_line(sys.argv)
    except (WrongSettings, CannotStart) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0
