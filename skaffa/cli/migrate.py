"""`skaffa migrate`: brings the database up to date."""

import argparse

import django
from django.core import management
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from skaffa.cli import environment


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    with environment.with_database():
        django.setup()
        waiting = pending()
        if options.plan:
            print(*waiting or ["Nothing to do: the database is up to date."], sep="\n")
        elif waiting:
            apply(verbosity=1)
        else:
            print("The database is up to date.")
    return 0


def pending() -> list[str]:
    """Names of the migrations that have not run, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def apply(*, verbosity: int = 0) -> None:
    management.call_command("migrate", interactive=False, verbosity=verbosity)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa migrate", description=__doc__)
    parser.add_argument("--plan", action="store_true", help="only say what would run")
    return parser
