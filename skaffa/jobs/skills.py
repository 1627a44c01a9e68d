"""Skills that a job asks for: what is proposed while somebody writes (A12)."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import text
from skaffa.jobs import queries

MOST_PROPOSED = 10

_OF_JOBS = """
SELECT skill FROM ({jobs}) seen CROSS JOIN LATERAL unnest(seen.skills) skill
WHERE skill ILIKE %s GROUP BY skill ORDER BY count(*) DESC, skill LIMIT %s
"""
_OF_PEOPLE = """
SELECT skill FROM pg_stats CROSS JOIN LATERAL unnest(most_common_elems::text::text[]) skill
WHERE schemaname = current_schema() AND tablename = 'candidates_candidate' AND attname = 'skills' AND skill ILIKE %s
ORDER BY skill LIMIT %s
"""
"""The most common ones, as PostgreSQL's statistics know them: as quick with a million people as with ten."""


def proposed(actor: Actor, said: str) -> list[str]:
    """Skills that begin so: of the jobs that the actor sees, of the people whom they may search, and of our own list."""
    if not said:
        return []
    return list(text.each_once(_every(actor, said))[:MOST_PROPOSED])


def _every(actor: Actor, said: str) -> Iterator[str]:
    pattern = said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    jobs, values = queries.visible_to(actor).exclude(skills=[]).values("skills").query.sql_with_params()
    yield from _asked(_OF_JOBS.format(jobs=jobs), *values, pattern)
    yield from (one for one in _DEFAULT if one.casefold().startswith(said.casefold()))
    if permissions.allowed(actor, Action.CANDIDATE_SEARCH):
        yield from _asked(_OF_PEOPLE, pattern)


def _asked(statement: str, *values: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, MOST_PROPOSED])
        return [skill for (skill,) in cursor.fetchall()]


_DEFAULT = tuple(
    one.strip()
    for one in [
        "\n    Accounting",
        " Administration",
        " Agile",
        " Analytics",
        " AutoCAD",
        " Arabic",
        " Azure",
        " AWS",
        " B driving licence",
        " Bookkeeping",
        " Budgeting",
        "\n    Business analysis",
        " C driving licence",
        " C#",
        " C++",
        " CAD",
        " Change management",
        " Childcare",
        " Cloud computing",
        " Coaching",
        "\n    Communication",
        " Contract law",
        " Cooking",
        " Copywriting",
        " CRM",
        " CSS",
        " Customer service",
        " Data analysis",
        " Data protection",
        "\n    Databases",
        " Design thinking",
        " DevOps",
        " Docker",
        " Electrical installation",
        " Elderly care",
        " English",
        " Event planning",
        " Excel",
        "\n    Facilitation",
        " Figma",
        " Financial reporting",
        " Finnish",
        " First aid",
        " Forklift",
        " French",
        " German",
        " Git",
        " Go",
        " Graphic design",
        "\n    Hospitality",
        " HTML",
        " Java",
        " JavaScript",
        " Kotlin",
        " Kubernetes",
        " Labour law",
        " Leadership",
        " Linux",
        " Logistics",
        "\n    Machine learning",
        " Maintenance",
        " Marketing",
        " Mathematics",
        " Mentoring",
        " Microsoft Office",
        " Negotiation",
        " Networking",
        " Node.js",
        "\n    Norwegian",
        " Nursing",
        " Payroll",
        " Photography",
        " PHP",
        " Photoshop",
        " PostgreSQL",
        " Power BI",
        " Presentation",
        " Procurement",
        "\n    Product management",
        " Programming",
        " Project management",
        " Public speaking",
        " Python",
        " Quality assurance",
        " R",
        " React",
        " Recruiting",
        "\n    Reporting",
        " Research",
        " Risk management",
        " Ruby",
        " Rust",
        " Sales",
        " SAP",
        " Scrum",
        " Security",
        " SEO",
        " Social media",
        " Spanish",
        " SQL",
        "\n    Statistics",
        " Stock control",
        " Strategy",
        " Supply chain",
        " Swedish",
        " Teaching",
        " Teamwork",
        " Terraform",
        " Testing",
        " Training",
        "\n    Translation",
        " TypeScript",
        " UX design",
        " Video editing",
        " Warehouse work",
        " Web development",
        " Welding",
        " Writing\n    ",
    ]
)
"""Where to begin, while nobody has written anything yet."""
