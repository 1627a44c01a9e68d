"""What all calls of a customer's application share: one voice in each generation, and records by collection."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from rsc_client import restli
from rsc_client.application import Application, Batch, KeyT, Resource
from rsc_client.auth import Clock, MemoryTokens, TokenStore, system_clock
from rsc_client.errors import BatchResult, NotSent
from rsc_client.generations import Collection, Edition, Generation, Part, PartKey
from rsc_client.restli import AnyKey, Criteria, Key
from rsc_client.schemas import Credentials, Done, JsonObject, Page
from rsc_client.transport import Channel

RecordT = TypeVar("RecordT")
ValueT = TypeVar("ValueT")
OldT = TypeVar("OldT")
NewT = TypeVar("NewT")


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
        keys = {PartKey(owner, name): name for name in records}
        return _renamed(self._put_mixed(part, {key: records[name] for key, name in keys.items()}), keys)

    def _delete_parts(self, part: Part, owner: Key, names: Iterable[str]) -> BatchResult[str, Done]:
        keys = {PartKey(owner, name): name for name in names}
        return _renamed(self._delete_mixed(part, keys), keys)

    def _put_mixed(self, part: Part, records: Mapping[PartKey, object]) -> BatchResult[PartKey, Done]:
        """Creates or replaces parts; in rest of several owners at once, in v2 of one, else NotSent."""
        generation = self._edition.of(part.feature)
        written = {key: part.write(record, generation) for key, record in records.items()}
        names = _on_the_wire(part, written, generation)
        sent = {name: written[key] for name, key in names.items()}
        return _renamed(self._in(generation).batch_update(_place(part, written, generation), sent), names)

    def _delete_mixed(self, part: Part, keys: Iterable[PartKey]) -> BatchResult[PartKey, Done]:
        generation, wanted = self._edition.of(part.feature), list(keys)
        names = _on_the_wire(part, wanted, generation)
        return _renamed(self._in(generation).batch_delete(_place(part, wanted, generation), names), names)

    def _read_parts(
        self, part: Part, owner: Key, names: Iterable[str], shape: type[RecordT]
    ) -> BatchResult[str, RecordT]:
        generation, wanted = self._edition.of(part.feature), [PartKey(owner, name) for name in names]
        keys = _on_the_wire(part, wanted, generation)
        found = self._in(generation).batch_get(_place(part, wanted, generation), keys, Batch[JsonObject])
        records = {keys[key].name: part.read(wire, generation, shape) for key, wire in found.results.items()}
        return BatchResult(records, {keys[key].name: error for key, error in found.errors.items()})


def paging(start: int, count: int) -> dict[str, str]:
    """Which page of a finder's answer: LinkedIn gives ten elements unless told."""
    return {"start": str(start), "count": str(count)}


def _place(part: Part, keys: Iterable[PartKey], generation: Generation) -> Resource:
    """Where parts are: in rest in a collection of their own, in v2 below their owner. No parts are sent nowhere."""
    owners = {key.owner for key in keys}
    if generation is Generation.REST or not owners:
        return Resource(part.rest)
    if len(owners) > 1:
        raise NotSent(f"in v2 a batch holds the {part.feature} of one owner, not of {len(owners)}")
    return Resource(part.v2, owners.pop(), part.child)


def _on_the_wire(part: Part, keys: Iterable[PartKey], generation: Generation) -> dict[AnyKey, PartKey]:
    """What LinkedIn calls each of these parts."""
    if generation is Generation.REST:
        return {part.key(key.owner, key.name): key for key in keys}
    return {key.name: key for key in keys}


def _renamed(answer: BatchResult[OldT, ValueT], names: Mapping[OldT, NewT]) -> BatchResult[NewT, ValueT]:
    return BatchResult(
        {names[key]: value for key, value in answer.results.items()},
        {names[key]: error for key, error in answer.errors.items()},
    )
