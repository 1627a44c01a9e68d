"""Whatever stands on the timeline of a job or of a candidate is told in words."""

import dataclasses
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from skaffa.activity.queries import Line
from skaffa.activity.subscribers import HEARD
from skaffa.hooks import subscribers as hooks
from skaffa.imports import subscribers as imports
from skaffa.jobs.events import JobDeleted
from skaffa.linkedin import subscribers as linkedin
from skaffa.retention import subscribers as retention
from skaffa.web.jobs import words

LISTS = (hooks.Recorded, imports.Recorded, linkedin.Recorded, retention.Recorded)
KEPT: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*HEARD, *(one for kept in LISTS for one in get_args(kept)))
}
ON_A_PAGE = {"job_id", "candidate_id", "application_id"}


def fields(kind: type[Any]) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def line(event: str, **data: object) -> Line:
    return Line(
        id=1,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        kind=event,
        actor="Ada Persona",
        subject="Ivan Persona",
        job_id=1,
        job="Lamp keeper",
        candidate_id=1,
        candidate="Greta Ek",
        application_id=1,
        stages={},
        data=data,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(name for name, kind in KEPT.items() if fields(kind) & ON_A_PAGE))
def test_everything_that_a_timeline_can_hold_has_words(kind: str):
    [told] = words.told([line(kind)], about="job")

    assert ("no words for" in told.sentence) == (kind == JobDeleted.__name__)  # a job that is deleted has no page


@pytest.mark.django_db
def test_what_is_done_to_many_at_once_says_what_and_to_how_many():
    asked = line("BulkAsked", kind="move", people=40)
    finished = line("BulkFinished", kind="move", done=37, same=2, refused=1)

    first, second = (str(one.sentence) for one in words.told([asked, finished], about="job"))

    assert first == "Ada Persona asked for something to be done to 40 at once: Move to a stage."
    assert second == "Move to a stage, asked for many at once: done for 37, already so for 2, refused for 1."
