"""The door that LinkedIn knocks at."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import signature
from skaffa.linkedin import inbox
from skaffa.linkedin.models import Connection, Notification
from skaffa.linkedin.webhooks import LARGEST_BODY

SECRET = "s3cr=t/ö"
PUSH = b'{"id":"6b0c","type":"EXPORT_CANDIDATE_PROFILE","expiresAt":1767312000000}'


@pytest.fixture
def connection(db, at):
    return Connection.objects.create(
        kind="own", world="sandbox", client_id="1", client_secret=SECRET, created_at=at, modified_at=at
    )


@pytest.fixture
def door(connection, client):
    """Knock: send a body with a signature (the right one unless told otherwise)."""

    def knock(body=PUSH, *, signed=None, token=connection.webhook_token, **more):
        headers = {signature.HEADER: signature.sign(body, SECRET) if signed is None else signed}
        return client.post(
            f"/linkedin/webhooks/{token}", body, content_type="application/json", headers=headers, **more
        ).status_code

    return knock


def test_a_genuine_push_is_remembered_and_answered_at_once(door):
    assert door() == 200
    notification = Notification.objects.get()
    assert (notification.remote_id, notification.type) == ("6b0c", "EXPORT_CANDIDATE_PROFILE")
    assert notification.expires_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert notification.handled_at is None


def test_the_same_push_is_remembered_once(door, clock):
    for _ in range(5):
        assert door() == 200
        clock.tick()
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("signed", ["", "0" * 64, signature.sign(PUSH, "another"), "ä", signature.sign(b"x", SECRET)])
def test_a_wrong_signature_stores_nothing(door, signed):
    assert door(signed=signed) == 401
    assert not Notification.objects.exists()


def test_no_signature_stores_nothing(connection, client):
    answer = client.post(f"/linkedin/webhooks/{connection.webhook_token}", PUSH, content_type="x")
    assert answer.status_code == 401


@pytest.mark.parametrize("token", ["nobody", "%00", "a" * 5_000, "é"])
def test_an_address_we_never_gave_out_leads_nowhere(door, token):
    assert door(token=token) == 404


def test_a_connection_that_is_over_hears_nothing(door):
    Connection.objects.update(is_live=False)
    assert door() == 404


def test_a_connection_without_a_secret_hears_nothing(door):
    Connection.objects.update(client_secret="")
    assert door(signed=signature.sign(PUSH, "x")) == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b'{"id":"","type":"X"}',
        b'{"id":1,"type":"X"}',
        b'{"id":"1"}',
        b'{"id":"a\\u0000b","type":"X"}',
        b'{"id":"%s","type":"X"}' % (b"i" * 256),
        b'{"id":"1","type":"%s"}' % (b"t" * 61),
    ],
)
def test_a_signed_body_that_is_no_push_is_refused(door, body):
    assert door(body) == 400
    assert not Notification.objects.exists()


@pytest.mark.parametrize("expires_at", [-1, 0, 10**30, 253_402_300_800_000])
def test_an_impossible_expiry_counts_as_none(door, expires_at):
    assert door(b'{"id":"1","type":"X","expiresAt":%d}' % expires_at) in {200, 400}
    assert not Notification.objects.filter(expires_at__isnull=False).exists()


def test_a_body_that_is_too_large_is_not_read(door):
    assert door(b"x" * (LARGEST_BODY + 1)) == 413


def test_linkedin_may_check_that_the_address_is_ours(connection, client):
    path = f"/linkedin/webhooks/{connection.webhook_token}"
    answer = client.get(path, {"challengeCode": "8f14", "applicationId": "9"})

    assert answer.json() == {
        "challengeCode": "8f14",
        "challengeResponse": signature.answer_challenge("8f14", SECRET).challenge_response,
    }
    assert client.get(path).status_code == 400
    assert client.get(path, {"challengeCode": "8" * 201}).status_code == 400
    assert client.put(path).status_code == 405


def test_nobody_has_a_push_signed_by_asking_for_a_challenge(connection, client):
    body = '{"id":"forged","type":"EXPORT_CANDIDATE_PROFILE"}'

    answer = client.get(f"/linkedin/webhooks/{connection.webhook_token}", {"challengeCode": f"hmacsha256={body}"})

    assert answer.status_code == 400
    assert signature.sign(body.encode(), SECRET).encode() not in answer.content


@pytest.mark.parametrize(
    "body",
    [
        b'{"type":"RESYNC_JOBS","syncAllOpenJobs":true}',
        b'{"type":"RESYNC_JOBS","externalJobPostingIds":["unknown","\\u0000",7]}',
    ],
)
def test_a_wish_to_have_jobs_once_more_needs_no_id(door, body):
    assert door(body) == 200
    assert not Notification.objects.exists()


@given(text=st.text(max_size=40), secret=st.text(min_size=1, max_size=40))
def test_only_who_knows_the_secret_can_sign(text, secret):
    body = text.encode()
    assert signature.is_genuine(body, signature.sign(body, secret), secret)
    assert not signature.is_genuine(body + b" ", signature.sign(body, secret), secret)


def test_a_notification_nobody_knows_is_left_alone(db, at):
    inbox.handle(4711, at=at)
    assert not Notification.objects.exists()


def test_after_two_hundred_attempts_it_is_enough(door, at):
    door()
    Notification.objects.update(attempts=200)

    inbox.handle(Notification.objects.get().pk, at=at)

    assert Notification.objects.get().outcome == "failed"
