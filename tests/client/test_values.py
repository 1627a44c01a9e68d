"""URNs and moments."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import schemas, urns


def test_a_urn_has_a_kind_and_an_id():
    assert urns.parse("urn:li:person:a:b") == ("person", "a:b")
    assert str(urns.parse("urn:li:organization:7001")) == "urn:li:organization:7001"


def test_urns_are_made_from_ids():
    made = [urns.organization(7001), urns.contract(5501), urns.person("pQ7xW2"), urns.seat(9)]

    assert made == ["urn:li:organization:7001", "urn:li:contract:5501", "urn:li:person:pQ7xW2", "urn:li:seat:9"]


@pytest.mark.parametrize("text", ["", "7001", "urn:li:", "urn:li:person:", "urn:xx:person:1", "urn:li:per son:1"])
def test_anything_else_is_no_urn(text):
    with pytest.raises(ValueError, match="not a LinkedIn URN"):
        urns.parse(text)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_a_moment_survives_the_wire_to_the_millisecond(at):
    assert timedelta() <= at - schemas.moment(schemas.millis(at)) < timedelta(milliseconds=1)


def test_zones_do_not_matter_but_must_be_there():
    assert schemas.millis(datetime(1970, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))) == 0
    with pytest.raises(ValueError, match="needs a time zone"):
        schemas.millis(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake this test is about
