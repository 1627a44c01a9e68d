"""/v2/conversationEvents: the InMails of one seat. How their fields are nested is inferred."""

from rsc_sandbox.linkedin import retrieval
from rsc_sandbox.protocol import throttle
from rsc_sandbox.protocol.call import MINUTE, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import members, threads
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.seats import Seat
from rsc_sandbox.store.threads import Message, Thread


def finder(call: Call) -> Answer:
    call.allow("q", "viewer", "timeRange.start", "timeRange.end", "threadUrn", "start", "count")
    if call.one("q") != "criteria":
        raise BadRequest("Unknown finder; use criteria")
    seat = retrieval.viewer(call)
    start, end = retrieval.window(call, "timeRange.start", "timeRange.end")
    throttle.charge(call.sandbox, call.application.id, (_of_viewer(seat),), records=1)
    thread_urn = call.optional("threadUrn")
    with call.sandbox.transaction() as tx:
        known = {thread.id: thread for thread in threads.of_seat(tx, seat.id)}
        written = threads.written_between(tx, seat_id=seat.id, start=start, end=end)
        people = {
            number: members.get(tx, number)
            for number in {seat.member_id, *(known[message.thread_id].member_id for message in written)}
        }
    elements = [
        _element(call, seat, known[message.thread_id], message, people)
        for message in written
        if thread_urn in {None, known[message.thread_id].urn}
    ]
    return collection(elements, call)


def _of_viewer(seat: Seat) -> Throttle:
    """Twelve records per member and minute are documented; that calls of one viewer are meant is inferred."""
    return Throttle(
        counter=f"conversationEvents.viewer.{seat.id}", window=MINUTE, limit="inmail_calls_per_viewer_minute"
    )


def _element(
    call: Call, seat: Seat, thread: Thread, message: Message, people: dict[int, Member | None]
) -> dict[str, object]:
    person = retrieval.person(call, thread.member_id)
    to_member = {"member": person, **_name(people[thread.member_id])}
    to_seat = {"seat": seat.urn, **_name(people[seat.member_id])}
    mail: dict[str, object] = {"body": {"text": message.body}}
    if not message.from_member:
        mail["subject"] = thread.subject
    return {
        "id": f"I{message.id}_1000",
        "threadUrn": thread.urn,
        "createdAt": message.created_at,
        "author": person if message.from_member else seat.urn,
        "recipient": to_seat if message.from_member else to_member,
        "mail": mail,
    }


def _name(member: Member | None) -> dict[str, object]:
    return {"firstName": member.first_name, "lastName": member.last_name} if member else {}


RESOURCE = Resource(v2="conversationEvents", methods={"finder": finder}, throttles=retrieval.COMBINED)
