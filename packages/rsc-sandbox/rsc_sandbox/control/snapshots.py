"""/_sandbox/snapshots: keeps the whole state under a name and goes back to it; also as a file."""

from flask import Blueprint, Response, request

from rsc_sandbox.control.requests import Nothing, TakeSnapshot
from rsc_sandbox.control.wire import answer, body
from rsc_sandbox.sandbox import current
from rsc_sandbox.store.snapshots import NoSuchSnapshot, NotASandbox, WrongName

FILE = "application/vnd.sqlite3"

blueprint = Blueprint("snapshots", __name__)


@blueprint.errorhandler(NoSuchSnapshot)
@blueprint.errorhandler(WrongName)
@blueprint.errorhandler(NotASandbox)
def refused(refusal: Exception) -> Response:
    status = 404 if isinstance(refusal, NoSuchSnapshot) else 422
    return answer({"error": type(refusal).__doc__}, status)


@blueprint.get("/snapshots")
def list_snapshots() -> Response:
    """The snapshots there are."""
    return answer({"snapshots": current().snapshots.every()})


@blueprint.post("/snapshots")
def take_snapshot() -> Response:
    """Keep everything as it is now, credentials and clock too; a snapshot of that name is replaced."""
    return answer(current().snapshots.take(body(TakeSnapshot).name), 201)


@blueprint.post("/snapshots/<name>/restore")
def restore_snapshot(name: str) -> Response:
    """Go back to how everything was. What has been pushed since is not taken back at the receiver's."""
    body(Nothing)
    current().snapshots.restore(name)
    return answer({"status": "ok"})


@blueprint.delete("/snapshots/<name>")
def delete_snapshot(name: str) -> Response:
    """Forget the snapshot."""
    current().snapshots.remove(name)
    return answer({"status": "ok"})


@blueprint.get("/snapshots/<name>/file")
def download_snapshot(name: str) -> Response:
    """The snapshot as an SQLite file. It holds secrets and tokens."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.sqlite"'}
    return Response(current().snapshots.read(name), mimetype=FILE, headers=headers)


@blueprint.put("/snapshots/<name>/file")
def upload_snapshot(name: str) -> Response:
    """Keep a file that was downloaded here or from another sandbox, to restore it."""
    request.max_content_length = None
    return answer(current().snapshots.write(name, request.get_data()), 201)
