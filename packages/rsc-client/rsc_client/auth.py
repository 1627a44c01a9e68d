"""OAuth 2.0 as LinkedIn does it: an application's own token, and a member's consent.

Two-legged: `POST {oauth}/oauth/v2/accessToken` with `grant_type=client_credentials` as a form [PM] [SDK]; tokens live
30 minutes, and one token serves all concurrent calls until it expires [D:job-postings]. LinkedIn's own client takes
them for expired 30 s early [SDK]. Three-legged: authorisation page, then the same endpoint with the code [PM] [PY].
Token values are opaque and may be long: keep them in a column without limit [INF].
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from rsc_client.metering import Call
from rsc_client.schemas import Credentials, Introspection, TokenAnswer
from rsc_client.transport import Channel, Request, decode

AnswerT = TypeVar("AnswerT")
Clock: TypeAlias = Callable[[], datetime]
EARLY = timedelta(seconds=30)
"""How long before its end a token is no longer used [SDK]."""


def system_clock() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


class Token(msgspec.Struct, frozen=True):
    """An application's access token and when it ends."""

    value: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Token(<secret>, {self.expires_at!r})"

    def fresh(self, at: datetime) -> bool:
        return at < self.expires_at - EARLY


class MemberToken(msgspec.Struct, frozen=True, kw_only=True):
    """What a member's consent gave us; a refresh token only where LinkedIn grants the application one."""

    value: str
    expires_at: datetime
    refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    scope: str | None = None

    def __repr__(self) -> str:
        return f"MemberToken(<secret>, {self.expires_at!r}, scope={self.scope!r})"


class TokenStore(Protocol):
    """Where application tokens are kept, by client id; shared by threads, and by processes if you like.

    `renewing` is held while a token is fetched, so that one renewal serves all who wait; a store that cannot lock may
    return `contextlib.nullcontext()`: two processes then renew at once, which costs a request and nothing else.
    """

    def load(self, client_id: str, /) -> Token | None: ...

    def save(self, client_id: str, token: Token, /) -> None: ...

    def renewing(self, client_id: str, /) -> AbstractContextManager[object]: ...


class MemoryTokens:
    """A token store within one process."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._locks: dict[str, threading.Lock] = {}

    def load(self, client_id: str) -> Token | None:
        return self._tokens.get(client_id)

    def save(self, client_id: str, token: Token) -> None:
        self._tokens[client_id] = token

    def renewing(self, client_id: str) -> AbstractContextManager[object]:
        return self._locks.setdefault(client_id, threading.Lock())


class OAuth:
    """The token endpoint and the consent page, for one developer application."""

    def __init__(self, channel: Channel, credentials: Credentials, *, clock: Clock = system_clock) -> None:
        self._channel = channel
        self._credentials = credentials
        self._clock = clock

    def application_token(self) -> Token:
        """A new two-legged token. Unauthorized or Rejected when LinkedIn does not know the application."""
        answer = self._token({"grant_type": "client_credentials"})
        return Token(answer.access_token, self._later(answer.expires_in))

    def authorization_url(self, redirect_uri: str, state: str, scopes: Iterable[str] = ("r_liteprofile",)) -> str:
        """Where to send a member's browser; `redirect_uri` must be registered with the application [PM].

        `r_liteprofile` is the scope of LinkedIn's own collection [PM]; `openid profile` is its general successor [C].
        """
        fields = {
            "response_type": "code",
            "client_id": self._credentials.client_id,
            "redirect_uri": redirect_uri,
            "state": state,
            "scope": " ".join(scopes),
        }
        return f"{self._channel.hosts.www}/oauth/v2/authorization?{urlencode(fields, quote_via=quote)}"

    def exchange_code(self, code: str, redirect_uri: str) -> MemberToken:
        """A member's token for the code their browser brought back; a code works once [PY]."""
        return self._member({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri})

    def refresh(self, refresh_token: str) -> MemberToken:
        """A new token for a member who consented before [PY]."""
        return self._member({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def introspect(self, token: str) -> Introspection:
        """Is this token still good? Certification wants it asked now and then [PY] [D:crm-connect-certification]."""
        return self._post("introspectToken", {"token": token}, Introspection)

    def _member(self, form: dict[str, str]) -> MemberToken:
        answer = self._token(form)
        refresh_life = answer.refresh_token_expires_in
        return MemberToken(
            value=answer.access_token,
            expires_at=self._later(answer.expires_in),
            refresh_token=answer.refresh_token,
            refresh_expires_at=None if refresh_life is None else self._later(refresh_life),
            scope=answer.scope,
        )

    def _later(self, seconds: int) -> datetime:
        return self._clock() + timedelta(seconds=seconds)

    def _token(self, form: dict[str, str]) -> TokenAnswer:
        return self._post("accessToken", form, TokenAnswer)

    def _post(self, name: str, form: dict[str, str], shape: type[AnswerT]) -> AnswerT:
        secrets = {"client_id": self._credentials.client_id, "client_secret": self._credentials.client_secret}
        url = f"{self._channel.hosts.tokens}/oauth/v2/{name}"
        headers = {"Accept": "application/json"}
        request = Request(verb="POST", url=url, headers=headers, form={**form, **secrets})
        call = Call(client_id=self._credentials.client_id, resource=f"oauth/v2/{name}", method="POST", records=0)
        return decode(self._channel.send(request, call), shape, call.resource)


class ApplicationTokens:
    """An application's current token: from the store while it lasts, else a new one."""

    def __init__(self, oauth: OAuth, client_id: str, store: TokenStore, clock: Clock) -> None:
        self._oauth = oauth
        self._client_id = client_id
        self._store = store
        self._clock = clock
        self._kept: Token | None = None

    def current(self) -> Token:
        """A token with at least 30 seconds to go; the store is asked once for each."""
        kept = self._usable(self._kept) or self._usable(self._store.load(self._client_id)) or self.other_than(None)
        self._kept = kept
        return kept

    def other_than(self, refused: Token | None) -> Token:
        """A token instead of one LinkedIn refused; if somebody else has renewed it meanwhile, theirs."""
        with self._store.renewing(self._client_id):
            stored = self._usable(self._store.load(self._client_id))
            if stored is not None and stored != refused:
                self._kept = stored
                return stored
            token = self._oauth.application_token()
            self._store.save(self._client_id, token)
            self._kept = token
            return token

    def _usable(self, token: Token | None) -> Token | None:
        return token if token is not None and token.fresh(self._clock()) else None
