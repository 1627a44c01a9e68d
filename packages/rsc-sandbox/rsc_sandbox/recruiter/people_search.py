"""Search among the members."""

import msgspec
from flask import render_template, request, url_for

from rsc_sandbox.linkedin import indicator
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Query

_PAGE = 20
_LONGEST = 200


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One page of people; `more` is the address of the next one."""

    people: tuple[Face, ...]
    total: int
    more: str | None
    in_ats: frozenset[int]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the form and in the address; `rediscovered`: only people who have applied before."""

    keywords: str = ""
    title: str = ""
    location: str = ""
    rediscovered: str = ""


@seated
def search(_me: Me, seat: seats.Seat) -> Page:
    asked = Asked(
        keywords=_word("keywords"),
        title=_word("title"),
        location=_word("location"),
        rediscovered="1" if request.args.get("rediscovered") == "1" else "",
    )
    return render_template("recruiter/search.html", area="search", asked=asked, found=_find(seat, asked, _after()))


def _find(seat: seats.Seat, asked: Asked, after: int) -> Found:
    sandbox = current()
    query = Query(
        keywords=asked.keywords,
        title=asked.title,
        location=asked.location,
        among=indicator.rediscovered(sandbox, seat_id=seat.id) if asked.rediscovered else None,
    )
    with sandbox.transaction() as tx:
        page = members.search(tx, query, after=after, count=_PAGE + 1)
        total = members.count(tx, query)
    shown = page[:_PAGE]
    more = None
    if len(page) > _PAGE:
        given = {name: value for name, value in msgspec.structs.asdict(asked).items() if value}
        more = url_for("recruiter.search", **given, after=shown[-1].id)
    return Found(
        people=tuple(face(member) for member in shown),
        total=total,
        more=more,
        in_ats=indicator.in_ats(sandbox, seat_id=seat.id, member_ids=[member.id for member in shown]),
    )


def _word(name: str) -> str:
    return request.args.get(name, "").replace("\0", " ").strip()[:_LONGEST]


def _after() -> int:
    given = request.args.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else 0  # noqa: PLR2004 -- fits SQLite
