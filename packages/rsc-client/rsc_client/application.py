"""One developer application's authorised calls in Rest.li's methods: bearer token, one repetition after 401, batches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Generic, TypeVar
from urllib.parse import unquote

import msgspec

from rsc_client import restli
from rsc_client.auth import ApplicationTokens, Clock, MemoryTokens, OAuth, TokenStore
from rsc_client.errors import BatchResult, ItemError, MalformedResponse, NotSent, Unauthorized
from rsc_client.metering import Call
from rsc_client.restli import AnyKey, Criteria, Dialect
from rsc_client.schemas import Credentials, Done, Page
from rsc_client.transport import Channel, Request, decode

KeyT = TypeVar("KeyT", bound=AnyKey)
ValueT = TypeVar("ValueT")
ShapeT = TypeVar("ShapeT")
MOST_RECORDS = 100
"""Records in one batch, for every resource [D:sync-candidates] [D:create-jobs]."""


class Resource(msgspec.Struct, frozen=True):
    """A collection, or with `parent` the part named `child` of one of its entities."""

    name: str
    parent: AnyKey | None = None
    child: str = ""

    def path(self, dialect: Dialect) -> str:
        below = "" if self.parent is None else f"/{dialect.key(self.parent)}"
        return f"{dialect.root}{self.name}{below}{self._tail}"

    def label(self, dialect: Dialect) -> str:
        """The path without keys, as metering names it."""
        return f"{dialect.root.strip('/')}/{self.name}{self._tail}"

    @property
    def _tail(self) -> str:
        return f"/{self.child}" if self.child else ""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One call: the HTTP verb, the Rest.li method where it is a batch, the query as written, the entity as JSON."""

    verb: str
    resource: Resource
    method: str = ""
    query: str = ""
    entity: bytes | None = None
    records: int = 0
    headers: Mapping[str, str] = {}


class Batch(msgspec.Struct, Generic[ValueT], frozen=True):
    """A batch's answer on the wire, by key as text: Rest.li convention [PY], seen in [OpenAPI]."""

    results: dict[str, ValueT]
    statuses: dict[str, int] = {}
    errors: dict[str, ItemError] = {}


class Application:
    """Speaks for one developer application, in one generation of the API; safe to share between threads."""

    def __init__(
        self,
        channel: Channel,
        credentials: Credentials,
        *,
        dialect: Dialect,
        store: TokenStore | None,
        clock: Clock,
    ) -> None:
        self._channel = channel
        self._client_id = credentials.client_id
        self._dialect = dialect
        oauth = OAuth(channel, credentials, clock=clock)
        self._tokens = ApplicationTokens(oauth, credentials.client_id, store or MemoryTokens(), clock)

    def create(
        self, name: str, entity: object, shape: type[ShapeT], headers: Mapping[str, str] | None = None
    ) -> ShapeT:
        """A new entity; the answer describes it."""
        resource, written = Resource(name), msgspec.json.encode(entity)
        ask = Ask(verb="POST", resource=resource, method="CREATE", entity=written, records=1, headers=headers or {})
        return self._decode(self._send(ask), shape, resource)

    def upload(self, url: str, content: bytes, content_type: str) -> None:
        """Puts a file where LinkedIn said, if that is one of the configured hosts; NotSent otherwise."""
        call = Call(client_id=self._client_id, resource="upload", method="PUT", records=1)

        def attempt(token: str) -> bytes:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": content_type}
            return self._channel.send(Request(verb="PUT", url=url, headers=headers, entity=content), call)

        self._authorised(attempt)

    def patch(self, resource: Resource, changes: Mapping[str, object]) -> None:
        """Sets fields of one entity; the others stay as they are."""
        entity = msgspec.json.encode(_patch(changes))
        self._send(Ask(verb="POST", resource=resource, method="PARTIAL_UPDATE", entity=entity, records=1))

    def find(self, name: str, finder: str, criteria: Criteria, shape: type[Page[ValueT]]) -> Page[ValueT]:
        """One page of what a finder finds."""
        resource = Resource(name)
        query = self._dialect.criteria({"q": finder, **criteria})
        return self._decode(
            self._send(Ask(verb="GET", resource=resource, method="FINDER", query=query)), shape, resource
        )

    def as_member(self, name: str, query: str, token: str, shape: type[ShapeT]) -> ShapeT:
        """Reads with a member's token instead of ours; an expired one is Unauthorized at once."""
        resource = Resource(name)
        return self._decode(self._attempt(Ask(verb="GET", resource=resource, query=query), token), shape, resource)

    def batch_create(self, name: str, entities: list[object], shape: type[ShapeT]) -> ShapeT:
        """New entities, answered in the order they were sent."""
        _check_size(len(entities))
        resource, entity = Resource(name), msgspec.json.encode({"elements": entities})
        ask = Ask(verb="POST", resource=resource, method="BATCH_CREATE", entity=entity, records=len(entities))
        return self._decode(self._send(ask), shape, resource)

    def batch_get(
        self, resource: Resource, keys: Iterable[KeyT], shape: type[Batch[ValueT]], fields: Sequence[str] = ()
    ) -> BatchResult[KeyT, ValueT]:
        """Entities by key, whole or only some of their fields."""
        return self._batch("GET", "BATCH_GET", resource, dict.fromkeys(keys), shape, fields)

    def batch_delete(self, resource: Resource, keys: Iterable[KeyT]) -> BatchResult[KeyT, Done]:
        """Away with entities."""
        return _only_successes(self._batch("DELETE", "BATCH_DELETE", resource, dict.fromkeys(keys), Batch[Done]))

    def batch_update(self, resource: Resource, entities: Mapping[KeyT, object]) -> BatchResult[KeyT, Done]:
        """Creates or replaces entities: whatever is left out becomes null [D:sync-applications]."""
        return _only_successes(self._batch("PUT", "BATCH_UPDATE", resource, entities, Batch[Done]))

    def batch_patch(self, resource: Resource, changes: Mapping[KeyT, Mapping[str, object]]) -> BatchResult[KeyT, Done]:
        """Sets fields of entities; the others stay as they are."""
        return self.batch_change(resource, {key: _patch(change) for key, change in changes.items()})

    def batch_unset(self, resource: Resource, keys: Iterable[KeyT], field: str) -> BatchResult[KeyT, Done]:
        """Takes a field away from entities, with Rest.li's `$delete` [PY]."""
        return self.batch_change(resource, {key: {"patch": {"$delete": [field]}} for key in keys})

    def batch_change(self, resource: Resource, patches: Mapping[KeyT, object]) -> BatchResult[KeyT, Done]:
        """Changes entities by patch documents."""
        return _only_successes(self._batch("POST", "BATCH_PARTIAL_UPDATE", resource, patches, Batch[Done]))

    def _batch(
        self,
        verb: str,
        method: str,
        resource: Resource,
        entities: Mapping[KeyT, object],
        shape: type[Batch[ValueT]],
        fields: Sequence[str] = (),
    ) -> BatchResult[KeyT, ValueT]:
        _check_size(len(entities))
        if not entities:
            return BatchResult({}, {})
        entity, named = None, {restli.body_key(key, self._dialect): key for key in entities}
        if verb in {"PUT", "POST"}:
            entity = msgspec.json.encode({"entities": {name: entities[key] for name, key in named.items()}})
        query = self._dialect.ids(list(entities)) + (f"&fields={','.join(fields)}" if fields else "")
        ask = Ask(verb=verb, resource=resource, method=method, query=query, entity=entity, records=len(entities))
        answer = self._decode(self._send(ask), shape, resource)
        try:
            return _by_key(answer, named, self._dialect)
        except ValueError as error:
            raise MalformedResponse(resource.label(self._dialect), str(error)) from error

    def _send(self, ask: Ask) -> bytes:
        return self._authorised(lambda token: self._attempt(ask, token))

    def _authorised(self, attempt: Callable[[str], bytes]) -> bytes:
        token = self._tokens.current()
        try:
            return attempt(token.value)
        except Unauthorized:
            return attempt(self._tokens.other_than(token).value)

    def _attempt(self, ask: Ask, token: str) -> bytes:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        headers |= {**self._dialect.headers, **ask.headers}
        if ask.entity is not None and ask.method.startswith("BATCH_"):  # as LinkedIn's collection does [PM]
            headers["X-RestLi-Method"] = ask.method.lower()
        url = f"{self._channel.hosts.api}{ask.resource.path(self._dialect)}"
        request = Request(verb=ask.verb, url=url, query=ask.query, headers=headers, entity=ask.entity)
        label = ask.resource.label(self._dialect)
        call = Call(client_id=self._client_id, resource=label, method=ask.method or ask.verb, records=ask.records)
        return self._channel.send(request, call)

    def _decode(self, body: bytes, shape: type[ShapeT], resource: Resource) -> ShapeT:
        return decode(body, shape, resource.label(self._dialect))


def _check_size(records: int) -> None:
    if records > MOST_RECORDS:
        raise NotSent(f"a batch holds at most {MOST_RECORDS} records, not {records}")


def _patch(changes: Mapping[str, object]) -> object:
    return {"patch": {"$set": changes}}


def _by_key(answer: Batch[ValueT], sent: Mapping[str, KeyT], dialect: Dialect) -> BatchResult[KeyT, ValueT]:
    """LinkedIn's answer under our keys. A record the answer is silent about counts as failed, never as done."""
    results = _recognised(answer.results, sent, dialect)
    statuses = _recognised(answer.statuses, sent, dialect)
    errors = {key: ItemError(status=status) for key, status in statuses.items() if status >= HTTPStatus.BAD_REQUEST}
    errors |= _recognised(answer.errors, sent, dialect)
    unmentioned = ItemError(message="LinkedIn's answer does not mention this record")
    errors |= {key: unmentioned for key in sent.values() if key not in results and key not in errors}
    return BatchResult({key: value for key, value in results.items() if key not in errors}, errors)


def _recognised(named: Mapping[str, ShapeT], sent: Mapping[str, KeyT], dialect: Dialect) -> dict[KeyT, ShapeT]:
    """Those records of the answer that were asked for, whatever the order and the encoding of their keys' parts."""
    found = {sent[text]: value for text, value in named.items() if text in sent}
    if len(found) == len(named):  # mostly LinkedIn writes keys as we do
        return found
    wanted = {_canonical(key, dialect): key for key in sent.values()}
    compound = not any(isinstance(name, str) for name in wanted)
    for text, value in named.items():
        name = _compound(restli.read_key(text)) if compound else text if text in wanted else unquote(text)
        if name in wanted:
            found[wanted[name]] = value
    return found


def _canonical(key: AnyKey, dialect: Dialect) -> object:
    return key if isinstance(key, str) else _compound(dialect.parts(key))


def _compound(parts: Mapping[str, str]) -> object:
    return frozenset((name, value) for name, value in parts.items() if name != "dataProvider")


def _only_successes(answer: BatchResult[KeyT, Done]) -> BatchResult[KeyT, Done]:
    failed = {
        key: ItemError(status=done.status)
        for key, done in answer.results.items()
        if done.status >= HTTPStatus.BAD_REQUEST
    }
    done = {key: done for key, done in answer.results.items() if key not in failed}
    return BatchResult(done, {**answer.errors, **failed})
