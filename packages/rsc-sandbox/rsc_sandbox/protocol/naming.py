"""Fields that the versioned generation renamed: one table per resource turns rest's words into v2's and back."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from rsc_sandbox.protocol.errors import Invalid

_FIELD = re.compile(r"^(ERROR :: /)(\w+)")


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """`rest` gives the new name of a field of v2; v2 does not know the fields in `rest_only`."""

    rest: Mapping[str, str] = {}
    rest_only: frozenset[str] = frozenset()

    def read(self, value: Mapping[str, object], generation: str) -> dict[str, object]:
        """What came in, in v2's words and without nulls. Invalid: the other generation's name was used."""
        wrong = self.rest_only if generation == "v2" else frozenset(self.rest)
        if strangers := wrong & value.keys():
            raise Invalid.field(f"/{min(strangers)}", "unrecognized field found but not allowed")
        names = {new: old for old, new in self.rest.items()} if generation == "rest" else {}
        return {names.get(name, name): given for name, given in value.items() if given is not None}

    def write(self, element: Mapping[str, object], generation: str) -> dict[str, object]:
        """What goes out, in the words of the generation."""
        if generation == "v2":
            return {name: value for name, value in element.items() if name not in self.rest_only}
        return {self.rest.get(name, name): value for name, value in element.items()}

    @contextmanager
    def said(self, generation: str) -> Iterator[None]:
        """A refusal inside names the field as the vendor knows it."""
        try:
            yield
        except Invalid as refusal:
            if generation == "v2":
                raise
            words = _FIELD.sub(lambda match: match[1] + self.rest.get(match[2], match[2]), refusal.message)
            raise Invalid(words) from None
