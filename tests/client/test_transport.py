"""One request: where it may go, how long it may take, what is told about it, and what its failure becomes."""

from datetime import timedelta

import httpx
import pytest

from rsc_client import errors
from rsc_client.client import Client
from rsc_client.metering import Call, Outcome, Unmetered
from rsc_client.schemas import IntegrationKey, IntegrationType
from rsc_client.transport import Channel, Hosts, Request
from tests.client.linkedin import CHILD, Clock, LinkedIn, Notebook, channel_to

KEY = IntegrationKey("urn:li:organization:7001", IntegrationType.ONE_CLICK_EXPORT)
CALL = Call(client_id="c", resource="v2/x", method="GET", records=0)


def client_of(*answers, meter=None):
    return Client(channel_to(LinkedIn(*answers), meter=meter), CHILD, clock=Clock())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Rejected),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Rejected),
        (422, errors.Rejected),
        (429, errors.Throttled),
        (500, errors.Unavailable),
        (503, errors.Unavailable),
    ],
)
def test_each_status_has_its_exception(status, kind):
    said = {"status": status, "message": "No.", "serviceErrorCode": 65600, "code": "NO"}
    answer = httpx.Response(status, json=said, headers={"x-li-uuid": "U1"})

    with pytest.raises(kind) as failure:
        client_of(answer).exported_candidates("r")

    assert failure.value.status == status
    if isinstance(failure.value, errors.Refused):
        assert failure.value.refusal == errors.Refusal(
            status=status, message="No.", service_error_code=65600, code="NO", uuid="U1"
        )
        assert (failure.value.message, failure.value.service_error_code) == ("No.", 65600)
        assert str(failure.value) == f"HTTP {status} No."


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b'{"message": 7}', b"[" * 100_000])
def test_a_refusal_in_another_language_is_still_a_refusal(body):
    with pytest.raises(errors.Forbidden) as failure:
        client_of(httpx.Response(403, content=body)).exported_candidates("r")

    assert failure.value.message == ""


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, timedelta(seconds=7)),
        (
            {"retry-after": "Mon, 02 Nov 2026 12:01:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT"},
            timedelta(minutes=1),
        ),
        ({"retry-after": "Mon, 02 Nov 2026 11:00:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT"}, timedelta()),
        ({"retry-after": "Mon, 02 Nov 2026 12:01:00 GMT"}, None),
        ({"retry-after": "Mon, 02 Nov 2026 12:01:00 -0000", "date": "Mon, 02 Nov 2026 12:00:00 GMT"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_passed_on_where_linkedin_says_it(headers, wait):
    with pytest.raises(errors.Throttled) as throttled:
        client_of(httpx.Response(429, headers=headers)).exported_candidates("r")
    with pytest.raises(errors.Unavailable) as unavailable:
        client_of(httpx.Response(503, headers=headers)).exported_candidates("r")

    assert throttled.value.retry_after == wait
    assert unavailable.value.retry_after == wait


@pytest.mark.parametrize(
    "trouble", [httpx.ConnectError("down"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("gibberish")]
)
def test_no_answer_is_unavailable_and_metered(trouble):
    notebook = Notebook()

    with pytest.raises(errors.Unavailable, match=type(trouble).__name__) as failure:
        client_of(trouble, meter=notebook).exported_candidates("r")

    assert failure.value.status is None
    assert isinstance(failure.value, errors.TimedOut) == isinstance(trouble, httpx.ReadTimeout)
    assert notebook.ended[-1][1] == Outcome(status=None, seconds=1.0)


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"[]", b'{"elements": null}', b'{"elements": [{}]}', b'{"elements": [{"candidate": 1}]}']
)
def test_an_answer_of_another_shape_is_malformed_and_says_of_which_call(body):
    with pytest.raises(errors.MalformedResponse, match=r"^v2/exportedCandidates: "):
        client_of(httpx.Response(200, content=body)).exported_candidates("r")


def test_a_redirect_is_refused_and_not_followed():
    linkedin = LinkedIn(httpx.Response(302, headers={"location": "https://elsewhere.example/"}))

    with pytest.raises(errors.Rejected, match="HTTP 302"):
        Client(channel_to(linkedin), CHILD, clock=Clock()).exported_candidates("r")

    assert [call.url.host for call in linkedin.calls] == ["api.linkedin.com"]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/v2/me",
        "http://api.linkedin.com/v2/me",
        "https://api.linkedin.com:8443/v2/me",
        "https://api.linkedin.com@elsewhere.example/v2/me",
        "https://api.linkedin.com.elsewhere.example/v2/me",
    ],
)
def test_nothing_is_sent_to_any_other_host(url):
    linkedin, notebook = LinkedIn(httpx.Response(200)), Notebook()

    with pytest.raises(errors.NotSent, match="is not a host of this LinkedIn"):
        channel_to(linkedin, meter=notebook).send(Request(verb="GET", url=url), CALL)

    assert (linkedin.calls, notebook.began) == ([], [])


def test_each_request_has_the_time_limit_it_was_given():
    limits = []

    def note(request):
        limits.append(request.extensions["timeout"])
        return httpx.Response(200, content=b"{}")

    with Channel(transport=httpx.MockTransport(note), timeout=2.5) as channel:
        channel.send(Request(verb="GET", url="https://api.linkedin.com/v2/x"), CALL)

    assert limits == [{"connect": 2.5, "read": 2.5, "write": 2.5, "pool": 2.5}]


def test_a_closed_channel_sends_nothing():
    with Channel(transport=LinkedIn(httpx.Response(200))) as channel:
        pass

    with pytest.raises(RuntimeError, match="closed"):
        channel.send(Request(verb="GET", url="https://api.linkedin.com/v2/x"), CALL)


def test_something_that_imitates_linkedin_stands_at_one_address():
    address = "http://127.0.0.1:8010"

    assert Hosts.single(address) == Hosts(api=address, www=address, oauth=address)


def test_every_request_is_metered_the_token_and_the_repetition_too():
    notebook = Notebook()
    refused = httpx.Response(401, headers={"x-li-uuid": "U1"})
    done = httpx.Response(200, json={"results": {}}, headers={"x-li-uuid": "U2"})

    client_of(refused, done, meter=notebook).delete_configuration(KEY, ["APPLICATION_VIEWERS", "JOB_POSTING_VIEWERS"])

    token = Call(client_id=CHILD.client_id, resource="oauth/v2/accessToken", method="POST", records=0)
    call = Call(
        client_id=CHILD.client_id, resource="v2/atsIntegrations/configurations", method="BATCH_DELETE", records=2
    )
    assert notebook.began == [token, call, token, call]
    assert notebook.ended == [
        (token, Outcome(status=200, seconds=1.0)),
        (call, Outcome(status=401, seconds=1.0, uuid="U1")),
        (token, Outcome(status=200, seconds=1.0)),
        (call, Outcome(status=200, seconds=1.0, uuid="U2")),
    ]


def test_nothing_secret_or_personal_is_metered():
    notebook = Notebook()

    client_of(httpx.Response(200, json={"elements": []}), meter=notebook).acl_assignees(
        "urn:li:organization:7001", "urn:li:person:pQ7xW2"
    )

    written = repr(notebook.began) + repr(notebook.ended)
    assert CHILD.client_secret not in written
    assert "T1" not in written
    assert "pQ7xW2" not in written


def test_a_meter_may_keep_a_call_from_being_made():
    class Used(Exception):
        pass

    class Quota(Unmetered):
        def before(self, call):
            if call.resource.startswith("v2/"):
                raise Used

    linkedin = LinkedIn(httpx.Response(200))

    with pytest.raises(Used):
        Client(Channel(transport=linkedin, meter=Quota()), CHILD, clock=Clock()).exported_candidates("r")

    assert linkedin.calls == []


def test_a_long_query_travels_in_the_body():
    keys = [IntegrationKey(f"urn:li:organization:{n}", IntegrationType.ONE_CLICK_EXPORT) for n in range(100)]
    linkedin = LinkedIn(httpx.Response(200, json={"results": {}}))
    client = Client(channel_to(linkedin), CHILD, clock=Clock())

    client.integrations(keys)
    client.name_integrations(dict.fromkeys(keys, "Name"))
    client.integrations(keys[:10])

    read, write, short = linkedin.calls
    assert (read.method, read.headers["x-http-method-override"], read.url.query) == ("POST", "GET", b"")
    assert read.content.startswith(b"ids[0].integrationContext=urn:li:organization:0&")
    assert (write.method, write.headers["x-http-method-override"], write.url.query) == ("POST", "POST", b"")
    assert write.headers["x-restli-method"] == "batch_partial_update"
    assert write.headers["content-type"].startswith("multipart/mixed; boundary=")
    assert (short.method, "x-http-method-override" in short.headers, len(short.url.query) > 0) == ("GET", False, True)
