"""What the control API accepts."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from rsc_sandbox.store.faults import Kind
from rsc_sandbox.store.members import Member

Moment = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000_000)]  # until the year 3000
_YEARS = 400 * 366 * 86_400


class SetClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: milliseconds since 1970, or an ISO 8601 text with its offset."""

    at: Moment | Annotated[datetime, msgspec.Meta(tz=True)]
    frozen: bool = True


class AdvanceClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Backwards is allowed, for testing what that breaks."""

    seconds: Annotated[int, msgspec.Meta(ge=-_YEARS, le=_YEARS)]


class AddFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value`: extra copies of a duplicate, seconds of a delay, timeout, slow or late answer, the code of a status."""

    kind: Kind
    times: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 1
    value: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    path: Annotated[str, msgspec.Meta(max_length=500)] = ""
    method: Literal["", "GET", "POST", "PUT", "DELETE"] = ""
    retry_after: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many rows at most, newest first."""

    count: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 100


class WantCalls(Page, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`path`: how the address begins; `since`: milliseconds since 1970."""

    path: str = ""
    method: str = ""
    status: Annotated[int, msgspec.Meta(ge=100, le=599)] | None = None
    application: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None = None
    since: Moment = 0


class WantDeliveries(Page, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`application` is the number of the child that is told; `since`: milliseconds since 1970."""

    application: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None = None
    type: str = ""
    status: Literal["", "PENDING", "DELIVERED", "FAILED", "DROPPED"] = ""
    since: Moment = 0


class Sight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which seat looks at which member."""

    seat: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    member: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class OfSeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose note it is."""

    seat: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class AddMembers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """More people for the directory."""

    members: Annotated[list[Member], msgspec.Meta(max_length=10_000)]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty object."""


class Compose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat writes an InMail to a member."""

    seat: int
    member: int
    subject: str
    body: str


class FollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The seat that began the thread writes again."""

    seat: int
    body: str


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The member writes."""

    body: str


class AnswerConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without e-mail or phone those of the account are shared."""

    share: bool
    email: Annotated[str, msgspec.Meta(max_length=320)] | None = None
    phone: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class WriteNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat's note about a member."""

    seat: int
    member: int
    text: str
    public: bool = False


class ChangeNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    seat: int
    text: str | None = None
    public: bool | None = None


class LoadScenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the customers' pushes go; left out, they reach nobody."""

    callback_url: Annotated[str, msgspec.Meta(pattern="^(https?://.+)?$", max_length=1_000)] = ""


class TakeSnapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """1 to 64 of a-z, 0-9, - and _."""

    name: Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]


class SetWebhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the parent application is told of jobs that LinkedIn wants again; None: nowhere."""

    url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2_000)] | None


class Resync(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`application` is the child whose jobs are wanted; no jobs: all open ones."""

    application: int
    jobs: Annotated[tuple[str, ...], msgspec.Meta(max_length=1_000)] = ()
