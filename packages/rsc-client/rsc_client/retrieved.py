"""What LinkedIn tells of a customer's recruiters and their dealings with members: seats, InMails, notes, contact details.

None of it came from us, and all of it is personal data of people who did not apply: keep only what is needed.
"""

from typing import Annotated

import msgspec

from rsc_client.schemas import JsonObject
from rsc_client.urns import PersonUrn, UrnText

ContractUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:contract:\S+$")]
SeatUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:seat:\S+$")]


class Stamp(msgspec.Struct, frozen=True):
    """When, and in rest by whom [D:rsc-release-notes]."""

    time: int | None = None
    actor: str | None = None


class Seat(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A seat on a Recruiter contract [D:recruiter-seatholders].

    `state` is ACTIVE, INACTIVE, INVITED or PARKED; an e-mail address is not told: match users by `member`.
    That a seat nobody has taken yet has no member is [INF].
    """

    id: int
    first_name: str
    last_name: str
    contract: ContractUrn
    state: str
    member: PersonUrn | None = None
    seat_roles: list[str] = []
    created: Stamp | None = None


class OldSeat(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A seat of the finder that was deprecated in 2022 [D:recruiter-seatholders] [W1]."""

    id: int
    first_name: str
    last_name: str
    contract_id: int | None = None
    member: PersonUrn | None = None
    active: bool | None = None
    admin: bool | None = None
    email: str | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The other side of a message: a member, or for a reply the seat [INF]."""

    member: PersonUrn | None = None
    seat: SeatUrn | None = None
    first_name: str | None = None
    last_name: str | None = None


class MailText(msgspec.Struct, frozen=True):
    text: str


class Mail(msgspec.Struct, frozen=True):
    """What was written; a reply has no subject [INF]."""

    subject: str | None = None
    body: MailText | None = None


class ConversationEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One InMail [D:inmail-history]; names of the fields [C], their nesting [INF].

    `author` is a seat's URN or, for a reply, a person's. `thread_urn` holds a conversation together.
    """

    id: str
    thread_urn: UrnText
    created_at: int
    author: UrnText
    recipient: Party | None = None
    mail: Mail | None = None


class ProspectNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A recruiter's note on a member, written in Recruiter [D:prospect-notes]; the last three are [INF].

    Not `active`: it was deleted there, and is to be deleted here.
    """

    id: int
    active: bool
    contract: ContractUrn
    created: int
    last_modified: int
    owner: SeatUrn | None = None
    prospect: PersonUrn | None = None
    note: str | None = None


class MailStub(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Contact details that a member agreed to share with their first reply [D:inmail-stub-profiles]; fields [INF]."""

    member: PersonUrn
    owner: SeatUrn | None = None
    contract: ContractUrn | None = None
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    phone_number: str | None = None
    created: int | None = None


class ClosedMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An exported member who has closed their account: tell the customer, who decides [D:rsc-release-notes] [INF]."""

    member: PersonUrn
    profile_url: str | None = None
    closed_at: int | None = None


Evaluated = JsonObject
"""An evaluation of an application, as it comes: LinkedIn's page does not show its fields."""
