"""What all calls of a customer's application share: one voice in each generation, and records by collection."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from rsc_client import restli
from rsc_client.application import Application, Batch, KeyT, Resource
from rsc_client.auth import Clock, MemoryTokens, TokenStore, system_clock
from rsc_client.errors import BatchResult
from rsc_client.generations import Collection, Edition, Generation, Part
from rsc_client.restli import Criteria, Key
from rsc_client.schemas import Credentials, Done, JsonObject, Page
from rsc_client.transport import Channel

RecordT = TypeVar("RecordT")
ValueT = TypeVar("ValueT")


class Speaker:
    """Speaks for a customer's application, in whichever generation its edition chooses for a feature."""

    def __init__(
        self,
        channel: Channel,
        credentials: Credentials,
        *,
        edition: Edition | None = None,
        store: TokenStore | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._edition = edition or Edition()
        store = store or MemoryTokens()  # one for both: the token is the application's
        rest = restli.Rest(self._edition.version)
        self._v2 = Application(channel, credentials, dialect=restli.V2(), store=store, clock=clock)
        self._rest = Application(channel, credentials, dialect=rest, store=store, clock=clock)

    def _in(self, generation: Generation) -> Application:
        return self._rest if generation is Generation.REST else self._v2

    def _put(self, collection: Collection, records: Mapping[KeyT, object]) -> BatchResult[KeyT, Done]:
        """Creates or replaces records of a collection."""
        generation = self._edition.of(collection.feature)
        written = {key: collection.write(record, generation) for key, record in records.items()}
        return self._in(generation).batch_update(Resource(collection.name(generation)), written)

    def _delete(self, collection: Collection, keys: Iterable[KeyT]) -> BatchResult[KeyT, Done]:
        generation = self._edition.of(collection.feature)
        return self._in(generation).batch_delete(Resource(collection.name(generation)), keys)

    def _read(
        self, collection: Collection, keys: Iterable[KeyT], shape: type[RecordT], fields: Sequence[str] = ()
    ) -> BatchResult[KeyT, RecordT]:
        """Records by key; of `fields`, v2's names."""
        generation = self._edition.of(collection.feature)
        wanted = [collection.field(name, generation) for name in fields]
        resource = Resource(collection.name(generation))
        found = self._in(generation).batch_get(resource, keys, Batch[JsonObject], wanted)
        records = {key: collection.read(wire, generation, shape) for key, wire in found.results.items()}
        return BatchResult(records, found.errors)

    def _find(self, collection: Collection, finder: str, criteria: Criteria, shape: type[RecordT]) -> Page[RecordT]:
        """One page of a finder's answer."""
        generation = self._edition.of(collection.feature)
        found = self._in(generation).find(collection.name(generation), finder, criteria, Page[JsonObject])
        return Page([collection.read(wire, generation, shape) for wire in found.elements], found.paging)

    def _put_parts(self, part: Part, owner: Key, records: Mapping[str, object]) -> BatchResult[str, Done]:
        """Creates or replaces records that belong to one entity, by their plain ids."""
        generation = self._edition.of(part.feature)
        written = {name: part.write(record, generation) for name, record in records.items()}
        if generation is Generation.V2:
            return self._v2.batch_update(_below(part, owner), written)
        keys = {part.key(owner, name): name for name in written}
        answer = self._rest.batch_update(Resource(part.rest), {key: written[name] for key, name in keys.items()})
        return _by_name(answer, keys)

    def _delete_parts(self, part: Part, owner: Key, names: Iterable[str]) -> BatchResult[str, Done]:
        if self._edition.of(part.feature) is Generation.V2:
            return self._v2.batch_delete(_below(part, owner), names)
        keys = {part.key(owner, name): name for name in names}
        return _by_name(self._rest.batch_delete(Resource(part.rest), keys), keys)

    def _read_parts(
        self, part: Part, owner: Key, names: Iterable[str], shape: type[RecordT]
    ) -> BatchResult[str, RecordT]:
        generation = self._edition.of(part.feature)
        if generation is Generation.V2:
            found = self._v2.batch_get(_below(part, owner), names, Batch[JsonObject])
        else:
            keys = {part.key(owner, name): name for name in names}
            found = _by_name(self._rest.batch_get(Resource(part.rest), keys, Batch[JsonObject]), keys)
        records = {name: part.read(wire, generation, shape) for name, wire in found.results.items()}
        return BatchResult(records, found.errors)


def paging(start: int, count: int) -> dict[str, str]:
    """Which page of a finder's answer: LinkedIn gives ten elements unless told."""
    return {"start": str(start), "count": str(count)}


def _below(part: Part, owner: Key) -> Resource:
    return Resource(part.v2, owner, part.child)


def _by_name(answer: BatchResult[Key, ValueT], names: Mapping[Key, str]) -> BatchResult[str, ValueT]:
    return BatchResult(
        {names[key]: value for key, value in answer.results.items()},
        {names[key]: error for key, error in answer.errors.items()},
    )
