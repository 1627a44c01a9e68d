"""One call of an address that somebody else chose: it reaches the internet only, follows nothing, and ends in time.

The name is looked up once; every address it has must be public, and the call goes to one of those, whatever the name
leads to a moment later. The certificate is still the name's.
"""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from skaffa.hooks import rules

_EXCERPT = 1_000
_PORTS = {"https": 443, "http": 80}


class Unreached(Exception):
    """There was no answer; its text is for the administrator."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    excerpt: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own


def post(url: str, *, body: bytes, headers: Mapping[str, str], private_allowed: bool) -> Answer:
    """Send it; raises Unreached."""
    target = httpx.URL(url)
    address = _address(target, private_allowed=private_allowed)
    try:
        return asyncio.run(_within(target, address, body, headers))
    except TimeoutError as error:
        raise Unreached(f"No answer within {rules.DEADLINE.seconds} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise Unreached(f"{type(error).__name__}: {error}"[:200]) from error


def _address(target: httpx.URL, *, private_allowed: bool) -> str:
    """The address to connect to; of a name that leads anywhere private, none."""
    port = target.port or _PORTS[target.scheme]
    try:
        found = socket.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached(f"The name {target.host} is not known") from error
    addresses = [str(place[0]) for *_family, place in found]
    if not addresses or not (private_allowed or all(map(rules.is_public, addresses))):
        raise Unreached(f"{target.host} leads to an address that is not public")
    return min(addresses, key=lambda address: ":" in address)  # many machines have IPv6 addresses and no way there


async def _within(target: httpx.URL, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    async with asyncio.timeout(rules.DEADLINE.total_seconds()):
        return await _post(target, address, body, headers)


async def _post(target: httpx.URL, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    pinned = target.copy_with(host=address)
    named = {**headers, "Host": target.netloc.decode("ascii")}
    known_as = {"sni_hostname": target.raw_host.decode("ascii")}
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=rules.DEADLINE.total_seconds()) as client,
        client.stream("POST", pinned, content=body, headers=named, extensions=known_as) as answer,
    ):
        excerpt = b""
        async for chunk in answer.aiter_raw():  # as it comes: nothing is unpacked
            excerpt += chunk
            if len(excerpt) >= _EXCERPT:
                break
        return Answer(answer.status_code, excerpt[:_EXCERPT].decode("utf-8", "replace"))
