"""/v2/provisionedApplications: the vendor's parent application makes one child per customer."""

import secrets
import sqlite3
from typing import Annotated, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource, projected
from rsc_sandbox.protocol.errors import BadRequest, Conflict, Invalid, NotFound
from rsc_sandbox.store import applications
from rsc_sandbox.store.applications import URN, Application, NewApplication

Value = TypeVar("Value")

_LONGEST_NAME = 50
_FINDER = "credentialsByUniqueForeignId"
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class _Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: _Text | msgspec.UnsetType = msgspec.UNSET
    description: _Text | msgspec.UnsetType = msgspec.UNSET
    oauth2AuthorizedCallbackUrls: tuple[_Text, ...] | msgspec.UnsetType = msgspec.UNSET  # noqa: N815 -- on the wire
    validJsSdkDomains: tuple[_Text, ...] | msgspec.UnsetType = msgspec.UNSET  # noqa: N815 -- on the wire


class _New(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    uniqueForeignId: _Text  # noqa: N815 -- on the wire
    name: _Text
    description: _Text
    oauth2AuthorizedCallbackUrls: tuple[_Text, ...] = ()  # noqa: N815 -- on the wire
    validJsSdkDomains: tuple[_Text, ...] = ()  # noqa: N815 -- on the wire


def create(call: Call) -> Answer:
    """The only time LinkedIn tells the child's secret."""
    call.allow()
    new = validation.entity(validation.body(call.content), _New)
    _check_name(new.name)
    _check_addresses(new.oauth2AuthorizedCallbackUrls, new.validJsSdkDomains)
    child = NewApplication(
        client_id="86" + secrets.token_hex(6),
        client_secret=secrets.token_urlsafe(24) + "==",
        unique_foreign_id=new.uniqueForeignId,
        name=new.name,
        description=new.description,
        redirect_urls=new.oauth2AuthorizedCallbackUrls,
        js_domains=new.validJsSdkDomains,
    )
    with call.sandbox.transaction() as tx:
        if applications.by_foreign_id(tx, call.application.id, new.uniqueForeignId):
            raise Conflict(f"An application with uniqueForeignId {new.uniqueForeignId} exists")
        number = applications.add(tx, child, parent_id=call.application.id, at=call.sandbox.now())
    credentials = {"client_id": child.client_id, "client_secret": child.client_secret}
    return Answer(body={"key": f"{URN}{number}", "credentials": credentials}, status=201)


def partial_update(call: Call) -> Answer:
    call.allow()
    patch = batches.patch(validation.body(call.content))
    if patch.delete:
        raise BadRequest("Only $set is supported")
    changes = validation.entity(patch.set, _Changes)
    with call.sandbox.transaction() as tx:
        child = _child(tx, call)
        changed = msgspec.structs.replace(
            child,
            name=_or(changes.name, child.name),
            description=_or(changes.description, child.description),
            redirect_urls=_or(changes.oauth2AuthorizedCallbackUrls, child.redirect_urls),
            js_domains=_or(changes.validJsSdkDomains, child.js_domains),
        )
        _check_name(changed.name)
        _check_addresses(changed.redirect_urls, changed.js_domains)
        applications.change(tx, changed)
    return Answer(status=204)


def finder(call: Call) -> Answer:
    call.allow("q", "uniqueForeignId")
    if call.one("q") != _FINDER:
        raise BadRequest(f"Unknown finder; use {_FINDER}")
    with call.sandbox.transaction() as tx:
        child = applications.by_foreign_id(tx, call.application.id, call.one("uniqueForeignId"))
    return Answer(body={"elements": [projected(_element(child), call)] if child else []})


def _element(child: Application) -> dict[str, object]:
    return {
        "key": child.urn,
        "uniqueForeignId": child.unique_foreign_id,
        "name": child.name,
        "description": child.description,
        "validJsSdkDomains": child.js_domains,
        "oauth2AuthorizedCallbackUrls": child.redirect_urls,
        "credentials": {"client_id": child.client_id},
    }


def _child(tx: sqlite3.Connection, call: Call) -> Application:
    urn = unquote(call.key or "")
    for child in applications.every(tx):
        if child.urn == urn and child.parent_id == call.application.id:
            return child
    raise NotFound(f"Application {urn} does not exist")


def _or(given: Value | msgspec.UnsetType, otherwise: Value) -> Value:
    return otherwise if isinstance(given, msgspec.UnsetType) else given


def _check_name(name: str) -> None:
    """{ATS Name} - {Customer Name}, at most 50 characters, without LinkedIn's own name (provisioning-api page)."""
    if len(name) > _LONGEST_NAME:
        raise Invalid.field("/name", f"length is out of range 1...{_LONGEST_NAME}")
    if "linkedin" in name.casefold():
        raise Invalid.field("/name", 'must not contain "LinkedIn"')
    ats, dash, customer = name.partition(" - ")
    if not (ats.strip() and dash and customer.strip()):
        raise Invalid.field("/name", "must be {ATS name} - {customer name}")


def _check_addresses(redirect_urls: tuple[str, ...], js_domains: tuple[str, ...]) -> None:
    for index, url in enumerate(redirect_urls):
        if not _is_web_address(url) or urlsplit(url).fragment:
            raise Invalid.field(f"/oauth2AuthorizedCallbackUrls/{index}", "must be an absolute http(s) URL")
    for index, origin in enumerate(js_domains):
        if not _is_web_address(origin) or origin != "{0.scheme}://{0.netloc}".format(urlsplit(origin)):
            raise Invalid.field(f"/validJsSdkDomains/{index}", "must be an origin without a trailing slash")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


RESOURCE = Resource(
    v2="provisionedApplications",
    methods={"create": create, "partial_update": partial_update, "finder": finder},
    caller="parent",
    untyped=frozenset({"partial_update"}),
)
