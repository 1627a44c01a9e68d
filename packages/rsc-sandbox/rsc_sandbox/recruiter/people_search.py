"""Search among the members."""

import msgspec
from flask import render_template, request, url_for

from rsc_sandbox.linkedin import indicator
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Member, Query

_PAGE = 20
_LONGEST = 200
_LOOK, _LOOKS = 50, 20


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One page of people; `more` is the address of the next one, `in_ats` whom the seat's systems know.

    `total` is None where it would take a look at everybody.
    """

    people: tuple[Face, ...]
    total: int | None
    more: str | None
    in_ats: frozenset[int]


@seated
def search(_me: Me, seat: seats.Seat) -> Page:
    asked = Query(keywords=_word("keywords"), title=_word("title"), location=_word("location"))
    rediscovered = request.args.get("rediscovered") == "1"
    find = _rediscovered if rediscovered else _find
    found = find(seat, asked, _after())
    return render_template("recruiter/search.html", area="search", asked=asked, found=found, rediscovered=rediscovered)


def _find(seat: seats.Seat, asked: Query, after: int) -> Found:
    with current().transaction() as tx:
        page = members.search(tx, asked, after=after, count=_PAGE + 1)
        total = members.count(tx, asked)
    return _found(seat, asked, page[:_PAGE], total=total, more=page[_PAGE - 1].id if len(page) > _PAGE else None)


def _rediscovered(seat: seats.Seat, asked: Query, after: int) -> Found:
    """Only who has applied before; at most so many people are looked through for a page."""
    shown: list[Member] = []
    last: int | None = after
    for _look in range(_LOOKS):
        with current().transaction() as tx:
            some = members.search(tx, asked, after=last or 0, count=_LOOK)
        known = indicator.rediscovered(current(), seat_id=seat.id, member_ids=[member.id for member in some])
        shown += [member for member in some if member.id in known]
        last = some[-1].id if len(some) == _LOOK else None
        if last is None or len(shown) >= _PAGE:
            break
    return _found(seat, asked, shown, total=None, more=last)


def _found(seat: seats.Seat, asked: Query, shown: list[Member], *, total: int | None, more: int | None) -> Found:
    address = None
    if more is not None:
        given = {**msgspec.structs.asdict(asked), "rediscovered": "1" if total is None else ""}
        address = url_for("recruiter.search", **{name: value for name, value in given.items() if value}, after=more)
    known = indicator.in_ats(current(), seat_id=seat.id, member_ids=[member.id for member in shown])
    return Found(people=tuple(face(member) for member in shown), total=total, more=address, in_ats=known)


def _word(name: str) -> str:
    return request.args.get(name, "").replace("\0", " ").strip()[:_LONGEST]


def _after() -> int:
    given = request.args.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else 0  # noqa: PLR2004 -- fits SQLite
