"""What the control API's description cannot read off the routes: bodies, queries, answers, an example of each."""

from collections.abc import Mapping

import msgspec

from rsc_sandbox.config import Switches
from rsc_sandbox.control import requests
from rsc_sandbox.scenarios.loading import Made
from rsc_sandbox.store.member_notes import MemberNote
from rsc_sandbox.store.snapshots import Snapshot
from rsc_sandbox.store.threads import Message, Thread


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """`example` is a body that works; `media` is what a body or an answer is that is not JSON."""

    body: type | None = None
    query: type | None = None
    answer: type | None = None
    example: object = None
    status: int = 200
    media: str = ""


_SQLITE = "application/vnd.sqlite3"
_RHEA, _MINA = 88_003, 1_001

OPERATIONS: Mapping[str, Operation] = {
    "control.reset": Operation(body=requests.Nothing, example={}),
    "control.seed": Operation(
        body=requests.AddMembers,
        example={"members": [{"id": 42, "slug": "nils-holm", "first_name": "Nils", "last_name": "Holm"}]},
        status=201,
    ),
    "control.set_clock": Operation(body=requests.SetClock, example={"at": "2026-02-01T09:00:00+01:00", "frozen": True}),
    "control.advance_clock": Operation(body=requests.AdvanceClock, example={"seconds": 86_400}),
    "control.config": Operation(answer=Switches),
    "control.switch": Operation(body=Switches, answer=Switches, example={"exports_per_seat_month": 5}),
    "control.add_fault": Operation(
        body=requests.AddFault,
        example={
            "kind": "status",
            "value": 429,
            "times": 3,
            "retry_after": 30,
            "method": "PUT",
            "path": "/v2/atsApplications",
        },
        status=201,
    ),
    "control.list_calls": Operation(query=requests.WantCalls),
    "control.list_deliveries": Operation(query=requests.WantDeliveries),
    "control.deliver_due": Operation(body=requests.Nothing, example={}),
    "control.synced.list_candidates": Operation(query=requests.Page),
    "control.synced.show_indicator": Operation(query=requests.Sight),
    "control.synced.set_webhook": Operation(body=requests.SetWebhook, example={"url": None}),
    "control.synced.resync_jobs": Operation(
        body=requests.Resync, example={"application": 900_001, "jobs": ["JOB-001"]}, status=201
    ),
    "control.people.compose": Operation(
        body=requests.Compose,
        answer=Thread,
        example={"seat": _RHEA, "member": _MINA, "subject": "Ferries", "body": "Hello Mina"},
        status=201,
    ),
    "control.people.follow_up": Operation(
        body=requests.FollowUp, answer=Message, example={"seat": _RHEA, "body": "When could we talk?"}, status=201
    ),
    "control.people.reply": Operation(body=requests.Reply, answer=Thread, example={"body": "Gladly"}, status=201),
    "control.people.decline": Operation(body=requests.Nothing, answer=Thread, example={}),
    "control.people.answer_consent": Operation(body=requests.AnswerConsent, answer=Thread, example={"share": True}),
    "control.people.write_note": Operation(
        body=requests.WriteNote,
        answer=MemberNote,
        example={"seat": _RHEA, "member": _MINA, "text": "Prefers four days a week", "public": True},
        status=201,
    ),
    "control.people.change_note": Operation(
        body=requests.ChangeNote, answer=MemberNote, example={"seat": _RHEA, "public": False}
    ),
    "control.people.delete_note": Operation(query=requests.OfSeat),
    "control.people.close_account": Operation(body=requests.Nothing, example={}),
    "control.scenarios.load_scenario": Operation(
        body=requests.LoadScenario,
        answer=Made,
        example={"callback_url": "http://127.0.0.1:3000/linkedin/push"},
        status=201,
    ),
    "control.snapshots.take_snapshot": Operation(
        body=requests.TakeSnapshot, answer=Snapshot, example={"name": "before-the-import"}, status=201
    ),
    "control.snapshots.restore_snapshot": Operation(body=requests.Nothing, example={}),
    "control.snapshots.download_snapshot": Operation(media=_SQLITE),
    "control.snapshots.upload_snapshot": Operation(answer=Snapshot, media=_SQLITE, status=201),
}
