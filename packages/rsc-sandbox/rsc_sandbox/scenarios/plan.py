"""What a named scenario says: one JSON file in `catalogue/` each, data for `loading.py` to carry out."""

import functools
from importlib import resources
from typing import Annotated

import msgspec

_NAME_LENGTH = 50
Some = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Customer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One child application of the vendor at Birch & Rowan, and what it has synced.

    Of the `candidates` the first `matched` are members of LinkedIn, the others nobody there knows.
    `acl` lists the jobs of which only `acl_seat` may know; without it every recruiter sees every job.
    """

    foreign_id: str
    name: Annotated[str, msgspec.Meta(max_length=_NAME_LENGTH)]
    jobs: tuple[str, ...] = ()
    candidates: Some = 0
    matched: Some = 0
    acl: tuple[str, ...] = ()
    acl_seat: int | None = None
    switched_off: bool = False


class Exports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat exported `count` members to the first customer's first job, or so many that it has `leave` exports left."""

    seat: int
    count: Some = 0
    leave: Some | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message in a thread: the member's answer, or the recruiter's next one."""

    body: str
    hours_ago: float
    by_member: bool = True


class Mail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A thread; `share` answers whether the member agreed to share contact details after the first reply."""

    seat: int
    member: int
    subject: str
    body: str
    hours_ago: float
    then: tuple[Said, ...] = ()
    share: bool | None = None
    declined: bool = False


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recruiter's note about a member."""

    seat: int
    member: int
    text: str
    hours_ago: float
    public: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state of LinkedIn that somebody wants to test against."""

    about: str
    customers: tuple[Customer, ...] = ()
    exports: tuple[Exports, ...] = ()
    mails: tuple[Mail, ...] = ()
    notes: tuple[Note, ...] = ()
    closed_accounts: tuple[int, ...] = ()


@functools.cache
def catalogue() -> dict[str, Plan]:
    """Every scenario by its name, in the order of the alphabet."""
    files = resources.files("rsc_sandbox.scenarios").joinpath("catalogue").iterdir()
    plans = {file.name.removesuffix(".json"): file.read_text("utf-8") for file in files if file.name.endswith(".json")}
    return {name: msgspec.json.decode(plans[name], type=Plan) for name in sorted(plans)}
