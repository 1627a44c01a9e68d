"""Carries one request to LinkedIn and brings back its answer or one of errors.py; knows hosts and time limits, no resources."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

import httpx
import msgspec

from rsc_client import errors, restli
from rsc_client.metering import Call, Meter, Outcome, Unmetered

ShapeT = TypeVar("ShapeT")
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "User-Agent": "rsc-client"}


class Hosts(msgspec.Struct, frozen=True):
    """Where LinkedIn is: `api` for calls, `www` for the page where people consent, `oauth` for tokens (else `www`).

    Files go to an address that LinkedIn names, if it is on one of these hosts or of `uploads`.

    `Hosts.single(address)` is for something that imitates all of them.
    """

    api: str = "https://api.linkedin.com"
    www: str = "https://www.linkedin.com"
    oauth: str = ""
    uploads: tuple[str, ...] = ()

    @classmethod
    def single(cls, address: str) -> Self:
        return cls(address, address, address)

    @property
    def tokens(self) -> str:
        return self.oauth or self.www


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to send. `query` is written as it is to stand in the URL; `entity` is JSON unless the headers say else, `form` a form."""

    verb: str
    url: str
    query: str = ""
    headers: Mapping[str, str] = {}
    entity: bytes | None = None
    form: Mapping[str, str] | None = None


class Channel:
    """A connection pool to one LinkedIn; made once, shared by every client and thread, closed at the end.

    Sends to the configured hosts alone, follows no redirect and takes no proxy from the environment: give
    `transport=httpx.HTTPTransport(proxy=..., verify=...)` for that. `timeout` is in seconds for each of connecting,
    sending, waiting and reading. `meter` hears of every request; `timer` (seconds) only measures durations.
    """

    def __init__(
        self,
        hosts: Hosts | None = None,
        *,
        timeout: float = 10.0,
        meter: Meter | None = None,
        transport: httpx.BaseTransport | None = None,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.hosts = hosts or Hosts()
        self._origins = {_origin(httpx.URL(base)) for base in (self.hosts.api, self.hosts.www, self.hosts.tokens)}
        self._origins |= {_origin(httpx.URL(base)) for base in self.hosts.uploads}
        self._meter: Meter = meter or Unmetered()
        self._timer = timer
        self._http = transport or httpx.HTTPTransport(trust_env=False)
        self._is_closed = False
        self._extensions = {"timeout": httpx.Timeout(timeout).as_dict()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._is_closed = True
        self._http.close()

    def send(self, request: Request, call: Call) -> bytes:
        """The body of a 2xx answer. NotSent, Unavailable, Refused and its kinds otherwise."""
        sendable = self._build(request)
        self._meter.before(call)
        response: httpx.Response | None = None
        started = self._timer()
        try:
            response = self._fetched(sendable)
        except httpx.ReadTimeout as error:
            raise errors.TimedOut(f"{call.resource}: no answer ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise errors.Unavailable(f"{call.resource}: no answer ({type(error).__name__})") from error
        finally:
            self._meter.after(call, _outcome(response, self._timer() - started))
        if response.is_success:
            return response.content
        raise _failure(response, call)

    def _fetched(self, request: httpx.Request) -> httpx.Response:
        """The whole answer. Straight from the transport: what an httpx.Client adds, redirects and cookies, is not wanted."""
        if self._is_closed:
            raise RuntimeError("the channel has been closed")
        response = self._http.handle_request(request)
        try:
            response.read()
        finally:
            response.close()
        return response

    def _build(self, request: Request) -> httpx.Request:
        verb, url, headers, body = request.verb, request.url, dict(request.headers), request.entity
        if len(request.query) > restli.TUNNEL_ABOVE:
            tunnelled = restli.tunnel(verb, request.query, body)
            verb, body = "POST", tunnelled.body
            headers |= tunnelled.headers
        else:
            url = f"{url}?{request.query}" if request.query else url
            headers = {**({"Content-Type": "application/json"} if body is not None else {}), **headers}
        try:
            built = httpx.Request(
                verb, url, headers={**_HEADERS, **headers}, content=body, data=request.form, extensions=self._extensions
            )
        except httpx.InvalidURL as error:
            raise errors.NotSent(f"not an address: {error}") from error
        if _origin(built.url) not in self._origins:
            raise errors.NotSent(f"{built.url.host} is not a host of this LinkedIn")
        return built


def decode(body: bytes, shape: type[ShapeT], what: str) -> ShapeT:
    """An answer's body as a record. MalformedResponse when it does not fit; `what` says of which call."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.MalformedResponse(what, str(error)) from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _outcome(response: httpx.Response | None, seconds: float) -> Outcome:
    if response is None:
        return Outcome(status=None, seconds=seconds)
    return Outcome(status=response.status_code, seconds=seconds, uuid=response.headers.get("x-li-uuid"))


class _Envelope(msgspec.Struct, rename="camel"):
    """Both of LinkedIn's error bodies; every field is optional, since proxies in between answer anything."""

    message: str | None = None
    service_error_code: int | None = None
    code: str | None = None
    error: str | None = None
    error_description: str | None = msgspec.field(default=None, name="error_description")


def _failure(response: httpx.Response, call: Call) -> errors.LinkedInError:
    status, retry_after = response.status_code, _retry_after(response.headers)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return errors.Unavailable(f"{call.resource}: HTTP {status}", status=status, retry_after=retry_after)
    try:
        said = msgspec.json.decode(response.content, type=_Envelope)
    except (msgspec.DecodeError, RecursionError):
        said = _Envelope()
    return errors.refused(
        errors.Refusal(
            status=status,
            message=said.message or said.error_description or said.error or "",
            service_error_code=said.service_error_code,
            code=said.code or said.error,
            uuid=response.headers.get("x-li-uuid"),
            retry_after=retry_after,
        )
    )


def _retry_after(headers: httpx.Headers) -> timedelta | None:
    """`Retry-After` in seconds, or as a date measured against the answer's own `Date` (RFC 9110)."""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal() and len(told) < 8:  # noqa: PLR2004 - more than a hundred days is no advice
        return timedelta(seconds=int(told))
    try:
        return max(parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("date", "")), timedelta())
    except (ValueError, TypeError):
        return None
