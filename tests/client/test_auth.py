"""Tokens: kept while they last, renewed in time, shared, never shown."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from rsc_client import errors
from rsc_client.auth import MemoryTokens, OAuth, Token, system_clock
from rsc_client.client import Client
from rsc_client.schemas import Credentials
from rsc_client.transport import Channel, Hosts
from tests.client.linkedin import CHILD, NOON, Clock, LinkedIn, channel_to

NOTHING = httpx.Response(200, json={"elements": []})
REFUSED = httpx.Response(401, json={"status": 401, "serviceErrorCode": 65602, "message": "expired"})


def test_one_token_serves_until_thirty_seconds_before_its_end():
    linkedin, clock = LinkedIn(NOTHING), Clock()
    client = Client(channel_to(linkedin), CHILD, clock=clock)

    client.exported_candidates("r")
    clock.forward(seconds=1769)
    client.exported_candidates("r")
    clock.forward(seconds=1)
    client.exported_candidates("r")

    assert linkedin.bearers == ["Bearer T1", "Bearer T1", "Bearer T2"]


def test_a_refused_token_is_renewed_and_the_call_repeated_once():
    linkedin = LinkedIn(REFUSED, NOTHING)

    Client(channel_to(linkedin), CHILD, clock=Clock()).exported_candidates("r")

    assert linkedin.bearers == ["Bearer T1", "Bearer T2"]


def test_a_second_refusal_is_final():
    linkedin = LinkedIn(REFUSED)

    with pytest.raises(errors.Unauthorized) as refusal:
        Client(channel_to(linkedin), CHILD, clock=Clock()).exported_candidates("r")

    assert refusal.value.service_error_code == 65602
    assert linkedin.bearers == ["Bearer T1", "Bearer T2"]


def test_a_token_somebody_else_has_renewed_is_used_instead_of_another():
    store, clock = MemoryTokens(), Clock()
    store.save(CHILD.client_id, Token("old", NOON + timedelta(hours=1)))

    def refuse_and_let_another_process_renew(request):
        store.save(CHILD.client_id, Token("theirs", NOON + timedelta(hours=1)))
        return REFUSED

    linkedin = LinkedIn(refuse_and_let_another_process_renew, NOTHING)

    Client(channel_to(linkedin), CHILD, store=store, clock=clock).exported_candidates("r")

    assert linkedin.bearers == ["Bearer old", "Bearer theirs"]
    assert linkedin.tokens == 0


def test_clients_with_one_store_share_one_token():
    linkedin, store = LinkedIn(NOTHING), MemoryTokens()

    for _ in range(3):
        Client(channel_to(linkedin), CHILD, store=store, clock=Clock()).exported_candidates("r")

    assert linkedin.tokens == 1


def test_twenty_threads_fetch_one_token():
    linkedin, start = LinkedIn(NOTHING), threading.Barrier(20)
    client = Client(Channel(transport=linkedin), CHILD, clock=Clock())

    def ask(_):
        start.wait()
        client.exported_candidates("r")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask, range(20)))

    assert linkedin.tokens == 1
    assert set(linkedin.bearers) == {"Bearer T1"}


def test_tokens_of_two_applications_are_kept_apart():
    linkedin, store = LinkedIn(NOTHING), MemoryTokens()

    for name in ("one", "two"):
        Client(channel_to(linkedin), Credentials(name, "s"), store=store, clock=Clock()).exported_candidates("r")

    assert linkedin.bearers == ["Bearer T1", "Bearer T2"]


def test_a_token_that_lives_shorter_than_the_margin_is_still_used_once():
    linkedin = LinkedIn(NOTHING, token_life=10)
    client = Client(channel_to(linkedin), CHILD, clock=Clock())

    client.exported_candidates("r")
    client.exported_candidates("r")

    assert linkedin.bearers == ["Bearer T1", "Bearer T2"]


def test_a_member_token_is_never_renewed_with_the_application():
    linkedin = LinkedIn(REFUSED)

    with pytest.raises(errors.Unauthorized):
        Client(channel_to(linkedin), CHILD, clock=Clock()).me("members")

    assert (linkedin.bearers, linkedin.tokens) == (["Bearer members"], 0)


@pytest.mark.parametrize("status", [400, 401])
def test_a_wrong_secret_is_unauthorized_whatever_the_status(status):
    answer = httpx.Response(status, json={"error": "invalid_client", "error_description": "no such application"})
    oauth = OAuth(channel_to(httpx.MockTransport(lambda _: answer)), CHILD, clock=Clock())

    with pytest.raises(errors.Unauthorized, match="no such application"):
        oauth.application_token()


@pytest.mark.parametrize("token", ["", "two\nlines", "å", None])
def test_a_token_that_fits_no_header_is_malformed(token):
    answer = httpx.Response(200, json={"access_token": token, "expires_in": 1800})
    oauth = OAuth(channel_to(httpx.MockTransport(lambda _: answer)), CHILD, clock=Clock())

    with pytest.raises(errors.MalformedResponse, match="access_token"):
        oauth.application_token()


def test_the_consent_page_is_where_browsers_go_and_tokens_where_servers_go():
    hosts = Hosts("http://127.0.0.1:8010", "http://linkedin-sandbox.localhost:8010", "http://127.0.0.1:8010")
    oauth = OAuth(Channel(hosts, transport=LinkedIn(NOTHING)), CHILD, clock=Clock())

    page = urlsplit(oauth.authorization_url("https://ats.example/back?x=1", "a&b=c", ["openid", "profile"]))

    assert (page.netloc, page.path) == ("linkedin-sandbox.localhost:8010", "/oauth/v2/authorization")
    assert dict(parse_qsl(page.query, strict_parsing=True)) == {
        "response_type": "code",
        "client_id": CHILD.client_id,
        "redirect_uri": "https://ats.example/back?x=1",
        "state": "a&b=c",
        "scope": "openid profile",
    }
    assert hosts.tokens == "http://127.0.0.1:8010"
    assert Hosts().tokens == "https://www.linkedin.com"


def test_a_members_token_ends_when_the_answer_says():
    answer = {
        "access_token": "M",
        "expires_in": 60,
        "refresh_token": "R",
        "refresh_token_expires_in": 120,
        "scope": "a",
    }
    oauth = OAuth(channel_to(httpx.MockTransport(lambda _: httpx.Response(200, json=answer))), CHILD, clock=Clock())

    token = oauth.exchange_code("code", "https://ats.example/back")

    assert (token.value, token.expires_at) == ("M", NOON + timedelta(seconds=60))
    assert (token.refresh_token, token.refresh_expires_at) == ("R", NOON + timedelta(seconds=120))
    assert token.scope == "a"


def test_nothing_secret_is_shown():
    answer = {"access_token": "hush-1", "expires_in": 60, "refresh_token": "hush-2"}
    oauth = OAuth(channel_to(httpx.MockTransport(lambda _: httpx.Response(200, json=answer))), CHILD, clock=Clock())
    shown = [CHILD, oauth.application_token(), oauth.refresh("hush-2")]

    assert "hush" not in repr(shown)
    assert CHILD.client_secret not in repr(shown)


def test_the_system_clock_has_a_zone():
    assert system_clock().utcoffset() == timedelta()
