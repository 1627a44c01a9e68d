"""`skaffa import-jobs`: takes jobs from a CSV or Excel file, complete ones as jobs and the others as drafts with their reason."""

import argparse
import importlib
import sys
from pathlib import Path

import django

from skaffa.cli import environment

_EPILOG = """\
The first line names the columns: Title, Description, City, Region, Country, Job ID, Openings, Employment type,
Seniority, Job function, Skills; or those of NYC Open Data's job postings. Only Title is needed.

A row is complete when it has a title, a description of 100 to 25,000 characters, a city and a country: then LinkedIn
would take it too. Complete rows become jobs, and are activated with --activate; incomplete ones become drafts that say
what they lack. Running the same file again doubles nothing: rows are known by their Job ID, and a draft that an earlier
import left incomplete is completed from the file. Rows without a Job ID get a new one each time.
"""


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"skaffa import-jobs: {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    with environment.with_database():
        django.setup()
        job_import = importlib.import_module("skaffa.cli.job_import")  # its models exist only now
        return int(
            job_import.take_in(
                options.file.name,
                content,
                country=options.country,
                email=options.email,
                activate=options.activate,
                dry_run=options.dry_run,
            )
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="skaffa import-jobs",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or Excel file")
    parser.add_argument("--country", required=True, metavar="CODE", help="two letters, where a row names none: SE, US")
    parser.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help="the user who creates them and joins their hiring teams"
    )
    parser.add_argument("--activate", action="store_true", help="activate complete jobs; LinkedIn then lists them")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    return parser
