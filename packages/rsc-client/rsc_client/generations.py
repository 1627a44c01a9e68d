"""LinkedIn's two generations of the same calls: which one is used for what, and what they call things.

v2 is unversioned and what the certified products use; rest is versioned and renames resources, key parts and fields
[D:rsc-release-notes]. Callers write and read one record whichever is chosen; the names in those records are v2's.

    Edition({Feature.CANDIDATES: Generation.REST}, version="202604")    # the rest stays in v2
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import msgspec

from rsc_client.errors import MalformedResponse
from rsc_client.restli import Key
from rsc_client.schemas import JsonObject

RecordT = TypeVar("RecordT")


class Generation(StrEnum):
    """LinkedIn's two APIs."""

    V2 = "v2"
    REST = "rest"


class Feature(StrEnum):
    """What can be spoken of in either generation; everything else has only one."""

    INTEGRATIONS = "integrations"
    CANDIDATES = "candidates"
    CANDIDATE_NOTES = "candidate notes"
    APPLICATIONS = "applications"
    APPLICATION_NOTES = "application notes"
    INTERVIEW_FEEDBACK = "interview feedback"
    STAGES = "stages"
    ACLS = "entity ACLs"
    SEATS = "seats"
    EXPORTED_CANDIDATES = "exported candidates"


class Edition(msgspec.Struct, frozen=True):
    """Which generation to use for which feature (v2 unless told), and the version of the versioned one.

    `closed_members` is where closed member accounts are asked for: LinkedIn's address could not be read [INF].
    ValueError for a version or an address that cannot be one.
    """

    generations: Mapping[Feature, Generation] = {}
    version: str = "202604"
    closed_members: str = "v2/closedCandidateProfiles"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"20[0-9]{4}", self.version):
            raise ValueError(f"a version is YYYYMM, not {self.version!r}")
        if not re.fullmatch(r"(v2|rest)/[A-Za-z0-9]+", self.closed_members):
            raise ValueError(f"not a collection of v2 or rest: {self.closed_members!r}")

    def of(self, feature: Feature) -> Generation:
        return self.generations.get(feature, Generation.V2)


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A collection by its two names; `renamed` fields by v2 name, `unsent` those a generation does not know."""

    feature: Feature
    v2: str
    rest: str
    renamed: Mapping[str, str] = {}
    unsent: Mapping[Generation, frozenset[str]] = {}

    def name(self, generation: Generation) -> str:
        return self.rest if generation is Generation.REST else self.v2

    def field(self, name: str, generation: Generation) -> str:
        """A field's name in this generation, by its v2 name."""
        return self.renamed.get(name, name) if generation is Generation.REST else name

    def write(self, record: object, generation: Generation) -> JsonObject:
        """A record as this generation wants it; what is None is left out, which in a replacement means null."""
        written: JsonObject = msgspec.to_builtins(record)
        unsent = self.unsent.get(generation, frozenset())
        return {
            self.field(name, generation): value
            for name, value in written.items()
            if value is not None and name not in unsent
        }

    def read(self, wire: JsonObject, generation: Generation, shape: type[RecordT]) -> RecordT:
        """A record from what came; MalformedResponse when it does not fit."""
        back = {rest: v2 for v2, rest in self.renamed.items()} if generation is Generation.REST else {}
        try:
            return msgspec.convert({back.get(name, name): value for name, value in wire.items()}, shape)
        except msgspec.ValidationError as error:
            raise MalformedResponse(f"{generation}/{self.name(generation)}", str(error)) from error


class Part(Collection, frozen=True, kw_only=True):
    """Records that belong to one entity: in v2 below it, by a plain id; in rest on their own, by a compound key.

    `key` makes that compound key of the owner's key and the id.
    """

    child: str
    key: Callable[[Any, str], Key]


class PartKey(NamedTuple):
    """Which part of which entity: the owner's key, and our plain id of the part."""

    owner: Key
    name: str
