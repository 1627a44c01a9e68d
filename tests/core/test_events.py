"""Events are heard inside the transaction that causes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from django.db import transaction

from skaffa.core import events


@dataclass(frozen=True, slots=True)
class Rang:
    times: int


@dataclass(frozen=True, slots=True)
class RangLoudly(Rang):
    pass


@pytest.mark.django_db
def test_everybody_who_listens_hears_what_is_published(heard):
    told = heard(Rang)

    with transaction.atomic():
        events.publish(Rang(2))

    assert told == [Rang(2)]


@pytest.mark.django_db
def test_listening_twice_is_hearing_once(heard):
    told = heard(Rang)
    events.subscribe(Rang, told.append)

    with transaction.atomic():
        events.publish(Rang(1))

    assert told == [Rang(1)]


@pytest.mark.django_db
def test_only_exactly_this_kind_is_heard(heard):
    told = heard(Rang)

    with transaction.atomic():
        events.publish(RangLoudly(3))

    assert told == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_outside_a_transaction():
    with pytest.raises(events.PublishedOutsideTransaction, match="Rang"):
        events.publish(Rang(1))


@pytest.mark.django_db
def test_what_is_published_at_once_is_heard_at_once_by_who_asked_for_it_and_one_by_one_by_the_others(heard):
    together: list[Sequence[Rang]] = []
    one_by_one = heard(Rang)
    events.subscribe_together(Rang, together.append)
    try:
        with transaction.atomic():
            events.publish(Rang(1), Rang(2))
            events.publish()
            events.publish(Rang(3))
    finally:
        events.unsubscribe(Rang, together.append)

    assert together == [(Rang(1), Rang(2)), (Rang(3),)]
    assert one_by_one == [Rang(1), Rang(2), Rang(3)]
