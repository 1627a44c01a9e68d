"""Rest.li batches: every key of the query has its entity, every id its own result."""

from collections.abc import Callable, Sequence

import msgspec

from rsc_sandbox.protocol import validation
from rsc_sandbox.protocol.call import Answer, Call, projected
from rsc_sandbox.protocol.errors import BadRequest, NotFound, WireError
from rsc_sandbox.protocol.keys import PARAMS, Key, Shape

_UPDATED = 204


class _Entities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entities: dict[str, dict[str, object]]


class _Patched(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patch: "Patch"


class Patch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rest.li's partial update."""

    set: dict[str, object] = msgspec.field(name="$set", default_factory=dict)
    delete: tuple[str, ...] = msgspec.field(name="$delete", default=())


def patch(value: object) -> Patch:
    """The patch in {"patch": ...}."""
    return validation.entity(value, _Patched).patch


def entities(call: Call, shape: Shape, keys: Sequence[Key]) -> dict[Key, dict[str, object]]:
    """The body's entity for each key of the query. BadRequest: they do not agree."""
    given = validation.wrapped(call.content, _Entities).entities
    found = {shape.parse(text, call): value for text, value in given.items()}
    if len(found) != len(given) or set(found) != set(keys):
        raise BadRequest("The keys of the query and of the entities differ")
    return found


def update(names: Sequence[str], change: Callable[[int], None]) -> Answer:
    """Do `change(index)` for each; a WireError becomes that id's own refusal, the others go through."""
    results: dict[str, object] = {}
    errors: dict[str, object] = {}
    for index, name in enumerate(names):
        try:
            change(index)
        except WireError as error:
            errors[name] = error.body()
        else:
            results[name] = {"status": _UPDATED}
    return Answer(body={"results": results, "errors": errors})


def get(names: Sequence[str], read: Callable[[int], dict[str, object] | None], call: Call) -> Answer:
    """What `read(index)` finds for each; None becomes that id's 404."""
    results: dict[str, object] = {}
    errors: dict[str, object] = {}
    for index, name in enumerate(names):
        found = read(index)
        if found is None:
            errors[name] = NotFound(f"Entity {name} does not exist").body()
        else:
            results[name] = projected(found, call)
    statuses = {name: error["status"] for name, error in errors.items() if isinstance(error, dict)}
    return Answer(body={"results": results, "statuses": statuses, "errors": errors})


def written(shape: Shape, keys: Sequence[Key], call: Call) -> list[str]:
    """The keys as the answer names them; whether rest's carry empty parameters, as those of a request may, is a switch."""
    names = [shape.written(key, call.generation) for key in keys]
    if call.generation == "v2" or call.sandbox.switches.rest_answer_keys == "plain":
        return names
    return [f"({PARAMS},{name.removeprefix('(')}" for name in names]
