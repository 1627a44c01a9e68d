"""What hangs on a candidate or an application, as one kind of resource: a table of names says which."""

import sqlite3
from collections.abc import Callable

import msgspec

from rsc_sandbox.linkedin import syncing
from rsc_sandbox.linkedin.syncing import CANDIDATE, CONTEXT
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import NotFound
from rsc_sandbox.protocol.keys import Key, Shape
from rsc_sandbox.protocol.naming import Names
from rsc_sandbox.store import details
from rsc_sandbox.store.details import Kind, Place


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """`parent` is the key part that names the candidate or application, `own` the one that v2 writes alone.

    That rest renames no more of the fields than `names` says is inferred.
    """

    kind: Kind
    entity: type[msgspec.Struct]
    v2: tuple[str, str]
    rest: str
    parent: str
    own: str
    rest_keys: dict[str, str]
    names: Names
    may_leave_unsaid: bool = False

    @property
    def shape(self) -> Shape:
        return Shape((self.parent, CONTEXT, self.own), rest=self.rest_keys, inner=self.own)


def resource(table: Attached) -> Resource:
    """batch_update and batch_delete, in v2 below the candidate or application, in rest by a key of their own."""
    return Resource(
        v2=table.v2[0],
        sub=table.v2[1],
        rest=table.rest,
        methods={
            "batch_update": lambda call: _update(table, call),
            "batch_delete": lambda call: _delete(table, call),
        },
        throttles=syncing.throttles("/".join(table.v2)),
        may_leave_unsaid=table.may_leave_unsaid,
    )


def _update(table: Attached, call: Call) -> Answer:
    keys = table.shape.ids(call)
    values = batches.entities(call, table.shape, keys)
    syncing.require_enabled(call, keys)
    at = call.sandbox.now()
    with call.sandbox.transaction() as tx:

        def put(index: int) -> None:
            key = keys[index]
            syncing.check_id(key, table.own)
            value = table.names.read(values[key], call.generation)
            with table.names.said(call.generation):
                validation.entity(value, table.entity)
            _require_parent(table)(call, tx, key)
            details.put(tx, _place(table, call, key), key[table.own], value, at=at)

        return batches.update(batches.written(table.shape, keys, call), put)


def _delete(table: Attached, call: Call) -> Answer:
    keys = table.shape.ids(call)
    syncing.require_enabled(call, keys)

    def delete(index: int) -> None:
        key = keys[index]
        with call.sandbox.transaction() as tx:
            if not details.remove(tx, _place(table, call, key), key[table.own]):
                raise NotFound(f"{key[table.own]} was never synced")

    return batches.update(batches.written(table.shape, keys, call), delete)


def _require_parent(table: Attached) -> Callable[[Call, sqlite3.Connection, Key], None]:
    return syncing.require_candidate if table.parent == CANDIDATE else syncing.require_application


def _place(table: Attached, call: Call, key: Key) -> Place:
    return Place(application_id=call.application.id, context=key[CONTEXT], kind=table.kind, parent=key[table.parent])
