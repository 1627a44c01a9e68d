"""LinkedIn's names for things: `urn:li:<kind>:<id>`."""

from typing import Annotated, NamedTuple

import msgspec

UrnText = Annotated[str, msgspec.Meta(pattern=r"^urn:li:[A-Za-z0-9]+:\S+$")]
OrganizationUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:organization:[0-9]+$")]
PersonUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:person:\S+$")]
DeveloperApplicationUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:developerApplication:[0-9]+$")]
JobTaskUrn = Annotated[str, msgspec.Meta(pattern=r"^urn:li:simpleJobPostingTask:\S+$")]


class Urn(NamedTuple):
    """A URN in its two parts; `str(urn)` is its wire form."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"urn:li:{self.kind}:{self.id}"


def parse(text: str) -> Urn:
    """The parts of a URN; an id may itself contain colons. ValueError when it is none."""
    try:
        return Urn(*_split(msgspec.convert(text, UrnText)))
    except msgspec.ValidationError as error:
        raise ValueError(f"not a LinkedIn URN: {text!r}") from error


def organization(number: int) -> str:
    """A company: the integration context of everything that is not scoped to a contract [PM]."""
    return str(Urn("organization", str(number)))


def contract(number: int) -> str:
    """A Recruiter contract: the integration context of `CSA_API`; a company can have several [D:integration-types]."""
    return str(Urn("contract", str(number)))


def person(member_id: str) -> str:
    """A member; the id may be specific to the developer application [INF], so keep it with where it came from."""
    return str(Urn("person", member_id))


def seat(number: int) -> str:
    """A Recruiter seat [D:recruiter-seatholders]."""
    return str(Urn("seat", str(number)))


def _split(text: str) -> tuple[str, str]:
    _, _, kind, identifier = text.split(":", 3)
    return kind, identifier
