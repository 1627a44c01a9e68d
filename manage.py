"""Django's commands: `.venv/bin/python manage.py help`; for running Skaffa there is the `skaffa` command."""

import sys

from skaffa.cli import manage

if __name__ == "__main__":
    sys.exit(manage.main())
