"""Pages that neither skip nor repeat, and cursors that cannot break anything."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.core import paging, refusals
from skaffa.jobs.models import Job
from tests import personas

pytestmark = pytest.mark.django_db


def walk(by: str, size: int) -> list[int]:
    seen: list[int] = []
    cursor = ""
    while True:
        page = paging.page(Job.objects.all(), by=by, cursor=cursor, size=size)
        seen += [job.pk for job in page.rows]
        if not page.next_cursor:
            return seen
        cursor = page.next_cursor


@pytest.mark.parametrize("by", ["-created_at", "created_at", "title", "-title"])
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_together_are_the_whole_list_in_order(rhea, by: str, size: int):
    for title in ("Clerk", "Clerk", "Baker", "Ångare", "Diver"):
        personas.draft(rhea, title)

    walked = walk(by, size)

    tie = "-pk" if by.startswith("-") else "pk"
    assert walked == list(Job.objects.order_by(by, tie).values_list("pk", flat=True))


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "broken",
    [
        "x",
        "é",
        "====",
        cursor(1),
        cursor(["when?", 1]),
        cursor(["2026-01-01", -1]),
        cursor(["a\0", 2]),
        cursor([1, 2, 3]),
    ],
)
def test_a_broken_cursor_is_refused(broken: str):
    with pytest.raises(refusals.Invalid):
        paging.page(Job.objects.all(), by="-created_at", cursor=broken)


@given(st.text(max_size=60))
def test_no_text_breaks_a_list(anything: str):
    try:
        paging._decode(anything)
    except (ValueError, TypeError):
        return
