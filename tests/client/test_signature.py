"""Only who knows the secret, and only the very bytes that were sent, pass as LinkedIn."""

import hashlib
import hmac

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rsc_client import signature
from rsc_client.errors import MalformedResponse
from rsc_client.schemas import Push

secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=256)


@given(st.binary(), secrets)
def test_the_signature_is_the_documented_one(body, secret):
    expected = hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()

    assert signature.sign(body, secret) == expected
    assert signature.is_genuine(body, expected, secret)
    assert signature.is_genuine(body, f" {expected.upper()} ", secret)


@given(st.binary(), st.binary(), secrets)
def test_other_bytes_are_not_genuine(body, other, secret):
    assume(body != other)

    assert not signature.is_genuine(other, signature.sign(body, secret), secret)


@given(st.binary(), secrets, secrets)
def test_another_secret_is_not_genuine(body, secret, other):
    assume(secret != other)

    assert not signature.is_genuine(body, signature.sign(body, other), secret)


@given(st.binary(), st.none() | st.text())
def test_whatever_else_stands_in_the_header_is_not_genuine(body, header):
    assert not signature.is_genuine(body, header, "secret")


def test_without_a_secret_nothing_is_genuine():
    with pytest.raises(ValueError, match="without a client secret"):
        signature.is_genuine(b"{}", signature.sign(b"{}", ""), "")


def test_a_push_is_read_with_and_without_its_end():
    assert signature.read_push(b'{"id":"r-1","type":"NEW_KIND","more":1}') == Push(id="r-1", type="NEW_KIND")
    assert signature.read_push(b'{"id":"r-1","type":"X","expiresAt":5}').expires_at == 5


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'{"id":"r-1"}', b'{"id":"","type":"X"}', b'{"id":7,"type":"X"}', b"\xff", b"[" * 100_000],
)
def test_a_push_that_cannot_be_read_says_so(body):
    with pytest.raises(MalformedResponse, match=r"^push: "):
        signature.read_push(body)
