"""/v2/me: which member a three-legged token speaks for."""

from rsc_sandbox.protocol.call import Answer, Call, Resource, projected
from rsc_sandbox.protocol.errors import BadRequest, Forbidden
from rsc_sandbox.store import members
from rsc_sandbox.store.members import PERSON

_LOCALE = {"country": "US", "language": "en"}


def get(call: Call) -> Answer:
    call.allow()
    if call.key is not None or call.token.member_id is None:
        raise BadRequest("me takes no key")
    if not {"r_liteprofile", "profile"} & set(call.token.scope.split()):
        raise Forbidden("Not enough permissions to access: GET /me")
    with call.sandbox.transaction() as tx:
        member = members.get(tx, call.token.member_id)
    if member is None:
        raise Forbidden("The member has left")
    urn = call.sandbox.person_urn(application_id=call.application.id, member_id=member.id)
    element: dict[str, object] = {
        "id": urn.removeprefix(PERSON),
        "localizedFirstName": member.first_name,
        "localizedLastName": member.last_name,
        "firstName": {"localized": {"en_US": member.first_name}, "preferredLocale": _LOCALE},
        "lastName": {"localized": {"en_US": member.last_name}, "preferredLocale": _LOCALE},
    }
    return Answer(body=projected(element, call))


RESOURCE = Resource(v2="me", methods={"get": get}, caller="member")
