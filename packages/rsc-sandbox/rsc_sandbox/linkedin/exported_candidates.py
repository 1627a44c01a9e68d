"""/v2/exportedCandidates: the profile behind an EXPORT_CANDIDATE_PROFILE push."""

from rsc_sandbox.linkedin import gate
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest, NotFound
from rsc_sandbox.store import exports, members, seats
from rsc_sandbox.store.exports import Export
from rsc_sandbox.store.members import Member

_SKILLS = 3
_POSITIONS = 2


def finder(call: Call) -> Answer:
    call.allow("q", "requestId", "start", "count")
    if call.one("q") != "request":
        raise BadRequest("Unknown finder; use request")
    request_id = call.one("requestId")
    with call.sandbox.transaction() as tx:
        export = exports.get(tx, request_id)
    if export is None or export.application_id != call.application.id or export.expires_at <= call.sandbox.now():
        if call.sandbox.switches.expired_request == "not_found":
            raise NotFound("Request id not found")
        return collection([], call)
    gate.require_enabled(call, export.context)
    return collection([_element(call, export)], call)


def _element(call: Call, export: Export) -> dict[str, object]:
    with call.sandbox.transaction() as tx:
        member = members.get(tx, export.member_id)
        seat = seats.get(tx, export.seat_id)
    if member is None or seat is None or member.closed_at is not None:
        raise NotFound("The member has left")
    element: dict[str, object] = {
        "candidate": _stub(call, member, export),
        "integrationContext": export.context,
    }
    if export.job_external_id is not None:
        element.update(dict.fromkeys(_job_fields(call), export.job_external_id))
    if export.notes is not None:
        element["notes"] = export.notes
    if call.sandbox.switches.exporter_field:
        element["exporter"] = call.sandbox.person_urn(application_id=call.application.id, member_id=seat.member_id)
    return element


def _job_fields(call: Call) -> tuple[str, ...]:
    """Third-party readers know the job by an older and a newer name; which of them comes when is not public."""
    said = call.sandbox.switches.exported_job_field
    return ("externalJobPostingId", "referenceEntityId") if said == "both" else (said,)


def _stub(call: Call, member: Member, export: Export) -> dict[str, object]:
    """StubProfile: the e-mail addresses are only those the recruiter typed in."""
    stub: dict[str, object] = {
        "member": call.sandbox.person_urn(application_id=call.application.id, member_id=member.id),
        "firstName": member.first_name,
        "lastName": member.last_name,
        "profileUrl": call.sandbox.profile_url(member),
        "currentEmployerNames": member.employers,
        "emailAddresses": export.emails,
    }
    if member.headline:
        stub["headline"] = member.headline
    if member.location:
        stub["location"] = member.location
    return {**stub, **_enhanced(member)} if call.sandbox.switches.enhanced_export else stub


def _enhanced(member: Member) -> dict[str, object]:
    """What vendors get only after they are certified again; the inside of a position is inferred."""
    more: dict[str, object] = {
        "skills": member.skills[:_SKILLS],
        "positions": [_position(position) for position in member.positions[:_POSITIONS]],
        "educations": [
            {"schoolName": education.school, **({"degreeName": education.degree} if education.degree else {})}
            for education in member.educations
        ],
    }
    if member.years is not None:
        more["yearsOfExperience"] = str(member.years)
    return more


def _position(position: members.Position) -> dict[str, object]:
    written: dict[str, object] = {"title": position.title, "companyName": position.company}
    if position.start is not None:
        written["startDate"] = {"year": position.start}
    if position.end is not None:
        written["endDate"] = {"year": position.end}
    return written


RESOURCE = Resource(
    v2="exportedCandidates",
    rest="exportedCandidates",
    methods={"finder": finder},
    throttles=(Throttle(counter="exportedCandidates.day", window=DAY, limit="requests_per_day"),),
)
