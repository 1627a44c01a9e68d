"""Where webhooks may go, how they are signed, how long we try."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from standardwebhooks.webhooks import Webhook as Verifier

from skaffa.core import clock, outward, refusals
from skaffa.hooks import rules
from skaffa.hooks.models import Topic


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_internet_is_public(address: str):
    assert outward.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.1",
    ],
)  # fmt: skip
def test_nothing_else_is(address: str):
    assert not outward.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "http://hooks.example.org/", "ftp://hooks.example.org/", "https://", "https://user:word@hooks.example.org/",
        "https://hooks.example.org/#x", "https://hooks.example.org:99999/", "https://localhost/", "https://127.0.0.1/",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://hooks.example.org/a b", "//hooks.example.org/",
        "javascript:alert(1)", "https://169.254.169.254/latest", "https://" + "x" * 600 + ".example.org/", "\0", "https://[",
    ],
)  # fmt: skip
def test_an_address_that_nothing_is_sent_to_is_refused_beside_its_field(url: str):
    with pytest.raises(refusals.Invalid) as refusal:
        rules.checked_url(url, private_allowed=False)
    assert list(refusal.value.fields) == ["url"]


def test_a_public_address_is_taken_and_a_private_one_where_that_is_allowed():
    assert rules.checked_url(" https://hooks.example.org:8443/a?b=c ", private_allowed=False).endswith("?b=c")
    assert rules.checked_url("http://localhost:9000/", private_allowed=True)


@given(some.text(max_size=60))
def test_any_text_is_an_address_or_refused(url: str):
    with suppress(refusals.Invalid):
        assert rules.checked_url(url, private_allowed=False).startswith("https://")


@pytest.mark.parametrize("topics", [[], ["moon"], ["jobs", "moon"]])
def test_topics_are_chosen_from_the_list(topics: list[str]):
    with pytest.raises(refusals.Invalid) as refusal:
        rules.checked_topics(topics)
    assert list(refusal.value.fields) == ["topics"]
    assert rules.checked_topics(["pools", "jobs", "pools"]) == [Topic.JOBS, Topic.POOLS]


def test_a_receiver_verifies_the_signature_with_either_secret_as_the_convention_says():
    now = int(clock.system().timestamp())
    old, new = rules.new_secret(), rules.new_secret()
    body = b'{"type":"job.created"}'
    headers = {
        "webhook-id": "evt_1",
        "webhook-timestamp": str(now),
        "webhook-signature": rules.signature("evt_1", now, body, [new, old]),
    }
    for secret in (old, new):
        assert Verifier(secret).verify(body, headers) == {"type": "job.created"}
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(rules.new_secret()).verify(body, headers)
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(new).verify(body + b" ", headers)


@given(some.floats(0, 1))
def test_pauses_grow_with_some_jitter_and_end_within_three_days(luck: float):
    pauses = [rules.pause_after(attempts, luck=luck) for attempts in range(1, 30)]
    assert timedelta(seconds=48) <= pauses[0] <= timedelta(seconds=72)
    assert all(before <= after for before, after in pairwise(pauses))
    since = at = datetime(2026, 3, 2, tzinfo=clock.system().tzinfo)
    tries = 0
    while not rules.is_hopeless(since, at + pauses[tries]):
        at += pauses[tries]
        tries += 1
    assert 8 <= tries + 1 <= 12
    assert timedelta(hours=48) < at - since <= timedelta(days=3)
