"""One call of an address that somebody else chose: it reaches the internet only, follows nothing, and ends in time.

The name is looked up once; every address it has must be public, and the call goes to one of those, whatever the name
leads to a moment later. The certificate is still the name's.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unreached(Exception):
    """There was no answer; its text is for whoever chose the address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, cut where it became too much, as it came: nothing is unpacked."""

    status: int
    content: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may take, how many bytes of its answer are read, and whether it may stay in our own network."""

    deadline: timedelta
    most: int
    private_allowed: bool = False


def ask(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str], limits: Limits) -> Answer:
    """Send it; raises Unreached."""
    target = httpx.URL(url)
    address = _address(target, private_allowed=limits.private_allowed)
    request = httpx.Request(
        method,
        target.copy_with(host=address),
        content=body,
        headers={**headers, "Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.raw_host.decode("ascii")},
    )
    try:
        return asyncio.run(_within(request, limits))
    except TimeoutError as error:
        raise Unreached(f"No answer within {limits.deadline.seconds} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise Unreached(f"{type(error).__name__}: {error}"[:200]) from error


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet: not ours, not the machine's, not one in another's clothes."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(ip.packed[-4:]) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_usable(url: str, *, private_allowed: bool) -> bool:
    """Whether an address that somebody typed can be called at all; where its name leads is looked at before each call."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:  # UnicodeError is one
        return False
    schemes = {"https", "http"} if private_allowed else {"https"}
    if parts.scheme not in schemes or not host or "@" in parts.netloc or parts.fragment or " " in url:
        return False
    try:
        return private_allowed or is_public(host)
    except ValueError:
        return private_allowed or "." in host  # a name: what it leads to is looked at before each call


def _address(target: httpx.URL, *, private_allowed: bool) -> str:
    """The address to connect to; of a name that leads anywhere private, none."""
    port = target.port or _PORTS[target.scheme]
    try:
        found = socket.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached(f"The name {target.host} is not known") from error
    addresses = [str(place[0]) for *_family, place in found]
    if not addresses or not (private_allowed or all(map(is_public, addresses))):
        raise Unreached(f"{target.host} leads to an address that is not public")
    return min(addresses, key=lambda address: ":" in address)  # many machines have IPv6 addresses and no way there


async def _within(request: httpx.Request, limits: Limits) -> Answer:
    seconds = limits.deadline.total_seconds()
    async with (
        asyncio.timeout(seconds),
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds) as client,
    ):
        answer = await client.send(request, stream=True)
        content = b""
        async for chunk in answer.aiter_raw():
            content += chunk
            if len(content) >= limits.most:
                break
        await answer.aclose()
        return Answer(answer.status_code, content[: limits.most])
